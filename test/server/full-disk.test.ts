/** A disk that fills up, and a data folder that goes away: does the server stay, keep its word, and say so? */
import {existsSync} from 'node:fs';
import {cp, mkdir, readdir, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {Passwords} from '../../server/passwords.ts';
import {startServer} from '../../server/server.ts';
import type {Content, Disk} from '../../server/store/disk.ts';
import {entrance, message} from '../attack/house.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';
import {Peer} from './peer.ts';

const MiB = 1024 * 1024;

type Options = {folder?: string; disk?: Disk};

async function open({folder, disk}: Options = {}) {
	const [clock, log] = [manualClock(), [] as string[]];
	const server = await startServer({
		folder: folder ?? (await temporaryFolder()),
		host: '127.0.0.1',
		port: 0,
		plaintext: true,
		policy: DEFAULT_POLICY,
		write: line => log.push(line),
		passwords: new Passwords({cost: {ln: 4, r: 8, p: 1}}),
		clock,
		...(disk && {disk}),
	});
	onTestFinished(async () =>
		Promise.race([server.stop('the test is over'), server.ended.then(() => undefined)]),
	);
	const knock = async () => {
		const peer = await Peer.connect(server.port);
		onTestFinished(() => void peer.socket.destroy());
		await peer.ask('hello', {protocol: 1});
		return peer;
	};
	return {
		server,
		clock,
		knock,
		said: (pattern: RegExp) => log.filter(line => pattern.test(line)).length,
		enters: async (how: 'signUp' | 'signIn', user: string) => {
			const peer = await knock();
			expect(await peer.ask(how, entrance(user))).toMatchObject({user});
			return peer;
		},
	};
}

/** A disk that has no room for another file. */
class FullDisk extends MemoryDisk {
	isFull = false;

	override async write(path: string, content: Content): Promise<void> {
		if (this.isFull) throw Object.assign(new Error('no space left on device'), {code: 'ENOSPC', path});
		await super.write(path, content);
	}
}

/** What the journal holds, as it stands on the disk. */
function journal(disk: MemoryDisk): string {
	const files = disk.paths().filter(path => path.endsWith('.jsonl'));
	return files.map(path => disk.content(path)?.toString()).join('');
}

const note = (number: number, text = `note ${number}`) => message('alice', 'alice', number, text);
const toAlice = {conversation: 'alice+alice'};

test('while the disk is nearly full one gets in, reads and gets out, and nothing at all is written for it', async () => {
	const disk = new MemoryDisk();
	const {clock, said, enters, knock} = await open({disk});
	const alice = await enters('signUp', 'alice');
	await alice.ask('send', note(1));
	clock.advance(1000); // what was noted is written
	await alice.ask('ping');
	const before = journal(disk);

	disk.freeBytes = 63 * MiB;
	clock.advance(1000);
	expect(said(/nearly full/)).toBe(1);
	expect(await alice.ask('send', note(2))).toEqual({refusal: 'diskFull'});
	expect(await alice.ask('mark', {...toAlice, read: 1})).toEqual({});
	expect(await (await knock()).ask('signUp', entrance('bob'))).toEqual({refusal: 'diskFull'});
	expect(await (await knock()).ask('signIn', entrance('alice', {password: 'wrong one'}))).toEqual({
		refusal: 'wrongPassword',
	});
	expect(await alice.ask('signOut')).toEqual({});
	const again = await knock();
	const answer = await again.ask('signIn', entrance('alice'));
	expect(answer).toMatchObject({user: 'alice', conversations: [{}, {last: 1}]});
	expect(answer).not.toHaveProperty('token');
	expect(await again.ask('history', {...toAlice, limit: 5})).toMatchObject({messages: [{text: 'note 1'}]});
	clock.advance(120_000);
	expect(journal(disk)).toBe(before);

	disk.freeBytes = 1e12;
	clock.advance(1000);
	expect(said(/has room again/)).toBe(1);
	const later = await enters('signIn', 'alice');
	expect(await later.ask('send', note(3))).toMatchObject({sequence: 2});
	const since = journal(disk).slice(before.length);
	expect(since).toContain('tokenRevoked');
	expect(since).toContain('passwordRight');
});

test('the reserve grows with what a checkpoint still has to write, and shrinks when it is written', async () => {
	const disk = new MemoryDisk();
	const {clock, said, enters} = await open({disk});
	const alice = await enters('signUp', 'alice');
	for (let number = 1; number <= 20; number++)
		await alice.ask('send', note(number, '\u{10fffd}'.repeat(3990)));
	disk.freeBytes = 65.5 * MiB; // 20 texts of 48 KiB are to come again in files
	clock.advance(1000);
	expect(said(/nearly full/)).toBe(1);
	disk.freeBytes = 80 * MiB;
	clock.advance(1000);
	expect(await alice.ask('send', note(21))).toMatchObject({sequence: 21});
});

test('a checkpoint for which there is no room stops before the last of the disk, and comes when there is room', async () => {
	const disk = new MemoryDisk();
	const {clock, said, enters} = await open({disk});
	const alice = await enters('signUp', 'alice');
	await alice.ask('send', note(1));
	const written = () => disk.paths().filter(path => path.includes('alice+alice'));
	disk.freeBytes = 20 * MiB;
	clock.advance(1000);
	await until(() => said(/not brought up to date/) === 1);
	expect(written()).toEqual([]);
	disk.freeBytes = 1e12;
	clock.advance(1000);
	await until(() => written().length === 2);
	expect(await alice.ask('send', note(2))).toMatchObject({sequence: 2});
});

test('a disk that refuses a checkpoint does not end the server, which writes it later', async () => {
	const disk = new FullDisk();
	const {server, clock, said, enters} = await open({disk});
	const alice = await enters('signUp', 'alice');
	await alice.ask('send', note(1));
	clock.advance(1000);
	await alice.ask('ping');
	disk.isFull = true;
	clock.advance(300_000);
	await until(() => said(/fault in checkpoint: .*ENOSPC/) === 1);
	disk.isFull = false;
	clock.advance(300_000);
	await until(() => disk.paths().some(path => path.endsWith('alice+alice/1.json')));
	const state = await Promise.race([server.ended, Promise.resolve('still on')]);
	expect(state).toBe('still on');
});

test('a server that starts on a full disk lets people in and read, and refuses changes', async () => {
	const disk = new MemoryDisk();
	const folder = await temporaryFolder();
	const first = await open({disk, folder});
	await (await first.enters('signUp', 'alice')).ask('send', note(1));
	await first.server.stop('made by this test');
	disk.freeBytes = 0;
	const {enters, clock, server} = await open({disk, folder});
	const alice = await enters('signIn', 'alice');
	expect(await alice.ask('history', {...toAlice, limit: 5})).toMatchObject({messages: [{text: 'note 1'}]});
	expect(await alice.ask('send', note(2))).toEqual({refusal: 'diskFull'});
	clock.advance(10_000);
	expect(await alice.ask('ping')).toEqual({});
	await server.stop('made by this test');
	expect(await server.ended).toBe(0);
});

test('a data folder that is moved away under the server ends it with a sentence, before anything more is acknowledged', async () => {
	const folder = join(await temporaryFolder(), 'data');
	const {server, said, enters} = await open({folder});
	const alice = await enters('signUp', 'alice');
	expect(await alice.ask('send', note(1))).toMatchObject({sequence: 1});
	await rename(folder, `${folder}.old`);
	await mkdir(folder);
	const next = await open({folder}); // as an operator may who does not know of the first
	const heard = alice.heard.length;
	const answer = await Promise.race([alice.ask('send', note(2)).catch(() => 'cut'), server.ended]);
	expect([1, 'cut', {}, {refusal: 'diskFull'}]).toContainEqual(answer); // nothing: its connection ended first
	expect(await server.ended).toBe(1);
	expect(JSON.stringify(alice.heard.slice(heard))).not.toContain('sequence');
	expect(said(/moved, removed or unmounted/)).toBe(1);
	expect(await (await next.knock()).ask('ping')).toEqual({}); // and its control socket is not taken from it
});

test('a server at which nobody says anything notices within a second that its data folder is gone', async () => {
	const folder = join(await temporaryFolder(), 'data');
	const {server, said, clock} = await open({folder});
	await rename(folder, `${folder}.old`);
	clock.advance(1000);
	expect(await server.ended).toBe(1);
	expect(said(/no longer the folder that this server opened.*start again/)).toBe(1);
});

/** What a server finds that starts after this one was killed now. */
async function killedNow(folder: string): Promise<string> {
	const copy = join(await temporaryFolder(), 'copy');
	await cp(folder, copy, {recursive: true, filter: file => !file.includes('control.sock')});
	return copy;
}

test.each([
	['and somebody writes', true],
	['and nobody says anything', false],
])('a file of the journal that is removed under the server costs nobody anything, %s', async (_, writes) => {
	const folder = join(await temporaryFolder(), 'data');
	const {clock, said, enters} = await open({folder});
	const alice = await enters('signUp', 'alice');
	await alice.ask('send', note(1));
	for (const name of await readdir(join(folder, 'journal'))) await rm(join(folder, 'journal', name));
	if (writes) expect(await alice.ask('send', note(2))).toMatchObject({sequence: 2});
	else clock.advance(1000);
	await until(() => said(/jsonl was removed or replaced under the running server/) === 1);
	await until(() => existsSync(join(folder, 'pending.json'))); // which a checkpoint writes last
	const next = await open({folder: await killedNow(folder)});
	const again = await next.enters('signIn', 'alice');
	const {messages} = (await again.ask('history', {...toAlice, limit: 5})) as {messages: object[]};
	expect(messages).toHaveLength(writes ? 2 : 1);
	expect(await alice.ask('send', note(3))).toMatchObject({sequence: writes ? 3 : 2});
});

test('a control socket that is removed under the server is made again, and keeps a second server out', async () => {
	const folder = join(await temporaryFolder(), 'data');
	const {clock, said, server} = await open({folder});
	await rm(join(folder, 'control.sock'));
	clock.advance(1000);
	await until(() => said(/control socket was removed .* made again/) === 1);
	await expect(open({folder})).rejects.toThrow(`Another server uses ${folder}`);
	await server.stop('made by this test');
	expect(existsSync(join(folder, 'control.sock'))).toBe(false);
});

test('a server whose folder was taken by another ends, and leaves it to that one', async () => {
	const folder = join(await temporaryFolder(), 'data');
	const first = await open({folder});
	await rm(join(folder, 'control.sock'));
	const second = await open({folder});
	first.clock.advance(1000);
	expect(await first.server.ended).toBe(1);
	expect(first.said(/another server has taken the data folder/)).toBe(1);
	await expect(open({folder})).rejects.toThrow(`Another server uses ${folder}`);
	expect(await (await second.knock()).ask('ping')).toEqual({});
});
