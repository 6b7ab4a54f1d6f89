/** Compares the client with other chats for the terminal, where they are installed: start, key to screen, and memory. */
import {setTimeout as pause} from 'node:timers/promises';
import {startTerminal, type PtyTerminal} from '../../test/harness/pty.ts';
import {compared, type Figure} from '../figure.ts';
import {median, percentile} from '../statistics.ts';
import {clientIn, press, usedHome, welcomed} from '../world/client.ts';
import {processorTime, residentMemory} from '../world/cost.ts';
import {dataFolder} from '../world/data-folder.ts';
import {installed, versionOf} from '../world/installed.ts';
import {scratchFolder} from '../world/scratch.ts';
import {startServer} from '../world/server.ts';
import {terminalClients} from '../world/terminal-clients.ts';

const STARTS = 9;
const ROUNDS = 3;
const KEYS = 60;
/** Messages in the conversation of chat-tui; the others have a page of their own notices. */
const MESSAGES = 100;
/** Milliseconds between two keys. */
const APART = 40;
const CTRL_U = '\x15';

type Rival = {
	readonly name: string;
	/** Starts it, and waits for its first full frame. */
	readonly opened: () => Promise<PtyTerminal>;
};

export async function* terminals(): AsyncGenerator<Figure> {
	const used = await usedHome();
	const rivals: Rival[] = [{name: 'chat-tui', opened: async () => welcomed(used)}];
	for (const {name, args, shown} of terminalClients) {
		const command = await installed(name);
		if (command === undefined) {
			yield {name, value: 'left out', how: `not installed: apt-get install ${name}`};
			continue;
		}

		const home = await scratchFolder();
		const opened = async () => {
			const terminal = await startTerminal({command, args: args(home)});
			await terminal.until(shown);
			return terminal;
		};
		rivals.push({name: `${name} ${await versionOf(command)}`, opened});
	}

	yield* starts(rivals);
	yield* keys(rivals);
}

async function* starts(rivals: readonly Rival[]): AsyncGenerator<Figure> {
	const times = rivals.map(({name}): [string, number[]] => [name, []]);
	for (let count = 0; count <= STARTS; count++)
		for (const [at, rival] of rivals.entries()) {
			const begun = performance.now();
			const terminal = await rival.opened();
			if (count > 0) times[at]![1].push(performance.now() - begun); // the first one makes a home
			await terminal.stop();
		}

	yield compared('start to first full frame', ' ms', `${STARTS} starts in turn, at 80x24`, times);
}

/** Types in each of the clients in turn, with chat-tui in a conversation. */
async function* keys([ours, ...others]: readonly Rival[]): AsyncGenerator<Figure> {
	const server = await startServer(await dataFolder({people: 2, messages: MESSAGES}));
	const open: Array<[string, PtyTerminal]> = [
		[ours?.name ?? '', await clientIn(server, {columns: 80, rows: 24}, MESSAGES)],
	];
	for (const {name, opened} of others) open.push([name, await opened()]);
	await pause(1000); // what their starts leave to do
	const results = () => open.map(([name]): [string, number[]] => [name, []]);
	const medians = results();
	const slowest = results();
	const costs = results();
	for (let round = 0; round < ROUNDS; round++)
		for (const [at, [, terminal]] of open.entries()) {
			const before = processorTime(terminal.pid);
			const times = await typed(terminal);
			medians[at]![1].push(median(times));
			slowest[at]![1].push(percentile(times, 0.99));
			costs[at]![1].push((processorTime(terminal.pid) - before) / KEYS);
		}

	const how = `${ROUNDS} rounds in turn of ${KEYS} keys, ${APART} ms apart, at 80x24`;
	yield compared('key to screen, median', ' ms', how, medians);
	yield compared('  p99', ' ms', how, slowest);
	yield compared('  processor time of the client for each key', ' ms', 'of all its threads', costs);
	const memory = open.map(([name, {pid}]) => [name, residentMemory(pid)] as const);
	yield compared('  memory of the client', ' MB', 'after the keys', memory);
	for (const [, terminal] of open) await terminal.stop();
	await server.stop();
}

/** Types a line, and deletes it. @returns the milliseconds of each key */
async function typed(terminal: PtyTerminal): Promise<number[]> {
	const times: number[] = [];
	const {x: begin} = terminal.cursor();
	for (let at = 0; at < KEYS; at++) {
		times.push(await press(terminal, String.fromCharCode(97 + ((at * 7) % 26))));
		await pause(APART);
	}

	terminal.write(CTRL_U);
	await terminal.until(() => terminal.cursor().x === begin, 'an empty line');
	return times;
}
