/** Measures very many clients over TLS at once: memory of the server for each, and messages of two other users meanwhile. */
import {setTimeout as pause} from 'node:timers/promises';
import {atMost, plain, withOthers, type Figure} from '../figure.ts';
import {median, percentile} from '../statistics.ts';
import {startBareServer} from '../world/bare-server.ts';
import {maxOpenFiles, processorTime, residentMemory} from '../world/cost.ts';
import {dataFolder} from '../world/data-folder.ts';
import {Peer} from '../world/peer.ts';
import {pairOf, person} from '../world/people.ts';
import {Senders} from '../world/senders.ts';
import {startRaisedServer} from '../world/server.ts';

const COUNT = 10_000;
/** Clients of the bare relay, of which each takes as much. */
const FEW = 2000;
/** Pairs of clients that sign in at the same time. */
const AT_ONCE = 4;
/** Most kilobytes for each, and most milliseconds of the 99th percentile of messages. */
const MOST_MEMORY = 20;
const MOST_LATENCY = 20;
/** Milliseconds after which the garbage of the sign-ins has been collected, and of messages after that. */
const REST = 15_000;
const IDLE = 10_000;

export async function* connections(): AsyncGenerator<Figure> {
	const name = `${COUNT.toLocaleString('en')} idle clients over TLS`;
	if (maxOpenFiles() < COUNT + 1000) {
		yield {name, value: 'skipped', how: `a process may open ${maxOpenFiles()} files here`};
		return;
	}

	const server = await startRaisedServer(await dataFolder({people: COUNT + 2, room: '#lobby'}), false);
	const writer = await Peer.start(server, COUNT);
	let sent = 0;
	const message = () => ({
		type: 'send',
		conversation: pairOf(COUNT),
		messageId: `${person(COUNT).device}.crowd.${sent++}`,
		text: 'a word between two of very many users',
	});
	const [memory, cost, begun] = [residentMemory(server.pid), processorTime(server.pid), performance.now()];
	const arriving = Senders.start(server, {count: COUNT, senders: 0, atOnce: AT_ONCE});
	const meanwhile = await writer.timesDuring(arriving, message);
	const [took, spent] = [performance.now() - begun, processorTime(server.pid) - cost];
	await writer.timesDuring(pause(REST), message);
	const growth = residentMemory(server.pid) - memory;
	const latencies = await writer.timesDuring(pause(IDLE), message);
	await (await arriving).stop();
	writer.stop();
	await server.stop();

	const how = `growth of the server’s resident memory, ${REST / 1000} s after the last sign-in`;
	const each = atMost(`${name}: memory for each`, (1000 * growth) / COUNT, ' kB', MOST_MEMORY, how);
	yield withOthers(each, [[`bare relay with ${FEW.toLocaleString('en')}`, await memoryOfRelay()]], ' kB');
	const signIns = 'handshake, reply and what others hear of it';
	yield plain('  processor time of the server for a sign-in', spent / COUNT, ' ms', signIns);
	yield plain('  all have signed in after', took / 1000, ' s', `${2 * AT_ONCE} at the same time`);
	const apart = (times: readonly number[]) => `${times.length} messages of another one, 5 ms apart`;
	yield plain('  a message meanwhile, median', median(meanwhile), ' ms', apart(meanwhile));
	yield plain('  the same, p99', percentile(meanwhile, 0.99), ' ms', apart(meanwhile));
	const idle = `${apart(latencies)}; all clients ping every 10 s`;
	yield plain('  a message when all are connected, median', median(latencies), ' ms', idle);
	yield atMost('  the same, p99', percentile(latencies, 0.99), ' ms', MOST_LATENCY, idle);
}

/** Returns kilobytes for each connection. */
async function memoryOfRelay(): Promise<number> {
	const relay = await startBareServer(true);
	const before = residentMemory(relay.pid);
	const idle = await Senders.start(relay, {count: FEW, senders: 0, atOnce: AT_ONCE});
	await pause(REST);
	const growth = residentMemory(relay.pid) - before;
	await idle.stop();
	await relay.stop();
	return (1000 * growth) / FEW;
}
