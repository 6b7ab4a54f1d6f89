/** Files between two clients: fetched, offered, interrupted and resumed, equal to the last byte. */
import {createHash, randomBytes} from 'node:crypto';
import {appendFile, mkdir, open, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {writeAll} from '../../../lib/write-all.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {until} from '../../harness/until.ts';
import {cut, fetchFrom, fetchSome, friends, join, joinAgain, listOf, someMore, type Person} from './pair.ts';

const MIB = 2 ** 20;

afterEach(() => vi.restoreAllMocks());

function hashOf(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}

async function shares(bob: Person, name: string, content: string | Buffer): Promise<string> {
	const file = await bob.file(name, content);
	expect(await bob.shared.share(file)).toEqual({name});
	return file;
}

/** The prototype of open files, to let one operation of the disk fail. */
async function openFiles(me: Person): Promise<{writev: unknown; read: unknown}> {
	const handle = await open(await me.file('any', ''), 'r');
	await handle.close();
	return Object.getPrototypeOf(handle) as {writev: unknown; read: unknown};
}

function systemError(code: string): Error {
	return Object.assign(new Error(code), {code});
}

describe('a friend', () => {
	test('sees the list, and fetches a file that is equal, closed to others and no program', async () => {
		const {alice, bob} = await friends();
		const content = randomBytes(3 * MIB + 17);
		await shares(bob, 'notes.pdf', content);
		const number = await fetchFrom(alice, 'notes.pdf');
		const done = await alice.over(number);
		const file = path.join(alice.downloads, 'notes.pdf');
		expect(done).toMatchObject({status: 'done', bytes: content.length, size: content.length, file});
		expect(hashOf(await readFile(file))).toBe(hashOf(content));
		expect((await stat(file)).mode & 0o777).toBe(0o600);
		expect(await readdir(alice.downloads)).toEqual(['notes.pdf']);
		expect(await bob.over(1)).toMatchObject({status: 'done', direction: 'out', name: 'notes.pdf'});
	});

	test('fetches an empty file', async () => {
		const {alice, bob} = await friends();
		await shares(bob, 'empty.txt', '');
		expect(await alice.over(await fetchFrom(alice, 'empty.txt'))).toMatchObject({status: 'done'});
		expect(await readFile(path.join(alice.downloads, 'empty.txt'), 'utf8')).toBe('');
	});

	test('never overwrites a file: the next one of its name is numbered', async () => {
		const {alice, bob} = await friends();
		await shares(bob, 'notes.pdf', 'new');
		await mkdir(alice.downloads, {recursive: true});
		await writeFile(path.join(alice.downloads, 'notes.pdf'), 'old');
		await symlink('missing', path.join(alice.downloads, 'notes (1).pdf'));
		await alice.over(await fetchFrom(alice, 'notes.pdf'));
		await alice.over(await fetchFrom(alice, 'notes.pdf'));
		expect(await readFile(path.join(alice.downloads, 'notes.pdf'), 'utf8')).toBe('old');
		expect(await readFile(path.join(alice.downloads, 'notes (2).pdf'), 'utf8')).toBe('new');
		expect(await readFile(path.join(alice.downloads, 'notes (3).pdf'), 'utf8')).toBe('new');
	});

	test('fetches four files at a time, and no fifth', async () => {
		const {alice, bob} = await friends();
		for (const name of ['a', 'b', 'c', 'd', 'e']) await shares(bob, name, randomBytes(100_000));
		const files = await listOf(alice);
		const numbers = files.map(file => alice.transfers.get(file));
		const ends = await Promise.all(numbers.map(async number => alice.over(number)));
		expect(ends.map(({status, why}) => why ?? status)).toEqual(['done', 'done', 'done', 'done', 'tooMany']);
	});

	test('fetches a file once at a time', async () => {
		const {alice, bob} = await friends();
		await shares(bob, 'a', randomBytes(100_000));
		const [file] = await listOf(alice);
		const [one, other] = [alice.transfers.get(file!), alice.transfers.get(file!)];
		expect(await alice.over(other)).toMatchObject({why: 'alreadyFetched'});
		expect(await alice.over(one)).toMatchObject({status: 'done'});
	});

	test('sees a list of 2,000 files with long names', async () => {
		const {alice, bob} = await friends();
		const folder = path.join(bob.files, 'many');
		await mkdir(folder);
		const name = (at: number) => `${at}${'ü'.repeat(95)}.txt`;
		await Promise.all(
			Array.from({length: 2000}, async (_, at) => writeFile(path.join(folder, name(at)), '')),
		);
		await bob.shared.share(folder);
		expect(await listOf(alice)).toHaveLength(2000);
		const lists = bob.port.said.filter(({type}) => type === 'files');
		expect(Math.max(...lists.map(list => Buffer.byteLength(JSON.stringify(list))))).toBeLessThan(64 * 1024);
	});
});

describe('a user is told why', () => {
	test('who is not a friend sees and fetches nothing', async () => {
		const {alice, bob} = await friends();
		await shares(bob, 'notes.pdf', 'x');
		const [file] = await listOf(alice);
		bob.isFriend = false;
		expect(await alice.over(alice.transfers.get(file!))).toMatchObject({why: 'notFriends'});
		alice.transfers.list();
		await until(() => alice.events.some(event => event.type === 'listRefused' && event.why === 'notFriends'));
	});

	test('the file is not shared any more, or never was', async () => {
		const {alice, bob} = await friends();
		await shares(bob, 'notes.pdf', 'x');
		const [file] = await listOf(alice);
		await bob.shared.unshare('notes.pdf');
		expect(await alice.over(alice.transfers.get(file!))).toMatchObject({why: 'noLongerShared'});
		const other = {...file!, id: 'x'.repeat(43)};
		expect(await alice.over(alice.transfers.get(other))).toMatchObject({why: 'noSuchFile'});
		expect(await readdir(alice.downloads)).toEqual([]);
	});

	test.each([
		['grows', async (file: string) => appendFile(file, 'more')],
		['becomes shorter', async (file: string) => writeFile(file, 'short')],
	])('a file that %s while it is sent is not kept', async (_case, change) => {
		const {alice, bob} = await friends();
		const file = await shares(bob, 'log.txt', randomBytes(2 * MIB));
		const handles = await openFiles(bob);
		const read = handles.read as (...all: unknown[]) => Promise<unknown>;
		let reads = 0;
		vi.spyOn(handles as {read: typeof read}, 'read').mockImplementation(async function (
			this: unknown,
			...all
		) {
			if (++reads === 3) await change(file);
			return read.apply(this, all);
		});
		expect(await alice.over(await fetchFrom(alice, 'log.txt'))).toMatchObject({why: 'changed'});
		expect(await readdir(alice.downloads)).toEqual([]);
	});

	test('the file is larger than the limit', async () => {
		const {alice, bob} = await friends({maxSize: 100});
		await shares(bob, 'large', randomBytes(101));
		const [file] = await listOf(alice);
		expect(await alice.over(alice.transfers.get(file!))).toMatchObject({why: 'tooLarge'});
		expect(await alice.over(alice.transfers.get({...file!, size: 1}))).toMatchObject({why: 'tooLarge'});
	});

	test('the disk is full: what has arrived stays, and the rest follows later', async () => {
		const {alice, bob} = await friends();
		const content = randomBytes(2 * MIB);
		await shares(bob, 'notes.pdf', content);
		const handles = await openFiles(alice);
		const write = handles.writev as (...all: unknown[]) => Promise<unknown>;
		let writes = 0;
		vi.spyOn(handles as {writev: typeof write}, 'writev').mockImplementation(async function (
			this: unknown,
			...all
		) {
			if (++writes === 5) throw systemError('ENOSPC');
			return write.apply(this, all);
		});
		expect(await alice.over(await fetchFrom(alice, 'notes.pdf'))).toMatchObject({why: 'diskFull'});
		const [part] = await readdir(alice.downloads);
		expect(part).toMatch(/^\.notes\.pdf\..*\.part$/);
		const kept = (await stat(path.join(alice.downloads, part!))).size;
		expect(kept).toBe(4 * 128 * 1024);
		const sent = bob.port.dataBytes;
		const {file} = await alice.over(await fetchFrom(alice, 'notes.pdf'));
		expect(hashOf(await readFile(file!))).toBe(hashOf(content));
		expect(bob.port.dataBytes - sent).toBe(content.length - kept);
	});

	test('the folder for received files cannot be written', async () => {
		const {alice, bob} = await friends();
		await shares(bob, 'notes.pdf', 'x');
		const [file] = await listOf(alice);
		await mkdir(path.dirname(alice.downloads), {recursive: true});
		await writeFile(alice.downloads, 'a file in its place');
		expect(await alice.over(alice.transfers.get(file!))).toMatchObject({why: 'cannotWrite'});
	});
});

describe('a transfer that is interrupted', () => {
	test('goes on where it stopped when the channel is open again, and is equal', async () => {
		const {alice, bob} = await friends();
		const content = randomBytes(4 * MIB);
		await shares(bob, 'film.mkv', content);
		const number = await fetchSome(alice, 'film.mkv', bob);
		for (let times = 0; times < 2; times++) {
			if (times > 0) await someMore(alice, bob);
			cut(alice, bob);
			await until(() => alice.transfer(number)?.status === 'interrupted');
			expect(bob.transfer(1)?.status).toBe('interrupted');
			await joinAgain(alice, bob, times === 0 ? MIB : Infinity);
		}

		const {file} = await alice.over(number);
		expect(hashOf(await readFile(file!))).toBe(hashOf(content));
		expect(await bob.over(1)).toMatchObject({status: 'done'});
		const offsets = bob.port.said.flatMap(said => (said.type === 'fileStarts' ? [said.offset] : []));
		expect(offsets).toHaveLength(3);
		expect(offsets[0]).toBe(0);
		expect(offsets[2]).toBeGreaterThan(offsets[1]!);
		expect(offsets[1]).toBeGreaterThan(0);
	});

	test('goes on in a later chat', async () => {
		const {alice, bob} = await friends();
		const content = randomBytes(4 * MIB);
		await shares(bob, 'film.mkv', content);
		const number = await fetchSome(alice, 'film.mkv', bob);
		const ended = alice.transfers.close();
		expect(await alice.over(number)).toMatchObject({why: 'channelEnded'});
		await ended;
		await Promise.all([alice.laterChat(), bob.laterChat()]);
		await join(alice, bob);
		const {file} = await alice.over(await fetchFrom(alice, 'film.mkv'));
		expect(hashOf(await readFile(file!))).toBe(hashOf(content));
		const offsets = bob.port.said.flatMap(said => (said.type === 'fileStarts' ? [said.offset] : []));
		expect(offsets[1]).toBeGreaterThan(0);
	});

	test('begins again if the file is another one by then', async () => {
		const {alice, bob} = await friends();
		const file = await shares(bob, 'film.mkv', randomBytes(4 * MIB));
		const number = await fetchSome(alice, 'film.mkv', bob);
		cut(alice, bob);
		await until(() => alice.transfer(number)?.status === 'interrupted');
		const other = randomBytes(4 * MIB);
		await writeFile(file, other);
		await joinAgain(alice, bob);
		const {file: received} = await alice.over(number);
		expect(hashOf(await readFile(received!))).toBe(hashOf(other));
	});

	test('begins again if the part on the disk was damaged', async () => {
		const {alice, bob} = await friends();
		const content = randomBytes(4 * MIB);
		await shares(bob, 'film.mkv', content);
		const number = await fetchSome(alice, 'film.mkv', bob);
		cut(alice, bob);
		await until(() => alice.transfer(number)?.status === 'interrupted');
		const [part] = await readdir(alice.downloads);
		const handle = await open(path.join(alice.downloads, part!), 'r+');
		await handle.write(Buffer.from('damage'), 0, 6, 100);
		await handle.close();
		await joinAgain(alice, bob);
		const {file} = await alice.over(number);
		expect(hashOf(await readFile(file!))).toBe(hashOf(content));
	});

	test('ends if the channel is lost and over at once', async () => {
		const {alice, bob} = await friends();
		await shares(bob, 'film.mkv', randomBytes(4 * MIB));
		const number = await fetchSome(alice, 'film.mkv', bob);
		cut(alice, bob);
		await alice.transfers.close();
		expect(await alice.over(number)).toMatchObject({status: 'ended', why: 'channelEnded'});
	});

	test('is cancelled by the receiver while the channel is lost, and leaves nothing', async () => {
		const {alice, bob} = await friends();
		await shares(bob, 'film.mkv', randomBytes(4 * MIB));
		const number = await fetchSome(alice, 'film.mkv', bob);
		cut(alice, bob);
		alice.transfers.cancel(number);
		expect(await alice.over(number)).toMatchObject({why: 'cancelled'});
		expect(await readdir(alice.downloads)).toEqual([]);
	});

	test('does not write into a link that stands in its place', async () => {
		const {alice, bob} = await friends();
		await shares(bob, 'film.mkv', randomBytes(4 * MIB));
		const number = await fetchSome(alice, 'film.mkv', bob);
		cut(alice, bob);
		await until(() => alice.transfer(number)?.status === 'interrupted');
		const part = path.join(alice.downloads, (await readdir(alice.downloads))[0]!);
		const secret = await alice.file('secret.txt', 'secret');
		await rm(part);
		await symlink(secret, part);
		await joinAgain(alice, bob);
		expect(await alice.over(number)).toMatchObject({why: 'cannotWrite'});
		expect(await readFile(secret, 'utf8')).toBe('secret');
	});
});

describe('a transfer is cancelled', () => {
	test('by the receiver, and leaves nothing', async () => {
		const {alice, bob} = await friends();
		await shares(bob, 'film.mkv', randomBytes(4 * MIB));
		const number = await fetchSome(alice, 'film.mkv', bob);
		expect(alice.transfers.cancel(number)).toBe(true);
		expect(await alice.over(number)).toMatchObject({why: 'cancelled'});
		expect(await bob.over(1)).toMatchObject({why: 'stopped'});
		expect(await readdir(alice.downloads)).toEqual([]);
		expect(bob.port.dataBytes).toBeLessThan(4 * MIB);
	});

	test('by the sender', async () => {
		const {alice, bob} = await friends();
		await shares(bob, 'film.mkv', randomBytes(4 * MIB));
		const number = await fetchSome(alice, 'film.mkv', bob);
		expect(bob.transfers.cancel(1)).toBe(true);
		expect(await bob.over(1)).toMatchObject({why: 'cancelled'});
		expect(await alice.over(number)).toMatchObject({why: 'stopped'});
	});
});

describe('an offered file', () => {
	async function offered(me: Person) {
		const offers = () => me.events.filter(event => event.type === 'fileOffered').map(({offer}) => offer);
		await until(() => offers().length > 0);
		return offers()[0]!;
	}

	test('is shown with its name and size, and fetched once it is accepted, by strangers too', async () => {
		const {alice, bob} = await friends();
		alice.isFriend = false;
		const file = await alice.file('report.pdf', 'report');
		const made = await alice.transfers.offer(file);
		const offer = await offered(bob);
		expect(offer).toMatchObject({name: 'report.pdf', size: 6});
		const number = bob.transfers.accept(offer.id)!;
		const done = await bob.over(number);
		expect(await readFile(done.file!, 'utf8')).toBe('report');
		expect(made).toEqual({transfer: 1});
		expect(await alice.over(1)).toMatchObject({status: 'done'});
		expect(await bob.over(bob.transfers.get(offer))).toMatchObject({why: 'notFriends'});
	});

	test('goes on where it stopped when it is offered again in a later chat', async () => {
		const {alice, bob} = await friends();
		const content = randomBytes(4 * MIB);
		const file = await alice.file('film.mkv', content);
		await alice.transfers.offer(file);
		alice.port.hold(MIB);
		const number = bob.transfers.accept((await offered(bob)).id)!;
		await someMore(bob, alice);
		const ended = bob.transfers.close();
		expect(await bob.over(number)).toMatchObject({why: 'channelEnded'});
		await ended;
		cut(alice, bob);
		await Promise.all([alice.laterChat(), bob.laterChat()]);
		await join(alice, bob);
		await alice.transfers.offer(file);
		const done = await bob.over(bob.transfers.accept((await offered(bob)).id)!);
		expect(hashOf(await readFile(done.file!))).toBe(hashOf(content));
		const offsets = alice.port.said.flatMap(said => (said.type === 'fileStarts' ? [said.offset] : []));
		expect(offsets[1]).toBeGreaterThan(0);
		expect(await readdir(bob.downloads)).toEqual(['film.mkv']);
	});

	test('arrives beside another one of its name', async () => {
		const {alice, bob} = await friends();
		const contents = ['first', 'second'];
		for (const content of contents) {
			await mkdir(path.join(alice.files, content));
			await alice.transfers.offer(await alice.file(path.join(content, 'a.txt'), content));
		}

		await until(() => bob.events.filter(({type}) => type === 'fileOffered').length === 2);
		const offers = bob.events.flatMap(event => (event.type === 'fileOffered' ? [event.offer] : []));
		const numbers = offers.map(({id}) => bob.transfers.accept(id)!);
		const done = await Promise.all(numbers.map(async number => bob.over(number)));
		const received = await Promise.all(done.map(async ({file}) => readFile(file!, 'utf8')));
		expect(received).toEqual(contents);
	});

	test('is declined', async () => {
		const {alice, bob} = await friends();
		await alice.transfers.offer(await alice.file('report.pdf', 'report'));
		bob.transfers.decline((await offered(bob)).id);
		expect(await alice.over(1)).toMatchObject({why: 'declined'});
	});

	test('is withdrawn before it is answered', async () => {
		const {alice, bob} = await friends();
		await alice.transfers.offer(await alice.file('report.pdf', 'report'));
		const {id} = await offered(bob);
		expect(alice.transfers.cancel(1)).toBe(true);
		await until(() => bob.events.some(event => event.type === 'offerWithdrawn' && event.id === id));
		expect(bob.transfers.accept(id)).toBeUndefined();
	});

	test('is offered again after the channel was lost, and shown once', async () => {
		const {alice, bob} = await friends();
		await alice.transfers.offer(await alice.file('a.pdf', 'report'));
		const offer = await offered(bob);
		cut(alice, bob);
		await alice.transfers.offer(await alice.file('b.pdf', 'report'));
		await joinAgain(alice, bob);
		await until(() => bob.events.filter(({type}) => type === 'fileOffered').length === 2);
		expect((await bob.over(bob.transfers.accept(offer.id)!)).status).toBe('done');
		expect(bob.events.filter(({type}) => type === 'fileOffered')).toHaveLength(2);
	});

	test('is not offered if it is missing or no file, or if four wait already', async () => {
		const {alice} = await friends();
		expect(await alice.transfers.offer('/missing')).toEqual({fault: 'noSuchPath'});
		expect(await alice.transfers.offer(alice.files)).toEqual({fault: 'folder'});
		expect(await alice.transfers.offer('/dev/null')).toEqual({fault: 'notPlain'});
		const file = await alice.file('a.pdf', 'a');
		for (let number = 1; number <= 4; number++)
			expect(await alice.transfers.offer(file)).toEqual({transfer: number});
		expect(await alice.transfers.offer(file)).toEqual({fault: 'tooManyOffers'});
	});
});

test('all bytes are written where the system takes a few at a time', async () => {
	const file = path.join(await temporaryFolder(), 'slow');
	const handle = await open(file, 'w');
	const few = async ([first]: readonly Buffer[], at: number) => handle.writev([first!.subarray(0, 7)], at);
	const pieces = ['01234567890123456789', '0', '123456789', '01234567890123456789'];
	expect(
		await writeAll(
			{writev: few as typeof handle.writev},
			pieces.map(piece => Buffer.from(piece)),
			0,
		),
	).toBe(50);
	await handle.close();
	expect(await readFile(file, 'utf8')).toBe('0123456789'.repeat(5));
});
