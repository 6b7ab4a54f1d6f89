/** Who may connect: over TLS 1.3 and nothing else, so many at once, and so fast. */
import {once} from 'node:events';
import {mkdtemp} from 'node:fs/promises';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {CannotStart} from '../../../lib/cannot-start.ts';
import {LOBBY, type UserName} from '../../../protocol/names.ts';
import {openCertificate} from '../../../server/tls/certificate.ts';
import {until} from '../../harness/until.ts';
import {openEdge} from './edge.ts';
import {Peer} from '../peer.ts';

const tls = await openCertificate(await mkdtemp(path.join(tmpdir(), 'chat-tui-')));

describe('TLS', () => {
	test('carries requests and replies, at version 1.3, with the certificate that the clients pin', async () => {
		const {port, handler} = await openEdge({}, {tls});
		const peer = await Peer.connectSecurely(port, {
			rejectUnauthorized: true,
			ca: [tls.cert],
			checkServerIdentity: () => undefined,
		});
		await peer.fence();
		expect(peer.socket).toMatchObject({authorized: true});
		expect(handler.asked).toHaveLength(1);
		expect(handler.opened[0]?.address).toBe('127.0.0.1');
	});

	test('of an older version is refused', async () => {
		const {port, handler, log} = await openEdge({}, {tls});
		await expect(Peer.connectSecurely(port, {maxVersion: 'TLSv1.2'})).rejects.toThrow(/protocol version/);
		await until(() => log.length === 1);
		expect(log).toEqual([{type: 'turnedAway', address: '127.0.0.1', why: 'noTls'}]);
		expect(handler.opened).toEqual([]);
	});

	test('is not optional: plaintext is cut without an answer', async () => {
		const {port, handler} = await openEdge({}, {tls});
		const peer = await Peer.connect(port);
		const bytes: unknown[] = [];
		peer.socket.on('data', data => bytes.push(data));
		peer.ping(1);
		await peer.end();
		expect(peer.heard).toEqual([]);
		expect(handler.opened).toEqual([]);
	});

	test('must be agreed on in time', async () => {
		const {port, log} = await openEdge({handshake: 20}, {tls});
		const silent = await Peer.connect(port);
		await silent.end();
		expect(log).toEqual([{type: 'turnedAway', address: '127.0.0.1', why: 'noTls'}]);
	});

	test('may be left out on this machine only', async () => {
		await expect(openEdge({}, {address: '0.0.0.0'})).rejects.toThrow(CannotStart);
		await expect(openEdge({}, {address: '0.0.0.0'})).rejects.toThrow(/0\.0\.0\.0/);
	});

	test('answers whole and in order, however long each answer is, also right before it closes', async () => {
		const {port, handler} = await openEdge({}, {tls});
		const peer = await Peer.connectSecurely(port);
		await until(() => handler.opened.length === 1);
		const session = handler.opened[0]!;
		const sizes = [10, 5000, 40_000, 70_000, 3, 64_000, 300_000, 20_000, 1, 30_000];
		for (const [at, size] of sizes.entries()) {
			session.answer(at, {text: 'x漢'.repeat(size / 2)});
			if (at % 3 === 0) await nextTurn();
		}

		session.close();
		await peer.end();
		const heard = peer.heard.map(({re, ok}) => [re, (ok as {text: string}).text.length]);
		expect(heard).toEqual(sizes.map((size, at) => [at, 2 * Math.floor(size / 2)]));
	});

	test('survives peers that vanish in the middle of a handshake', async () => {
		const {port} = await openEdge({}, {tls});
		for (let count = 0; count < 20; count++) {
			const socket = connect(port, '127.0.0.1', () => {
				socket.write(Buffer.from([22, 3, 1, 2, 0]));
				socket.resetAndDestroy();
			});
			socket.on('error', () => undefined);
		}

		const peer = await Peer.connectSecurely(port);
		await peer.fence();
		expect(peer.heard).toHaveLength(1);
	});
});

describe('one address', () => {
	test('may hold 64 connections on which nobody has signed in; the next hears why not, until one of them signs in', async () => {
		const {visit, port, log} = await openEdge({acceptBurst: 1000});
		const first = await visit();
		for (let count = 1; count < 64; count++) await visit();
		const tooMany = await Peer.connect(port);
		await tooMany.end();
		expect(tooMany.refusals).toEqual(['tooManyConnections']);
		expect(log).toEqual([{type: 'turnedAway', address: '127.0.0.1', why: 'tooManyStrangers'}]);
		first.session.signedIn();
		let next = await Peer.connect(port);
		await next.fence();
		while (next.ended) {
			await nextTurn(); // in which the server notices that the last one has left
			next = await Peer.connect(port);
			await next.fence();
		}

		expect(next.heard).toHaveLength(1);
	});

	test('frees a place by hanging up, also in the middle of a handshake', async () => {
		const {port, handler} = await openEdge({strangersPerAddress: 2}, {tls});
		for (let round = 0; round < 4; round++) {
			const [raw, secure] = [await Peer.connect(port), await Peer.connectSecurely(port)];
			await secure.fence();
			expect(secure.refusals).toEqual([]);
			raw.socket.destroy();
			secure.socket.destroy();
			await until(() => handler.closed.length === round + 1);
		}
	});

	test('does not count any more when the link broke before a sign-out was carried out', async () => {
		const {port, visit, handler} = await openEdge({strangersPerAddress: 2});
		for (let round = 0; round < 4; round++) {
			const {peer, session} = await visit();
			session.signedIn();
			peer.socket.destroy();
			await until(() => handler.closed.length === round + 1);
			session.signedOut();
		}

		const peer = await Peer.connect(port);
		await peer.fence();
		expect(peer.refusals).toEqual([]);
	});

	test('may connect 60 times at once and 20 times a second; who comes faster waits for the handshake', async () => {
		const {port, handler, clock, log} = await openEdge({strangersPerAddress: 1000, waitingPerAddress: 30});
		for (let count = 0; count < 60 + 30; count++) await Peer.connect(port);
		await (await Peer.connect(port)).end();
		expect(log).toEqual([{type: 'turnedAway', address: '127.0.0.1', why: 'tooFast'}]);
		expect(handler.opened).toHaveLength(60);
		clock.advance(1000);
		expect(handler.opened).toHaveLength(80);
		clock.advance(1000);
		expect(handler.opened).toHaveLength(90);
		expect(log).toHaveLength(1);
	});

	test('goes on as soon as somebody who came before has signed in by a token, the first who waits first', async () => {
		const {port, visit} = await openEdge({acceptRate: 1e-6, acceptBurst: 1, waiting: 2});
		const {session} = await visit();
		const [first, second] = [await Peer.connect(port), await Peer.connect(port)];
		await (await Peer.connect(port)).end(); // so both wait
		session.signedIn(true);
		await first.fence();
		expect(first.refusals).toEqual([]);
		expect(second.heard).toEqual([]);
		const third = await Peer.connect(port);
		await (await Peer.connect(port)).end();
		expect(third.ended).toBe(false);
	});

	test('waits 5 s at most, and is cut then', async () => {
		const {port, visit, clock, log} = await openEdge({
			acceptRate: 1e-6,
			acceptBurst: 1,
			waitingPerAddress: 1,
		});
		const {peer} = await visit();
		const waiting = await Peer.connect(port);
		await (await Peer.connect(port)).end();
		clock.advance(4900);
		expect(log).toHaveLength(1);
		clock.advance(100);
		await waiting.end();
		expect(log).toHaveLength(2);
		await peer.fence();
	});

	test('waits while too many of the network are not signed in, whatever the rate allows', async () => {
		const limits = {acceptRate: 20, acceptBurst: 1, waitingPerAddress: 1, strangersPerAddress: 1};
		const {port, visit, clock} = await openEdge(limits);
		const {session} = await visit();
		const waiting = await Peer.connect(port);
		await (await Peer.connect(port)).end();
		clock.advance(1000);
		session.signedIn();
		clock.advance(50);
		await waiting.fence();
		expect(waiting.refusals).toEqual([]);
	});
});

test('so many wait of all networks, and a network that waits does not hold up another one', async () => {
	const {port, handler, log} = await openEdge({acceptRate: 1e-6, acceptBurst: 1, waiting: 2});
	const from = async (localAddress: string) => {
		const socket = connect({port, host: '127.0.0.1', localAddress});
		socket.on('error', () => undefined);
		await once(socket, 'connect');
		return socket;
	};
	for (const address of ['127.0.0.2', '127.0.0.2', '127.0.0.3', '127.0.0.3']) await from(address);
	await until(() => handler.opened.length === 2);
	await once(await from('127.0.0.2'), 'close');
	expect(log).toEqual([{type: 'turnedAway', address: '127.0.0.2', why: 'tooFast'}]);
});

test('a network that fills the line gives room to one with fewer who wait, its newest first', async () => {
	const {port, handler, log} = await openEdge({acceptRate: 1e-6, acceptBurst: 1, waiting: 3});
	const from = async (localAddress: string) => {
		const socket = connect({port, host: '127.0.0.1', localAddress});
		await once(
			socket.on('error', () => undefined),
			'connect',
		);
		return socket;
	};
	for (const address of ['127.0.0.2', '127.0.0.3', '127.0.0.2', '127.0.0.2']) await from(address);
	const newest = await from('127.0.0.2');
	await until(() => handler.opened.length === 2);
	await from('127.0.0.3');
	await once(newest, 'close');
	await once(await from('127.0.0.3'), 'close'); // now one has two and the other one: nobody has more than a fair share
	expect(log.map(entry => 'address' in entry && entry.address)).toEqual(['127.0.0.2', '127.0.0.3']);
});

test('a connection that was reset before it was accepted waits in no line', async () => {
	const {port, log} = await openEdge({acceptBurst: 1, waitingPerAddress: 0});
	const resets = Array.from({length: 200}, async () => {
		const socket = connect({port, host: '127.0.0.1'}, () => socket.resetAndDestroy());
		await once(
			socket.on('error', () => undefined),
			'close',
		);
	});
	await Promise.all(resets);
	await (await Peer.connect(port)).end();
	expect(log.filter(entry => 'address' in entry && entry.address === 'unknown')).toEqual([]);
});

describe('the listener', () => {
	test('takes no more connections than it is told to', async () => {
		const {visit, port, log} = await openEdge({connections: 2});
		const [alice] = [await visit(), await visit()];
		const third = await Peer.connect(port);
		await third.end();
		expect(log).toEqual([{type: 'turnedAway', address: '127.0.0.1', why: 'full'}]);
		await alice.peer.fence();
		expect(alice.peer.ended).toBe(false);
	});

	test('says which port is in use', async () => {
		const {port} = await openEdge();
		await expect(openEdge({}, {port})).rejects.toThrow(`Port ${port} is in use on 127.0.0.1`);
	});

	test('that closes cuts those who wait', async () => {
		const {listener, port, visit} = await openEdge({acceptRate: 1e-6, acceptBurst: 1, waitingPerAddress: 1});
		const {peer} = await visit();
		const waiting = await Peer.connect(port);
		await (await Peer.connect(port)).end();
		const closed = listener.close();
		await waiting.end();
		peer.socket.destroy();
		await closed;
	});

	test('that closes lets nobody in, and is done when the last one has left', async () => {
		const {listener, visit, port} = await openEdge();
		const {peer} = await visit();
		let gone = false;
		const closed = listener.close().then(() => (gone = true));
		await expect(Peer.connect(port)).rejects.toThrow('ECONNREFUSED');
		await peer.fence();
		expect(gone).toBe(false);
		for (const session of listener.sessions) session.close();
		await closed;
		await peer.end();
	});

	test('throws a peer out that does not go by itself once it is cut', async () => {
		const {visit, clock, listener} = await openEdge();
		const {peer, session} = await visit();
		peer.socket.pause();
		peer.socket.allowHalfOpen = true;
		session.close();
		clock.advance(1000);
		await until(() => [...listener.sessions].length === 0);
	});

	test('writes the same to all who get the same in one turn, and to others theirs', async () => {
		const {visit} = await openEdge();
		const visits = [await visit(), await visit(), await visit(), await visit()];
		const typing = (user: string) => ({
			type: 'typing' as const,
			conversation: LOBBY,
			user: user as UserName,
		});
		const [one, two, three] = [typing('eve'), {...typing('bob'), note: 'ünï 😀'}, typing('dan')];
		visits.forEach(({session}, at) => {
			session.deliver(one);
			session.deliver(at === 3 ? three : two);
		});
		for (const [at, {peer}] of visits.entries()) {
			await peer.fence();
			expect(peer.heard.slice(0, 2)).toEqual([one, at === 3 ? three : two]);
		}
	});

	test('writes no line to whoever gets only the first of those that another one got before, in one turn', async () => {
		const {visit} = await openEdge();
		const [all, some] = [await visit(), await visit()];
		const [one, two] = ['eve', 'bob'].map(user => ({
			type: 'typing' as const,
			conversation: LOBBY,
			user: user as UserName,
		}));
		for (const announcement of [one!, two!]) all.session.deliver(announcement);
		some.session.deliver(one!);
		for (const {peer} of [all, some]) await peer.fence();
		expect(all.peer.heard.filter(({type}) => type === 'typing')).toEqual([one, two]);
		expect(some.peer.heard.filter(({type}) => type === 'typing')).toEqual([one]);
	});
});
