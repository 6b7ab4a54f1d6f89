/** Measures memory and idle processor time of client and server. */
import {setTimeout as pause} from 'node:timers/promises';
import {atMost, plain, type Figure} from '../figure.ts';
import {median} from '../statistics.ts';
import {clientIn} from '../world/client.ts';
import {processorTime, residentMemory} from '../world/cost.ts';
import {dataFolder} from '../world/data-folder.ts';
import {Senders} from '../world/senders.ts';
import {startRaisedServer, startServer} from '../world/server.ts';

const IDLE = 10_000;
/** Idle periods: the garbage collection after the start, which is not idle work, falls into one of them. */
const TIMES = 3;
/** Milliseconds of processor time in {@link IDLE} that a heartbeat may take; what is there without a reason takes more. */
const NEXT_TO_NONE = 20;
/** Milliseconds after which V8 has given back what a start took. */
const REST = 30_000;
const afterRest = `after ${REST / 1000} s in which nothing happened`;
const MANY_PEOPLE = 10_000;
const MANY_MESSAGES = 1_000_000;
const IN_FLIGHT = 16;
const PAST = 100_000;
/** Maximum megabytes of a client. */
const CLIENT = 75;
/** Megabytes. */
const MOST_AT_REST = 60;
const MOST_AFTER_MANY = 120;

export async function* memory(): AsyncGenerator<Figure> {
	yield* clientAndServer();
	const crowded = await startServer(await dataFolder({people: MANY_PEOPLE}));
	yield held(`server, ${MANY_PEOPLE.toLocaleString('en')} accounts`, crowded.pid, 'after its start');
	await crowded.stop();
	yield* busyServer();
}

async function* clientAndServer(): AsyncGenerator<Figure> {
	const folder = await dataFolder({people: 2});
	await (await startServer(folder)).stop(); // which has made its key
	const empty = await startServer(folder);
	yield atMost('memory: server, just started', residentMemory(empty.pid), ' MB', MOST_AT_REST, 'no messages');
	await pause(REST);
	yield atMost('  the same at rest', residentMemory(empty.pid), ' MB', MOST_AT_REST, afterRest);
	await empty.stop();
	const server = await startServer(await dataFolder({people: 2, messages: PAST}));
	yield held(`server, ${PAST.toLocaleString('en')} messages in its log`, server.pid, 'after its start');
	const client = await clientIn(server, {columns: 80, rows: 24}, PAST);
	const name = `memory: client, ${PAST.toLocaleString('en')} messages in the conversation`;
	yield atMost(name, residentMemory(client.pid), ' MB', CLIENT, 'with it open, at 80x24');
	const idle: Array<{client: number; server: number}> = [];
	for (let time = 0; time < TIMES; time++) {
		const before = {client: processorTime(client.pid), server: processorTime(server.pid)};
		await pause(IDLE);
		const {client: ours, server: theirs} = before;
		idle.push({client: processorTime(client.pid) - ours, server: processorTime(server.pid) - theirs});
	}

	yield atMost('  the same at rest', residentMemory(client.pid), ' MB', CLIENT, afterRest);
	for (const who of ['client', 'server'] as const) {
		const how = `in ${IDLE / 1000} s, median of ${TIMES}, connected; the heartbeat is all that happens`;
		const spent = median(idle.map(each => each[who]));
		yield atMost(`processor time, idle: ${who}`, spent, ' ms', NEXT_TO_NONE, how);
	}

	await client.stop();
	await server.stop();
}

async function* busyServer(): AsyncGenerator<Figure> {
	const server = await startRaisedServer(await dataFolder({people: 100}));
	const senders = await Senders.start(server, 100);
	let sent = 0;
	while (sent < MANY_MESSAGES)
		sent += (await senders.send({warmUp: 0, milliseconds: 5000, inFlight: IN_FLIGHT})).latencies.length;
	const name = `memory: server, after ${MANY_MESSAGES.toLocaleString('en')} messages`;
	const how = `100 senders with ${IN_FLIGHT} in flight, still connected`;
	yield atMost(name, residentMemory(server.pid), ' MB', MOST_AFTER_MANY, how);
	await pause(REST);
	yield plain('  the same at rest', residentMemory(server.pid), ' MB', afterRest);
	await senders.stop();
	await server.stop();
}

function held(whose: string, pid: number, how: string): Figure {
	return plain(`memory: ${whose}`, residentMemory(pid), ' MB', how);
}
