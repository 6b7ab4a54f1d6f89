/** Measures the time from the start of the installed package to its screen. */
import {execFile} from 'node:child_process';
import path from 'node:path';
import {promisify} from 'node:util';
import {root} from '../../scripts/project-files.ts';
import {startTerminal} from '../../test/harness/pty.ts';
import {atMost, plain, type Figure} from '../figure.ts';
import {median} from '../statistics.ts';
import {WELCOME} from '../world/client.ts';
import {dataFolder} from '../world/data-folder.ts';
import {PASSWORD, person} from '../world/people.ts';
import {scratchFolder} from '../world/scratch.ts';
import {startServer} from '../world/server.ts';

const RUNS = 20;
const MESSAGES = 100;
const FIRST_FRAME = 80;
const WITH_CONVERSATION = 180;
const run = promisify(execFile);

type Way = {
	readonly name: string;
	readonly args: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** The text on the screen that ends the measurement; undefined: the end of the process. */
	readonly shown?: string;
	/** The key to press when `shown` is on the screen, before the end of the process. */
	readonly open?: {readonly keys: string; readonly shown: string};
	readonly target?: number;
};

export async function* start(): AsyncGenerator<Figure> {
	const program = await installed();
	const server = await startServer(await dataFolder({people: 2, messages: MESSAGES}));
	const home = await scratchFolder();
	const entrance = [program, '--server', server.joinLine, '--user', person(0).user];
	const env = {CHAT_TUI_HOME: home};
	const shown = '● connected';
	const open = {keys: `/msg ${person(1).user}\r`, shown: `message ${MESSAGES} `};
	const ways: Way[] = [
		{name: 'node -e 0, from start to end', args: ['-e', '0']},
		{
			name: 'start to first full frame',
			args: [program],
			env: {CHAT_TUI_HOME: await scratchFolder()},
			shown: WELCOME,
			target: FIRST_FRAME,
		},
		{
			name: 'start to first full frame, with a server named',
			args: entrance,
			env,
			shown: 'Connecting to',
			target: FIRST_FRAME,
		},
		{name: 'start to connected', args: entrance, env, shown},
		{
			name: 'start to connected, with a conversation open',
			args: entrance,
			env,
			shown,
			open,
			target: WITH_CONVERSATION,
		},
	];
	await timed({...ways[3]!, env: {...env, CHAT_TUI_PASSWORD: PASSWORD}}); // leaves a token, so that no later start hashes a password
	await timed(ways[1]!); // leaves compiled code in the other home
	const times = ways.map((): number[] => []);
	for (let at = 0; at < RUNS; at++) {
		for (const [which, way] of ways.entries()) times[which]!.push(await timed(way));
	}

	await server.stop();
	const how = `median of ${RUNS} runs in turn, installed from its tarball, at 80x24`;
	for (const [which, {name, target}] of ways.entries()) {
		const time = median(times[which]!);
		yield target === undefined ? plain(name, time, ' ms', how) : atMost(name, time, ' ms', target, how);
	}
}

async function timed({args, env = {}, shown, open}: Way): Promise<number> {
	const before = performance.now();
	const terminal = await startTerminal({command: process.execPath, args, env});
	await (shown === undefined ? terminal.exit : terminal.until(shown));
	if (open) {
		terminal.write(open.keys);
		await terminal.until(open.shown);
	}

	const time = performance.now() - before;
	if (shown !== undefined) {
		terminal.write('\x11'); // Ctrl-Q, so that the session does not block the next one
		await terminal.exit;
	}

	await terminal.stop();
	return time;
}

/** Packs the program, and installs it in an empty folder. */
async function installed(): Promise<string> {
	const folder = await scratchFolder();
	await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {cwd: root});
	const {stdout} = await run('sh', ['-c', 'echo *.tgz'], {cwd: folder});
	await run('npm', [
		'install',
		'--prefix',
		folder,
		'--no-audit',
		'--no-fund',
		path.join(folder, stdout.trim()),
	]);
	return path.join(folder, 'node_modules/chat-tui/dist/cli.cjs');
}
