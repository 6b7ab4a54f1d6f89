/** Defines the commands of private chats: /private, /stopprivate, /verify and /forget-key. */
import {kindOf, privateWith} from '../../protocol/conversation-kind.ts';
import type {UserName} from '../../protocol/names.ts';
import {refuse, sentence} from '../../protocol/refusals.ts';
import {safeText, textFault} from '../../protocol/text.ts';
import {partnerIn} from '../state/chats/conversations.ts';
import {switchTo} from '../state/chats/opening.ts';
import {NOT_READY, sendingFault, stop, withPrivateChat} from '../state/chats/private-chats.ts';
import {say} from '../state/chats/saying.ts';
import {send} from '../state/chats/sending.ts';
import {PRIVATE_COMMAND} from '../state/command-bar/unsaved.ts';
import {openDialog} from '../state/dialogs/dialogs.ts';
import {withoutKeyWarning} from '../state/dialogs/private-invitations.ts';
import type {State} from '../state/model/state.ts';
import {andThen, step, type Step} from '../state/model/step.ts';
import {user, userAmong} from './addressees.ts';
import {optional, text} from '../../terminal/commands/arguments.ts';
import {defineCommand, type ArgumentKind, type Problem} from './command.ts';
import {sendRequest} from './request.ts';
import {shown} from '../../terminal/commands/shown-word.ts';

export const privateChat = defineCommand({
	...PRIVATE_COMMAND,
	group: 'talking',
	consequence: 'sends',
	summary: safeText`invite a user to a private chat, which no server can read; a text is the first message`,
	details: [
		safeText`Both of you must be online. The user may be left out in your conversation with them.`,
		safeText`The messages go directly from one client to the other where that is possible, else encrypted via the server. Nobody keeps them, unless you or your partner have chosen so: /set keep-private.`,
		safeText`/stopprivate ends the private chat, /verify compares the keys, and /set direct says when your client connects directly.`,
	],
	args: {user: optional(user()), text: optional(text())},
	run({user, text}, {state}) {
		// A mistyped name must not become a text for the user of the open conversation.
		if (user === undefined && text !== undefined)
			return {problem: sentence(refuse('noSuchUser', {user: shown(text.trim().split(/\s/)[0] ?? '')}))};
		const fault = text === undefined ? undefined : textFault(text);
		if (fault) return {problem: sentence(refuse(fault))};
		return withPartner(state, user, 'private', partner => invite(state, partner, text));
	},
});

function invite(state: State, user: UserName, text: string | undefined): Step | Problem {
	if (user === state.me?.user) return {problem: sentence(refuse('notYourself'))};
	const chat = state.privateChats.get(user);
	if (chat?.status === 'inviting') return {problem: sentence(refuse('invitationOpen', {user}))};
	if (chat) return goOn(state, user, text);
	if (state.identity === undefined) return {problem: NOT_READY};
	const {open: from} = state;
	const invited = withPrivateChat(state, {
		chat: '',
		user,
		isInviter: true,
		status: 'inviting',
		from,
		...(text !== undefined && {first: text}),
	});
	return sendRequest(invited, {type: 'invitePrivate', user, purpose: 'chat'});
}

/** Goes to the private chat that is open already, and sends the text there. */
function goOn(state: State, user: UserName, text: string | undefined): Step | Problem {
	const id = privateWith(user);
	const there = switchTo(state, id);
	if (text === undefined) return step(say(there, [sentence(refuse('privateChatOpen', {user}))], 'info', id));
	const problem = sendingFault(there, id);
	return problem ? {problem} : andThen(step(there), next => send(next, id, text));
}

export const stopPrivate = defineCommand({
	name: 'stopprivate',
	aliases: ['terminate'],
	group: 'talking',
	consequence: 'ends',
	summary: safeText`end a private chat for both of you, or withdraw your invitation`,
	args: {user: optional(privatePartner())},
	run({user}, {state}) {
		const [only, ...others] = state.privateChats.values();
		const here = user ?? openPartner(state);
		const chat = here === undefined ? undefined : state.privateChats.get(here);
		if (chat) return stop(state, chat);
		if (user !== undefined) return {problem: safeText`You have no private chat with ${user}.`};
		if (only && others.length === 0) return stop(state, only);
		return only
			? {problem: safeText`Type which private chat: /stopprivate <user>.`}
			: {problem: safeText`You have no private chat; /private <user> starts one.`};
	},
});

export const verify = defineCommand({
	name: 'verify',
	group: 'people',
	summary: safeText`show the safety number of a private chat, to compare it by phone or in person`,
	details: [
		safeText`Equal numbers on both sides prove that nobody sits in between; the key is then marked as verified.`,
	],
	args: {user: optional(user())},
	run: ({user}, {state}) =>
		withPartner(state, user, 'verify', partner => {
			const {fingerprint, safetyNumber} = state.privateChats.get(partner) ?? {};
			if (fingerprint === undefined || safetyNumber === undefined)
				return {problem: safeText`Open a private chat with ${partner} first: /private ${partner}.`};
			return step(openDialog(state, {type: 'verify', user: partner, fingerprint, safetyNumber}));
		}),
});

export const forgetKey = defineCommand({
	name: 'forget-key',
	group: 'people',
	consequence: 'ends',
	summary: safeText`forget the key of a user, after it has changed`,
	details: [
		safeText`The next private chat accepts whatever key comes, unverified. Ask the user by phone or in person first.`,
	],
	args: {user: knownPeer()},
	run({user}, {state}) {
		if (!state.peers.has(user)) return {problem: safeText`No key of ${user} is known here.`};
		if (state.privateChats.has(user))
			return {problem: safeText`You have a private chat with ${user}; /stopprivate ${user} ends it first.`};
		const peers = new Map(state.peers);
		peers.delete(user);
		const text = safeText`The key of ${user} is forgotten: the next private chat accepts whatever key comes, unverified`;
		return step(say(withoutKeyWarning({...state, peers}, user), [text]), {type: 'forgetPeer', user});
	},
});

/** Accepts a user, and completes to those with whom a private chat is open or awaited. */
function privatePartner(): ArgumentKind<UserName> {
	return userAmong(({state}) => [...state.privateChats.keys()].sort());
}

/** Accepts a user, and completes to those whose keys are pinned. */
function knownPeer(): ArgumentKind<UserName> {
	return userAmong(({state}) => [...state.peers.keys()].sort());
}

/** @returns the partner in the open conversation, if that is a direct or a private one */
function openPartner(state: State): UserName | undefined {
	const {open} = state;
	const kind = open === undefined ? undefined : kindOf(open);
	return open !== undefined && (kind === 'direct' || kind === 'private') ? partnerIn(state, open) : undefined;
}

/** Runs a command with the named user, else with the partner in the open conversation. */
function withPartner(
	state: State,
	named: UserName | undefined,
	command: string,
	run: (user: UserName) => Step | Problem,
): Step | Problem {
	const partner = named ?? openPartner(state);
	return partner === undefined ? {problem: safeText`Type with whom: /${command} <user>.`} : run(partner);
}
