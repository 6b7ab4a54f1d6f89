/** Measures how long a message takes to be on disk and acknowledged while the server is far from busy. */
import {atMost, plain, type Figure} from '../figure.ts';
import {percentile} from '../statistics.ts';
import {dataFolder} from '../world/data-folder.ts';
import type {Rate} from '../world/senders.ts';
import {SideBySide} from '../world/side-by-side.ts';

const COUNT = 100;
/** Messages a second. */
const RATE = 2000;
const ROUNDS = 3;
const ORDER = {warmUp: 1000, milliseconds: 3000, apart: (1000 * COUNT) / RATE};
/** Most milliseconds, by the share of the messages, in plaintext. */
const TARGETS = [
	['median', 0.5, 0.35],
	['p99', 0.99, 2.5],
] as const;

export async function* latency(): AsyncGenerator<Figure> {
	for (const link of ['plain', 'TLS'] as const) {
		const both = await SideBySide.start(await dataFolder({people: COUNT}), COUNT, link === 'TLS');
		const {ours, bare} = await both.measure(ORDER, ROUNDS);
		await both.stop();
		for (const [word, share, most] of TARGETS) {
			const of = (rates: readonly Rate[]) => rates.map(({latencies}) => percentile(latencies, share));
			const name = `send to acknowledgement, ${word}, ${link}`;
			const how = `${COUNT} senders, ${RATE.toLocaleString('en')} messages/s, ${ROUNDS} runs`;
			yield link === 'plain' ? atMost(name, of(ours), ' ms', most, how) : plain(name, of(ours), ' ms', how);
			yield plain('  the same of the bare relay', of(bare), ' ms', 'which writes nothing to a disk');
		}
	}
}
