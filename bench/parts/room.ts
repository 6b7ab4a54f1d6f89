/** Measures rooms: deliveries a second to a hundred members, and one message until the last of a thousand members has it. */
import {setTimeout as pause} from 'node:timers/promises';
import {atLeast, atMost, plain, shown, type Figure} from '../figure.ts';
import {median, percentile} from '../statistics.ts';
import {conversationOf, dataFolder} from '../world/data-folder.ts';
import {Listeners} from '../world/listeners.ts';
import type {Rate} from '../world/senders.ts';
import {startRaisedServer} from '../world/server.ts';
import {SideBySide} from '../world/side-by-side.ts';

const ROOM = '#lobby';
const BUSY = {count: 100, senders: 4, room: conversationOf(ROOM)};
const ORDER = {warmUp: 500, milliseconds: 2000, inFlight: 16};
const ROUNDS = 5;
/** Least deliveries a second. */
const DELIVERIES = {plain: 800_000, TLS: 400_000};

const MEMBERS = 1000;
const MESSAGES = 40;
const RUNS = 3;
const APART = 50;

export async function* room(): AsyncGenerator<Figure> {
	for (const link of ['plain', 'TLS'] as const) {
		yield* deliveries(link);
		yield* lastOfMany(link);
	}
}

async function* deliveries(link: 'plain' | 'TLS'): AsyncGenerator<Figure> {
	const both = await SideBySide.start(
		await dataFolder({people: BUSY.count, room: ROOM}),
		BUSY,
		link === 'TLS',
	);
	await both.measure(ORDER, 1); // until the code is compiled
	const {ours, bare} = await both.measure(ORDER, ROUNDS);
	await both.stop();
	const rate = (rates: readonly Rate[]) => rates.map(({heardPerSecond}) => heardPerSecond);
	const cost = (rates: readonly Rate[]) =>
		rates.map(({serverCost, perSecond, heardPerSecond}) => (1000 * serverCost * perSecond) / heardPerSecond);
	const name = `deliveries in a room of ${BUSY.count}, ${link}`;
	const how = `${BUSY.senders} senders with ${ORDER.inFlight} in flight; bare relay: ${shown(rate(bare), '/s')}`;
	yield atLeast(name, rate(ours), '/s', DELIVERIES[link], how);
	const beside = `bare relay: ${shown(cost(bare), ' µs')}`;
	yield plain('  processor time of the server for each', cost(ours), ' µs', beside);
}

async function* lastOfMany(link: 'plain' | 'TLS'): AsyncGenerator<Figure> {
	const folder = await dataFolder({people: MEMBERS, room: ROOM});
	const server = await startRaisedServer(folder, link === 'plain');
	const listeners = await Listeners.start(server, MEMBERS);
	const runs: number[][] = [];
	for (let run = 0; run < RUNS; run++) {
		const times: number[] = [];
		for (let count = 0; count < MESSAGES; count++) {
			times.push(await listeners.tellAll(request(`device000000.run${run}.${count}`)));
			await pause(APART);
		}

		runs.push(times);
	}

	await listeners.stop();
	await server.stop();
	const how = `${RUNS} runs of ${MESSAGES} messages, ${APART} ms apart; all members in one process`;
	const name = `a room of ${MEMBERS.toLocaleString('en')}, ${link}: until the last has it`;
	yield atMost(`${name}, median`, runs.map(median), ' ms', 8, how);
	const p99 = runs.map(times => percentile(times, 0.99));
	yield atMost('  the same, p99', p99, ' ms', 15, how);
}

function request(messageId: string): object {
	return {type: 'send', conversation: BUSY.room, messageId, text: 'a word to everybody in this room'};
}
