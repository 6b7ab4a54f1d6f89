/** Reads the users file again while the server runs, and adds the accounts that are new in it. */
import {safeText} from '../protocol/text.ts';
import type {Problem} from '../terminal/commands/command.ts';
import type {Clock} from '../lib/clock.ts';
import {CannotStart} from '../lib/cannot-start.ts';
import type {Passwords} from './auth/passwords.ts';
import {nameFault} from './chat/accounts/rules.ts';
import {accountExists} from './chat/rule.ts';
import type {State} from './chat/state.ts';
import type {Core} from './core/core.ts';
import {mustFit, readUserFile, skippedText} from './import-users.ts';
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
		const {events, users} = await readUserFile(file, clock.now(), passwords, state);
		const fresh = events.filter(({user}) => !nameFault(state, user)); // others may have signed up meanwhile
		mustFit(file, fresh.length, state);
		if (core.isFull) return {problem: safeText`The disk is full; make room first.`};
		await core.record(fresh);
		log({type: 'imported', accounts: fresh.length, file});
		const skipped = users.filter(user => !accountExists(state, user));
		return {file, added: fresh.map(({user}) => user), skipped, why: skippedText(file, skipped)};
	} catch (error) {
		if (error instanceof CannotStart) return {problem: safeText`${error.message}`};
		throw error;
	}
}
