/** Computes the next state and the effects of an event: pure, with a handler for every event. */
import {changeForm} from '../model/place.ts';
import {reportActivity} from '../presence/activity.ts';
import {openConversation, change, without} from '../chats/conversations.ts';
import {isTypedAhead, focusRestedDialog} from '../dialogs/dialog-focus.ts';
import {meetUnsolicited, openPendingDialog} from '../dialogs/pending-dialogs.ts';
import {returnFromAway} from '../presence/auto-away.ts';
import {countOn} from '../sign-in/countdown.ts';
import type {Effect} from '../model/effect.ts';
import type {EventOf, StateEvent} from '../model/event.ts';
import type {Form} from '../model/form.ts';
import {catchUp} from '../chats/changing.ts';
import {fetchQuotes} from '../chats/quotes.ts';
import {fetchWhatIsMissing} from '../chats/fetching.ts';
import {releaseHeld} from '../sign-in/held-text.ts';
import {countedDown} from '../sign-in/form-refusals.ts';
import {acted} from '../handlers/keys/index.ts';
import {replies} from '../handlers/replies.ts';
import {signIn} from '../handlers/sign-in.ts';
import {draftChanges} from '../chats/drafts.ts';
import {shareDrafts} from '../chats/shared-drafts.ts';
import {kills} from '../command-bar/kill-ring.ts';
import {withUndo} from '../command-bar/undo.ts';
import {announcements} from '../handlers/announcements.ts';
import {changes} from '../handlers/changes.ts';
import {exchange} from '../handlers/exchange.ts';
import {link} from '../handlers/link.ts';
import {messages} from '../handlers/messages.ts';
import {peers} from '../handlers/peers.ts';
import {privateChats} from '../handlers/private-chats.ts';
import {presence} from '../handlers/presence.ts';
import {outside} from '../handlers/outside.ts';
import {uploads} from '../handlers/uploads.ts';
import {terminal} from '../handlers/terminal.ts';
import {readWhatIsShown, reportCursors} from '../chats/reading.ts';
import {askForMembers} from '../presence/members.ts';
import {lookups} from '../presence/finding.ts';
import {notifyOfUnread} from '../presence/notify.ts';
import {withoutStatusMessage} from '../chats/saying.ts';
import type {State} from '../model/state.ts';
import {titleOf} from '../chats/unread.ts';
import {andThen, step, type Handler, type Handlers, type Step} from '../model/step.ts';
import {friendChanges} from '../relationships/relationships.ts';
import {anchorWanted} from '../transcript/scrolling.ts';
import {editAhead} from '../actions/typing.ts';

const time: Handlers<'ticked' | 'keysRested' | 'markDue'> = {
	ticked: state => countOn(changeForm(state, form => countedDown(form, state.now))),
	keysRested: state => step(state),
	markDue: (state, {conversation}) => reportCursors(state, conversation),
};

const handlers: Handlers<StateEvent['type']> = {
	...acted,
	...announcements,
	...replies,
	...signIn,
	...link,
	...messages,
	...changes,
	...presence,
	...privateChats,
	...peers,
	...exchange,
	...uploads,
	...outside,
	...terminal,
	...time,
};

/** Events that the user causes, unlike those of timers or the server. */
const keys: ReadonlySet<StateEvent['type']> = new Set(['acted', 'edited', 'pasted', 'typedAhead', 'clicked']);

export function isKey({type}: StateEvent): boolean {
	return keys.has(type);
}

/** Actions that keep their meaning, whatever has just opened. */
const always: ReadonlySet<unknown> = new Set(['interrupt', 'quit', 'suspend', 'redraw']);

/** Checks whether the event shows that the user is present, at keyboard or mouse. */
function isUse(event: StateEvent): boolean {
	return isKey(event) || event.type === 'wheeled' || event.type === 'dragged';
}

function isForField(event: StateEvent): boolean {
	return isKey(event) && !(event.type === 'acted' && always.has(event.action));
}

/**
 * Computes the state after an event, and the effects to perform, in order.
 * @param now milliseconds since 1970
 */
export function update(state: State, event: StateEvent, now: number): Step {
	if (isTypedAhead(state, now) && isForField(event))
		return andThen(step(editAhead({...state, now, keyAt: now}, event)), after =>
			step(after, ...draftChanges(state, after)),
		);
	const used = isUse(event) ? {...state, now, keyAt: now} : {...state, now};
	const before = isKey(event) ? pressed(used, event) : used;
	const {state: clear, meant} = isKey(event) ? meetUnsolicited(before, event) : {state: before, meant: false};
	const told = isUse(event) ? reportActivity(clear) : step(clear);
	const handled = meant ? told : andThen(told, next => handle(next, event));
	const awake = isUse(event) ? andThen(handled, returnFromAway) : handled;
	const followed = consequences.reduce<Step>(andThen, awake);
	const undoable = andThen(followed, after => step(isKey(event) ? withUndo(state, after, event) : after));
	const kept = andThen(undoable, after => step(after, ...draftChanges(state, after)));
	const shared = andThen(kept, after => shareDrafts(state, after));
	const befriended = andThen(shared, after => step(after, ...friendChanges(state, after)));
	const lookedUp = andThen(befriended, after => step(after, ...lookups(state, after)));
	return andThen(lookedUp, after => noticed(state, after));
}

function handle<T extends StateEvent['type']>(state: State, event: EventOf<T>): Step {
	const handler = handlers[event.type] as Handler<T>; // the event's own type is the key
	return handler(state, event);
}

/** Actions for the chosen failed message. */
const forFailed: ReadonlySet<unknown> = new Set([
	'failedPrevious',
	'failedNext',
	'submit',
	'accept',
	'cursorEnd',
	'endOrNewest',
	'cancel',
]);

/** Clears the status message, and all that lasts only from one key to the next. */
function pressed(state: State, event: StateEvent): State {
	const {
		completion,
		awaitedNames: _askedFor,
		chosenFailed,
		brought,
		escaped,
		prefixed,
		unsure,
		...rest
	} = withoutStatusMessage(state);
	const action = event.type === 'acted' ? event.action : undefined;
	const completes = action === 'complete' || action === 'completeBack';
	return {
		...changeForm(rest, meant),
		quitOnInterrupt: state.quitOnInterrupt && action === 'interrupt',
		...(unsure !== undefined && (action === 'submit' || action === 'accept') && {unsure}),
		...(action === 'historyPrevious' && escaped && {escaped}),
		...(action === 'cursorEnd' && prefixed && {prefixed}),
		...(completes && completion && {completion}),
		...(action === 'bringBack' && brought && {brought}),
		killing: state.killing && (action === 'cancel' || kills.some(name => name === action)),
		...(chosenFailed !== undefined && forFailed.has(action) && {chosenFailed}),
	};
}

/** Ends the grace time of a form that opened by itself. */
function meant(form: Form): Form {
	const {openedAt, ...asked} = form;
	return openedAt === undefined ? form : asked;
}

/** Steps that follow from the state alone, after any event. */
const consequences: ReadonlyArray<(state: State) => Step> = [
	openPendingDialog,
	focusRestedDialog,
	releaseHeld,
	arriveWhereWanted,
	readWhatIsShown,
	fetchWhatIsMissing,
	fetchQuotes,
	askForMembers,
	catchUp,
];

function arriveWhereWanted(state: State): Step {
	const conversation = openConversation(state);
	if (!conversation) return step(state);
	const anchor = anchorWanted(state, conversation);
	if (anchor === undefined) return step(state);
	return step(change(state, conversation.id, before => ({...without(before, 'goTo'), anchor})));
}

/** Shows the unread count in the terminal's title, and notifies of it. */
function noticed(before: State, after: State): Step {
	if (before.conversations === after.conversations) return step(after);
	const title = titleOf(after);
	const effects: readonly Effect[] = title === titleOf(before) ? [] : [{type: 'setTitle', title}];
	return andThen([after, effects], next => notifyOfUnread(before, next));
}
