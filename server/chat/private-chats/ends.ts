/** Ends private chats and invitations: when a session ends, by a block, and when nobody answers in time. */
import type {UserName} from '../../../protocol/names.ts';
import {INVITATION_SECONDS} from '../../../protocol/private-chats.ts';
import type {EventOf} from '../event.ts';
import type {Moment} from '../rule.ts';
import type {State} from '../state.ts';
import type {PrivateChatEnd} from './events.ts';
import type {PrivateChat} from './slice.ts';

/** Lists the private chats of a user, invitations included. */
export function privateChatsOf(state: State, user: UserName): PrivateChat[] {
	const chats = state.privateChats.ofUser.get(user) ?? [];
	return [...chats].flatMap(chat => state.privateChats.byId.get(chat) ?? []);
}

export function privateEnded(
	{chat, from, to}: Pick<PrivateChat, 'chat' | 'from' | 'to'>,
	why: PrivateChatEnd,
): EventOf<'privateEnded'> {
	return {type: 'privateEnded', chat, from, to, why};
}

/** Ends all private chats and invitations of a user who signs out. */
export function endPrivateChatsOf(state: State, user: UserName): Array<EventOf<'privateEnded'>> {
	return privateChatsOf(state, user).map(each => privateEnded(each, 'signedOut'));
}

/** Withdraws the invitations of a user whose screen would not hear of the answer. */
export function withdrawInvitationsOf(state: State, user: UserName): Array<EventOf<'privateEnded'>> {
	const open = privateChatsOf(state, user).filter(({from, accepted}) => from === user && !accepted);
	return open.map(each => privateEnded(each, 'withdrawn'));
}

/** Tells whether an invitation was not answered in time. @param uptime milliseconds of this run */
export function hasExpired({accepted, invited}: PrivateChat, uptime: number): boolean {
	return !accepted && invited + 1000 * INVITATION_SECONDS <= uptime;
}

/** Ends the invitations that were not answered in time. */
export function expireInvitations(
	state: State,
	{uptime}: Pick<Moment, 'uptime'>,
): Array<EventOf<'privateEnded'>> {
	const expired = [...state.privateChats.byId.values()].filter(each => hasExpired(each, uptime));
	return expired.map(each => privateEnded(each, 'expired'));
}
