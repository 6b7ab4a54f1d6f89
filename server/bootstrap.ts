/** Initializes a new store: its id, its first invite code, and imported users; appoints admins. */
import {randomBytes} from 'node:crypto';
import {CannotStart} from '../lib/cannot-start.ts';
import {counted} from '../protocol/counted.ts';
import {OPERATOR, type UserName} from '../protocol/names.ts';
import {nameFault} from './chat/accounts/rules.ts';
import {isAdmin} from './chat/roles.ts';
import type {EventOf, JournaledEvent} from './chat/event.ts';
import {apply} from './chat/state.ts';
import type {Clock} from '../lib/clock.ts';
import {newInviteCode} from './auth/invite-code.ts';
import {JournalFailed} from './journal/journal.ts';
import type {Passwords} from './auth/passwords.ts';
import {audit} from './log/audit.ts';
import type {Log} from './log/log-entry.ts';
import {readUserFile, skippedText} from './import-users.ts';
import type {Store} from './store/store.ts';

type BootstrapOptions = {
	users: string | undefined;
	admins: readonly UserName[];
	clock: Clock;
	log: Log;
	passwords: Passwords;
};

/**
 * Initializes a new store, and appoints admins; durable when it resolves.
 * @param users file of users to import, unless there are accounts already
 * @param admins accounts that become admins; one that does not exist is only reported
 * @throws CannotStart
 */
export async function bootstrap(
	store: Store,
	{users, admins, clock, log, passwords}: BootstrapOptions,
): Promise<void> {
	const {state, journal} = store;
	const isEmpty = state.accounts.byName.size === 0;
	const imported =
		users !== undefined && isEmpty ? await readUserFile(users, clock.now(), passwords, state) : undefined;
	try {
		await new Promise<void>((resolve, reject) => {
			journal.turn(() => {
				const events: JournaledEvent[] = [...founding(store, clock)];
				if (users !== undefined) events.push(...accountsOf(store, users, imported, log));
				for (const event of events) apply(state, event);
				events.push(...appoint(store, {admins, clock, log}));
				if (events.length === 0) resolve();
				else store.record(events).then(resolve, reject);
			});
		});
	} catch (error) {
		throw error instanceof JournalFailed ? new CannotStart(error.message, {cause: error}) : error;
	}
}

function* founding({state: {serverInfo}}: Store, clock: Clock): Generator<JournaledEvent> {
	const isNew = serverInfo.store === '';
	if (isNew) yield {type: 'storeFounded', store: randomBytes(12).toString('base64url')};
	const first = isNew ? newInviteCode() : serverInfo.code; // an older program knew no other code
	if (first !== '') yield {type: 'inviteCodeMade', code: first, by: OPERATOR, at: clock.now()};
}

/** Returns the accounts of the file, unless there are some already, and logs what the operator should know of them. */
function accountsOf(
	{state}: Store,
	file: string,
	imported: Awaited<ReturnType<typeof readUserFile>> | undefined,
	log: Log,
): JournaledEvent[] {
	if (!imported || state.accounts.byName.size > 0) {
		log({
			type: 'warning',
			what: `${file} is left alone: there are accounts already; /reload of the operator adds those that are new in it`,
		});
		return [];
	}

	log({type: 'imported', accounts: imported.events.length, file});
	if (imported.plain > 0) log({type: 'warning', what: plainPasswords(file, imported.plain)});
	const skipped = skippedText(
		file,
		imported.users.filter(user => nameFault(state, user)),
	);
	if (skipped !== undefined) log({type: 'warning', what: skipped});
	return imported.events;
}

function plainPasswords(file: string, count: number): string {
	return `${file} holds ${counted(count, 'password')} as people type them; they are stored hashed, but remove the file, or write hashes of chat-tui hash-password into it`;
}

/** Appoints those who have an account and are not admins yet. */
function appoint(
	{state}: Store,
	{admins, clock, log}: Pick<BootstrapOptions, 'admins' | 'clock' | 'log'>,
): Array<EventOf<'adminAppointed'>> {
	const isKnown = (user: UserName) => state.accounts.byName.has(user);
	for (const user of admins.filter(each => !isKnown(each)))
		log({
			type: 'warning',
			what: `${user} has no account, and nobody can sign up with that name: start without --admin ${user}, sign up, then /admin ${user}; or add ${user} to the file of --users, then /reload and /admin ${user}`,
		});
	const events = admins
		.filter(user => isKnown(user) && !isAdmin(state, user))
		.map(user => ({type: 'adminAppointed', user, by: OPERATOR, at: clock.now()}) as const);
	for (const event of events) {
		audit(state, event, log);
		apply(state, event);
	}

	return events;
}
