/** Measures the throughput of durable, acknowledged messages, and their latency. */
import {atLeast, plain, type Figure} from '../figure.ts';
import {median, percentile} from '../statistics.ts';
import {dataFolder} from '../world/data-folder.ts';
import {Senders, type Rate} from '../world/senders.ts';
import {startRaisedServer} from '../world/server.ts';

const COUNTS = [1, 100, 1000];
/** The target is for a hundred senders. */
const TARGETS = {plain: 20_000, TLS: 10_000} as const;
const TIMES = 5;
const ORDER = {warmUp: 1500, milliseconds: 3000};

export async function* messages(): AsyncGenerator<Figure> {
	const folder = await dataFolder({people: Math.max(...COUNTS)});
	for (const link of ['plain', 'TLS'] as const) {
		for (const count of COUNTS) {
			const server = await startRaisedServer(folder, link === 'plain');
			const senders = await Senders.start(server, count);
			const rates: Rate[] = [];
			for (let time = 0; time < TIMES; time++) rates.push(await senders.send(ORDER));
			await senders.stop();
			await server.stop();
			yield* figures(
				`${count} ${count === 1 ? 'sender' : 'senders'}, ${link}`,
				rates,
				count === 100 ? TARGETS[link] : 0,
			);
		}
	}
}

function* figures(name: string, rates: readonly Rate[], target: number): Generator<Figure> {
	const perSecond = median(rates.map(rate => rate.perSecond));
	const of = (share: number) => median(rates.map(({latencies}) => percentile(latencies, share)));
	const [serverCost, senderCost] = [
		rates.map(rate => rate.serverCost),
		rates.map(rate => rate.senderCost),
	].map(median);
	const how = `median of ${TIMES} runs of ${ORDER.milliseconds / 1000} s, one message in flight each, in pairs`;
	yield target > 0
		? atLeast(`durable messages a second: ${name}`, perSecond, '/s', target, how)
		: plain(`durable messages a second: ${name}`, perSecond, '/s', how);
	yield plain('  from send to acknowledgement, median', of(0.5), ' ms', 'as the senders see it');
	yield plain('  the same, p99', of(0.99), ' ms', 'as the senders see it');
	const both = `senders: ${((senderCost ?? 0) * 1000).toFixed(0)} µs; two cores for both`;
	yield plain('  processor time of the server for each', (serverCost ?? 0) * 1000, ' µs', both);
}
