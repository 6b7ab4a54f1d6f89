/** Measures very many clients over TLS at once: memory of the server for each, and pings of one of them. */
import {setTimeout as pause} from 'node:timers/promises';
import {atMost, plain, type Figure} from '../figure.ts';
import {percentile} from '../statistics.ts';
import {maxOpenFiles, processorTime, residentMemory} from '../world/cost.ts';
import {dataFolder} from '../world/data-folder.ts';
import {Peer} from '../world/peer.ts';
import {Senders} from '../world/senders.ts';
import {startRaisedServer} from '../world/server.ts';

const COUNT = 10_000;
/** Most kilobytes for each, and most milliseconds of the 99th percentile of pings. */
const MOST_MEMORY = 20;
const MOST_PING = 20;
/** Milliseconds after which the garbage of the sign-ins has been collected, and of pings after that. */
const REST = 15_000;
const IDLE = 10_000;

export async function* connections(): AsyncGenerator<Figure> {
	const name = `${COUNT.toLocaleString('en')} idle clients over TLS`;
	if (maxOpenFiles() < COUNT + 1000) {
		yield {name, value: 'skipped', how: `a process may open ${maxOpenFiles()} files here`};
		return;
	}

	const server = await startRaisedServer(await dataFolder({people: COUNT + 1}), false);
	const bystander = await Peer.start(server, COUNT);
	const [memory, cost, begun] = [residentMemory(server.pid), processorTime(server.pid), performance.now()];
	const arriving = Senders.start(server, {count: COUNT, senders: 0});
	const meanwhile = await bystander.pingsDuring(arriving);
	const [took, spent] = [performance.now() - begun, processorTime(server.pid) - cost];
	await bystander.pingsDuring(pause(REST));
	const growth = residentMemory(server.pid) - memory;
	const how = `growth of the server’s resident memory, ${REST / 1000} s after the last sign-in`;
	yield atMost(`${name}: memory for each`, (1000 * growth) / COUNT, ' kB', MOST_MEMORY, how);
	yield plain(
		'  processor time of the server for a sign-in',
		spent / COUNT,
		' ms',
		'handshake, reply and all',
	);
	yield plain('  all have signed in after', took / 1000, ' s', 'one after the other');
	const p99 = (pings: readonly number[]) => percentile(pings, 0.99);
	yield plain('  a ping meanwhile, p99', p99(meanwhile), ' ms', `${meanwhile.length} pings, 5 ms apart`);
	const pings = await bystander.pingsDuring(pause(IDLE));
	const apart = `${pings.length} pings, 5 ms apart; all clients ping every 10 s`;
	yield atMost('  a ping when all are connected, p99', p99(pings), ' ms', MOST_PING, apart);
	await (await arriving).stop();
	bystander.stop();
	await server.stop();
}
