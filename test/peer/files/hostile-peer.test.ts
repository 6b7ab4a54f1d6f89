/** A hostile client at the other end: what it says about files harms neither the disk, the memory nor the screen. */
import {createHash} from 'node:crypto';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {ACKNOWLEDGEMENT, type FileMessage, type Said} from '../../../source/peer/files/messages.ts';
import {manualClock} from '../../harness/manual-clock.ts';
import {until} from '../../harness/until.ts';
import {connected, End, messageSchema, person, type Person} from './pair.ts';

const ID = 'x'.repeat(43);
const CONTENT = Buffer.from('content');

function hashOf(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('base64url');
}

type Eve = {
	tell(message: FileMessage): void;
	data(transfer: number, bytes: Buffer): void;
	/** What bob has told her of one type. */
	heard<T extends FileMessage['type']>(type: T): Array<Said<T>>;
};

/** Bob, and eve at the other end. */
async function bobAndEve(choices: Parameters<typeof person>[1] = {}): Promise<{bob: Person; eve: Eve}> {
	const bob = await person('bob', choices);
	const [socket, hers] = await connected();
	const end = new End();
	[bob.port.socket, end.socket] = [socket, hers];
	const heard: FileMessage[] = [];
	bob.port.listen({
		handle: message => bob.transfers.handle(message),
		data: (transfer, bytes) => bob.transfers.data(transfer, bytes),
	});
	end.listen({handle: message => void heard.push(message), data: () => undefined});
	return {
		bob,
		eve: {
			tell: message => end.tell(message),
			data: (transfer, bytes) => void end.sendData(transfer, bytes),
			heard: <T extends FileMessage['type']>(type: T) =>
				heard.filter((message): message is Said<T> => message.type === type),
		},
	};
}

/** Bob has asked for a file; eve knows the number of the transfer. */
async function asked(choices: Parameters<typeof person>[1] = {}) {
	const {bob, eve} = await bobAndEve(choices);
	const number = bob.transfers.get({id: ID, name: 'got.txt' as never, size: CONTENT.length});
	await until(() => eve.heard('getFile').length === 1);
	return {bob, eve, number, transfer: eve.heard('getFile')[0]!.transfer};
}

test('what has come of a file is kept, however little it is, when its sender gives up', async () => {
	const {bob, eve, number, transfer} = await asked();
	eve.tell({type: 'fileStarts', transfer, size: 7, offset: 0});
	eve.data(transfer, CONTENT.subarray(0, 3));
	eve.tell({type: 'fileRefused', transfer, why: 'cannotRead'});
	expect(await bob.over(number)).toMatchObject({why: 'cannotRead'});
	const [part] = await readdir(bob.downloads);
	expect(await readFile(path.join(bob.downloads, part!), 'utf8')).toBe('con');
});

describe('a file is not kept, and its part removed,', () => {
	test.each<[string, string, (eve: Eve, transfer: number) => void]>([
		[
			'if it is longer than announced',
			'tooLong',
			(eve, transfer) => {
				eve.tell({type: 'fileStarts', transfer, size: 7, offset: 0});
				eve.data(transfer, CONTENT);
				eve.data(transfer, Buffer.from('!'));
			},
		],
		[
			'if its hash is another',
			'wrongHash',
			(eve, transfer) => {
				eve.tell({type: 'fileStarts', transfer, size: 7, offset: 0});
				eve.data(transfer, CONTENT);
				eve.tell({type: 'fileEnds', transfer, sha256: hashOf(Buffer.from('other'))});
			},
		],
		[
			'if it ends early',
			'misbehaved',
			(eve, transfer) => {
				eve.tell({type: 'fileStarts', transfer, size: 8, offset: 0});
				eve.data(transfer, CONTENT);
				eve.tell({type: 'fileEnds', transfer, sha256: hashOf(CONTENT)});
			},
		],
		[
			'if it begins twice',
			'misbehaved',
			(eve, transfer) => {
				eve.tell({type: 'fileStarts', transfer, size: 7, offset: 0});
				eve.data(transfer, CONTENT);
				eve.tell({type: 'fileStarts', transfer, size: 7, offset: 0});
			},
		],
		[
			'if it begins where the receiver has nothing',
			'misbehaved',
			(eve, transfer) => eve.tell({type: 'fileStarts', transfer, size: 7, offset: 3}),
		],
		['if its data comes before its size', 'misbehaved', (eve, transfer) => eve.data(transfer, CONTENT)],
		[
			'if it ends before it begins',
			'misbehaved',
			(eve, transfer) => eve.tell({type: 'fileEnds', transfer, sha256: hashOf(CONTENT)}),
		],
		[
			'if it is announced larger than the limit',
			'tooLarge',
			(eve, transfer) => eve.tell({type: 'fileStarts', transfer, size: 2 ** 31 + 1, offset: 0}),
		],
	])('%s', async (_case, why, act) => {
		const {bob, eve, number, transfer} = await asked();
		act(eve, transfer);
		expect(await bob.over(number)).toMatchObject({status: 'ended', why});
		expect(await readdir(bob.downloads)).toEqual([]);
		await until(() => eve.heard('cancelFile').length > 0);
	});

	test('if the disk has no room for it', async () => {
		const {bob, eve, number, transfer} = await asked({maxSize: Number.MAX_SAFE_INTEGER});
		eve.tell({type: 'fileStarts', transfer, size: 2 ** 52, offset: 0});
		expect(await bob.over(number)).toMatchObject({why: 'noRoom'});
		expect(await readdir(bob.downloads)).toEqual([]);
	});

	test('if it comes in more pieces than can wait', async () => {
		const {bob, eve, number, transfer} = await asked();
		eve.tell({type: 'fileStarts', transfer, size: 100_000, offset: 0});
		await until(() => bob.transfer(number)?.status === 'running');
		for (let piece = 0; piece < 5000; piece++) bob.transfers.data(transfer, Buffer.from('x'));
		expect(await bob.over(number)).toMatchObject({why: 'misbehaved'});
	});
});

test('data and messages of unknown transfers change nothing', async () => {
	const {bob, eve, number, transfer} = await asked();
	eve.data(99, CONTENT);
	eve.tell({type: 'fileEnds', transfer: 99, sha256: hashOf(CONTENT)});
	eve.tell({type: 'fileRefused', transfer: 99, why: 'busy'});
	eve.tell({type: 'fileKept', transfer: 99});
	eve.tell({type: 'cancelFile', transfer: 99});
	eve.tell({type: 'declineOffer', id: ID});
	eve.tell({type: 'withdrawOffer', id: ID});
	eve.tell({type: 'fileStarts', transfer: 99, size: 1, offset: 0});
	await until(() => eve.heard('cancelFile').length === 1);
	eve.tell({type: 'fileStarts', transfer, size: 7, offset: 0});
	eve.data(transfer, CONTENT);
	eve.tell({type: 'fileEnds', transfer, sha256: hashOf(CONTENT)});
	expect(await bob.over(number)).toMatchObject({status: 'done'});
	expect(bob.events.map(({type}) => type)).not.toContain('offerWithdrawn');
});

describe('a receiver', () => {
	/** Eve has asked bob for a file of 2 MiB. */
	async function sending() {
		const {bob, eve} = await bobAndEve();
		await bob.shared.share(await bob.file('film.mkv', Buffer.alloc(2 ** 21)));
		const {id} = (await bob.shared.list())[0]!;
		eve.tell({type: 'getFile', transfer: 1, id, offset: 0});
		return {bob, eve};
	}

	test('that acknowledges nothing is sent no more than 512 KiB', async () => {
		const {bob, eve} = await sending();
		await until(() => bob.port.dataBytes === 2 ** 19);
		for (let at = 1; at <= 3; at++) {
			eve.tell({type: 'listFiles'});
			await until(() => eve.heard('files').length === at);
		}

		expect(bob.port.dataBytes).toBe(2 ** 19);
		expect(bob.transfers.cancel(1)).toBe(true);
		await until(() => eve.heard('fileRefused').length === 1);
	});

	test.each([
		['more than was sent', Buffer.from('0000000000100001', 'hex')],
		['a number that no file has', Buffer.from('ffffffffffffffff', 'hex')],
	])('that acknowledges %s is sent nothing more', async (_case, bytes) => {
		const {bob, eve} = await sending();
		await until(() => bob.port.dataBytes === 2 ** 19);
		eve.data(ACKNOWLEDGEMENT + 1, Buffer.from('short'));
		eve.data(ACKNOWLEDGEMENT + 9, bytes);
		eve.data(ACKNOWLEDGEMENT + 1, bytes);
		expect(await bob.over(1)).toMatchObject({why: 'misbehaved'});
		await until(() => eve.heard('fileRefused').length === 1);
		expect(bob.port.dataBytes).toBe(2 ** 19);
	});

	test('that asks for more than the file has gets it from the beginning', async () => {
		const {bob, eve} = await bobAndEve();
		await bob.shared.share(await bob.file('a.txt', CONTENT));
		const {id} = (await bob.shared.list())[0]!;
		eve.tell({type: 'getFile', transfer: 1, id, offset: 8, prefixHash: hashOf(CONTENT)});
		eve.tell({type: 'getFile', transfer: 2, id, offset: 3, prefixHash: hashOf(CONTENT)});
		eve.tell({type: 'getFile', transfer: 3, id, offset: 3, prefixHash: hashOf(CONTENT.subarray(0, 3))});
		await until(() => eve.heard('fileEnds').length === 3);
		const offsets = eve.heard('fileStarts').map(({transfer, offset}) => [transfer, offset]);
		expect(new Map(offsets as Array<[number, number]>)).toEqual(
			new Map([
				[1, 0],
				[2, 0],
				[3, 3],
			]),
		);
		expect(new Set(eve.heard('fileEnds').map(({sha256}) => sha256))).toEqual(new Set([hashOf(CONTENT)]));
	});
});

describe('a flood', () => {
	test('of requests for files is answered within limits', async () => {
		const clock = manualClock();
		const {bob, eve} = await bobAndEve({clock});
		await bob.shared.share(await bob.file('notes.pdf', CONTENT));
		const {id} = (await bob.shared.list())[0]!;
		bob.port.hold(0);
		for (let transfer = 1; transfer <= 1000; transfer++) eve.tell({type: 'getFile', transfer, id, offset: 0});
		await until(() => eve.heard('fileRefused').length === 996 && eve.heard('fileStarts').length === 4);
		expect(new Set(eve.heard('fileRefused').map(({why}) => why))).toEqual(new Set(['busy']));
	});

	test('of requests for files beyond one a second is refused though none is under way', async () => {
		const clock = manualClock();
		const {bob, eve} = await bobAndEve({clock});
		const ask = async (transfer: number) => {
			eve.tell({type: 'getFile', transfer, id: ID, offset: 0});
			await until(() => eve.heard('fileRefused').length === transfer);
			return eve.heard('fileRefused').at(-1)?.why;
		};
		for (let transfer = 1; transfer <= 10; transfer++) expect(await ask(transfer)).toBe('noSuchFile');
		expect(await ask(11)).toBe('busy');
		clock.advance(1000);
		expect(await ask(12)).toBe('noSuchFile');
		expect(bob.events).toEqual([]);
	});

	test('of requests for the list is answered once a second', async () => {
		const clock = manualClock();
		const {bob, eve} = await bobAndEve({clock});
		for (let at = 0; at < 100; at++) {
			eve.tell({type: 'listFiles'});
			await until(() => eve.heard('files').length + eve.heard('listRefused').length === at + 1);
		}

		expect(eve.heard('files')).toHaveLength(3);
		clock.advance(1000);
		eve.tell({type: 'listFiles'});
		await until(() => eve.heard('files').length === 4);
		expect(bob.events).toEqual([]);
	});

	test('of offers is shown one every ten seconds, and four at a time', async () => {
		const clock = manualClock();
		const {bob, eve} = await bobAndEve({clock});
		const offer = async (at: number) => {
			const id = String(at).padStart(43, 'x');
			const shown = bob.events.length;
			const declined = eve.heard('declineOffer').length;
			eve.tell({type: 'offerFile', id, name: 'a', size: 1});
			await until(() => bob.events.length > shown || eve.heard('declineOffer').length > declined);
			return bob.events.length > shown ? id : undefined;
		};
		const ids = [await offer(1), await offer(2), await offer(3), await offer(4)];
		expect(ids).not.toContain(undefined);
		clock.advance(60_000);
		expect(await offer(5)).toBeUndefined(); // four wait
		for (const id of ids) bob.transfers.decline(id!);
		await until(() => eve.heard('declineOffer').length === 5);
		for (let at = 6; at <= 9; at++) bob.transfers.decline((await offer(at))!);
		await until(() => eve.heard('declineOffer').length === 9);
		expect(await offer(10)).toBeUndefined(); // too soon
		clock.advance(10_000);
		expect(await offer(11)).toBeDefined();
	});

	test('of offers is shown four times', async () => {
		const {bob, eve} = await bobAndEve({clock: manualClock()});
		for (let at = 0; at < 100; at++)
			eve.tell({type: 'offerFile', id: String(at).padStart(43, 'x'), name: 'a', size: 1});
		await until(() => eve.heard('declineOffer').length === 96);
		expect(bob.events).toHaveLength(4);
	});

	test('of lists that nobody asked for is dropped', async () => {
		const {bob, eve} = await bobAndEve();
		const entries = Array.from({length: 300}, () => ({id: ID, name: 'a', size: 1}));
		eve.tell({type: 'files', entries, isLast: true});
		eve.tell({type: 'listFiles'}); // the answer comes after what was said before
		await until(() => eve.heard('files').length === 1);
		expect(bob.events).toEqual([]);
	});

	test.each([
		['of parts with many files', 300, 7],
		['of parts with one file', 1, 200],
		['of parts without files', 0, 200],
	])('in a list that never ends, %s, ends the request without a list', async (_, files, parts) => {
		const {bob, eve} = await bobAndEve();
		const entries = Array.from({length: files}, () => ({id: ID, name: 'a', size: 1}));
		bob.transfers.list();
		await until(() => eve.heard('listFiles').length === 1);
		for (let at = 1; at < parts; at++) eve.tell({type: 'files', entries, isLast: false});
		eve.tell({type: 'listFiles'}); // the answer comes after what was said before
		await until(() => eve.heard('files').length === 1);
		expect(bob.events).toEqual([]);
		for (let at = 0; at < 10; at++) eve.tell({type: 'files', entries, isLast: false});
		eve.tell({type: 'listFiles'});
		await until(() => eve.heard('files').length === 2);
		expect(bob.events).toEqual([{type: 'listRefused', why: 'endless'}]);
	});
});

test('names of listed and offered files, and of folders, are safe for the screen', async () => {
	const {bob, eve} = await bobAndEve();
	bob.transfers.list();
	eve.tell({
		type: 'files',
		entries: [{id: ID, name: '../\x1b[2J.bashrc', size: 1, folder: 'a\n\x1b]0;x\x07b'}],
		isLast: true,
	});
	eve.tell({type: 'offerFile', id: ID, name: 'invoice\u202efdp.exe', size: 1});
	await until(() => bob.events.length === 2);
	expect(bob.events).toEqual([
		{type: 'filesListed', files: [{id: ID, name: 'bashrc', size: 1, folder: 'a \ufffdb'}]},
		{type: 'fileOffered', offer: {id: ID, name: 'invoicefdp.exe', size: 1}},
	]);
});

describe('a message is refused', () => {
	const entry = {id: ID, name: 'a', size: 1};

	test('with a million files, before any of them is looked at', () => {
		let looked = 0;
		const watched = new Proxy(entry, {
			get: (target, key) => {
				looked++;
				return Reflect.get(target, key) as unknown;
			},
		});
		const million = {type: 'files', entries: Array.from({length: 1_000_000}, () => watched), isLast: true};
		expect(messageSchema.safeParse(million).success).toBe(false);
		expect(looked).toBe(0);
	});

	test.each<[string, object]>([
		['of an unknown type', {type: 'putFile', transfer: 1}],
		['with a field too many', {type: 'listFiles', all: true}],
		['with a prototype', JSON.parse('{"type":"listFiles","__proto__":{"x":1}}') as object],
		['without its number', {type: 'cancelFile'}],
		['with a number too large', {type: 'cancelFile', transfer: 2 ** 32}],
		['with a number that is none', {type: 'cancelFile', transfer: '1'}],
		['with a path instead of an id', {type: 'getFile', transfer: 1, id: '../../etc/passwd', offset: 0}],
		['with an offset below zero', {type: 'getFile', transfer: 1, id: ID, offset: -1}],
		['with an offset between two bytes', {type: 'getFile', transfer: 1, id: ID, offset: 0.5}],
		[
			'with a size that is not finite',
			JSON.parse('{"type":"fileStarts","transfer":1,"size":1e400,"offset":0}') as object,
		],
		['with a hash of another length', {type: 'fileEnds', transfer: 1, sha256: 'x'}],
		['with a name too long', {type: 'offerFile', id: ID, name: 'a'.repeat(256), size: 1}],
		['with an unknown reason', {type: 'fileRefused', transfer: 1, why: 'because'}],
		['with a file of another shape', {type: 'files', entries: [{...entry, path: '/etc'}], isLast: true}],
		['with no list', {type: 'files', entries: {length: 1}, isLast: true}],
	])('%s', (_case, message) => {
		expect(messageSchema.safeParse(message).success).toBe(false);
	});
});
