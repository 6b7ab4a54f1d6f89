/** Measures the latency and the cost of keys, and counts lost keys. */
import {setTimeout as pause} from 'node:timers/promises';
import {startTerminal, type PtyTerminal} from '../../test/harness/pty.ts';
import {atMost, plain, type Figure} from '../figure.ts';
import {median, percentile} from '../statistics.ts';
import {clientIn, clientOf, emptied, press, type Size} from '../world/client.ts';
import {processorTime} from '../world/cost.ts';
import {conversationOf, dataFolder} from '../world/data-folder.ts';
import {newestTexts} from '../world/history.ts';
import {Senders} from '../world/senders.ts';
import {startRaisedServer, startServer, type Server} from '../world/server.ts';

const SIZES: readonly Size[] = [
	{columns: 80, rows: 24},
	{columns: 200, rows: 60},
];
const PASTS = [100, 100_000];
const KEYS = 200;
/** Maximum milliseconds of a key beyond those of a program that only echoes. */
const MAX_OVER_FLOOR = 0.9;
/** While it is typed, at least so many messages come in. */
const STREAMED = 100_000;
const CROWD = 100;
const ROOM = '#lobby';
const LINE = 40;
/** A text without repetition, so that a lost or doubled character is visible. */
const TEXT = Array.from({length: 500}, (_, at) =>
	String.fromCharCode(33 + ((at * 47 + Math.floor(at / 94)) % 94)),
).join('');

/** Measures the latency of the pseudo-terminal alone. */
const ECHO =
	"process.stdin.setRawMode(true).on('data', key => process.stdout.write(key)); process.stdout.write('> ')";

export async function* keys(): AsyncGenerator<Figure> {
	const floor = await echoing();
	yield plain('key to screen, median: a Node program that only echoes', floor, ' ms', 'the floor');
	for (const messages of PASTS) {
		const server = await startServer(await dataFolder({people: 2, messages}));
		for (const size of SIZES) {
			const client = await clientIn(server, size, messages);
			const where = `${size.columns}x${size.rows}, ${messages.toLocaleString('en')} messages`;
			yield* typing(client, where, floor);
			if (messages === PASTS[0]) yield* losing(client, server, where);
			await client.stop();
		}

		await server.stop();
	}

	for (const size of SIZES) yield* streaming(size);
}

async function echoing(): Promise<number> {
	const echo = await startTerminal({command: process.execPath, args: ['-e', ECHO], columns: 2 * KEYS});
	await echo.until('>');
	const times: number[] = [];
	for (let at = 0; at < KEYS; at++) {
		times.push(await press(echo, letter(at)));
		await pause(gap(at));
	}

	await echo.stop();
	return median(times);
}

/** No two neighbours are alike. */
function letter(at: number): string {
	return String.fromCharCode(97 + ((at * 7) % 26));
}

/** Milliseconds between two keys of a user who types fast. */
function gap(at: number): number {
	return 40 + ((at * 3) % 10);
}

async function* typing(client: PtyTerminal, where: string, floor: number): AsyncGenerator<Figure> {
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
	yield atMost(`key to screen, median: ${where}`, median(times), ' ms', floor + MAX_OVER_FLOOR, how);
	yield atMost('  p99', percentile(times, 0.99), ' ms', 16, how);
	yield atMost('  bytes for each key', bytes / KEYS, '', 150, 'written to the terminal');
	yield plain('  processor time for each key', processor / KEYS, ' ms', 'of the client, all threads');
}

/** Types while a room that is open on the screen fills with messages, as fast as the server hands them on. */
async function* streaming(size: Size): AsyncGenerator<Figure> {
	const server = await startRaisedServer(await dataFolder({people: CROWD + 1, room: ROOM}), false);
	const client = await clientOf(server, size, CROWD);
	await client.until(ROOM);
	const senders = await Senders.start(server, {count: CROWD, senders: 4, room: conversationOf(ROOM)});
	const times: number[] = [];
	let messages = 0;
	while (messages < STREAMED || times.length < KEYS) {
		const sending = senders.send({warmUp: 0, milliseconds: 3000, inFlight: 16});
		await emptied(client);
		for (let at = 0; at < LINE; at++) {
			times.push(await press(client, letter(at)));
			await pause(gap(at));
		}

		messages += (await sending).latencies.length;
	}

	await senders.stop();
	await client.stop();
	await server.stop();
	const how = `${times.length} keys, ${messages.toLocaleString('en')} messages; server and senders share the processors`;
	const where = `${size.columns}x${size.rows}, messages streaming in`;
	yield plain(`key to screen, median: ${where}`, median(times), ' ms', how);
	yield atMost('  p99', percentile(times, 0.99), ' ms', 16, how);
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
