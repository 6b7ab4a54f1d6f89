/** Measures files that go by way of the server, up and down over TLS, and what others who chat notice of them. */
import {atLeast, atMost, plain, type Figure} from '../figure.ts';
import {percentile} from '../statistics.ts';
import {dataFolder} from '../world/data-folder.ts';
import {writtenFile} from '../world/file-transfer.ts';
import {Senders} from '../world/senders.ts';
import {startRaisedServer, type Server} from '../world/server.ts';
import {UploadClient} from '../world/upload-client.ts';

const MEBIBYTES = 100;
const TIMES = 5;
/** Users who chat meanwhile, each with one message at a time, and milliseconds between two of theirs. */
const COUNT = 20;
const APART = 100;

export async function* uploads(): AsyncGenerator<Figure> {
	const file = await writtenFile(MEBIBYTES);
	const server = await startRaisedServer(await dataFolder({people: COUNT + 2}), false);
	const senders = await Senders.start(server, COUNT);
	const client = await UploadClient.start(server, COUNT);
	const how = `a file of ${MEBIBYTES} MiB, ${TIMES} times, until it is durable; beside ${COUNT} who chat`;
	const quiet = (await senders.send({warmUp: 500, milliseconds: 3000, apart: APART})).latencies;
	const up = await besideChat(senders, async () => client.up(file));
	yield atLeast('up', up.times.map(rate), ' MiB/s', 80, how);
	const sequence = await client.send();
	const down = await besideChat(senders, async () => client.down(sequence));
	yield atLeast('down', down.times.map(rate), ' MiB/s', 80, how);
	const chat = [...up.latencies, ...down.latencies];
	yield atMost(
		'messages meanwhile, p99',
		percentile(chat, 0.99),
		' ms',
		50,
		'from send to acknowledgement, TLS',
	);
	yield plain('  the same without a transfer', percentile(quiet, 0.99), ' ms', 'the same senders');
	await stop(client, senders, server);
}

function rate(milliseconds: number): number {
	return (MEBIBYTES * 1000) / milliseconds;
}

/** Transfers a file several times while the senders write. */
async function besideChat(senders: Senders, transfer: () => Promise<unknown>) {
	const [times, latencies]: [number[], number[]] = [[], []];
	for (let time = 0; time < TIMES; time++) {
		const begun = performance.now();
		const written = senders.send({warmUp: 0, milliseconds: 1000, apart: APART});
		await transfer();
		times.push(performance.now() - begun);
		latencies.push(...(await written).latencies);
	}

	return {times, latencies};
}

async function stop(client: UploadClient, senders: Senders, server: Server): Promise<void> {
	client.stop();
	await senders.stop();
	await server.stop();
}
