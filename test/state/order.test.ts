/** Whatever the order in which replies, announcements, pages and broken links come: is anything lost, doubled or out of order? */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Announcement, RequestOf} from '../../protocol/index.ts';
import {safeText} from '../../protocol/text.ts';
import type {OutboxEntry} from '../../source/state/model/link.ts';
import type {StateEvent} from '../../source/state/model/event.ts';
import {lastOf} from '../../source/state/chats/window.ts';
import {between, Client, message, signedIn, summary} from '../harness/client.ts';
import {address, name} from '../harness/sample-state.ts';

const withBob = between('alice', 'bob');
type Stored = ReturnType<typeof message>;

/** A server with one conversation, whose replies and announcements wait until they are let through. */
class Scene {
	readonly alice = new Client();
	readonly log: Stored[] = [];
	#outbox: OutboxEntry[] = [];
	#asked: Array<RequestOf<'history'>> = [];
	#replies: StateEvent[] = [];
	#announcements: Announcement[] = [];
	#online = false;
	#said = 0;

	readonly #most: number;
	readonly #read: number;

	/** `most`: messages in a page, as when they are so long that no more go into one. */
	constructor(past: number, most = 200) {
		this.#most = most;
		this.#read = Math.floor(past / 2);
		for (let at = 1; at <= past; at++) this.log.push(message('bob', 'alice', at, `past ${at}`));
		this.connect();
		this.alice.says('/msg bob');
		this.settle();
	}

	connect() {
		if (this.#online) return;
		this.#online = true;
		const conversations = [summary('alice', 'bob', {last: this.log.length, read: this.#read})];
		const event = signedIn('alice', {
			people: ['bob'],
			online: ['bob'],
			conversations,
			now: this.alice.clock.now(),
		});
		this.alice.hears({type: 'linkChanged', link: {status: 'online'}}, event);
		this.settle();
	}

	cut() {
		if (!this.#online) return;
		this.#online = false;
		this.#replies = [];
		this.#announcements = [];
		const reason = safeText`The connection broke.`;
		this.alice.hears({type: 'linkChanged', link: {status: 'waiting', retryAt: 0, attempt: 1, reason}});
		for (const request of this.#asked.splice(0)) this.alice.hears({type: 'unanswered', request});
		this.settle();
	}

	bobWrites() {
		const written = message('bob', 'alice', this.log.length + 1, `bob ${this.log.length + 1}`);
		this.log.push(written);
		if (this.#online) this.#announcements.push(written);
	}

	aliceWrites() {
		this.alice.says(`alice ${++this.#said}`);
		this.settle();
	}

	/** The server stores what waits in the outbox; a message stored before is answered as the first time. */
	stores() {
		const [entry] = this.#outbox;
		if (!this.#online || !entry) return;
		const known = this.log.find(({id}) => id === entry.id);
		const sequence = known?.sequence ?? this.log.length + 1;
		if (!known) this.log.push({...message('alice', 'bob', sequence, entry.text), id: entry.id});
		this.#replies.push({
			type: 'stored',
			id: entry.id,
			conversation: withBob,
			sequence,
			at: entry.at,
			waitsFor: [],
		});
	}

	answers() {
		const request = this.#asked.shift();
		if (!request || !this.#online) return;
		const {before = Infinity, after = 0} = request;
		const limit = Math.min(request.limit, this.#most);
		const between = this.log.filter(({sequence}) => sequence > after && sequence < before);
		const oldest = request.after !== undefined && request.before === undefined;
		const messages = oldest ? between.slice(0, limit) : between.slice(-limit);
		this.#replies.push({type: 'answered', request, reply: {messages, last: this.log.length}});
	}

	/** Replies and announcements may overtake each other, but not their own kind. */
	replyComes() {
		const reply = this.#replies.shift();
		if (!reply) return;
		if (reply.type === 'stored') this.#outbox = this.#outbox.filter(({id}) => id !== reply.id);
		this.alice.hears(reply);
		this.settle();
	}

	announcementComes() {
		const announcement = this.#announcements.shift();
		if (announcement) this.alice.announced(announcement);
		this.settle();
	}

	moves(action: 'pageUp' | 'pageDown' | 'scrollTop' | 'scrollEnd') {
		this.alice.presses(action);
		this.settle();
	}

	/** All that is under way arrives. */
	drain() {
		this.connect();
		for (let left = 1000; left > 0; left--) {
			const before = [
				this.#outbox.length,
				this.#asked.length,
				this.#replies.length,
				this.#announcements.length,
			];
			if (before.every(length => length === 0)) return;
			this.stores();
			this.replyComes();
			this.answers();
			this.announcementComes();
		}

		throw new Error('It never comes to rest');
	}

	/** What the client asked for reaches the server's side. */
	settle() {
		this.#outbox.push(...this.alice.taken('send').map(({entry}) => entry));
		for (const {request} of this.alice.taken('request'))
			if (request.type === 'history') this.#asked.push(request);
	}
}

const steps = [
	'connect',
	'cut',
	'bobWrites',
	'aliceWrites',
	'stores',
	'answers',
	'replyComes',
	'announcementComes',
] as const;
const moves = ['pageUp', 'pageDown', 'scrollTop', 'scrollEnd'] as const;

/** No hole, nothing twice, and nothing that is both stored and still queued. */
function checkWindow({alice, log}: Scene) {
	const {window, queued} = alice.conversation('bob');
	const held = window.chunks.flat();
	const first = held[0]?.sequence ?? 1;
	expect(held.map(({sequence}) => sequence)).toEqual(held.map((_, at) => first + at));
	expect(held.map(({text}) => text)).toEqual(
		log.slice(first - 1, first - 1 + held.length).map(({text}) => text),
	);
	const ids = new Set(held.map(({id}) => id));
	expect(queued.filter(({id}) => ids.has(id))).toEqual([]);
}

test('whatever comes in whatever order, the window has no hole, and at the end everything is there once', () => {
	fc.assert(
		fc.property(
			fc.nat({max: 450}),
			fc.constantFrom(3, 50, 200),
			fc.array(fc.oneof({weight: 4, arbitrary: fc.constantFrom(...steps)}, fc.constantFrom(...moves)), {
				maxLength: 80,
			}),
			(past, most, script) => {
				const scene = new Scene(past, most);
				for (const one of script) {
					if (one === 'pageUp' || one === 'pageDown' || one === 'scrollTop' || one === 'scrollEnd')
						scene.moves(one);
					else scene[one]();
					checkWindow(scene);
				}

				scene.moves('scrollEnd');
				scene.drain();
				checkWindow(scene);
				const {window, queued, last} = scene.alice.conversation('bob');
				expect(queued).toEqual([]);
				expect(last).toBe(scene.log.length);
				expect(lastOf(window)).toBe(scene.log.length);
			},
		),
		{numRuns: 300},
	);
});

test('a message announced before the reply to one’s own stands below it all the same', () => {
	const scene = new Scene(0);
	scene.aliceWrites();
	scene.stores();
	scene.bobWrites();
	scene.announcementComes();
	scene.replyComes();
	scene.drain();
	expect(scene.alice.rows.slice(-2)).toEqual([
		expect.stringMatching(/alice {2}alice 1 stored$/) as string,
		expect.stringMatching(/bob {4}bob 2$/) as string,
	]);
});

test('a message whose reply was lost with the link is not both queued and stored after it', () => {
	const scene = new Scene(3);
	scene.drain();
	scene.aliceWrites();
	scene.stores();
	scene.cut();
	scene.connect();
	scene.answers();
	scene.replyComes();
	expect(scene.alice.rows.filter(row => row.includes('alice 1'))).toEqual([
		expect.stringMatching(/alice 1 stored$/) as string,
	]);
	scene.drain();
	checkWindow(scene);
});

test('one comes to the first unread message, however few messages go into a page', () => {
	const scene = new Scene(400, 3);
	scene.drain();
	expect(scene.alice.rows[0]).toMatch(/─ new ─/);
	expect(scene.alice.rows[1]).toMatch(/past 201$/);
});

test('a long absence does not fetch all that was said meanwhile', () => {
	const scene = new Scene(10);
	scene.drain();
	scene.cut();
	for (let count = 0; count < 1000; count++) scene.bobWrites();
	scene.drain();
	const {window} = scene.alice.conversation('bob');
	expect(lastOf(window)).toBe(1010);
	expect(window.chunks.flat().length).toBeLessThan(500);
});

test('however much is scrolled through, at most 2,000 messages and a chunk are held', () => {
	const scene = new Scene(5000);
	scene.drain();
	for (let page = 0; page < 400; page++) {
		scene.moves('pageUp');
		scene.drain();
	}

	const {window} = scene.alice.conversation('bob');
	const held = window.chunks.flat();
	expect(held[0]?.sequence).toBe(1);
	expect(held.length).toBeLessThanOrEqual(2000 + 64);
	expect(window.chunks.every(({length}) => length <= 64)).toBe(true);
});

test('messages that arrive while one reads the past do not move what one reads', () => {
	const scene = new Scene(200);
	scene.drain();
	scene.moves('pageUp');
	scene.moves('pageUp');
	const before = scene.alice.rows;
	for (let count = 0; count < 100; count++) scene.bobWrites();
	scene.drain();
	expect(scene.alice.rows).toEqual(before);
});

test('another store at the same address voids what was held, but not what is unsent', () => {
	const scene = new Scene(30);
	scene.drain();
	scene.aliceWrites();
	const other = signedIn('alice', {people: ['bob'], now: scene.alice.clock.now()});
	scene.alice.hears({...other, store: 's2'} as StateEvent);
	const {window, queued, last} = scene.alice.conversation('bob');
	expect([window.chunks, last, queued.map(({text}) => text)]).toEqual([[], 0, ['alice 1']]);
	expect(scene.alice.state.me).toMatchObject({user: name('alice'), address, store: 's2'});
});
