/** Notifies a user whose terminal has no focus: of unread messages meant for them, or all, and of what others ask. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {truncate} from '../../../terminal/width.ts';
import type {Conversation} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {countedUnread} from '../chats/conversations.ts';
import {labelOf} from '../chats/contacts.ts';
import {meantForMe, meantIn} from '../chats/unread.ts';
import {messageAt} from '../chats/window.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {isQuiet} from '../text/quiet-hours.ts';

type NotifyOf = State['settings']['notifyOf'];

/** Minimum milliseconds between two notifications: messages that come together notify once. */
const MIN_SILENCE = 1000;
/** Maximum cells of a notification; more is not shown anywhere. */
const MAX_COLUMNS = 120;
/** Maximum UTF-16 units of a message that are looked at. */
const MAX_UNITS = 500;

/** Notifies if more messages are unread than before: those meant for the user, or all. */
export function notifyOfUnread(before: State, after: State): Step {
	const {notifyOf} = after.settings;
	const count = toldOf(after, notifyOf) - toldOf(before, notifyOf);
	return count > 0 ? notify(after, newsText(before, after, count)) : step(after);
}

const counts = memoizeByObject<number>();

/** Counts the unread messages of which the user is told. */
function toldOf(state: State, notifyOf: NotifyOf): number {
	const {conversations} = state;
	if (notifyOf === 'mentions') return meantForMe(state);
	return counts(conversations, [], () =>
		[...conversations.values()].reduce((sum, conversation) => sum + countedUnread(conversation), 0),
	);
}

function toldIn(conversation: Conversation | undefined, notifyOf: NotifyOf): number {
	if (!conversation) return 0;
	return notifyOf === 'mentions' ? meantIn(conversation) : countedUnread(conversation);
}

/** Notifies, unless the terminal has the focus, the user does not want that now, or was notified just now. */
export function notify(state: State, text: SafeText): Step {
	const {settings, focused, now, notifiedAt} = state;
	const isSoon = Math.abs(now - notifiedAt) < MIN_SILENCE; // the clock may have been set back
	if (focused || isSoon || !mayNotify(state)) return step(state);
	const {notifications: by} = settings;
	const notified = {...state, notifiedAt: now};
	return by === 'osc9' || by === 'osc777'
		? step(notified, {type: 'notify', by, text: cleanLine(truncate(text, MAX_COLUMNS))})
		: step(notified, {type: 'bell'});
}

/** Checks whether the user wants notifications at this time of day. */
export function mayNotify({settings: {notifications, quietHours}, now}: State): boolean {
	return notifications !== 'off' && !isQuiet(quietHours, now);
}

/** Describes what has become unread: the message if it is one, else how many there are. */
function newsText(before: State, after: State, count: number): SafeText {
	const {notifyOf} = after.settings;
	const whose = notifyOf === 'mentions' ? 'for you' : 'to read';
	if (count > 1) return safeText`${count} new messages ${whose}`;
	const known = ({id}: Conversation) => before.conversations.get(id);
	const news = [...after.conversations.values()].find(
		conversation => toldIn(conversation, notifyOf) > toldIn(known(conversation), notifyOf),
	);
	return (news && messageText(after, news, known(news))) ?? safeText`A new message ${whose}`;
}

/**
 * Formats the newest message that the user is told of: `bob: hello`, `#build bob: look`. What is said in a private chat stays in the
 * client.
 */
function messageText(
	state: State,
	{id, window, last, mentions}: Conversation,
	before: Conversation | undefined,
): SafeText | undefined {
	const {isStored, countsMentions} = traitsOf(id);
	const called = countsMentions && mentions.length > (before?.mentions.length ?? 0);
	const message = messageAt(window, (called ? mentions.at(-1) : undefined) ?? last);
	if (!message) return undefined;
	const {from, text} = message;
	if (!isStored) return safeText`${from} wrote in your private chat`;
	const who = countsMentions ? safeText`${labelOf(state, id)} ${from}` : from;
	return safeText`${who}: ${cleanLine(text.slice(0, MAX_UNITS))}`;
}
