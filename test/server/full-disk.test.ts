/** A disk that fills up, or cannot be written: does the server stay, keep its word, and say so? */
import {expect, test} from 'vitest';
import type {Content, Tail} from '../../lib/disk.ts';
import {entrance} from '../attack/attacked-server.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';
import {note, open, toAlice} from './on-disk.ts';

const MiB = 1024 * 1024;

/** A disk that has no room for another file. */
class FullDisk extends MemoryDisk {
	isFull = false;

	override async write(path: string, content: Content): Promise<void> {
		if (this.isFull) throw Object.assign(new Error('no space left on device'), {code: 'ENOSPC', path});
		await super.write(path, content);
	}
}

/** A disk that was mounted again so that nothing can be written, by an administrator or by a kernel that has found it faulty. */
class LockedDisk extends MemoryDisk {
	/** The code of the error that each write meets. */
	lockedWith: string | undefined;

	override async append(path: string, size?: number): Promise<Tail> {
		this.mayWrite(path);
		const tail = await super.append(path, size);
		const write = async (bytes: Uint8Array) => {
			this.mayWrite(path);
			await tail.write(bytes);
		};

		return {...tail, write};
	}

	override async write(path: string, content: Content): Promise<void> {
		this.mayWrite(path);
		await super.write(path, content);
	}

	override async remove(path: string): Promise<void> {
		this.mayWrite(path);
		await super.remove(path);
	}

	override async makeFolder(folder: string): Promise<void> {
		this.mayWrite(folder);
		await super.makeFolder(folder);
	}

	override room(): number {
		return this.lockedWith === undefined ? super.room() : 0;
	}

	private mayWrite(path: string): void {
		if (this.lockedWith === undefined) return;
		throw Object.assign(new Error(`${this.lockedWith}: not permitted`), {code: this.lockedWith, path});
	}
}

/** What the journal holds, as it stands on the disk. */
function journal(disk: MemoryDisk): string {
	const files = disk.paths().filter(path => path.endsWith('.jsonl'));
	return files.map(path => disk.content(path)?.toString()).join('');
}

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

test.each(['EROFS', 'EACCES', 'EIO'])(
	'while nothing can be written (%s) the server stays, refuses changes and serves reading, and takes up again',
	async code => {
		const disk = new LockedDisk();
		const {server, clock, said, enters} = await open({disk});
		const alice = await enters('signUp', 'alice');
		await alice.ask('send', note(1));
		clock.advance(1000);
		await alice.ask('ping');
		disk.lockedWith = code;
		clock.advance(1000);
		expect(said(/nearly full, or cannot be written/)).toBe(1);
		expect(await alice.ask('send', note(2))).toEqual({refusal: 'diskFull'});
		expect(await alice.ask('history', {...toAlice, limit: 5})).toMatchObject({messages: [{text: 'note 1'}]});
		clock.advance(600_000); // checkpoints, notes and the log on disk come to nothing
		const again = await enters('signIn', 'alice');
		expect(await Promise.race([server.ended, Promise.resolve('still on')])).toBe('still on');
		disk.lockedWith = undefined;
		clock.advance(1000);
		expect(await again.ask('send', note(3))).toMatchObject({sequence: 2});
		clock.advance(300_000);
		await until(() => disk.paths().some(path => path.endsWith('alice+alice/1.json')));
	},
);

test('a write that fails before anybody has looked at the disk ends the server, and is acknowledged to nobody', async () => {
	const disk = new LockedDisk();
	const {server, enters, clock, said} = await open({disk});
	const alice = await enters('signUp', 'alice');
	clock.advance(1000);
	await alice.ask('ping');
	disk.lockedWith = 'EIO';
	disk.room = () => 1e12;
	const answer = await Promise.race([alice.ask('send', note(1)).catch(() => 'cut'), server.ended]);
	expect([1, 'cut', {}]).toContainEqual(answer);
	expect(await server.ended).toBe(1);
	expect(JSON.stringify(alice.heard)).not.toContain('"sequence":1');
	expect(said(/journal .* cannot be written .*EIO/)).toBe(1);
});
