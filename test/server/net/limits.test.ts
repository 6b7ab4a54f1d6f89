/** What one connection may cost: frames, time, requests, and output that waits. */
import {describe, expect, test} from 'vitest';
import {until} from '../../harness/until.ts';
import {openEdge} from './edge.ts';

const nextTurn = async () => new Promise<void>(resolve => setImmediate(resolve));

describe('a frame', () => {
	test('that never ends is refused at the cap, and the connection is cut', async () => {
		const {visit, handler} = await openEdge();
		const {peer} = await visit();
		peer.write('x'.repeat(3000));
		await peer.end();
		expect(peer.refusals).toEqual(['frameTooLong']);
		await until(() => handler.closed.length === 1);
		expect(handler.asked).toEqual([]);
	});

	test('may be longer once somebody has signed in, and not after they have signed out', async () => {
		const {visit, handler} = await openEdge();
		const {peer, session} = await visit();
		const long = `{"id":1,"type":"send","conversation":"alice+bob","messageId":"abcdefgh.1.1","text":"${'x'.repeat(3000)}"}\n`;
		session.signedIn();
		peer.write(long);
		await peer.fence();
		expect(handler.asked[0]?.type).toBe('send');
		session.signedOut();
		peer.write(long);
		await peer.end();
		expect(peer.refusals).toEqual(['frameTooLong']);
	});

	test('that stalls halfway is cut after ten seconds', async () => {
		const {visit, clock, log} = await openEdge();
		const {peer} = await visit();
		await peer.fence('{"id":1,');
		clock.advance(9000);
		expect(log).toEqual([]);
		clock.advance(1000);
		await peer.end();
		expect(peer.refusals).toEqual(['frameTooSlow']);
	});

	test('that drips in is cut ten seconds after its first byte, however regular the drops', async () => {
		const {visit, clock} = await openEdge();
		const {peer} = await visit();
		const other = (await visit()).peer;
		await peer.fence('{');
		for (let second = 1; second < 10; second++) {
			peer.write(' ');
			await other.fence(); // the server has read the drop as well
			clock.advance(1000);
		}
		await other.fence();
		expect(peer.refusals).toEqual([]);
		clock.advance(1000);
		await peer.end();
		expect(peer.refusals).toEqual(['frameTooSlow']);
	});

	test('has ten seconds of its own, though the one before it was slow', async () => {
		const {visit, clock, log} = await openEdge();
		const {peer} = await visit();
		await peer.fence('{"id":1,');
		clock.advance(9000);
		peer.write('"type":"ping"}\n{"id":2,');
		await until(() => peer.heard.some(frame => frame['re'] === 1));
		clock.advance(9000);
		expect(log).toEqual([]);
		clock.advance(1000);
		await peer.end();
		expect(peer.refusals).toEqual(['frameTooSlow']);
	});

	test('that is not UTF-8 is refused and the connection cut', async () => {
		const {visit, handler} = await openEdge();
		const {peer, session} = await visit();
		session.signedIn();
		peer.write(
			Buffer.concat([Buffer.from('{"id":1,"type":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}\n')]),
		);
		await peer.end();
		expect(peer.refusals).toEqual(['badRequest']);
		expect(handler.asked).toEqual([]);
	});

	test('that is no request is answered with its id, and somebody who is signed in stays', async () => {
		const {visit} = await openEdge();
		const {peer, session} = await visit();
		session.signedIn();
		peer.write('{"id":7,"type":"dance"}\n{"id":8,"type":"ping","more":1}\nhello\n');
		await peer.fence();
		expect(peer.heard.slice(0, 3)).toEqual([
			{re: 7, refusal: 'badRequest'},
			{re: 8, refusal: 'badRequest'},
			{re: 0, refusal: 'badRequest'},
		]);
		expect(peer.ended).toBe(false);
	});

	test('of a stranger that is no request ends the connection', async () => {
		const {visit, handler} = await openEdge();
		const {peer} = await visit();
		peer.write('{"id":7,"type":"dance"}\n{"id":8,"type":"ping"}\n');
		await peer.end();
		expect(peer.heard).toEqual([{re: 7, refusal: 'badRequest'}]);
		expect(handler.asked).toEqual([]);
	});
});

describe('time', () => {
	test('a stranger who does not sign in is cut after twenty seconds, however much they ping', async () => {
		const {visit, clock} = await openEdge();
		const {peer} = await visit();
		await peer.fence();
		clock.advance(19_000);
		await peer.fence();
		clock.advance(1000);
		await peer.end();
		expect(peer.refusals).toEqual(['signInTooSlow']);
	});

	test('whoever signed in has no such deadline; after a sign-out it runs again', async () => {
		const {visit, clock} = await openEdge();
		const {peer, session} = await visit();
		session.signedIn();
		clock.advance(19_000);
		await peer.fence();
		clock.advance(19_000);
		await peer.fence();
		session.signedOut();
		clock.advance(19_000);
		await peer.fence();
		expect(peer.ended).toBe(false);
		clock.advance(1000);
		await peer.end();
		expect(peer.refusals).toEqual(['signInTooSlow']);
	});

	test('a peer of which nothing was heard for 25 seconds is dead', async () => {
		const {visit, clock, handler, log} = await openEdge();
		const {peer, session} = await visit();
		session.signedIn();
		await peer.fence();
		clock.advance(24_000);
		await peer.fence();
		clock.advance(24_000);
		expect(log).toEqual([]);
		clock.advance(1000);
		await peer.end();
		await until(() => handler.closed.includes(session));
		expect(log).toEqual([{type: 'cut', address: '127.0.0.1', why: 'silent'}]);
	});
});

describe('a flood of requests', () => {
	test('is read more slowly, and nobody is cut and nothing lost', async () => {
		const {visit, clock, handler} = await openEdge({signInTime: Infinity});
		const {peer, session} = await visit();
		session.signedIn();
		for (let id = 1; id <= 1000; id++) peer.ping(id);
		await until(() => peer.heard.length === 100);
		for (let second = 1; second <= 45; second++) {
			clock.advance(1000);
			await until(() => peer.heard.length >= Math.min(1000, 100 + 20 * second));
		}

		expect(peer.heard.map(frame => frame['re'])).toEqual(Array.from({length: 1000}, (_, at) => at + 1));
		expect(handler.asked).toHaveLength(1000);
		expect(peer.ended).toBe(false);
	});

	test('of one person takes nothing from another', async () => {
		const {visit} = await openEdge();
		const [mallory, alice] = [await visit(), await visit()];
		mallory.session.signedIn();
		for (let id = 1; id <= 500; id++) mallory.peer.ping(id);
		await until(() => mallory.peer.heard.length === 100);
		await alice.peer.fence();
		expect(mallory.peer.heard).toHaveLength(100);
	});
});

describe('output', () => {
	const reply = {text: 'x'.repeat(64 * 1024)};

	test('for a reader that never reads is cut when a mebibyte waits; another reader loses nothing', async () => {
		const {visit, handler, log} = await openEdge();
		const [mallory, alice] = [await visit(), await visit()];
		mallory.peer.socket.pause();
		let sent = 0;
		while (!handler.closed.includes(mallory.session)) {
			mallory.session.answer(1, reply);
			alice.session.answer(1, reply);
			sent++;
			await until(() => alice.peer.heard.length === sent);
		}

		expect(log).toEqual([{type: 'cut', address: '127.0.0.1', why: 'slowReader'}]);
		expect(alice.peer.heard).toHaveLength(sent);
		expect(alice.peer.ended).toBe(false);
	});

	test('that waits holds up further requests of its reader, who gets it all once they read', async () => {
		const {visit, handler} = await openEdge({outputCut: Infinity, requestBurst: 1e6});
		const {peer, session} = await visit();
		session.signedIn();
		handler.onRequest = (asker, frame) => {
			handler.asked.push(frame);
			asker.pause();
			setImmediate(() => {
				asker.answer(frame.id, {text: 'x'.repeat(256 * 1024)});
				asker.resume();
			});
		};
		peer.socket.pause();
		for (let id = 1; id <= 100; id++) peer.ping(id);
		let asked = 0;
		do {
			asked = handler.asked.length;
			for (let turn = 0; turn < 10; turn++) await nextTurn();
		} while (handler.asked.length > asked);
		expect(asked).toBeGreaterThan(0);
		expect(asked).toBeLessThan(100);
		peer.socket.resume();
		await until(() => peer.heard.length === 100);
		expect(peer.heard.map(frame => frame['re'])).toEqual(Array.from({length: 100}, (_, at) => at + 1));
	});

	test.each([
		['that comes in many turns', {outputCut: Infinity}, async () => nextTurn()],
		['of one turn', {}, async () => {}],
	])('%s and is taken little by little is a sign of life', async (_when, limits, between) => {
		const {visit, clock, log} = await openEdge(limits);
		const {peer, session} = await visit();
		session.signedIn();
		await peer.fence();
		let received = 0;
		peer.socket.on('data', (text: string) => (received += text.length));
		peer.socket.pause();
		for (let count = 0; count < 512; count++) {
			session.answer(1, reply);
			await between();
		}

		await nextTurn();
		clock.advance(21_000);
		peer.socket.resume();
		await until(() => received > 16 * 1024 * 1024);
		peer.socket.pause();
		clock.advance(20_000);
		expect(log).toEqual([]);
	});

	test('of one turn is no fault of its reader, however long it is; what waits beside it is', async () => {
		const {visit, handler, log} = await openEdge();
		const [slow, never] = [await visit(), await visit()];
		for (const {peer, session} of [slow, never]) {
			peer.socket.pause();
			for (let count = 0; count < 128; count++) session.answer(1, reply);
		}

		await nextTurn();
		for (let count = 0; count < 8; count++) {
			slow.session.answer(1, reply);
			await nextTurn();
		}

		while (!handler.closed.includes(never.session)) {
			never.session.answer(1, reply);
			await nextTurn();
		}

		slow.peer.socket.resume();
		await until(() => slow.peer.heard.length === 136);
		expect(log).toEqual([{type: 'cut', address: '127.0.0.1', why: 'slowReader'}]);
	});

	test('of one turn leaves in one piece and in order', async () => {
		const {visit} = await openEdge();
		const {peer, session} = await visit();
		const chunks: string[] = [];
		peer.socket.on('data', (text: string) => chunks.push(text));
		for (let id = 1; id <= 50; id++) session.answer(id, {});
		await until(() => peer.heard.length === 50);
		expect(chunks).toHaveLength(1);
		expect(peer.heard.map(frame => frame['re'])).toEqual(Array.from({length: 50}, (_, at) => at + 1));
	});

	const long = {people: Array.from({length: 30_000}, (_, at) => ({user: `user${at}`}))};

	test('behind long answers comes in order, and is made no faster than its reader reads', async () => {
		const {visit} = await openEdge({outputHold: 16 * 1024});
		const {peer, session} = await visit();
		peer.socket.pause();
		let made = 0;
		const many = 1_000_000; // more than the buffers of the system hold
		const people = Array.from({length: many}, () => ({toJSON: () => ({user: `user${made++}`})}));
		session.answer(1, {people});
		session.deliver({type: 'stopping'});
		session.answer(2, long);
		session.answer(3, {});
		for (let [before, still] = [made, 0]; still < 100 && made < many; before = made) {
			await nextTurn();
			still = made === before ? still + 1 : 0;
		}

		expect(made).toBeLessThan(many);
		peer.socket.resume();
		await until(() => peer.heard.some(({re}) => re === 3));
		const kinds = peer.heard.map(({re, type, part}) => (part ? 'part' : (type ?? re)));
		expect(kinds.filter((kind, at) => kind !== kinds[at - 1])).toEqual(['part', 1, 'stopping', 'part', 2, 3]);
		expect(made).toBe(many);
	});

	test('behind a long answer that is not read has an end', async () => {
		const {visit, handler, log} = await openEdge({outputHold: 16 * 1024});
		const {peer, session} = await visit();
		peer.socket.pause();
		while (!handler.closed.includes(session)) {
			session.answer(1, long);
			session.answer(2, reply);
			await nextTurn();
		}

		expect(log).toEqual([{type: 'cut', address: '127.0.0.1', why: 'slowReader'}]);
	});

	test('of a long answer is whole also when the connection is closed right after it', async () => {
		const {visit} = await openEdge();
		const {peer, session} = await visit();
		session.answer(1, long);
		session.deliver({type: 'stopping'});
		session.close();
		await peer.end();
		expect(peer.heard.slice(-2)).toMatchObject([{re: 1, ok: {}}, {type: 'stopping'}]);
	});

	test('that was sent before a cut still arrives, and nothing after it', async () => {
		const {visit} = await openEdge();
		const {peer, session} = await visit();
		session.answer(1, {});
		session.close();
		session.answer(2, {});
		await peer.end();
		expect(peer.heard).toEqual([{re: 1, ok: {}}]);
	});
});

describe('the handler of requests', () => {
	test('may pause a connection: what comes meanwhile waits, in order, and time does not count against the peer', async () => {
		const {visit, handler, clock} = await openEdge();
		const {peer, session} = await visit();
		session.pause();
		for (let id = 1; id <= 5; id++) peer.ping(id);
		clock.advance(60_000);
		expect(handler.asked).toEqual([]);
		session.signedIn();
		session.resume();
		clock.advance(1000);
		await until(() => peer.heard.length === 5);
		expect(peer.heard.map(frame => frame['re'])).toEqual([1, 2, 3, 4, 5]);
	});

	test('may pause a connection in the middle of what it sent, which stays as it is while others are read', async () => {
		const {visit, handler} = await openEdge();
		const [one, other] = [await visit(), await visit()];
		const texts: string[] = [];
		handler.onRequest = (asker, frame) => {
			if (frame.type === 'send') texts.push(frame.text);
			if (texts.length === 1) asker.pause();
		};
		const send = (at: number, text: string) =>
			`{"id":${at},"type":"send","conversation":"alice+bob","messageId":"abcdefgh.1.${at}","text":"${text}"}\n`;
		for (const {session} of [one, other]) session.signedIn();
		one.peer.write(send(1, 'früh') + send(2, 'später'));
		await until(() => texts.length === 1);
		other.peer.write(send(3, 'x'.repeat(3000)));
		await until(() => texts.length === 2);
		one.session.resume();
		await until(() => texts.length === 3);
		expect(texts).toEqual(['früh', 'x'.repeat(3000), 'später']);
	});

	test('may pause and resume while it is being asked, and still hears of one request after the other', async () => {
		const {visit, handler} = await openEdge();
		const {peer} = await visit();
		const steps: string[] = [];
		handler.onRequest = (session, {id}) => {
			steps.push(`begins ${id}`);
			session.pause();
			session.resume();
			steps.push(`ends ${id}`);
			session.answer(id, {});
		};
		peer.write('{"id":1,"type":"ping"}\n{"id":2,"type":"ping"}\n');
		await until(() => peer.heard.length === 2);
		expect(steps).toEqual(['begins 1', 'ends 1', 'begins 2', 'ends 2']);
	});

	test('is not told of an end while it ends the connection', async () => {
		const {visit, handler} = await openEdge();
		const {session} = await visit();
		session.close();
		expect(handler.closed).toEqual([]);
		await until(() => handler.closed.length === 1);
	});

	test('hears of every end once, be it orderly, a reset or a cut', async () => {
		const {visit, handler} = await openEdge();
		const [ends, resets, isCut] = [await visit(), await visit(), await visit()];
		ends.peer.socket.end();
		resets.peer.socket.resetAndDestroy();
		isCut.session.close();
		isCut.session.close();
		await Promise.all([ends.peer.end(), isCut.peer.end()]);
		await until(() => handler.closed.length >= 3);
		expect(new Set(handler.closed)).toEqual(new Set([ends, resets, isCut].map(each => each.session)));
		expect(handler.closed).toHaveLength(3);
	});
});
