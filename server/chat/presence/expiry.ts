/** Expires what time ends: the grace period of a broken link, and idle sessions. */
import {endChatsOf} from '../chat-sessions/rules.ts';
import type {ChatEvent} from '../event.ts';
import {idleOf} from '../people.ts';
import type {Facts, Moment} from '../rule.ts';
import {connectionLost} from '../sign-in/sign-out.ts';
import type {State} from '../state.ts';

/** What the passing of time brings: whoever lost their link and did not come back is offline, whoever is idle is signed out. */
export function tick(state: State, {now, uptime, policy}: Moment): ChatEvent[] {
	const vanished = [...state.presence.byUser]
		.filter(([, {lostAt}]) => lostAt !== undefined && lostAt + policy.grace <= uptime)
		.flatMap(([user]): ChatEvent[] => [
			...endChatsOf(state, user, 'vanished', now),
			{type: 'graceEnded', user, at: now},
		]);
	return endedOnce([...vanished, ...(policy.idleLimit > 0 ? idleOut(state, {now, uptime, policy}) : [])]);
}

/** Whoever is idle for as long as the limit is signed out, after a warning. */
function idleOut(state: State, {now, uptime, policy: {idleLimit}}: Moment): ChatEvent[] {
	const screens = [...state.presence.sessions.values()].filter(({as}) => as === 'screen');
	const warnedAt = idleLimit - warningBefore(idleLimit);
	return screens.flatMap(({user, connection}): ChatEvent[] => {
		const idle = idleOf(state, user, uptime);
		if (idle >= idleLimit) return connectionLost(state, connection, 'idle', {now, uptime});
		const isDue = idle >= warnedAt && !state.presence.byUser.get(user)?.warned;
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
	return [...state.presence.byUser].flatMap(([user, {lostAt}]) =>
		lostAt === undefined ? [{type: 'seen', user, at: now} as const] : [],
	);
}
