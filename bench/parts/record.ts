/** Measures servers on one PostgreSQL record: their rates beside the embedded journal's, a message to another server, and a killed server. */
import {setTimeout as pause} from 'node:timers/promises';
import {atLeast, atMost, plain, type Figure} from '../figure.ts';
import {perSecond} from '../message-figures.ts';
import {Returner} from '../simulated/returner.ts';
import {percentile} from '../statistics.ts';
import {NO_POSTGRES} from '../../test/harness/postgres.ts';
import {dataFolder} from '../world/data-folder.ts';
import {pairOf, person} from '../world/people.ts';
import {Peer} from '../world/peer.ts';
import {Record} from '../world/record.ts';
import {Senders, type Rate} from '../world/senders.ts';
import {startRaisedServer, type Endpoint} from '../world/server.ts';
import {signedIn} from '../world/sign-in.ts';

/** Users at each server, of whom each has so many messages in flight: 256. */
const COUNT = 32;
const ORDER = {warmUp: 300, milliseconds: 1200, inFlight: 8};
const ROUNDS = 3;
const LONE = 200;
const APART = 20;
const CROWD = 1000;
const AT_ONCE = 20;
const TARGETS = {share: 0.6, rate: 40_000, lone: 5, back: 5000} as const;

export async function* record(): AsyncGenerator<Figure> {
	if (NO_POSTGRES !== undefined) {
		yield {name: 'servers on one record', value: 'not measured', how: NO_POSTGRES};
		return;
	}

	yield* rates();
	yield* killed();
}

async function* rates(): AsyncGenerator<Figure> {
	const embedded = await startRaisedServer(await dataFolder({people: COUNT}));
	const shared = await Record.start();
	const one = await shared.raised();
	await shared.addAccounts(3 * COUNT);
	const [beside, first] = [await Senders.start(embedded, COUNT), await Senders.start(one, COUNT)];
	await beside.send(ORDER); // until the code is compiled
	await first.send(ORDER);
	const [own, recorded]: [Rate[], Rate[]] = [[], []];
	for (let round = 0; round < ROUNDS; round++) {
		own.push(await beside.send(ORDER));
		recorded.push(await first.send(ORDER));
	}

	await beside.stop();
	await embedded.stop();
	const how = 'one server, 32 senders × 8 in flight, plaintext';
	yield plain('messages/s, embedded journal', own.map(perSecond), '/s', how);
	yield plain('messages/s on a record', recorded.map(perSecond), '/s', how);
	const shares = recorded.map((each, at) => each.perSecond / own[at]!.perSecond);
	yield atLeast('  share of the embedded journal’s rate', shares, '', TARGETS.share, 'of each pair of runs');
	const costs = [recorded, own].map(each => each.map(({serverCost}) => 1000 * serverCost));
	yield plain('  processor time of the server for each', costs[0]!, ' µs', 'on a record');
	yield plain('  the same of the embedded journal', costs[1]!, ' µs', 'in turn');

	const [two, three] = [await shared.raised(), await shared.raised()];
	const [second, third] = [
		await Senders.start(two, {count: COUNT, from: COUNT}),
		await Senders.start(three, {count: COUNT, from: 2 * COUNT}),
	];
	const all = [first, second, third];
	const together: number[] = [];
	const spent = {servers: [] as number[], senders: [] as number[]};
	for (let round = 0; round <= ROUNDS; round++) {
		const each = await Promise.all(all.map(async senders => senders.send(ORDER)));
		if (round === 0) continue; // until the code is compiled
		const total = each.reduce((sum, rate) => sum + rate.perSecond, 0);
		together.push(total);
		const cost = (of: (rate: Rate) => number) =>
			(1000 * each.reduce((sum, rate) => sum + of(rate) * rate.perSecond, 0)) / total;
		spent.servers.push(cost(({serverCost}) => serverCost));
		spent.senders.push(cost(({senderCost}) => senderCost));
	}

	for (const senders of all) await senders.stop();
	yield atLeast('messages/s of three servers, in all', together, '/s', TARGETS.rate, '256 in flight at each');
	yield plain(
		'  processor time of the three for each',
		spent.servers,
		' µs',
		'each applies the messages of all',
	);
	yield plain('  and of their senders', spent.senders, ' µs', 'on the same processors');
	yield atMost(
		'a lone message to somebody at another server',
		await lone(one, two),
		' ms',
		TARGETS.lone,
		`${LONE} messages, one every ${APART} ms, from the request until it is heard`,
	);
	await shared.stop();
}

/** Measures the milliseconds from a message's request at one server until its recipient hears it at the other. */
async function lone(one: Endpoint, two: Endpoint): Promise<number[]> {
	const sender = await Peer.start(one, 0);
	const {socket, listening} = await signedIn(two, 1, () => undefined);
	let hear: () => void = () => undefined;
	listening.onLine = (bytes, start) => {
		if (bytes.toString('latin1', start, start + 17) === '{"type":"message"') hear();
	};
	const times: number[] = [];
	for (let at = 0; at < LONE; at++) {
		await pause(APART);
		const heard = new Promise<void>(resolve => (hear = resolve));
		const begun = performance.now();
		const messageId = `${person(0).device}.lone.${at}`;
		void sender.ask({type: 'send', conversation: pairOf(0), messageId, text: 'hello'});
		await heard;
		times.push(performance.now() - begun);
	}

	sender.stop();
	socket.destroy();
	return times;
}

/** Measures how users of a killed server come back to two others, which have all their limits. */
async function* killed(): AsyncGenerator<Figure> {
	const shared = await Record.start();
	const doomed = await shared.raised(false);
	await shared.addAccounts(CROWD);
	const others = [await shared.limited(), await shared.limited()].map(({port}) => port);
	const users = Array.from({length: CROWD}, (_, at) => {
		const order = at % 2 === 0 ? others : others.toReversed();
		return new Returner(at, [doomed.port, ...order]);
	});
	const back: Array<Promise<void>> = [];
	for (let at = 0; at < CROWD; at += AT_ONCE) {
		const entered = await Promise.all(users.slice(at, at + AT_ONCE).map(async user => user.start()));
		back.push(...entered.map(each => each.back));
	}

	process.kill(doomed.pid, 'SIGKILL');
	await Promise.all(back);
	const times = users.map(({milliseconds}) => milliseconds);
	const how = `from the lost connection to the sign-in, over TLS, of ${CROWD.toLocaleString('en')} users of one network`;
	yield atMost('users of a killed server are back, p99', percentile(times, 0.99), ' ms', TARGETS.back, how);
	yield plain(
		'  half of them',
		percentile(times, 0.5),
		' ms',
		`all of them in ${Math.round(Math.max(...times))} ms`,
	);
	yield plain(
		'  connections that each has tried',
		users.reduce((sum, {attempts}) => sum + attempts, 0) / CROWD,
		'',
		'on average',
	);
	const {lost, twice} = await audited(users);
	yield atMost(
		'  messages lost',
		lost,
		'',
		0,
		'one of each user, sent just before, and again on the new server',
	);
	yield atMost('  messages stored twice', twice, '', 0, 'in the history of each conversation');
	for (const user of users) user.stop();
	await shared.stop();
}

type Found = {readonly messages: ReadonlyArray<{readonly id: string; readonly sequence: number}>};

async function audited(users: readonly Returner[]): Promise<{lost: number; twice: number}> {
	const [lost, twice] = [new Set<string>(), new Set<string>()];
	for (const user of users) {
		const {messages} = (await user.history()) as Found; // as the protocol says
		const {messageId, sequence} = user;
		const found = messages.filter(({id}) => id === messageId);
		if (found.length > 1) twice.add(messageId);
		if (found[0]?.sequence !== sequence || sequence === undefined) lost.add(messageId);
	}

	return {lost: lost.size, twice: twice.size};
}
