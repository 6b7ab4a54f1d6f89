/** Initializes a new store: its id, its first invite code, and imported users. */
import {randomBytes} from 'node:crypto';
import {CannotStart} from '../lib/cannot-start.ts';
import type {JournaledEvent} from './chat/event.ts';
import {apply} from './chat/state.ts';
import type {Clock} from '../lib/clock.ts';
import {newInviteCode} from './auth/invite-code.ts';
import {JournalFailed} from './journal/journal.ts';
import type {Passwords} from './auth/passwords.ts';
import type {Log} from './log/log-entry.ts';
import {readUserFile} from './import-users.ts';
import type {Store} from './store/store.ts';

/**
 * Initializes a new store; durable when it resolves.
 * @param users file of users to import, unless there are accounts already
 * @throws CannotStart
 */
export async function bootstrap(
	store: Store,
	{users, clock, log, passwords}: {users: string | undefined; clock: Clock; log: Log; passwords: Passwords},
): Promise<void> {
	const {serverInfo, accounts} = store.state;
	const events: JournaledEvent[] = [];
	const isNew = serverInfo.store === '';
	if (isNew) events.push({type: 'storeFounded', store: randomBytes(12).toString('base64url')});
	const first = isNew ? newInviteCode() : serverInfo.code; // an older program knew no other code
	if (first !== '') events.push({type: 'inviteCodeMade', code: first, by: 'operator', at: clock.now()});
	if (users !== undefined && accounts.byName.size > 0) {
		log({type: 'warning', what: `${users} is left alone: there are accounts already`});
	} else if (users !== undefined) {
		const imported = await readUserFile(users, clock.now(), passwords);
		events.push(...imported.events);
		log({type: 'imported', accounts: imported.events.length, file: users});
		if (imported.plain > 0) log({type: 'warning', what: plainPasswords(users, imported.plain)});
	}

	if (events.length === 0) return;
	for (const event of events) apply(store.state, event);
	try {
		await store.record(events);
	} catch (error) {
		throw error instanceof JournalFailed ? new CannotStart(error.message, {cause: error}) : error;
	}
}

function plainPasswords(file: string, count: number): string {
	return `${file} holds ${count} ${count === 1 ? 'password' : 'passwords'} as people type them; they are stored hashed, but remove the file, or write hashes of chat-tui hash-password into it`;
}
