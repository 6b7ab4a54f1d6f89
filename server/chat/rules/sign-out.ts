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
	return endedOnce([...vanished, ...(policy.idleLimit > 0 ? idleOut(state, {now, uptime, policy}) : [])]);
}

/** Whoever is idle for as long as the limit is signed out, after a warning. */
function idleOut(state: State, {now, uptime, policy: {idleLimit}}: Moment): ChatEvent[] {
	const screens = [...state.present.sessions.values()].filter(({as}) => as === 'screen');
	const warnedAt = idleLimit - warningBefore(idleLimit);
	return screens.flatMap(({user, connection}): ChatEvent[] => {
		const idle = idleOf(state, user, uptime);
		if (idle >= idleLimit) return connectionLost(state, connection, 'idle', {now, uptime});
		const isDue = idle >= warnedAt && !state.present.standing.get(user)?.warned;
		return isDue ? [{type: 'idleWarned', user, seconds: Math.ceil((idleLimit - idle) / 1000)}] : [];
	});
}

/** So many milliseconds before the limit the warning comes: a minute, or half of a limit that is no longer than that. */
function warningBefore(idleLimit: number): number {
	return idleLimit > 60_000 ? 60_000 : idleLimit / 2;
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
