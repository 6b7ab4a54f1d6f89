/** What stands in a client's own files after kill -9, and who may use them then? */
import {spawn, type ChildProcess} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {mkdir, readdir, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {systemClock} from '../../lib/clock.ts';
import {takeLock} from '../../lib/lock.ts';
import {serverFolder} from '../../source/link/client-folder.ts';
import {Outbox} from '../../source/link/outbox.ts';
import {accountsOf, lockProfile} from '../../source/link/client-profile.ts';
import {alice, entry, freshFolder} from './people.ts';
import {until} from '../harness/until.ts';

const address = {host: 'example.org', port: 1};
const program = path.join(import.meta.dirname, 'client-process.ts');

type Client = {child: ChildProcess; said: string[]; killed: () => Promise<void>};

function start(home: string, task: string): Client {
	const child = spawn(process.execPath, ['--import', 'tsx', program, home, task], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const said: string[] = [];
	let rest = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		const lines = (rest + text).split('\n');
		rest = lines.pop()!;
		said.push(...lines);
	});
	const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
	const killed = async (): Promise<void> => {
		child.kill('SIGKILL');
		await ended;
	};

	onTestFinished(killed);
	return {child, said, killed};
}

test(
	'whatever a client said is on disk is there after kill -9, at any moment',
	{timeout: 60_000},
	async () => {
		const home = await freshFolder();
		for (const lines of [1, 2, 17, 60, 133]) {
			const client = start(home, 'write');
			await until(() => client.said.length >= lines);
			await client.killed();
			const profile = await lockProfile({home, address, user: alice}, systemClock);
			const kept = [...profile.outbox.entries()].map(({id}) => id);
			const removed = (id: string): boolean => Number(id.split('.')[2]) % 3 === 2;
			const promised = client.said.filter(id => !removed(id));
			expect(kept).toEqual(expect.arrayContaining(promised));
			for (const id of kept) profile.outbox.remove(id);
			await profile.release();
		}
	},
);

test(
	'two running clients of one account have different devices and outboxes; what one leaves, the next sends',
	{timeout: 20_000},
	async () => {
		const home = await freshFolder();
		const where = {home, address, user: alice};
		const first = start(home, 'write');
		await until(() => first.said.length > 0);
		const second = await lockProfile(where, systemClock);
		expect(second.account.device).not.toBe(first.said[0]!.split('.')[0]);
		expect(second.outbox.isEmpty).toBe(true);
		await second.outbox.add(entry('of the second'));
		await first.killed();

		const third = await lockProfile(where, systemClock);
		expect([...third.outbox.entries()].map(({id}) => id)).toEqual(expect.arrayContaining([first.said[0]]));
		await second.release();
		await third.release();
		const fourth = await lockProfile(where, systemClock);
		const texts = [...fourth.outbox.entries()].map(({text}) => text);
		expect(texts).toContain('of the second');
		expect(new Set(texts).size).toBeGreaterThan(1);
		await fourth.release();
	},
);

test('a lock is held by one process at a time, however many contend for it', {timeout: 60_000}, async () => {
	const home = await freshFolder();
	const clients = [start(home, 'lock'), start(home, 'lock'), start(home, 'lock')];
	await Promise.all(clients.map(async ({child}) => new Promise(resolve => child.once('exit', resolve))));
	await until(() => clients.every(({said}) => said.includes('done')));
	expect(clients.flatMap(({said}) => said)).toEqual(['done', 'done', 'done']);
	expect(await readdir(path.join(home, 'locks'))).toEqual([]);
});

test('of many processes that start together at most one has the lock', async () => {
	const home = await freshFolder();
	let taken = 0;
	for (let round = 0; round < 10; round++) {
		const locks = await Promise.all(Array.from({length: 6}, async () => takeLock(home, 'same')));
		const held = locks.filter(lock => lock !== undefined);
		expect(held.length).toBeLessThanOrEqual(1);
		taken += held.length;
		await held[0]?.release();
	}

	expect(taken).toBeGreaterThan(0);
});

test('the lock of one account does not block another account', async () => {
	const home = await freshFolder();
	const [one, other] = [await takeLock(home, 'alice'), await takeLock(home, 'bob')];
	expect(one && other).toBeDefined();
	expect(await takeLock(home, 'alice')).toBeUndefined();
	await one?.release();
	const again = await takeLock(home, 'alice');
	expect(again).toBeDefined();
	await again?.release();
	await other?.release();
});

test('a folder whose name is too long for a lock is reported by name', async () => {
	const home = path.join(await freshFolder(), 'x'.repeat(100));
	await mkdir(home);
	await expect(takeLock(home, 'alice')).rejects.toThrow(/is too long for a lock; set CHAT_TUI_HOME/);
});

test('a profile with a token is locked before one without', async () => {
	const home = await freshFolder();
	const where = {home, address, user: alice};
	const first = await lockProfile(where, systemClock);
	const second = await lockProfile(where, systemClock);
	await first.keepToken(undefined);
	await second.keepToken('token');
	await first.release();
	await second.release();
	const next = await lockProfile(where, systemClock);
	expect(next.account).toEqual({device: second.account.device, token: 'token'});
	await next.release();
	expect(await accountsOf(where)).toHaveLength(2);
});

test('no other user of the machine can read the files', async () => {
	const home = path.join(await freshFolder(), 'home');
	const profile = await lockProfile({home, address, user: alice}, systemClock);
	await profile.keepToken('secret');
	await profile.outbox.add(entry('secret'));
	await profile.release();
	const modes = new Map<string, number>();
	for (const name of readdirSync(home, {recursive: true, encoding: 'utf8'})) {
		modes.set(name, (await stat(path.join(home, name))).mode & 0o777);
	}

	const folder = path.relative(home, serverFolder(home, address));
	expect(Object.fromEntries(modes)).toEqual({
		locks: 0o700,
		[folder]: 0o700,
		[`${folder}/alice`]: 0o700,
		[`${folder}/alice/account.json`]: 0o600,
		[`${folder}/alice/outbox.json`]: 0o600,
	});
	expect((await stat(home)).mode & 0o777).toBe(0o700);
});

test('a torn file, or one of a newer version, is reported by name and never overwritten', async () => {
	const file = path.join(await freshFolder(), 'outbox.json');
	await writeFile(file, '{"format":1,"entr');
	await expect(Outbox.open(file)).rejects.toThrow(`${file} is damaged; move it away`);
	await writeFile(file, '{"format":2,"messages":[]}');
	await expect(Outbox.open(file)).rejects.toThrow(`${file} was written by a newer chat-tui`);
	expect(readFileSync(file, 'utf8')).toBe('{"format":2,"messages":[]}');
});

test('a half written file of a killed client is removed: it was never acknowledged', async () => {
	const home = await freshFolder();
	const folder = path.join(serverFolder(home, address), 'alice');
	await mkdir(folder, {recursive: true});
	await writeFile(path.join(folder, 'outbox.json.7-7.new'), '{"format":1,"entr');
	const profile = await lockProfile({home, address, user: alice}, systemClock);
	expect(profile.outbox.isEmpty).toBe(true);
	expect(await readdir(folder)).toEqual([]);
	await profile.release();
});
