/** Says at once which users' clients cannot be asked for files and profiles. */
import type {UserName} from '../../protocol/names.ts';
import {refuse, sentence} from '../../protocol/refusals.ts';
import {safeText} from '../../protocol/text.ts';
import {NOT_READY} from '../state/chats/private-chats.ts';
import type {State} from '../state/model/state.ts';
import {userAmong} from './addressees.ts';
import type {ArgumentKind, Problem} from './command.ts';

/** Accepts a user, and completes to friends and to partners of private chats. */
export function exchangePartner(): ArgumentKind<UserName> {
	return userAmong(({state}) => [...new Set([...state.friends, ...state.privateChats.keys()])].sort());
}

/** @returns why nothing can be asked of a user's client, whether online or not; undefined if it can */
export function partnerFault(state: State, partner: UserName): Problem | undefined {
	if (partner === state.me?.user) return {problem: sentence(refuse('notYourself'))};
	if (state.friends.has(partner) || hasOpenChat(state, partner)) return undefined;
	return {
		problem: safeText`${partner} is not your friend; /friend ${partner} asks, or open a private chat: /private ${partner}.`,
	};
}

/** @returns why nothing can be asked of a user's client now; undefined if it can */
export function exchangeFault(state: State, partner: UserName): Problem | undefined {
	const fault = partnerFault(state, partner);
	if (fault || hasOpenChat(state, partner)) return fault;
	return ownFault(state) ?? offlineFault(state, partner);
}

/** @returns why not even the user's own files and profile can be read yet; undefined if they can */
export function ownFault({identity}: State): Problem | undefined {
	return identity === undefined ? {problem: NOT_READY} : undefined;
}

function offlineFault(state: State, partner: UserName): Problem | undefined {
	return isOffline(state, partner)
		? {problem: safeText`${partner} is offline; try again when ${partner} is there.`}
		: undefined;
}

export function isOffline({people}: State, partner: UserName): boolean {
	return (people.get(partner)?.presence ?? 'offline') === 'offline';
}

function hasOpenChat({privateChats}: State, partner: UserName): boolean {
	return privateChats.get(partner)?.status === 'open';
}
