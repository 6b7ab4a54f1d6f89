/** Decides on the end of a session: signing out, or a lost connection. */
import type {UserName} from '../../../protocol/names.ts';
import type {ChatEvent} from '../event.ts';
import {screensOf} from '../people.ts';
import {runOf, type ConnectionId, type Session} from '../session.ts';
import type {SignOutReason} from './events.ts';
import type {Facts, MemberRule} from '../rule.ts';
import type {State} from '../state.ts';
import {endChatsOf} from '../chat-sessions/rules.ts';
import {
	endExchangesOf,
	endPrivateChatsOf,
	endPrivateChatsOn,
	withdrawInvitationsOf,
} from '../private-chats/ends.ts';

type Time = Pick<Facts, 'now' | 'uptime'>;

function leave(
	{connection, user, as, device}: Session,
	why: SignOutReason,
	{now: at, uptime}: Time,
): ChatEvent[] {
	const signedOut = {type: 'signedOut', connection, user, as, device, why, at, uptime} as const;
	return as === 'screen' ? [signedOut, {type: 'seen', user, at}] : [signedOut];
}

/**
 * Ends the private chats of these screens of one user, if this end of a session ends them; with the last screen end the user's chat
 * sessions and what waits for their answer, too.
 */
function chatsEnded(
	state: State,
	user: UserName,
	screens: readonly Session[],
	why: SignOutReason,
	at: number,
): ChatEvent[] {
	if (screens.length === 0) return [];
	if (why === 'linkLost') return screens.flatMap(({device}) => withdrawInvitationsOf(state, user, device));
	if (screensOf(state, [user]).length > screens.length)
		return endPrivateChatsOn(state, user, device => screens.some(screen => screen.device === device));
	return [...endChatsOf(state, user, 'signedOut', at), ...endPrivateChatsOf(state, user)];
}

/** Ends sessions of one user, all with one decision. */
export function endSessions(
	state: State,
	user: UserName,
	ended: readonly Session[],
	why: SignOutReason,
	time: Time,
): ChatEvent[] {
	const screens = ended.filter(({as}) => as === 'screen');
	const scripts = ended.filter(({as}) => as === 'script');
	const chats =
		why === 'stopping'
			? []
			: [
					...chatsEnded(state, user, screens, why, time.now),
					...scripts.flatMap(script => endExchangesOf(state, script)),
				];
	return [...chats, ...ended.flatMap(session => leave(session, why, time))];
}

/** Signs out, and revokes the token of the device, unless the client keeps it. A script leaves the token alone. */
const signOut: MemberRule<'signOut'> = (state, {session}, {keepToken}, facts) => {
	const {user, token} = session;
	const revoked: ChatEvent[] =
		session.as === 'screen' && keepToken !== true ? [{type: 'tokenRevoked', user, token}] : [];
	return {
		events: [...endSessions(state, user, [session], 'signOut', facts), ...revoked],
		reply: () => ({}),
	};
};

/** Ends the session of a connection that broke or that the server closes. */
export function connectionLost(
	state: State,
	connection: ConnectionId,
	why: SignOutReason,
	time: Time,
): ChatEvent[] {
	const session = state.presence.sessions.get(connection);
	return session ? endSessions(state, session.user, [session], why, time) : [];
}

/** Ends the sessions of a server that is lost, as when their links broke. */
export function serverLost(state: State, run: number, time: Time): ChatEvent[] {
	const ended = [...state.presence.sessions.keys()]
		.filter(connection => runOf(connection) === run)
		.flatMap(connection => connectionLost(state, connection, 'linkLost', time));
	return [...ended, {type: 'serverLost', run, at: time.now}];
}

export const signOutRules = {signOut};
