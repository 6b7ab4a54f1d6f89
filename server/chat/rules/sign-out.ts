/** The rules of leaving: signing out, a link that broke, and the grace period after it. */
import type {ChatEvent, ConnectionId, SignOutReason} from '../event.ts';
import {idleOf} from '../people.ts';
import type {Facts, MemberRule, Moment} from '../rule.ts';
import type {Session} from '../slices/present.ts';
import type {State} from '../state.ts';
import {endChatsOf} from './chats.ts';

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
	const session = state.present.sessions.get(connection);
	return session ? [...chatsEnded(state, session, why, time.now), ...leave(session, why, time)] : [];
}

/** What the passing of time brings: whoever lost their link and did not come back is offline, whoever is idle is signed out. */
export function tick(state: State, {now, uptime, policy}: Moment): ChatEvent[] {
	const vanished = [...state.present.standing]
		.filter(([, {lostAt}]) => lostAt !== undefined && lostAt + policy.grace <= uptime)
		.flatMap(([user]): ChatEvent[] => [
			...endChatsOf(state, user, 'vanished', now),
			{type: 'graceEnded', user, at: now},
		]);
	const idle = [...state.present.sessions.values()].filter(
		({as, user}) =>
			as === 'screen' && policy.idleLimit > 0 && idleOf(state, user, uptime) >= policy.idleLimit,
	);
	const idleOut = idle.flatMap(session => connectionLost(state, session.connection, 'idle', {now, uptime}));
	return endedOnce([...vanished, ...idleOut]);
}

/** Two who leave at the same moment end their chat session once. */
function endedOnce(events: ChatEvent[]): ChatEvent[] {
	const ended = new Set<number>();
	return events.filter(event => {
		if (event.type !== 'chatEnded') return true;
		const first = !ended.has(event.number);
		ended.add(event.number);
		return first;
	});
}

/** Those who are on are noted as seen now and then, so that a server that is killed still knows roughly when they were. */
export function stillHere(state: State, {now}: Pick<Facts, 'now'>): ChatEvent[] {
	return [...state.present.standing].flatMap(([user, {lostAt}]) =>
		lostAt === undefined ? [{type: 'seen', user, at: now} as const] : [],
	);
}
