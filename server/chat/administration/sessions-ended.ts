/** Ends all sessions of a user, and the presence of one whose link broke. */
import {endChatsOf} from '../chat-sessions/rules.ts';
import type {ChatEvent} from '../event.ts';
import {sessionsOf} from '../people.ts';
import {endPrivateChatsOf} from '../private-chats/ends.ts';
import type {Facts} from '../rule.ts';
import type {SignOutReason} from '../sign-in/events.ts';
import {endSessions} from '../sign-in/sign-out.ts';
import type {State} from '../state.ts';
import type {UserName} from '../../../protocol/names.ts';

export function sessionsEnded(
	state: State,
	user: UserName,
	why: SignOutReason,
	time: Pick<Facts, 'now' | 'uptime'>,
): ChatEvent[] {
	const sessions = sessionsOf(state, user);
	const ended = endSessions(state, user, sessions, why, time);
	const isAwaited = state.presence.byUser.has(user) && !sessions.some(({as}) => as === 'screen');
	if (!isAwaited) return ended;
	const {now: at} = time;
	return [
		...ended,
		...endChatsOf(state, user, 'signedOut', at),
		...endPrivateChatsOf(state, user),
		{type: 'graceEnded', user, at},
	];
}
