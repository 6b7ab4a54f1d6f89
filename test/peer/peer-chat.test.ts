/** A private chat between two clients: does it come back when the connection is lost, and can nobody make that cost too much? */
import {once} from 'node:events';
import {connect, createServer, type AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import {describe, expect, onTestFinished, test} from 'vitest';
import {userName, type UserName} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {dialBudget} from '../../source/peer/dialling.ts';
import {PeerChat} from '../../source/peer/peer-chat.ts';
import type {PeerServices} from '../../source/peer/peer-services.ts';
import {Reach} from '../../source/peer/reach.ts';
import type {ServerPort} from '../../source/peer/server-port.ts';
import type {Direct, PeerEvent} from '../../source/state/model/peer.ts';
import {manualClock, type ManualClock} from '../harness/manual-clock.ts';
import {until} from '../harness/until.ts';
import {direct, person, relayed, type Person} from './pair.ts';

const [alice, bob] = [await person(), await person()];
const CHAT = 'c'.repeat(43);
/** Milliseconds after which a connection counts as one that lasts. */
const LASTING = 10_000;
const FORGOTTEN = {refusal: 'noPrivateChat'};
const DOWN = {linkDown: safeText`There is no connection.`};

const noFiles = {
	lost: () => undefined,
	reopened: async () => Promise.resolve(),
	close: async () => Promise.resolve(),
} as unknown as PeerServices; // nothing about files is said here

/** What a client asks of the server while the tests of it run; the answers are the test's. */
class Server {
	readonly asked: string[] = [];
	answer: (type: string) => object = () => ({});
	relay: (token: string) => Promise<Duplex> = async () => Promise.reject(new Error('No relay.'));

	async request(request: {readonly type: string}): Promise<never> {
		this.asked.push(request.type);
		return Promise.resolve(this.answer(request.type) as never); // of the type of the request
	}

	async openRelay(token: string): Promise<Duplex> {
		return this.relay(token);
	}
}

type Side = {
	readonly chat: PeerChat;
	readonly server: Server;
	readonly events: Array<PeerEvent['type'] | `opened ${string}` | `ended ${string}`>;
	/** Where the side listens, once it has offered that. */
	readonly port: () => number | undefined;
};

function side(
	clock: ManualClock,
	who: {readonly me: Person; readonly partner: Person; readonly isInviter: boolean},
	direct: Direct = 'lan',
): Side {
	const [me, partner] = (who.isInviter ? ['alice', 'bob'] : ['bob', 'alice']) as [UserName, UserName];
	const server = new Server();
	const events: Side['events'] = [];
	let port: number | undefined;
	const spied = {
		openRelay: async ({token}: {token: string}) => server.openRelay(token),
		async request(request: {readonly type: string; readonly addresses?: ReadonlyArray<{port: number}>}) {
			if (request.type === 'offerAddresses') port = request.addresses?.[0]?.port;
			return server.request(request);
		},
	} as ServerPort;
	const chat = new PeerChat({
		chat: CHAT,
		me: userName(me)!,
		partner: userName(partner)!,
		isInviter: who.isInviter,
		identity: who.me.me,
		certificate: who.partner.x509,
		relay: 'r'.repeat(43),
		direct,
		isServerLocal: true,
		server: spied,
		clock,
		dispatch: event => void events.push(event.type),
		services: () => noFiles,
		opened: way => void events.push(`opened ${way}`),
		ended: why => void events.push(`ended ${why}`),
	});
	onTestFinished(() => chat.close('ended'));
	return {chat, server, events, port: () => port};
}

function both(clock: ManualClock, direct?: Direct): [a: Side, b: Side] {
	return [
		side(clock, {me: alice, partner: bob, isInviter: true}, direct),
		side(clock, {me: bob, partner: alice, isInviter: false}, direct),
	];
}

const openings = ({events}: Side) => events.filter(event => event.startsWith('opened')).length;
const losses = ({events}: Side) => events.filter(event => event === 'channelLost').length;
/** Each attempt begins with an offer. */
const offers = ({server}: Side) => server.asked.filter(type => type === 'offerAddresses').length;

function dialAt(from: Side, to: Side): void {
	from.chat.dial([{host: '127.0.0.1', port: to.port()!}], '127.0.0.1');
}

/** Both are connected directly; bob has dialled. */
async function connected(clock: ManualClock): Promise<[a: Side, b: Side]> {
	const [a, b] = both(clock);
	a.chat.open();
	b.chat.open();
	await until(() => a.port() !== undefined && b.port() !== undefined);
	dialAt(b, a);
	await until(() => openings(a) === 1 && openings(b) === 1);
	return [a, b];
}

/** Both are connected by a relay, and want no direct connection. */
async function relayedBoth(clock: ManualClock): Promise<[a: Side, b: Side, cut: () => void]> {
	const [a, b] = both(clock, 'never');
	const cut = await newRelay(a, b);
	a.chat.open();
	b.chat.open();
	await relayTime(clock, a, b, 1);
	await until(() => openings(a) === 1 && openings(b) === 1);
	clock.advance(LASTING);
	return [a, b, cut];
}

/** The server has a relay for the two from now on. */
async function newRelay(a: Side, b: Side): Promise<() => void> {
	const {dialled, answered} = await relayed();
	a.server.relay = async () => Promise.resolve(dialled);
	b.server.relay = async () => Promise.resolve(answered);
	return () => void dialled.destroy();
}

/** Waits until both have begun so many attempts; then they take the relay. */
async function relayTime(clock: ManualClock, a: Side, b: Side, attempts: number): Promise<void> {
	await until(() => offers(a) === attempts && offers(b) >= 1);
	clock.advance(0);
}

describe('two who are connected', () => {
	test('stay so if what the server tells of their attempt comes late', async () => {
		const clock = manualClock();
		const [a, b] = await connected(clock);
		dialAt(a, b);
		b.chat.renewRelay('s'.repeat(43));
		clock.advance(LASTING - 1);
		dialAt(a, b);
		expect([...a.events, ...b.events]).not.toContain('channelLost');
	});

	test('connect again if one of them offers addresses later, since it has lost the connection', async () => {
		const clock = manualClock();
		const [a, b] = await connected(clock);
		clock.advance(LASTING);
		dialAt(a, b);
		expect(a.events).toContain('channelLost');
		await until(() => openings(a) === 2 && openings(b) === 2);
		expect(a.server.asked).not.toContain('renewRelay'); // the direct way came first
	});

	test('wait longer and longer if the partner comes and goes', async () => {
		const clock = manualClock();
		const a = side(clock, {me: alice, partner: bob, isInviter: true});
		const port = await comeAndGo(clock);
		a.chat.open();
		a.chat.dial([{host: '127.0.0.1', port}], '127.0.0.1');
		for (const [at, pause] of [1000, 2000, 4000].entries()) {
			await until(() => losses(a) === at + 1);
			clock.advance(pause - 1);
			await direct(); // takes longer than to listen
			expect(offers(a)).toBe(at + 1);
			clock.advance(1);
		}

		await until(() => openings(a) === 4);
	});

	test('are back soon after the server is, if it was away when they lost their relay', async () => {
		const clock = manualClock();
		const [a, b, cut] = await relayedBoth(clock);
		a.server.answer = () => DOWN;
		cut();
		await until(() => losses(a) === 1 && losses(b) === 1);
		await relayTime(clock, a, b, 2);
		await until(() => a.server.asked.includes('renewRelay'));
		await newRelay(a, b);
		a.server.answer = type => {
			if (type !== 'renewRelay') return {};
			b.chat.renewRelay('s'.repeat(43));
			return {relay: 't'.repeat(43)};
		};
		await direct();
		clock.advance(1000);
		await relayTime(clock, a, b, 3);
		await until(() => openings(a) === 2 && openings(b) === 2);
	});

	test('are back at once when the link of the invited one is, which missed the secret of the inviter', async () => {
		const clock = manualClock();
		const [a, b, cut] = await relayedBoth(clock);
		a.server.answer = type => (type === 'renewRelay' ? {relay: 't'.repeat(43)} : {});
		b.server.answer = () => DOWN;
		const waiting: string[] = [];
		a.server.relay = async token => {
			waiting.push(token);
			return new Promise(() => undefined); // the server waits for bob
		};
		cut();
		await until(() => losses(a) === 1 && losses(b) === 1);
		await relayTime(clock, a, b, 2);
		await until(() => waiting.length === 1);
		await newRelay(a, b);
		b.server.answer = type => {
			if (type !== 'renewRelay') return {};
			a.chat.renewRelay('u'.repeat(43));
			return {relay: 's'.repeat(43)};
		};
		b.chat.linkIsBack();
		await relayTime(clock, a, b, 3);
		await until(() => openings(a) === 2 && openings(b) === 2);
		expect(a.server.asked.filter(type => type === 'renewRelay')).toHaveLength(1);
	});

	test('are back by the secret that one of them was sent before it noticed the loss', async () => {
		const clock = manualClock();
		const [a, b] = both(clock, 'never');
		const cut = await newRelay(a, b);
		a.chat.open();
		b.chat.open();
		await relayTime(clock, a, b, 1);
		await until(() => openings(a) === 1 && openings(b) === 1);
		b.chat.renewRelay('s'.repeat(43));
		cut();
		await until(() => losses(a) === 1 && losses(b) === 1);
		await newRelay(a, b);
		a.server.answer = type => (type === 'renewRelay' ? {relay: 't'.repeat(43)} : {});
		clock.advance(1000);
		await until(() => offers(b) === 2);
		await relayTime(clock, a, b, 2);
		await until(() => openings(a) === 2 && openings(b) === 2);
	});

	test.each(['offerAddresses', 'renewRelay'])(
		'end a lost chat that was only relayed at once when the server, asked for %s, knows it no more',
		async type => {
			const clock = manualClock();
			const [a, b, cut] = await relayedBoth(clock);
			for (const {server} of [a, b]) server.answer = asked => (asked === type ? FORGOTTEN : {});
			cut();
			await until(() => losses(a) === 1 && losses(b) === 1);
			if (type === 'renewRelay') {
				await relayTime(clock, a, b, 2); // the inviter asks for a relay; the other when the link is back
				b.chat.linkIsBack();
			}

			await until(() => a.events.at(-1) === 'ended forgotten' && b.events.at(-1) === 'ended forgotten');
		},
	);

	test('come back by the direct way that they had, though the server knows the chat no more', async () => {
		const clock = manualClock();
		const [a, b] = await connected(clock);
		for (const {server} of [a, b]) server.answer = () => FORGOTTEN;
		clock.advance(LASTING);
		dialAt(a, b);
		b.chat.linkIsBack();
		await until(() => openings(a) === 2 && openings(b) === 2);
		expect([...a.events, ...b.events].filter(event => event.startsWith('ended'))).toEqual([]);
	});

	test('keep a relay that stands, though the server knows the chat no more', async () => {
		const clock = manualClock();
		const [a, b] = await relayedBoth(clock);
		a.server.answer = () => FORGOTTEN;
		a.chat.linkIsBack();
		b.server.answer = () => FORGOTTEN;
		b.chat.linkIsBack();
		await direct();
		expect([a.events.at(-1), b.events.at(-1)]).toEqual(['opened relayed', 'opened relayed']);
	});

	test('try for a minute, say that it is over, and print no warning over the screen', async () => {
		const warnings: Error[] = [];
		const listen = (warning: Error) => void warnings.push(warning);
		process.on('warning', listen);
		onTestFinished(() => void process.off('warning', listen));
		const clock = manualClock();
		const [a, , cut] = await relayedBoth(clock);
		a.server.answer = () => DOWN;
		cut();
		for (let attempt = 2; attempt < 20; attempt++) {
			await until(() => offers(a) === attempt);
			clock.advance(0);
			await direct();
			clock.advance(1000);
		}

		expect(a.events.at(-1)).toBe('channelLost');
		clock.advance(60_000);
		await until(() => a.events.at(-1) === 'ended lost');
		expect(warnings).toEqual([]);
	});
});

test('a chat that is lost dials eight times at once and then every three seconds, whatever the partner offers', async () => {
	let dialled = 0;
	const victim = createServer(socket => {
		dialled++;
		socket.destroy();
	});
	victim.listen(0, '127.0.0.1');
	await once(victim, 'listening');
	onTestFinished(() => void victim.close());
	const address = {host: '127.0.0.1', port: (victim.address() as AddressInfo).port};
	const clock = manualClock();
	const [a, b] = both(clock);
	a.chat.open();
	b.chat.open();
	await until(() => a.port() !== undefined && b.port() !== undefined);
	dialAt(a, b);
	await until(() => openings(a) === 1 && openings(b) === 1);
	clock.advance(60_000);
	a.server.answer = () => DOWN;
	const before = clock.uptime();
	for (let attempt = 2; attempt <= 4; attempt++) {
		for (let offer = 0; offer < 20; offer++) a.chat.dial([address], '');
		await until(() => {
			clock.advance(50);
			return offers(a) === attempt;
		});
	}

	await direct(); // what was dialled last arrives before
	const seconds = (clock.uptime() - before) / 1000;
	expect(a.events.at(-1)).toBe('channelLost');
	expect(dialled).toBeGreaterThan(8);
	expect(dialled).toBeLessThanOrEqual(8 + seconds / 3);
});

describe('one who closes the chat', () => {
	test('while it is being reached hears no more of it, and listens no longer', async () => {
		const clock = manualClock();
		const [a, b] = both(clock);
		a.chat.open();
		b.chat.open();
		await until(() => a.port() !== undefined && b.port() !== undefined);
		a.chat.close('ended');
		dialAt(b, a);
		const late = connect(a.port()!, '127.0.0.1');
		await once(late, 'error');
		clock.advance(60_000);
		await until(() => b.events.length > 0);
		expect([a.events, b.events]).toEqual([[], ['ended unreachable']]);
	});

	test('while it is lost hears no more of it', async () => {
		const clock = manualClock();
		const [a, , cut] = await relayedBoth(clock);
		cut();
		await until(() => losses(a) === 1);
		a.chat.close('signedOut');
		clock.advance(120_000);
		await direct();
		expect(a.events.at(-1)).toBe('channelLost');
	});
});

/** Bob's client at a port of its own: it connects, and is gone at once. */
async function comeAndGo(clock: ManualClock): Promise<number> {
	const stop = new AbortController();
	onTestFinished(() => stop.abort());
	const start = async (port?: number) =>
		Reach.start({
			parties: {chat: CHAT, user: userName('bob')!, partner: userName('alice')!},
			isInviter: false,
			me: bob.me,
			peerCertificate: alice.x509,
			received: 0,
			direct: 'lan',
			isServerLocal: true,
			port,
			relay: async () => new Promise(() => undefined),
			clock,
			dials: dialBudget(clock),
			signal: stop.signal,
		});
	let reach = await start();
	const {port} = reach.addresses[0]!;
	void (async () => {
		while (!stop.signal.aborted) {
			const reached = await reach.reached.catch(() => undefined);
			reach = await start(port);
			reached?.stream.destroy();
		}
	})();
	return port;
}
