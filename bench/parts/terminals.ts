/** Compares the client with other chats for the terminal, where they are installed: start, key to screen, and memory. */
import {setTimeout as pause} from 'node:timers/promises';
import {startTerminal, type PtyTerminal} from '../../test/harness/pty.ts';
import {plain, type Figure} from '../figure.ts';
import {median, percentile} from '../statistics.ts';
import {clientIn, press} from '../world/client.ts';
import {processorTime, residentMemory} from '../world/cost.ts';
import {dataFolder} from '../world/data-folder.ts';
import {installed, versionOf} from '../world/installed.ts';
import {scratchFolder} from '../world/scratch.ts';
import {program, startServer} from '../world/server.ts';

type Rival = {
	readonly name: string;
	readonly command: string;
	readonly args: (home: string) => string[];
	/** What stands on the first full frame. */
	readonly shown: string;
};

const STARTS = 9;
const RUNS = 3;
const KEYS = 60;
/** Messages in the conversation of chat-tui; the others have a page of their own notices. */
const MESSAGES = 100;
/** Milliseconds between two keys. */
const APART = 40;

export async function* terminals(): AsyncGenerator<Figure> {
	const rivals: Rival[] = [
		{name: 'chat-tui', command: process.execPath, args: () => [program], shown: 'Host a chat'},
	];
	for (const each of others) {
		const command = await installed(each.name);
		if (command === undefined) yield {name: each.name, value: 'left out', how: 'it is not installed'};
		else rivals.push({...each, command, name: `${each.name} ${await versionOf(command)}`});
	}

	const starts = rivals.map((): number[] => []);
	for (let count = 0; count < STARTS; count++)
		for (const [at, rival] of rivals.entries()) starts[at]!.push(await started(rival));
	for (const [at, {name}] of rivals.entries())
		yield plain(
			`start to first full frame: ${name}`,
			starts[at]!,
			' ms',
			`${STARTS} starts in turn, at 80x24`,
		);
	const server = await startServer(await dataFolder({people: 2, messages: MESSAGES}));
	for (const [at, rival] of rivals.entries()) {
		const terminal =
			at === 0 ? await clientIn(server, {columns: 80, rows: 24}, MESSAGES) : await opened(rival);
		yield* typing(rival.name, terminal);
		await terminal.stop();
	}

	await server.stop();
}

const others: ReadonlyArray<Omit<Rival, 'command'>> = [
	{name: 'irssi', args: home => ['--home', home, '--noconnect'], shown: '[(status)]'},
	{name: 'weechat-curses', args: home => ['--dir', home, '--no-connect'], shown: '1:weechat'},
];

async function opened({command, args, shown}: Rival): Promise<PtyTerminal> {
	const home = await scratchFolder();
	const terminal = await startTerminal({command, args: args(home), env: {CHAT_TUI_HOME: home}});
	await terminal.until(shown);
	return terminal;
}

async function started(rival: Rival): Promise<number> {
	const begun = performance.now();
	const terminal = await opened(rival);
	const time = performance.now() - begun;
	await terminal.stop();
	return time;
}

async function* typing(name: string, terminal: PtyTerminal): AsyncGenerator<Figure> {
	await pause(1000); // what a start leaves to do
	const runs: number[][] = [];
	const before = processorTime(terminal.pid);
	for (let run = 0; run < RUNS; run++) {
		const times: number[] = [];
		for (let at = 0; at < KEYS; at++) {
			times.push(await press(terminal, String.fromCharCode(97 + ((at * 7) % 26))));
			await pause(APART);
		}

		runs.push(times);
		terminal.write('\x15'); // Ctrl-U empties the line
		await pause(APART);
	}

	const how = `${RUNS} runs of ${KEYS} keys, ${APART} ms apart, at 80x24`;
	yield plain(`key to screen, median: ${name}`, runs.map(median), ' ms', how);
	yield plain(
		'  p99',
		runs.map(times => percentile(times, 0.99)),
		' ms',
		how,
	);
	const cost = (processorTime(terminal.pid) - before) / (RUNS * KEYS);
	yield plain('  processor time for each key', cost, ' ms', 'of the client, all threads');
	yield plain('  memory', residentMemory(terminal.pid), ' MB', 'after that');
}
