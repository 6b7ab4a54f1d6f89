/** Removes a user from everything but what was said: rooms, relationships, proposals and blocks. */
import {isRoom} from '../../../protocol/conversation-kind.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {ChatEvent} from '../event.ts';
import {proposalsOf} from '../proposing.ts';
import {left} from '../rooms/joining-and-leaving.ts';
import type {State} from '../state.ts';

/** @param at milliseconds since 1970 */
export function tiesRemoved(state: State, user: UserName, at: number): ChatEvent[] {
	const {friends, blocked} = state.relationships;
	const blockers = [...blocked].flatMap(([other, theirs]) => (theirs.has(user) ? [other] : []));
	const rooms = [...(state.conversations.ofUser.get(user) ?? [])].map(({id}) => id).filter(isRoom);
	return [
		...proposalsOf(state, user).map(proposal => ({type: 'withdrawn', ...proposal}) as const),
		...[...(friends.get(user) ?? [])].map(other => ({type: 'unfriended', user, other}) as const),
		...[...(blocked.get(user) ?? [])].map(other => ({type: 'unblocked', user, other}) as const),
		...blockers.map(other => ({type: 'unblocked', user: other, other: user}) as const),
		...rooms.map(room => left(state, room, user, at)),
	];
}
