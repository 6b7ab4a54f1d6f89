/** The users file is read again while people sign up: is nobody's account overwritten, and who is counted as added? */
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {userName} from '../../protocol/names.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import type {ChatEvent} from '../../server/chat/event.ts';
import {apply, emptyState} from '../../server/chat/state.ts';
import {reloadUsers} from '../../server/reload-users.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

const [alice, bob] = [userName('alice')!, userName('bob')!];

/** A file with both, whose passwords are hashed only when `mayHash` is called. */
async function reloading() {
	const file = path.join(await temporaryFolder(), 'users.json');
	const users = [alice, bob].map(user => ({user, plainPassword: 'tulip tree 42'}));
	await writeFile(file, JSON.stringify({users}));
	const state = emptyState();
	const happens = (events: readonly ChatEvent[]) => {
		for (const event of events) apply(state, event);
		return Promise.resolve();
	};
	let mayHash: () => void = () => undefined;
	const permitted = new Promise<void>(resolve => (mayHash = resolve));
	let hashing: () => void = () => undefined;
	const isHashing = new Promise<void>(resolve => (hashing = resolve));
	const passwords = new Passwords({
		cost: {ln: 4, r: 8, p: 1},
		derive: async () => {
			hashing();
			await permitted;
			return Buffer.alloc(32);
		},
	});
	const clock = manualClock();
	const logged: unknown[] = [];
	const reloaded = reloadUsers({
		file,
		state,
		passwords,
		core: {record: happens, isFull: false},
		clock,
		log: entry => logged.push(entry),
	});
	await isHashing;
	return {file, state, happens, mayHash, reloaded, logged, clock};
}

test("who signs up while the file's passwords are hashed keeps their account, and is not counted as added", async () => {
	const {file, state, happens, mayHash, reloaded, logged, clock} = await reloading();
	await happens([{type: 'accountCreated', user: alice, password: 'her own', at: clock.now()}]);
	mayHash();
	expect(await reloaded).toEqual({file, added: [bob], skipped: [], why: undefined});
	expect(state.accounts.byName.get(alice)?.password).toBe('her own');
	expect(state.accounts.byName.get(bob)?.password).toMatch(/^\$scrypt\$/);
	expect(logged).toEqual([{type: 'imported', accounts: 1, file}]);
});
