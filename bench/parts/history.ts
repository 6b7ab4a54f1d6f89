/** Compares the cost of a message with a long history and with a short one. */
import {atMost, plain, type Figure} from '../figure.ts';
import {median} from '../statistics.ts';
import {dataFolder} from '../world/data-folder.ts';
import {openings} from '../world/openings.ts';
import {Senders, type Rate} from '../world/senders.ts';
import {startRaisedServer, type Server} from '../world/server.ts';

const SHORT = 100;
const LONG = 1_000_000;
/** Alternates between both, so that load on the machine affects both. */
const TIMES = 8;
const ORDER = {warmUp: 300, milliseconds: 2000};
const OPENINGS = 200;

export async function* history(): AsyncGenerator<Figure> {
	const short = await world(SHORT);
	const long = await world(LONG);
	const both = [short, long];
	for (let time = 0; time < TIMES; time++) {
		const turn = time % 2 === 0 ? both : both.toReversed();
		for (const {senders, rates} of turn) rates.push(await senders.send(ORDER));
	}

	const how = `two senders in that conversation, median of ${TIMES} runs in turn`;
	yield* compared('server’s processor time for a message', 'µs', how, both.map(cost));
	yield* compared('latency of a message, median', 'ms', how, both.map(latency));
	for (const {senders} of both) await senders.stop();
	const opened: number[][] = [[], []];
	for (let time = 0; time < TIMES; time++) {
		for (const [which, {server}] of both.entries())
			opened[which]!.push(...(await openings(server, OPENINGS / TIMES)));
	}

	yield* compared(
		'latency of the newest page',
		'ms',
		`${OPENINGS} pages of 200 messages`,
		opened.map(median),
	);
	for (const {server} of both) await server.stop();
}

type World = {readonly server: Server; readonly senders: Senders; readonly rates: Rate[]};

async function world(messages: number): Promise<World> {
	const server = await startRaisedServer(await dataFolder({people: 2, messages}));
	return {server, senders: await Senders.start(server, 2), rates: []};
}

function cost({rates}: World): number {
	return 1000 * median(rates.map(({serverCost}) => serverCost));
}

function latency({rates}: World): number {
	return median(rates.map(({latencies}) => median(latencies)));
}

function* compared(
	what: string,
	unit: string,
	how: string,
	[short = 0, long = 0]: number[],
): Generator<Figure> {
	yield plain(`${what}: ${SHORT} messages in the log`, short, ` ${unit}`, how);
	yield plain(`${what}: ${LONG.toLocaleString('en')}`, long, ` ${unit}`, how);
	yield atMost(
		'  the long past costs more by',
		(long / short - 1) * 100,
		' %',
		10,
		'what the two rows above say',
	);
}
