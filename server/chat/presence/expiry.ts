/** Expires what time ends: the grace period of a broken link, and idle sessions. */
import {endChatsOf} from '../chat-sessions/rules.ts';
import type {ChatEvent} from '../event.ts';
import {idleOf} from '../people.ts';
import {chatsAtScreen, expireInvitations, privateEnded} from '../private-chats/ends.ts';
import type {Facts, Moment} from '../rule.ts';
import {connectionLost} from '../sign-in/sign-out.ts';
import type {State} from '../state.ts';

/** Expires grace periods, idle sessions and invitations: users who did not reconnect go offline, idle users are signed out. */
export function tick(state: State, {now, uptime, policy}: Moment): ChatEvent[] {
	const gone = [...state.presence.byUser]
		.filter(([, {lostAt}]) => lostAt !== undefined && lostAt + policy.grace <= uptime)
		.map(([user]) => user);
	const vanished = gone.flatMap((user): ChatEvent[] => [
		...endChatsOf(state, user, 'vanished', now),
		...chatsAtScreen(state, user)
			.filter(({accepted}) => !accepted)
			.map(invitation => privateEnded(invitation, 'signedOut')),
		{type: 'graceEnded', user, at: now},
	]);
	const forgotten = new Set(gone.flatMap(user => chatsAtScreen(state, user).map(({chat}) => chat)));
	const idle = policy.idleLimit > 0 ? idleOut(state, {now, uptime, policy}) : [];
	const stillThere = idle.filter(event => event.type !== 'privateEnded' || !forgotten.has(event.chat));
	return endedOnce([...vanished, ...stillThere, ...expireInvitations(state, {uptime})]);
}

/** Signs idle users out at the limit, after a warning. */
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

/** Returns the milliseconds between warning and limit: a minute, or half of a limit of at most a minute. */
function warningBefore(idleLimit: number): number {
	return idleLimit > 60_000 ? 60_000 : idleLimit / 2;
}

/** Removes the second end of a chat session, or a private chat, whose two users leave at the same moment. */
function endedOnce(events: ChatEvent[]): ChatEvent[] {
	const ended = new Set<number | string>();
	return events.filter(event => {
		if (event.type !== 'chatEnded' && event.type !== 'privateEnded') return true;
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
