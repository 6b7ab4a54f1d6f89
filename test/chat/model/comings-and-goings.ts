/** How people come and go in the simple chat: sign-ins, broken links, time, and restarts. */
import {LOBBY, type UserName} from '../../../protocol/names.ts';
import type {Asker} from './rows.ts';
import {GRACE, IDLE_LIMIT, type SimpleChat} from './simple-chat.ts';

const BLOCKED_FOR = 60_000;
const WARNING = 60_000;
const ANSWER_WITHIN = 30_000;

/** Somebody is in. Their password or token was right. */
export function comeIn(chat: SimpleChat, {user, as}: Asker, how: 'password' | 'token'): void {
	const {now} = chat;
	chat.asking = undefined;
	chat.askingByScript = as === 'script' ? user : undefined;
	if (how === 'password') chat.wrong.delete(user);
	const first = !chat.seen.has(user);
	if (as === 'script') {
		chat.scripts.add(user);
	} else {
		if (how === 'token') chat.withdrawInvitations(user);
		else for (const talk of chat.privateTalksAtScreen(user)) chat.endPrivate(talk, 'signedOut');
		chat.tell([user], 'replaced');
		const {
			lostAt: _lostAt,
			isWarned: _isWarned,
			...before
		} = chat.on.get(user) ?? {presence: 'online', active: now};
		chat.on.set(user, {...before, active: how === 'password' ? now : before.active});
		chat.screens.add(user);
		chat.asking = user;
	}

	if (first || as === 'screen') chat.seen.set(user, now);
	if (first && !chat.bannedFrom(LOBBY).includes(user)) chat.enterRoom(LOBBY, user);
}

/** What a wrong password is answered. */
export function wrongPassword(chat: SimpleChat, user: UserName): string {
	if (isBlocked(chat, user)) return 'signInBlocked';
	const before = chat.wrong.get(user)?.count ?? 0;
	const count = before >= 3 ? 1 : before + 1;
	chat.wrong.set(user, {count, at: chat.now});
	return count === 3 ? 'signInBlocked' : 'wrongPassword';
}

export function isBlocked({wrong, now}: SimpleChat, user: UserName): boolean {
	const {count, at} = wrong.get(user) ?? {count: 0, at: 0};
	return count >= 3 && now < at + BLOCKED_FOR;
}

export function loseLink(chat: SimpleChat, {user, as}: Asker): void {
	if (as === 'script') {
		chat.endScript(user);
		return;
	}

	chat.withdrawInvitations(user);
	const standing = chat.on.get(user);
	if (standing) standing.lostAt = chat.now;
	chat.seen.set(user, chat.now);
	chat.screens.delete(user);
}

/** The screen is signed out by the server. */
export function throwOut(chat: SimpleChat, user: UserName, reason: string): void {
	for (const talk of chat.openTalks(user)) chat.endTalk(talk, 'signedOut');
	chat.tell([user], `signedOut ${reason}`);
	chat.goOffline(user, 'signedOut');
	chat.seen.set(user, chat.now);
}

export function wait(chat: SimpleChat, milliseconds: number): void {
	chat.asking = undefined;
	chat.now += milliseconds;
	for (const [user, {lostAt}] of chat.on) {
		if (lostAt !== undefined && chat.now >= lostAt + GRACE) chat.goOffline(user, 'vanished');
	}

	for (const user of [...chat.screens]) {
		const standing = chat.on.get(user);
		if (!standing) continue;
		const left = standing.active + IDLE_LIMIT - chat.now;
		if (left <= 0) throwOut(chat, user, 'idle');
		else if (left <= WARNING && !standing.isWarned) {
			standing.isWarned = true;
			chat.tell([user], 'idling');
		}
	}

	for (const talk of chat.privately)
		if (!talk.accepted && chat.now >= talk.at + ANSWER_WITHIN) chat.endPrivate(talk, 'expired');
}

/** Whoever has an open chat session is waited for. */
export function restart(chat: SimpleChat): void {
	chat.screens.clear();
	chat.scripts.clear();
	chat.on.clear();
	chat.privately = [];
	for (const user of chat.accounts) {
		if (chat.openTalks(user).length > 0)
			chat.on.set(user, {presence: 'online', active: chat.now, lostAt: chat.now});
	}
}
