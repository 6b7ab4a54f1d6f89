/** Compares the server with the bare relay, and starts the client, in less than a minute. */
import {startTerminal} from '../../test/harness/pty.ts';
import {atMost, type Figure} from '../figure.ts';
import {messageFigures} from '../message-figures.ts';
import {dataFolder} from '../world/data-folder.ts';
import {scratchFolder} from '../world/scratch.ts';
import {program} from '../world/server.ts';
import {SideBySide} from '../world/side-by-side.ts';

const COUNT = 100;
const ROUNDS = 3;
const ORDER = {warmUp: 400, milliseconds: 900};
/** By messages in flight, in plaintext and over TLS. */
const TARGETS = {
	1: {plain: {rate: 45_000, share: 0.75, cost: 22}, TLS: {rate: 28_000}},
	16: {plain: {rate: 90_000, cost: 11}, TLS: {}},
} as const;
const STARTS = 5;

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

	const starts: number[] = [];
	for (let count = 0; count < STARTS; count++) starts.push(await firstFrame());
	yield atMost('client: start to first full frame', starts, ' ms', 250, `${STARTS} runs at 80x24`);
}

async function firstFrame(): Promise<number> {
	const env = {CHAT_TUI_HOME: await scratchFolder()};
	const begun = performance.now();
	const terminal = await startTerminal({command: process.execPath, args: [program], env});
	await terminal.until('Host a chat');
	const time = performance.now() - begun;
	await terminal.stop();
	return time;
}
