/** The server as a whole, in this process: first and later starts, imported users, its end, and what the log never holds. */
import {mkdir, readFile, rm, truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {root} from '../../scripts/project-files.ts';
import {CannotStart} from '../../lib/cannot-start.ts';
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import type {UserName} from '../../protocol/names.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import type {RunningServer} from '../../server/running-server.ts';
import {startServer, type ServerOptions} from '../../server/server.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {skippingClock} from '../harness/skipping-clock.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';
import {Peer} from './peer.ts';

let folder: string;
let log: string[];

beforeEach(async () => {
	folder = await temporaryFolder();
	log = [];
});

async function start(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
	const server = await startServer({
		folder,
		host: '127.0.0.1',
		port: 0,
		plaintext: false,
		policy: DEFAULT_POLICY,
		passwords: new Passwords({cost: {ln: 4, r: 8, p: 1}}),
		write: line => log.push(line),
		...options,
	});
	onTestFinished(async () => server.stop('the test is over'));
	return server;
}

async function knock(server: RunningServer): Promise<{peer: Peer; hello: Record<string, unknown>}> {
	const peer = await Peer.connectSecurely(server.port);
	return {peer, hello: await peer.ask('hello', {protocol: 1})};
}

async function signUp(server: RunningServer, user: string): Promise<Peer> {
	const {peer} = await knock(server);
	const entrance = {
		user,
		password: `${user} in the morning`,
		as: 'screen',
		device: `${user}00000000`.slice(0, 8),
	};
	expect(await peer.ask('signUp', entrance)).toMatchObject({user});
	return peer;
}

const greeting = {conversation: 'alice+alice', messageId: 'abcdefgh.1.1', text: 'a note to myself'};

test('a store gets its identity at the first start and keeps it', async () => {
	const policy = {...DEFAULT_POLICY, signUp: 'invite'} as const;
	const first = await start({policy});
	const {hello} = await knock(first);
	await first.stop('test');
	const second = await start({policy});
	expect((await knock(second)).hello).toEqual(hello);
	expect(second.code).toBe(first.code);
	expect(second.code).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}$/);
	expect(second.fingerprint).toBe(first.fingerprint);
});

test('the one code of an older data folder goes on letting newcomers in, and stays revoked once it is', async () => {
	const file = path.join(folder, 'server.json');
	const first = await start({policy: {...DEFAULT_POLICY, signUp: 'invite'}});
	await first.stop('test');
	const {data} = JSON.parse(await readFile(file, 'utf8')) as {data: object};
	await rm(folder, {recursive: true});
	await mkdir(folder, {mode: 0o700});
	const old = {format: 4, position: 0, data: {...data, code: 'aaaa-2222'}};
	await writeFile(file, JSON.stringify(old), {mode: 0o600});
	const second = await start({policy: {...DEFAULT_POLICY, signUp: 'invite'}});
	expect(second.code).toBe('aaaa-2222');
	await second.stop('test');
	const third = await start({policy: {...DEFAULT_POLICY, signUp: 'invite'}});
	expect(third.code).toBe('aaaa-2222');
	const kept = path.join(folder, 'invite-codes.json');
	const codes = JSON.parse(await readFile(kept, 'utf8')) as {data: object[]; position: number};
	expect(codes.data).toMatchObject([{code: 'aaaa-2222', by: 'operator', used: 0}]);
	await third.stop('test');
	await writeFile(kept, JSON.stringify({format: 5, position: codes.position, data: []}), {mode: 0o600});
	expect((await start({policy: {...DEFAULT_POLICY, signUp: 'invite'}})).code).toBeUndefined();
});

test('the sample people can sign in with their documented passwords', async () => {
	const server = await start({users: path.join(root, 'users.json')});
	for (const [user, password] of [
		['alice', 'tea and biscuits'],
		['bob', 'bicycle in the rain'],
		['carol', 'seven green doors'],
		['dave', 'slow train home'],
	] as const) {
		const {peer} = await knock(server);
		expect(await peer.ask('signIn', {user, password, as: 'screen', device: 'abcdefgh'})).toMatchObject({
			user,
		});
	}
});

test('a password that was hashed too cheaply is hashed anew when it is used, and stays the same', async () => {
	const cheap = new Passwords({cost: {ln: 1, r: 8, p: 1}});
	const weak = (await cheap.hash('tea and biscuits')) as string; // nobody else hashes here
	const users = path.join(folder, 'people.json');
	const people = ['alice', 'bob'].map(user => ({user, password: weak}));
	await writeFile(users, JSON.stringify({users: people}));
	const enter = async (server: RunningServer, device: string) => {
		const {peer} = await knock(server);
		return peer.ask('signIn', {user: 'alice', password: 'tea and biscuits', as: 'script', device});
	};
	const then = await start({users, passwords: cheap});
	expect(await enter(then, 'abcdefgh')).toMatchObject({user: 'alice'});
	await then.stop('test');
	expect(await storedPasswords()).toEqual([weak, weak]);
	const now = await start();
	const both = await Promise.all([enter(now, 'abcdefgh'), enter(now, 'ijklmnop')]);
	expect(both).toMatchObject([{user: 'alice'}, {user: 'alice'}]);
	await now.stop('test');
	expect(await storedPasswords()).toEqual([expect.stringMatching(/^\$scrypt\$ln=4,/), weak]);
	expect(await enter(await start(), 'abcdefgh')).toMatchObject({user: 'alice'});
});

async function storedPasswords(): Promise<string[]> {
	const {data} = JSON.parse(await readFile(path.join(folder, 'users.json'), 'utf8')) as {
		data: Array<{password: string}>;
	};
	return data.map(({password}) => password);
}

test('a user file is ignored where there are accounts already', async () => {
	const first = await start();
	await signUp(first, 'zoe');
	await first.stop('test');
	const second = await start({users: path.join(root, 'users.json')});
	const {peer} = await knock(second);
	const answer = await peer.ask('signIn', {
		user: 'alice',
		password: 'tea and biscuits',
		as: 'screen',
		device: 'abcdefgh',
	});
	expect(answer).toEqual({refusal: 'wrongPassword'});
	expect(log.join('')).toMatch(/users\.json is left alone/);
});

test('a user file gives no account to a deleted name or one that looks like it, at a start or by /reload', async () => {
	const users = path.join(folder, 'people.json');
	const people = ['zoe', 'b0b', 'max'].map(user => ({user, plainPassword: `${user} in the morning`}));
	await writeFile(users, JSON.stringify({users: people}));
	const first = await start();
	for (const user of ['zoe', 'bob'] as UserName[]) {
		await signUp(first, user);
		await first.operated.operate({type: 'deleteUser', user});
	}

	await first.stop('test');
	const second = await start({users});
	const names = () => [...second.operated.state.accounts.byName.keys()];
	expect(names()).toEqual(['max']);
	const why = `${users}: no account was made for zoe, b0b, since each name was deleted, or looks like another.`;
	expect(log.join('')).toContain(`warning: ${why}`);
	expect(await second.operated.reloadUsers()).toEqual({file: users, added: [], skipped: ['zoe', 'b0b'], why});
	expect(names()).toEqual(['max']);
});

test('--admin makes an admin of an account that is there, and says so', async () => {
	const policy = {...DEFAULT_POLICY, admins: ['zoe'] as UserName[]};
	const first = await start();
	const zoe = await signUp(first, 'zoe');
	expect(await zoe.ask('bans')).toEqual({refusal: 'notAdmin'});
	await first.stop('test');
	const second = await start({policy});
	expect(log.join('')).toMatch(/zoe made an admin by the operator/);
	const entrance = {user: 'zoe', password: 'zoe in the morning', as: 'screen', device: 'zoe00000'};
	const {peer} = await knock(second);
	expect(await peer.ask('signIn', entrance)).toMatchObject({admin: true});
	await second.stop('test');
	const {peer: later} = await knock(await start());
	expect(await later.ask('signIn', entrance)).toMatchObject({admin: true});
	expect(log.filter(line => line.includes('zoe made an admin'))).toHaveLength(1);
});

test('nobody signs up with a name of --admin that has no account, and the operator’s own list gives it one', async () => {
	const users = path.join(folder, 'people.json');
	const file = (...names: string[]) =>
		writeFile(
			users,
			JSON.stringify({users: names.map(user => ({user, plainPassword: `${user} in the morning`}))}),
		);
	await file('max');
	const server = await start({users, policy: {...DEFAULT_POLICY, admins: ['zoe'] as UserName[]}});
	expect(log.join('')).toMatch(
		/zoe has no account, and nobody can sign up with that name: start without --admin/,
	);
	for (const user of ['zoe', 'z0e']) {
		const entrance = {user, password: 'a good password', as: 'screen', device: 'abcdefgh'};
		expect(await (await knock(server)).peer.ask('signUp', entrance)).toEqual({refusal: 'adminName', user});
	}

	await file('zoe');
	expect(await server.operated.reloadUsers()).toMatchObject({added: ['zoe']});
});

test('whoever asks only for what is refused, or tells that keys are used, is not idle', async () => {
	const clock = skippingClock();
	const server = await start({clock, policy: {...DEFAULT_POLICY, idleLimit: 20_000}});
	const [alice, bob] = [await signUp(server, 'alice'), await signUp(server, 'bob')];
	const carol = await signUp(server, 'carol');
	clock.skip(12_000);
	expect(await alice.ask('findChat', {number: 7})).toMatchObject({refusal: 'noSuchChat'});
	expect(await bob.ask('active')).toEqual({});
	clock.skip(12_000);
	await Promise.all([alice.fence(), bob.fence(), carol.end()]);
	const isOut = (peer: Peer) => peer.heard.some(({type}) => type === 'signedOut');
	expect([alice, bob, carol].map(isOut)).toEqual([false, false, true]);
	expect(log.join('')).not.toContain('active');
});

test('a stop answers what was asked before it, tells everybody, and keeps what was acknowledged', async () => {
	const server = await start();
	const [alice, bob] = [await signUp(server, 'alice'), await signUp(server, 'bob')];
	const sent = alice.ask('send', greeting);
	await alice.fence();
	await server.stop('test');
	expect(await sent).toMatchObject({sequence: 1});
	await Promise.all([alice.end(), bob.end()]);
	expect([alice, bob].map(peer => peer.heard.at(-1))).toEqual([{type: 'stopping'}, {type: 'stopping'}]);
	expect(await server.ended).toBe(0);
	expect(log.at(-1)).toMatch(/ stop\n$/);

	const {peer} = await knock(await start());
	const entrance = {user: 'alice', password: 'alice in the morning', as: 'screen', device: 'alice000'};
	const {conversations} = await peer.ask('signIn', entrance);
	const notes = (conversations as Array<{conversation: string; last: number}>).find(
		({conversation}) => conversation === 'alice+alice',
	);
	expect(notes).toMatchObject({last: 1});
});

test('a stop on a slow disk leaves the folder to nobody while it writes, and what it did not write to the journal', async () => {
	const [disk, clock] = [new MemoryDisk(), skippingClock()];
	const written: string[] = [];
	let goOn: () => void = () => undefined;
	const slow = new Promise<void>(resolve => (goOn = resolve));
	disk.write = async (file, bytes) => {
		if (!file.includes('/logs/server/')) {
			written.push(file);
			await slow;
		}

		return MemoryDisk.prototype.write.call(disk, file, bytes);
	};
	const server = await start({disk, clock});
	await signUp(server, 'alice');
	void server.stop('test');
	await until(() => written.length > 0);
	clock.skip(1000);
	await turns();
	const begun = written.length;
	expect(log.join('')).not.toMatch(/ stop\n/);
	goOn();
	expect(await server.ended).toBe(0);
	await turns();
	expect(written).toHaveLength(begun);
	const again = await start({disk});
	const entrance = {user: 'alice', password: 'alice in the morning', as: 'screen', device: 'alice000'};
	expect(await (await knock(again)).peer.ask('signIn', entrance)).toMatchObject({user: 'alice'});
});

/** Time for all that does not wait for anything. */
async function turns(): Promise<void> {
	for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
}

test('a server that could not start gives back all that it held', async () => {
	const other = await start({folder: await temporaryFolder()});
	await expect(start({port: other.port})).rejects.toThrow(`Port ${other.port} is in use`);
	expect((await start()).port).toBeGreaterThan(0);
});

test('a disk with no room for the first entry is named in a sentence, and a start with room succeeds', async () => {
	const disk = new MemoryDisk();
	disk.append = async (...file) => {
		const tail = await MemoryDisk.prototype.append.apply(disk, file);
		disk.fault = {at: disk.operations + 1, what: 'refuse'};
		return tail;
	};
	const starting = start({disk});
	await expect(starting).rejects.toThrow(CannotStart);
	await expect(starting).rejects.toThrow(
		/^The journal in .* cannot be written \(no space left on device\); free/,
	);
	expect((await start()).port).toBeGreaterThan(0);
});

test('a disk that fails ends the server: nobody hears an answer that might not be true', async () => {
	const disk = new MemoryDisk();
	const server = await start({disk});
	const alice = await signUp(server, 'alice');
	disk.fault = {at: disk.operations + 1, what: 'stop'};
	const sent = alice.ask('send', greeting);
	expect(await server.ended).toBe(1);
	expect(await sent).toEqual({});
	await alice.end();
	expect(log.join('')).toMatch(/failed: The journal in .* cannot be written/);
});

test.each([
	['gone', /warning: \S+alice\+alice\/1\.json is missing.*restore it from a backup/, rm],
	[
		'damaged',
		/warning: \S+alice\+alice\/1\.json is damaged; restore it/,
		async (file: string) => truncate(file, 9),
	],
	['out of reach', /warning: \S+alice\+alice\/1\.json cannot be read \(EISDIR\); mend its disk/, overbuild],
] as const)(
	'a file of messages that is %s is named to the operator once, and who asks for it stays',
	async (_what, line, harm) => {
		const first = await start();
		await (await signUp(first, 'alice')).ask('send', greeting);
		await first.stop('test');
		await rm(path.join(folder, 'journal', '1.jsonl'));
		await writeFile(path.join(folder, 'journal', '1000.jsonl'), ''); // it tells no longer what stands in the files
		await harm(path.join(folder, 'logs', 'alice+alice', '1.json'));
		const {peer} = await knock(await start());
		await peer.ask('signIn', {
			user: 'alice',
			password: 'alice in the morning',
			as: 'screen',
			device: 'alice000',
		});
		const ask = async () => peer.ask('history', {conversation: 'alice+alice', limit: 9});
		expect([await ask(), await ask()]).toEqual([{refusal: 'unusableFile'}, {refusal: 'unusableFile'}]);
		expect(await peer.ask('send', {...greeting, messageId: 'abcdefgh.1.2'})).toMatchObject({sequence: 2});
		expect(log.filter(each => line.test(each))).toHaveLength(1);
		expect(log.join('')).not.toMatch(/fault/);
	},
);

/** A folder in the place of a file. */
async function overbuild(file: string): Promise<void> {
	await rm(file);
	await mkdir(file);
}

test('no password, token, text or telephone number reaches the log', async () => {
	const server = await start();
	const {peer} = await knock(server);
	const entrance = {user: 'alice', as: 'screen', device: 'alice000'};
	const {token} = await peer.ask('signUp', {
		...entrance,
		password: 'canary password',
		phone: '+493023125042',
	});
	await peer.ask('send', {...greeting, text: 'canary text'});
	await peer.ask('send', {...greeting, text: 'another canary text'});
	await peer.ask('changePassword', {old: 'canary wrong', new: 'canary new'});
	peer.write('{"id":99,"type":"canary","canary":"canary"}\n');
	await peer.ask('signOut');
	await peer.ask('signIn', {...entrance, password: 'canary wrong too'});
	await peer.ask('resume', {token: 'canary-token', as: 'screen', device: 'alice000'});
	await until(() => log.some(line => line.includes('wrongPassword')));
	await server.stop('test');
	const all = log.join('');
	expect(all).not.toMatch(/canary|493023125042|a note/);
	expect(typeof token).toBe('string');
	expect(all).not.toContain(token as string);
	expect(all).toMatch(/sign-in attempt alice from 127\.0\.0\.1/);
});
