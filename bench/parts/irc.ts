/** Compares the server with IRC servers, where they are installed: messages a second, latency, and memory of a connection. */
import {setTimeout as pause} from 'node:timers/promises';
import {compared, type Figure} from '../figure.ts';
import {percentile} from '../statistics.ts';
import {startBareServer} from '../world/bare-server.ts';
import {residentMemory} from '../world/cost.ts';
import {dataFolder} from '../world/data-folder.ts';
import {installed, versionOf} from '../world/installed.ts';
import {ircServers, startIrcServer} from '../world/irc-servers.ts';
import {Senders, type Crowd, type Order, type Rate} from '../world/senders.ts';
import {startRaisedServer, type Endpoint} from '../world/server.ts';

const COUNT = 100;
const ROUNDS = 5;
const ORDER = {warmUp: 300, milliseconds: 1200};
/** Messages a second while their latency is measured. */
const RATE = 2000;
const IDLE = 4000;
/** Milliseconds after which the garbage of the sign-ins has been collected. */
const REST = 5000;
const HOW =
	'chat-tui stores, delivers and acknowledges; the relay acknowledges; in IRC the recipient’s receipt counts';

type Rival = {
	readonly name: string;
	readonly server: Endpoint;
	readonly crowd: Pick<Crowd, 'protocol' | 'atOnce'>;
};
/** What was measured of each, by its name. */
type Results<T> = ReadonlyArray<readonly [string, T]>;

export async function* irc(): AsyncGenerator<Figure> {
	const ours = await startRaisedServer(await dataFolder({people: IDLE, room: '#lobby'}));
	const rivals: Rival[] = [
		{name: 'chat-tui', server: ours, crowd: {}},
		{name: 'bare relay', server: await startBareServer(false), crowd: {}},
	];
	for (const each of ircServers) {
		const program = await installed(each.name);
		if (program === undefined)
			yield {name: each.name, value: 'left out', how: `not installed: apt-get install ${each.name}`};
		else {
			const name = `${each.name} ${await versionOf(program)}`;
			rivals.push({
				name,
				server: await startIrcServer(each, program),
				crowd: {protocol: 'IRC', atOnce: each.atOnce},
			});
		}
	}

	const clients = `${IDLE.toLocaleString('en')} idle clients in plaintext`;
	const how = `growth of the server’s resident memory, ${REST / 1000} s after the last sign-in`;
	yield compared(`${clients}: memory for each`, ' kB', how, await memory(rivals));
	yield* messages(rivals);
	for (const {server} of rivals) await server.stop();
}

/** Returns kilobytes for each connection. */
async function memory(rivals: readonly Rival[]): Promise<Results<number>> {
	const each: Array<readonly [string, number]> = [];
	for (const {name, server, crowd} of rivals) {
		const before = residentMemory(server.pid);
		const idle = await Senders.start(server, {count: IDLE, senders: 0, ...crowd});
		await pause(REST);
		each.push([name, (1000 * (residentMemory(server.pid) - before)) / IDLE]);
		await idle.stop();
	}

	return each;
}

async function* messages(rivals: readonly Rival[]): AsyncGenerator<Figure> {
	const all: Array<readonly [string, Senders]> = [];
	for (const {name, server, crowd} of rivals)
		all.push([name, await Senders.start(server, {count: COUNT, ...crowd})]);
	for (const inFlight of [1, 16]) {
		const rates = await inTurn(all, {...ORDER, inFlight});
		const perSecond = valuesOf(rates, rate => rate.perSecond);
		yield compared(`messages/s: ${COUNT} × ${inFlight} in flight`, '/s', HOW, perSecond);
		const cost = valuesOf(rates, ({serverCost}) => 1000 * serverCost);
		yield compared('  processor time of the server for each', ' µs', HOW, cost);
	}

	const rates = await inTurn(all, {...ORDER, apart: (1000 * COUNT) / RATE});
	const name = `latency of a message at ${RATE.toLocaleString('en')}/s`;
	const latency = (share: number) => valuesOf(rates, ({latencies}) => percentile(latencies, share));
	yield compared(`${name}, median`, ' ms', HOW, latency(0.5));
	yield compared('  the same, p99', ' ms', HOW, latency(0.99));
	for (const [, senders] of all) await senders.stop();
}

/** Measures each of the servers in turn, several times. */
async function inTurn(all: Results<Senders>, order: Order): Promise<Results<Rate[]>> {
	for (const [, senders] of all) await senders.send(order); // until the code is compiled
	const rates = all.map(([name]): [string, Rate[]] => [name, []]);
	for (let round = 0; round < ROUNDS; round++)
		for (const [at, [, senders]] of all.entries()) rates[at]![1].push(await senders.send(order));
	return rates;
}

function valuesOf(rates: Results<Rate[]>, value: (rate: Rate) => number): Results<number[]> {
	return rates.map(([name, each]) => [name, each.map(value)]);
}
