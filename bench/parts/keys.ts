/** Measures the latency and the cost of keys, and counts lost keys. */
import {setTimeout as pause} from 'node:timers/promises';
import {startTerminal, type PtyTerminal} from '../../test/harness/pty.ts';
import {atMost, plain, type Figure} from '../figure.ts';
import {median, percentile} from '../statistics.ts';
import {clientIn, emptied, press, type Size} from '../world/client.ts';
import {processorTime} from '../world/cost.ts';
import {dataFolder} from '../world/data-folder.ts';
import {newestTexts} from '../world/history.ts';
import {startServer, type Server} from '../world/server.ts';

const SIZES: readonly Size[] = [
	{columns: 80, rows: 24},
	{columns: 200, rows: 60},
];
const PASTS = [100, 100_000];
const KEYS = 320;
const LINE = 40;
/** A text without repetition, so that a lost or doubled character is visible. */
const TEXT = Array.from({length: 500}, (_, at) =>
	String.fromCharCode(33 + ((at * 47 + Math.floor(at / 94)) % 94)),
).join('');

/** Measures the latency of the pseudo-terminal alone. */
const ECHO =
	"process.stdin.setRawMode(true).on('data', key => process.stdout.write(key)); process.stdout.write('> ')";

export async function* keys(): AsyncGenerator<Figure> {
	yield await echoing();
	for (const messages of PASTS) {
		const server = await startServer(await dataFolder({people: 2, messages}));
		for (const size of SIZES) {
			const client = await clientIn(server, size, messages);
			const where = `${size.columns}x${size.rows}, ${messages.toLocaleString('en')} messages`;
			yield* typing(client, where);
			if (messages === PASTS[0]) yield* losing(client, server, where);
			await client.stop();
		}

		await server.stop();
	}
}

async function echoing(): Promise<Figure> {
	const echo = await startTerminal({command: process.execPath, args: ['-e', ECHO], columns: 2 * KEYS});
	await echo.until('>');
	const times: number[] = [];
	for (let at = 0; at < KEYS; at++) {
		times.push(await press(echo, letter(at)));
		await pause(gap(at));
	}

	await echo.stop();
	return plain('key to screen, median: a Node program that only echoes', median(times), ' ms', 'the floor');
}

/** No two neighbours are alike. */
function letter(at: number): string {
	return String.fromCharCode(97 + ((at * 7) % 26));
}

/** Milliseconds between two keys of a user who types fast. */
function gap(at: number): number {
	return 40 + ((at * 3) % 10);
}

async function* typing(client: PtyTerminal, where: string): AsyncGenerator<Figure> {
	const times: number[] = [];
	let bytes = 0;
	let processor = 0;
	for (let at = 0; at < KEYS; at++) {
		if (at % LINE === 0) await emptied(client);
		const [bytesBefore, processorBefore] = [client.bytes.length, processorTime(client.pid)];
		times.push(await press(client, letter(at)));
		await pause(gap(at));
		bytes += Buffer.byteLength(client.bytes.slice(bytesBefore));
		processor += processorTime(client.pid) - processorBefore;
	}

	const how = `${KEYS} keys, 40–50 ms apart, from the byte written to the cell shown`;
	yield atMost(`key to screen, median: ${where}`, median(times), ' ms', 5, how);
	yield atMost('  p99', percentile(times, 0.99), ' ms', 16, how);
	yield atMost('  bytes for each key', bytes / KEYS, '', 150, 'written to the terminal');
	yield plain('  processor time for each key', processor / KEYS, ' ms', 'of the client, all threads');
}

async function* losing(client: PtyTerminal, server: Server, where: string): AsyncGenerator<Figure> {
	for (const apart of ['in one write', 0, 1, 5] as const) {
		await emptied(client);
		const writes = apart === 'in one write' ? [TEXT] : TEXT;
		for (const keys of writes) {
			client.write(keys);
			if (apart === 1 || apart === 5) await pause(apart);
		}

		client.write(`\rtyped ${apart}\r`);
		await client.until(new RegExp(`typed ${apart} +✓`));
		const [arrived = ''] = await newestTexts(server, 2);
		const name = typeof apart === 'string' ? apart : `${apart} ms apart`;
		yield atMost(
			`keys lost ${name}: ${where}`,
			lost(arrived),
			'',
			0,
			`${TEXT.length} keys, sent as a message`,
		);
	}
}

/** Counts the keys that did not arrive; 1 if all did, but not in order. */
function lost(arrived: string): number {
	return arrived === TEXT ? 0 : Math.max(1, TEXT.length - arrived.length);
}
