/** Files over real sockets and on a real disk: sent, fetched, cut, damaged, removed. */
import {createHash, randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {readdirSync, statSync} from 'node:fs';
import {mkdir, stat, writeFile} from 'node:fs/promises';
import {connect} from 'node:net';
import path from 'node:path';
import {expect, test} from 'vitest';
import {LIMITS} from '../../../server/net/limits.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {until} from '../../harness/until.ts';
import {RawPeer} from '../net/raw-peer.ts';
import {open} from '../on-disk.ts';
import type {Peer} from '../peer.ts';

const digest = (content: Buffer) => createHash('sha256').update(content).digest();
const conversation = '#lobby';
let count = 0;

/** A server with people, and what they do with files. */
async function sharing(folder?: string) {
	const data = folder ?? (await temporaryFolder());
	const server = await open({folder: data});
	const {port} = server.server;
	const offer = async (peer: Peer, size: number) => {
		const {ticket} = await peer.ask('offerUpload', {conversation, name: 'notes.bin', size});
		const raw = await RawPeer.connect(port);
		expect(await raw.openTransfer(String(ticket))).toEqual({re: 1, ok: {}});
		return raw;
	};
	/** The second frame; empty where there is none. */
	const outcome = async (raw: RawPeer) => {
		await raw.end();
		return JSON.parse((await raw.bytes(0)).toString() || '{}') as Record<string, unknown>;
	};
	const upload = async (peer: Peer, content: Buffer) => {
		const raw = await offer(peer, content.length);
		raw.socket.write(content);
		raw.socket.write(digest(content));
		expect(await outcome(raw)).toEqual({re: 1, ok: {}});
		return digest(content).toString('hex');
	};
	const send = async (peer: Peer, file: string) => {
		const messageId = `device00.start.${++count}`;
		return peer.ask('send', {conversation, messageId, text: 'notes.bin', file});
	};
	const fetch = async (peer: Peer, sequence: unknown, offset = 0) => {
		const {ticket} = await peer.ask('requestFile', {conversation, sequence});
		const raw = await RawPeer.connect(port);
		expect(await raw.openTransfer(String(ticket), offset)).toEqual({re: 1, ok: {}});
		await raw.end();
		return raw.bytes(0);
	};
	const stored = () => {
		try {
			return readdirSync(path.join(data, 'files'));
		} catch {
			return []; // nothing was sent yet
		}
	};
	/** Bytes of the only file; undefined where there is none. */
	const drafted = () => {
		const [name] = stored();
		return name === undefined ? undefined : statSync(path.join(data, 'files', name)).size;
	};
	return {...server, data, offer, outcome, upload, send, fetch, stored, drafted};
}

test('a file is stored once whoever sends it, for its owner alone, and comes back as it was, from any byte on', async () => {
	const {enters, upload, send, fetch, stored, data} = await sharing();
	const [alice, bob] = [await enters('signUp', 'alice'), await enters('signUp', 'bob')];
	const content = randomBytes(3_000_000);
	const file = await upload(alice, content);
	const {sequence} = await send(alice, file);
	await send(bob, await upload(bob, content));
	expect(stored()).toEqual([file]);
	expect((await stat(path.join(data, 'files', file))).mode & 0o777).toBe(0o600);
	expect((await fetch(bob, sequence)).equals(content)).toBe(true);
	expect((await fetch(bob, sequence, 2_999_990)).equals(content.subarray(2_999_990))).toBe(true);
	expect(await fetch(bob, sequence, 3_000_000)).toHaveLength(0);
});

test('an empty file is a file', async () => {
	const {enters, upload, send, fetch} = await sharing();
	const alice = await enters('signUp', 'alice');
	const {sequence} = await send(alice, await upload(alice, Buffer.alloc(0)));
	expect(await fetch(alice, sequence)).toHaveLength(0);
});

test('nothing is kept of a file that is damaged, longer than offered, or broken off', async () => {
	const {enters, offer, outcome, stored, said} = await sharing();
	const alice = await enters('signUp', 'alice');
	const damaged = await offer(alice, 10);
	damaged.socket.write(Buffer.alloc(10));
	damaged.socket.write(digest(Buffer.from('another')));
	expect(await outcome(damaged)).toEqual({re: 1, refusal: 'wrongHash'});
	const long = await offer(alice, 10);
	long.socket.write(randomBytes(2_000_000));
	expect(await outcome(long)).toMatchObject({refusal: 'transferTooLong'});
	const broken = await offer(alice, 1000);
	broken.socket.end(randomBytes(500));
	await until(() => said(/file from alice.*left/) === 1);
	await until(() => said(/file from alice/) === 3);
	expect(stored()).toEqual([]);
});

test('who sends nothing for 30 s is cut, and the place of the transfer is free again', async () => {
	const {enters, offer, clock, said, stored, drafted} = await sharing();
	const alice = await enters('signUp', 'alice');
	const slow = await offer(alice, 1_000_000);
	slow.socket.write(randomBytes(256 * 1024));
	await until(() => drafted() === 256 * 1024); // all has arrived
	for (let second = 0; second < 40 && !slow.ended; second++) {
		clock.advance(1000);
		await alice.fence();
	}

	await slow.end();
	await until(() => said(/file from alice.*idle/) === 1);
	expect(stored()).toEqual([]);
	for (let each = 0; each < 4; each++)
		expect(await alice.ask('offerUpload', {conversation, name: 'x', size: 1})).toHaveProperty('ticket');
});

test('who sends a byte now and then is cut when a file of its size should long be there', async () => {
	const {enters, offer, clock, stored, drafted} = await sharing();
	const alice = await enters('signUp', 'alice');
	const slow = await offer(alice, 1000);
	await until(() => drafted() === 0); // the server is ready for it
	for (let second = 0; second < 70 && !slow.ended; second++) {
		if (second % 10 === 0) slow.socket.write('x');
		await alice.fence();
		expect(second, 'too early').toBeLessThan(62);
		clock.advance(1000);
		await alice.fence();
	}

	await slow.end();
	await until(() => stored().length === 0);
});

test('a client that has fetched a file and keeps its side open is closed', async () => {
	const {server, enters, upload, send, clock} = await sharing();
	const alice = await enters('signUp', 'alice');
	const {sequence} = await send(alice, await upload(alice, Buffer.from('fetched')));
	const {ticket} = await alice.ask('requestFile', {conversation, sequence});
	const raw = new RawPeer(connect({port: server.port, host: '127.0.0.1', allowHalfOpen: true}));
	const end = once(raw.socket, 'end');
	await raw.openTransfer(String(ticket));
	await end;
	await until(() => {
		clock.advance(LIMITS.goodbye);
		raw.socket.write('x'); // a closed connection answers with a reset
		return raw.ended;
	});
	expect((await raw.bytes(7)).toString()).toBe('fetched');
});

test('a start removes what a killed server was receiving, and files that no message has', async () => {
	const folder = await temporaryFolder();
	const files = path.join(folder, 'files');
	await mkdir(files, {recursive: true});
	await writeFile(path.join(files, '.0123456789abcdef01.new'), 'half');
	await writeFile(path.join(files, 'ab'.repeat(32)), 'nobody has it');
	const first = await sharing(folder);
	const alice = await first.enters('signUp', 'alice');
	const file = await first.upload(alice, Buffer.from('kept'));
	const {sequence} = await first.send(alice, file);
	await first.server.stop('once more');
	const second = await sharing(folder);
	const again = await second.enters('signIn', 'alice');
	await until(() => second.stored().length === 1);
	expect((await second.fetch(again, sequence)).toString()).toBe('kept');
});

test('what is being received and what waits for its message stay when contents that nobody has are removed', async () => {
	const {enters, offer, outcome, upload, send, stored, clock, data} = await sharing();
	const alice = await enters('signUp', 'alice');
	const waiting = await upload(alice, Buffer.from('waits'));
	const content = randomBytes(3_000_000);
	const slow = await offer(alice, content.length);
	let at = 2_999_000;
	slow.socket.write(content.subarray(0, at));
	const nobodys = 'ab'.repeat(32);
	await writeFile(path.join(data, 'files', nobodys), 'nobody has it');
	for (; stored().includes(nobodys); at++) {
		slow.socket.write(content.subarray(at, at + 1)); // it is never idle
		clock.advance(1000);
		await alice.fence();
	}

	slow.socket.write(content.subarray(at));
	slow.socket.write(digest(content));
	expect(await outcome(slow)).toEqual({re: 1, ok: {}});
	expect(await send(alice, waiting)).toHaveProperty('sequence');
	expect(stored().sort()).toEqual([waiting, digest(content).toString('hex')].sort());
});

test('the content goes a while after its last message was deleted, and not before', async () => {
	const {enters, upload, send, stored, clock} = await sharing();
	const alice = await enters('signUp', 'alice');
	const file = await upload(alice, Buffer.from('once'));
	const {sequence: target} = await send(alice, file);
	const minute = async () => {
		for (let second = 0; second < 61; second++) {
			clock.advance(1000);
			await alice.fence();
		}
	};
	await minute();
	expect(stored()).toEqual([file]);
	await alice.ask('change', {
		conversation,
		messageId: `device00.start.${++count}`,
		target,
		change: {type: 'delete'},
	});
	await minute();
	await until(() => stored().length === 0);
});

test.each(['early', 'broken', 'broken once answered'])(
	'a connection that is %s while it becomes a transfer leaves its place free',
	async how => {
		const {enters, server} = await sharing();
		const alice = await enters('signUp', 'alice');
		const offer = async () => alice.ask('offerUpload', {conversation, name: 'x', size: 100_000_000});
		for (let each = 0; each < 4; each++) {
			const {ticket} = await offer();
			const {socket} = await RawPeer.connect(server.port);
			socket.write(`${JSON.stringify({id: 1, type: 'openTransfer', ticket})}\n${how === 'early' ? 'x' : ''}`);
			if (how === 'broken') socket.resetAndDestroy();
			if (how === 'broken once answered') socket.once('data', () => socket.resetAndDestroy());
			await until(() => socket.destroyed);
		}

		let free = 0;
		for (let each = 0; each < 150 && free < 4; each++) free += Number('ticket' in (await offer()));
		expect(free).toBe(4);
	},
);
