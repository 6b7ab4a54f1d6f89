/** The rules of leaving: signing out, a link that broke, and the grace period after it. */
import type {ChatEvent} from '../event.ts';
import type {ConnectionId} from '../session.ts';
import type {SignOutReason} from './events.ts';
import type {Facts, MemberRule} from '../rule.ts';
import type {Session} from '../session.ts';
import type {State} from '../state.ts';
import {endChatsOf} from '../chat-sessions/rules.ts';

type Time = Pick<Facts, 'now' | 'uptime'>;

function leave({connection, user, as}: Session, why: SignOutReason, {now: at, uptime}: Time): ChatEvent[] {
	const signedOut = {type: 'signedOut', connection, user, as, why, at, uptime} as const;
	return as === 'screen' ? [signedOut, {type: 'seen', user, at}] : [signedOut];
}

/** What follows for a person's chat sessions when this session of theirs ends in this way. */
function chatsEnded(state: State, {user, as}: Session, why: SignOutReason, at: number): ChatEvent[] {
	if (as === 'script' || why === 'linkLost' || why === 'replaced' || why === 'stopping') return [];
	return endChatsOf(state, user, 'signedOut', at);
}

/** A person who signs out ends the token of their device, unless it is to be kept; a script borrowed it, and leaves it alone. */
export const signOut: MemberRule<'signOut'> = (state, {session}, {keepToken}, facts) => {
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

/** What follows when a connection is gone without a word, or is closed by the server. */
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
