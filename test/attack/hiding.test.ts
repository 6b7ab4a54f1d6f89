/** Can somebody who is blocked find out, by whatever they ask and however long they listen, whether who blocked them is on? */
import fc, {type Arbitrary} from 'fast-check';
import {expect, test} from 'vitest';
import {manualClock, type ManualClock} from '../harness/manual-clock.ts';
import type {Peer} from '../server/peer.ts';
import {
	UNLIMITED,
	deviceOf,
	entrance,
	message,
	openHouse,
	type Frame,
	type House,
} from './attacked-server.ts';

/** Stories, each played in two houses. */
const STORIES = 6;

type Person = 'alice' | 'bob' | 'carol';
type Step =
	| {by: Person; asks: string; fields: Frame}
	| {by: Person; does: 'signs in' | 'comes back' | 'loses the link'}
	| {waits: number};

const rooms = fc.constantFrom('#lobby', '#build');
const others = fc.constantFrom('bob', 'bob', 'carol', 'nobody');
const number = fc.integer({min: 1, max: 4});
const none = fc.constant({});

/** Her ids are few, so that she repeats herself. */
const text = fc.integer({min: 1, max: 6}).map(count => ({
	messageId: `${deviceOf('alice')}.t.${count}`,
	text: `bob, number ${count}`,
}));
const conversation = fc.oneof(rooms, fc.constantFrom('alice+bob', 'alice+carol', 'alice+alice', '!alice'));
const sending = fc.tuple(conversation, text).map(([to, said]) => ({conversation: to, ...said}));
const marking = fc.tuple(conversation, number).map(([id, read]) => ({conversation: id, read}));
const user = others.map(name => ({user: name}));
const room = rooms.map(name => ({room: name}));

/** All that somebody may ask about others, and all that others hear of. */
const asked: Record<string, Arbitrary<Frame>> = {
	who: none,
	rooms: none,
	ping: none,
	active: none,
	whoSince: fc.constantFrom(1000, 60_000, 3600_000).map(milliseconds => ({milliseconds})),
	whois: user,
	names: room,
	join: room,
	leave: room,
	invite: fc.tuple(user, room).map(([one, other]) => ({...one, ...other})),
	setTopic: fc.tuple(room, number).map(([one, count]) => ({...one, topic: `topic ${count}`})),
	send: sending,
	typing: conversation.map(id => ({conversation: id})),
	mark: marking,
	broadcast: text,
	befriend: user,
	unfriend: user,
	block: user,
	unblock: user,
	openChat: user,
	endChat: number.map(count => ({number: count})),
	findChat: number.map(count => ({number: count})),
	history: conversation.map(id => ({conversation: id, limit: 20})),
	search: conversation.map(id => ({text: 'bob', places: [{conversation: id, before: 9}]})),
	receipts: fc.tuple(conversation, number).map(([id, sequence]) => ({conversation: id, sequence})),
	setPresence: fc.constantFrom('online', 'away', 'busy').map(presence => ({presence})),
	answerQuestion: fc.constant({kind: 'friend', from: 'bob', accept: true}),
};

/** What bob may do that is not said to alice or to a room of hers; that he is on is no secret of what he says there. */
const BY_BOB = new Set(
	`who rooms ping active whoSince whois names typing mark history search receipts setPresence
	endChat findChat`.split(/\s+/),
);
/** Of carol all but what bob would answer; who hears from her that he is on has not heard it from the server. */
const NOT_BY_CAROL = new Set([
	'openChat',
	'befriend',
	'unfriend',
	'invite',
	'block',
	'unblock',
	'send',
	'broadcast',
]);

function asking(by: Person, may: (type: string) => boolean): Arbitrary<Step> {
	const all = Object.entries(asked).filter(([type]) => may(type));
	return fc.oneof(...all.map(([asks, fields]) => fields.map((given): Step => ({by, asks, fields: given}))));
}

const moving = (by: Person) =>
	fc.constantFrom('signs in', 'comes back', 'loses the link').map((does): Step => ({by, does}));
const story = fc.noBias(
	fc.array(
		fc.oneof(
			{weight: 12, arbitrary: asking('alice', () => true)},
			{weight: 6, arbitrary: asking('bob', type => BY_BOB.has(type))},
			{weight: 4, arbitrary: asking('carol', type => !NOT_BY_CAROL.has(type))},
			{weight: 3, arbitrary: moving('bob')},
			{weight: 2, arbitrary: moving('alice')},
			{weight: 1, arbitrary: moving('carol')},
			{weight: 5, arbitrary: fc.constantFrom(100, 500, 1000, 61_000).map((waits): Step => ({waits}))},
		),
		{minLength: 40, maxLength: 60, size: 'max'},
	),
);

/** A house in which bob, once a friend of alice, has blocked her. */
class World {
	private readonly house: House;
	private readonly clock: ManualClock;
	private readonly peers = new Map<Person, Peer>();
	private readonly tokens = new Map<Person, string>();
	/** Every frame that reached alice, on whichever connection. */
	readonly heard: Frame[] = [];

	private constructor(house: House, clock: ManualClock) {
		this.house = house;
		this.clock = clock;
	}

	static async open(bobIsOn: boolean): Promise<World> {
		const clock = manualClock();
		const world = new World(await openHouse({clock, limits: UNLIMITED}), clock);
		for (const by of ['alice', 'bob', 'carol'] as const) {
			const {peer, token} = await world.house.newcomer(by);
			world.peers.set(by, peer);
			world.tokens.set(by, token);
			await world.ask(by, 'join', {room: '#build'});
		}

		await world.ask('alice', 'befriend', {user: 'bob'});
		await world.ask('bob', 'befriend', {user: 'alice'});
		await world.ask('alice', 'openChat', {user: 'bob'});
		await world.ask('alice', 'send', message('alice', 'bob', 1, 'hello, bob'));
		await world.ask('alice', 'send', {...message('alice', 'bob', 2, 'hello, all'), conversation: '#build'});
		await world.ask('bob', 'send', message('alice', 'bob', 3, 'hello, alice'));
		await world.ask('bob', 'setPresence', {presence: 'busy', remark: 'at work'});
		await world.ask('bob', 'block', {user: 'alice'});
		await world.wait(2000);
		if (!bobIsOn) await world.ask('bob', 'signOut', {keepToken: true});
		await world.wait(2000);
		world.collect();
		world.heard.length = 0;
		return world;
	}

	async play(step: Step): Promise<void> {
		if ('waits' in step) await this.wait(step.waits);
		else if ('asks' in step) await this.ask(step.by, step.asks, step.fields);
		else if (step.does === 'loses the link') await this.lose(step.by);
		else await this.enter(step.by, step.does);
		await this.settle();
	}

	private async ask(by: Person, type: string, fields: Frame): Promise<Frame> {
		return (await this.peers.get(by)?.ask(type, fields)) ?? {};
	}

	private async enter(by: Person, how: 'signs in' | 'comes back'): Promise<void> {
		this.collect();
		const peer = await this.house.knock();
		const common = {as: 'screen', device: deviceOf(by)};
		const resume = {token: this.tokens.get(by), ...common};
		const answer =
			how === 'signs in' ? await peer.ask('signIn', entrance(by)) : await peer.ask('resume', resume);
		if (typeof answer['token'] === 'string') this.tokens.set(by, answer['token']);
		this.peers.set(by, peer);
	}

	private async lose(by: Person): Promise<void> {
		const peer = this.peers.get(by);
		this.collect();
		this.peers.delete(by);
		if (!peer) return;
		peer.socket.destroy();
		await peer.end();
	}

	/** No longer at once than a client may be silent. */
	private async wait(milliseconds: number): Promise<void> {
		for (let left = milliseconds; left > 0; left -= 20_000) {
			for (const peer of this.peers.values()) await peer.fence();
			this.clock.advance(Math.min(left, 20_000));
		}
	}

	private async settle(): Promise<void> {
		for (const peer of this.peers.values()) await peer.fence();
		this.clock.advance(0);
		for (const peer of this.peers.values()) await peer.fence();
		this.collect();
	}

	private collect(): void {
		const fresh = this.peers.get('alice')?.heard.splice(0) ?? [];
		this.heard.push(...fresh.filter(({re}) => Number(re ?? 0) < 1_000_000).map(bare)); // not what fences hear
	}
}

/** A frame without what is made by chance, and without times. */
function bare(heard: Frame): Frame {
	const random = new Set(['token', 'store', 'at', 'since', 'seen', 'idle', 'lastAt', 'now']);
	return JSON.parse(
		JSON.stringify(heard, (key, value: unknown) => (random.has(key) ? undefined : value)),
	) as Frame;
}

test('whatever the one who blocked does, and whatever the blocked one asks, the blocked one hears the same as if the other were off', async () => {
	const property = fc.asyncProperty(story, async steps => {
		const [on, off] = [await World.open(true), await World.open(false)];
		for (const step of steps) {
			await on.play(step);
			if (!('by' in step && step.by === 'bob')) await off.play(step);
			expect(on.heard, JSON.stringify(step)).toEqual(off.heard);
		}
	});
	await fc.assert(property, {numRuns: STORIES, endOnFailure: true});
}, 120_000);
