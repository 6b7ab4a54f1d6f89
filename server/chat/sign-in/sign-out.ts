/** Decides on the end of a session: signing out, or a lost connection. */
import type {ChatEvent} from '../event.ts';
import type {ConnectionId} from '../session.ts';
import type {SignOutReason} from './events.ts';
import type {Facts, MemberRule} from '../rule.ts';
import type {Session} from '../session.ts';
import type {State} from '../state.ts';
import {endChatsOf} from '../chat-sessions/rules.ts';
import {endExchangesOf, endPrivateChatsOf, withdrawInvitationsOf} from '../private-chats/ends.ts';

type Time = Pick<Facts, 'now' | 'uptime'>;

function leave({connection, user, as}: Session, why: SignOutReason, {now: at, uptime}: Time): ChatEvent[] {
	const signedOut = {type: 'signedOut', connection, user, as, why, at, uptime} as const;
	return as === 'screen' ? [signedOut, {type: 'seen', user, at}] : [signedOut];
}

/** Ends the user's chat sessions and private chats, if this end of a session ends them. */
function chatsEnded(state: State, session: Session, why: SignOutReason, at: number): ChatEvent[] {
	const {user, as} = session;
	if (why === 'stopping') return [];
	if (as === 'script') return endExchangesOf(state, session);
	if (why === 'linkLost' || why === 'replaced') return withdrawInvitationsOf(state, user);
	return [...endChatsOf(state, user, 'signedOut', at), ...endPrivateChatsOf(state, user)];
}

/** Signs out, and revokes the token of the device, unless the client keeps it. A script leaves the token alone. */
const signOut: MemberRule<'signOut'> = (state, {session}, {keepToken}, facts) => {
	const {user, token} = session;
	const revoked: ChatEvent[] =
		session.as === 'screen' && keepToken !== true ? [{type: 'tokenRevoked', user, token}] : [];
	return {
		events: [
			...chatsEnded(state, session, 'signOut', facts.now),
			...leave(session, 'signOut', facts),
			...revoked,
		],
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
	return session ? [...chatsEnded(state, session, why, time.now), ...leave(session, why, time)] : [];
}

export const signOutRules = {signOut};
