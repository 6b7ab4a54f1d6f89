/** Compares the server with the bare relay, and starts the client, in less than a minute. */
import {atMost, type Figure} from '../figure.ts';
import {messageFigures} from '../message-figures.ts';
import {usedHome, welcomed} from '../world/client.ts';
import {dataFolder} from '../world/data-folder.ts';
import {SideBySide} from '../world/side-by-side.ts';

const COUNT = 100;
const ROUNDS = 3;
const ORDER = {warmUp: 400, milliseconds: 900};
/** By messages in flight, in plaintext and over TLS. */
const TARGETS = {
	1: {plain: {rate: 45_000, share: 0.75, cost: 22}, TLS: {rate: 28_000}},
	16: {plain: {rate: 90_000, cost: 11}, TLS: {}},
} as const;
const STARTS = 9;
/** Maximum milliseconds. */
const FIRST_FRAME = 80;

export async function* quick(): AsyncGenerator<Figure> {
	for (const link of ['plain', 'TLS'] as const) {
		const folder = await dataFolder({people: COUNT});
		const both = await SideBySide.start(folder, COUNT, link === 'TLS');
		await both.measure({...ORDER, inFlight: 4}, 1); // until the code is compiled
		for (const inFlight of [1, 16] as const) {
			const rates = await both.measure({...ORDER, inFlight}, ROUNDS);
			const name = `messages a second: ${COUNT} senders, ${inFlight} in flight, ${link}`;
			yield* messageFigures(name, rates, TARGETS[inFlight][link]);
		}

		await both.stop();
	}

	const home = await usedHome();
	const starts: number[] = [];
	for (let count = 0; count < STARTS; count++) starts.push(await firstFrame(home));
	yield atMost('client: start to first full frame', starts, ' ms', FIRST_FRAME, `${STARTS} runs at 80x24`);
}

async function firstFrame(home: string): Promise<number> {
	const begun = performance.now();
	const client = await welcomed(home);
	const time = performance.now() - begun;
	await client.stop();
	return time;
}
