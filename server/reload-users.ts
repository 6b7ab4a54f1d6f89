/** Reads the users file again while the server runs, and adds the accounts that are new in it. */
import {MAX_ACCOUNTS} from '../protocol/bounds.ts';
import {skeleton, type UserName} from '../protocol/names.ts';
import {safeText} from '../protocol/text.ts';
import type {Problem} from '../terminal/commands/command.ts';
import type {Clock} from '../lib/clock.ts';
import {CannotStart} from '../lib/cannot-start.ts';
import type {Passwords} from './auth/passwords.ts';
import {isDeleted} from './chat/roles.ts';
import type {State} from './chat/state.ts';
import type {Core} from './core/core.ts';
import {readUserFile} from './import-users.ts';
import type {Log} from './log/log-entry.ts';
import type {ReloadedUsers} from './operator/operated-server.ts';

type Parts = {
	readonly file: string;
	readonly state: State;
	readonly passwords: Passwords;
	readonly core: Pick<Core, 'record' | 'isFull'>;
	readonly clock: Clock;
	readonly log: Log;
};

/** Adds accounts; those that exist, were deleted, or look like others stay as they are. @returns a problem where nothing was added */
export async function reloadUsers({
	file,
	state,
	passwords,
	core,
	clock,
	log,
}: Parts): Promise<ReloadedUsers | Problem> {
	try {
		const {events, leftOut} = await readUserFile(file, clock.now(), passwords, user => isNew(state, user));
		const fresh = events.filter(({user}) => isNew(state, user)); // nobody signed up meanwhile
		if (core.isFull) return {problem: safeText`The disk is full; make room first.`};
		if (state.accounts.byName.size + fresh.length > MAX_ACCOUNTS)
			return {problem: safeText`${file} has too many users: a server holds ${MAX_ACCOUNTS} accounts.`};
		await core.record(fresh);
		log({type: 'imported', accounts: fresh.length, file});
		const alike = leftOut.filter(user => !state.accounts.byName.has(user));
		return {file, added: fresh.map(({user}) => user), alike};
	} catch (error) {
		if (error instanceof CannotStart) return {problem: safeText`${error.message}`};
		throw error;
	}
}

function isNew(state: State, user: UserName): boolean {
	return !isDeleted(state, user) && !state.accounts.bySkeleton.has(skeleton(user));
}
