/** Reading from a server that sends more than can be handled at once: in order, to the end, and never without a pause. */
import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {LineReader} from '../../source/link/line-reader.ts';

const LINES = 20_000;
const STREAM = Array.from({length: LINES}, (_, at) => `${at}\n`).join('');

type Heard = {readonly socket: Socket; readonly lines: number[]; readonly ended: Promise<unknown>};

/** Reads from a server which sends all at once, and then ends the stream. */
async function reading(
	stream: string,
	onLine: ConstructorParameters<typeof LineReader>[2]['line'] = () => undefined,
): Promise<Heard> {
	const server = createServer(socket => socket.end(stream)).listen(0, '127.0.0.1');
	onTestFinished(() => void server.close());
	await once(server, 'listening');
	const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	onTestFinished(() => void socket.destroy());
	const lines: number[] = [];
	const ended = new Promise<unknown>((resolve, reject) => {
		new LineReader(socket, 1024, {
			heard: () => undefined,
			line(line) {
				lines.push(Number(line));
				onLine(line);
			},
			unreadable: () => reject(new Error('unreadable')),
			ended: resolve,
		});
	});
	return {socket, lines, ended};
}

/** As much work as a frame may cause. */
function work(): void {
	const until = performance.now() + 0.05;
	while (performance.now() < until);
}

test('all lines are handed on in order before the end of the stream, however slowly they are handled', async () => {
	const {lines, ended} = await reading(STREAM, work);
	await ended;
	expect(lines).toEqual(Array.from({length: LINES}, (_, at) => at));
});

test('a timer runs while the lines of one chunk are handed on', async () => {
	let turns = 0;
	const timer = setInterval(() => turns++, 1);
	onTestFinished(() => clearInterval(timer));
	const seen = new Set<number>();
	const {ended} = await reading(STREAM, () => {
		work();
		seen.add(turns);
	});
	await ended;
	expect(seen.size).toBeGreaterThan(20);
});

test('after a stop no more lines are handed on, not even of the current chunk', async () => {
	const server = createServer(socket => socket.end(STREAM)).listen(0, '127.0.0.1');
	onTestFinished(() => void server.close());
	await once(server, 'listening');
	const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	const lines: string[] = [];
	const reader: LineReader = new LineReader(socket, 1024, {
		heard: () => undefined,
		line(line) {
			lines.push(line);
			if (lines.length === 5) reader.stop();
		},
		unreadable: () => lines.push('unreadable'),
		ended: () => lines.push('ended'),
	});
	await once(socket, 'close');
	expect(lines).toEqual(['0', '1', '2', '3', '4']);
});
