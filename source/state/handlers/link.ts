/** Handles the link: its status, sign-ins and sign-outs. */
import {formOf, openForm} from '../model/place.ts';
import {addressText} from '../../../protocol/address.ts';
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import {LOBBY} from '../../../protocol/names.ts';
import {isEmpty, openConversation, newConversation} from '../chats/conversations.ts';
import {countOn} from '../sign-in/countdown.ts';
import {openDialog, closeAll} from '../dialogs/dialogs.ts';
import {checkIdleLater} from '../presence/auto-away.ts';
import type {Effect} from '../model/effect.ts';
import {changedForm, newForm} from '../sign-in/forms.ts';
import {greeting} from '../chats/greeting.ts';
import {staleLists} from '../presence/members.ts';
import {forgetPerson} from '../model/initial.ts';
import {switchTo} from '../chats/opening.ts';
import {ownPresence, heldPerson, withOwnPresence} from '../presence/people.ts';
import {setProposals} from '../relationships/proposals.ts';
import {dueMarks} from '../chats/reading.ts';
import {say} from '../chats/saying.ts';
import type {Conversation} from '../model/conversation.ts';
import {closeAllChannels, withoutPrivateChats} from '../chats/private-sign-out.ts';
import type {EventOf} from '../model/event.ts';
import type {Me, State} from '../model/state.ts';
import {andThen, step, type Handlers, type Step} from '../model/step.ts';
import {mergeSummaries} from '../chats/summaries.ts';
import {stopWaiting} from '../sign-in/waiting.ts';
import {beenTo} from '../sign-in/welcome.ts';
import {draftsAt, shareAll} from '../chats/shared-drafts.ts';
import {missedText} from '../chats/while-away.ts';
import {withMotd} from './server-info.ts';
import {chatsAre} from './chat-sessions.ts';

/** Clears the state of the previous user, or of the same user at another server. */
function forget(state: State): State {
	return {...forgetPerson(state), place: state.place};
}

/** Clears the conversations of a replaced store; queued messages, drafts and private chats stay. */
function voided(state: State): State {
	const conversations = [...state.conversations].map(
		([id, before]) => [id, traitsOf(id).isStored ? emptied(before) : before] as const,
	);
	return {...state, conversations: new Map(conversations)};
}

function emptied({id, queued, draft}: Conversation): Conversation {
	return {...newConversation(id), queued, draft};
}

/** @param before of the same user, before the link broke */
function signedInAs(event: EventOf<'signedIn'>, since: number, before: Me | undefined): Me {
	const {address, reply, store, signUp, fingerprint, joinLines} = event;
	return {
		user: reply.user,
		address,
		store,
		signUp,
		since,
		joinLines,
		fingerprint,
		...(reply.mayInvite && {mayInvite: true}),
		...(before?.inviteCode && {inviteCode: before.inviteCode}),
		...(reply.screens !== undefined && {screens: reply.screens}),
		...(reply.admin && {isAdmin: true as const}),
		...(before?.motdAt !== undefined && {motdAt: before.motdAt}),
	};
}

/** Opens the lobby where no conversation is open. */
function somewhere(state: State): State {
	return state.open === undefined && state.conversations.has(LOBBY) ? switchTo(state, LOBBY) : state;
}

/** Greets a new user; a user who hosts the server also sees how others join. */
function welcomed(state: State): Step {
	const open = openConversation(state);
	const told = open && isEmpty(open) ? state : say(state, greeting(state)); // an empty one has lines of its own
	const joinLines = state.me?.joinLines ?? [];
	return step(joinLines.length > 0 ? openDialog(told, {type: 'hosting', joinLines}) : told);
}

/** Restores the presence that the user had when the link broke, unless another screen has set one. */
function asBefore(state: State, before: State): Step {
	const was = before.me && before.people.get(before.me.user);
	const isSetElsewhere = state.me?.screens !== undefined && ownPresence(state) !== 'online';
	if (isSetElsewhere) return step(state);
	if (!was || was.presence === 'offline' || was.presence === ownPresence(state)) return step(state);
	const {presence, awayText} = was;
	return step(withOwnPresence(state, presence, awayText), {
		type: 'request',
		request: {type: 'setPresence', presence, ...(awayText !== undefined && {remark: awayText})},
	});
}

export const link: Handlers<'linkChanged' | 'signedIn' | 'signedOut' | 'left'> = {
	/** While a countdown is on the screen, every second is an event. */
	linkChanged(state, {link: now}) {
		const changed = {...state, link: now};
		return state.link.status === 'waiting' ? step(changed) : countOn(changed);
	},

	signedIn(state, event) {
		const {address, reply, store, device, joinLines, movedFrom} = event;
		const {me} = state;
		const isBack = me?.user === reply.user && addressText(me.address) === addressText(address);
		const own = isBack || me === undefined ? state : forget(state);
		const form = formOf(own);
		const settled = stopWaiting(own);
		const rest = isBack && me.store !== store ? voided(settled) : settled;
		const now = signedInAs(event, state.now, isBack ? me : undefined);
		const entered: State = {
			...rest,
			place: {at: 'chat'},
			welcome: beenTo(rest.welcome, address, reply.user, true),
			me: now,
			ids: {...state.ids, device},
			people: new Map(reply.people.map(person => [person.user, heldPerson(person)])),
			others: reply.others ?? 0,
			found: new Set(),
			friends: new Set(reply.friends),
			blocked: new Set(reply.blocked),
			deleted: new Set(reply.deleted),
			memberLists: staleLists(rest.memberLists),
		};
		const merged = mergeSummaries(chatsAre(entered, reply.chats), reply.conversations);
		const drafted = andThen(merged, next => step(draftsAt(next, reply.drafts)));
		const asked = andThen(drafted, next => setProposals(next, reply.questions));
		const told = andThen(asked, next =>
			step(
				say(withMotd(somewhere(next), reply.motd), missedText(next, rest.conversations, reply.conversations)),
				checkIdleLater(),
			),
		);
		const opening: Effect = {
			type: 'openPeers',
			user: reply.user,
			address,
			store,
			...(reply.identity !== undefined && {registered: reply.identity}),
		};
		const leaving = isBack || me === undefined ? [] : closeAllChannels(state);
		const met = andThen(told, next => step(next, ...leaving, opening));
		const greeted = form?.kind === 'signUp' ? andThen(met, welcomed) : met;
		if (isBack)
			return andThen(
				andThen(greeted, next => asBefore(next, state)),
				shareAll,
			);
		return movedFrom === undefined
			? greeted
			: andThen(greeted, next => step(openDialog(next, {type: 'hosting', joinLines, movedFrom})));
	},

	/** Drafts and queued messages stay for the return of the same user. */
	signedOut(state, {reason}) {
		if (!state.me) return step(state);
		const form = newForm('signIn', state.me.address, 'unknown', state.me.user);
		const told = {...changedForm(form, {problem: reason}), openedAt: state.now};
		const {statusMessage: _ofTheChat, ...rest} = withoutPrivateChats(closeAll(state));
		return step(openForm(rest, told), ...closeAllChannels(state));
	},

	left: state => step(state, ...dueMarks(state), ...closeAllChannels(state)),
};
