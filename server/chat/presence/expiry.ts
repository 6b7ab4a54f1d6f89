/** Expires what time ends: the grace period of a broken link, and idle sessions. */
import {endChatsOf} from '../chat-sessions/rules.ts';
import type {ChatEvent, EventOf} from '../event.ts';
import {idleOf, sessionsOf} from '../people.ts';
import {endInvitationsTo, expireInvitations, forgetLost} from '../private-chats/ends.ts';
import type {Facts, Moment} from '../rule.ts';
import {endSessions} from '../sign-in/sign-out.ts';
import type {State} from '../state.ts';

/** Expires grace periods, idle sessions and invitations: users who did not reconnect go offline, idle users are signed out. */
export function tick(state: State, {now, uptime, policy}: Moment): ChatEvent[] {
	const gone = [...state.presence.byUser]
		.filter(([, {lostAt}]) => lostAt !== undefined && lostAt + policy.grace <= uptime)
		.map(([user]) => user);
	const vanished = gone.flatMap((user): ChatEvent[] => [
		...endChatsOf(state, user, 'vanished', now),
		...endInvitationsTo(state, user),
		{type: 'graceEnded', user, at: now},
	]);
	const forgotten = forgetLost(state, {uptime, policy});
	const idle = policy.idleLimit > 0 ? idleOut(state, {now, uptime, policy}) : [];
	return endedOnce([...vanished, ...forgotten, ...idle, ...expireInvitations(state, {uptime})]);
}

/** Signs idle users out at the limit, from all their screens, after a warning. */
function idleOut(state: State, {now, uptime, policy: {idleLimit}}: Moment): ChatEvent[] {
	const warnedAt = idleLimit - warningBefore(idleLimit);
	return [...state.presence.byUser].flatMap(([user, {warned}]): ChatEvent[] => {
		const idle = idleOf(state, user, uptime);
		if (idle < warnedAt) return [];
		const screens = sessionsOf(state, user).filter(({as}) => as === 'screen');
		if (screens.length === 0) return [];
		if (idle >= idleLimit) return endSessions(state, user, screens, 'idle', {now, uptime});
		return warned ? [] : [{type: 'idleWarned', user, seconds: Math.ceil((idleLimit - idle) / 1000)}];
	});
}

/** Returns the milliseconds between warning and limit: a minute, or half of a limit of at most a minute. */
function warningBefore(idleLimit: number): number {
	return idleLimit > 60_000 ? 60_000 : idleLimit / 2;
}

type End = EventOf<'chatEnded' | 'privateEnded' | 'privateForgotten'>;

function isEnd(event: ChatEvent): event is End {
	return event.type === 'chatEnded' || event.type === 'privateEnded' || event.type === 'privateForgotten';
}

/** Removes the second end of a chat session, or a private chat, whose two users leave at the same moment. */
function endedOnce(events: ChatEvent[]): ChatEvent[] {
	const ended = new Set<number | string>();
	return events.filter(event => {
		if (!isEnd(event)) return true;
		const which = event.type === 'chatEnded' ? event.number : event.chat;
		const first = !ended.has(which);
		ended.add(which);
		return first;
	});
}

/** Records the users online as seen, so that a killed server still knows roughly when they were online. */
export function stillHere(state: State, {now}: Pick<Facts, 'now'>): ChatEvent[] {
	return [...state.presence.byUser].flatMap(([user, {lostAt}]) =>
		lostAt === undefined ? [{type: 'seen', user, at: now} as const] : [],
	);
}
