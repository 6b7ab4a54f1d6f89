/** The console of `chat-tui serve` in a real terminal: what the operator sees and does, and that the terminal always comes back. */
import {createServer} from 'node:net';
import {rename} from 'node:fs/promises';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {root} from '../../../scripts/project-files.ts';
import {askServer} from '../../../source/client/host.ts';
import {entrance} from '../../attack/attacked-server.ts';
import {paletteOf} from '../../../terminal/palette.ts';
import {Serving} from '../../harness/serving.ts';
import {startTerminal, type PtyTerminal} from '../../harness/pty.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {Peer} from '../peer.ts';

type Options = {
	readonly folder?: string;
	readonly words?: readonly string[];
	readonly columns?: number;
	readonly rows?: number;
	/** What the terminal answers to the question for its background. */
	readonly background?: string;
	readonly env?: Readonly<Record<string, string>>;
};

/** `chat-tui serve` in a terminal, before it has shown anything. */
async function serve({folder: given, words = [], ...screen}: Options = {}) {
	const folder = given ?? path.join(await temporaryFolder(), 'chat');
	const args = [
		path.join(root, 'dist/cli.cjs'),
		'serve',
		'--port',
		'0',
		'--data',
		folder,
		'--no-announce',
		...words,
	];
	const terminal = await startTerminal({command: process.execPath, args, ...screen});
	onTestFinished(() => terminal.stop());
	return {terminal, folder};
}

/** A console whose server listens, and the port. */
async function listening(options: Options = {}) {
	const {terminal, folder} = await serve(options);
	await terminal.until('listening on');
	const enters = async (user: string) => {
		const peer = await Peer.connectSecurely(await portOf(folder));
		onTestFinished(() => void peer.socket.destroy());
		await peer.ask('hello', {protocol: 1});
		await peer.ask('signUp', entrance(user));
		return peer;
	};
	return {terminal, folder, enters, port: await portOf(folder)};
}

async function portOf(folder: string): Promise<number> {
	const server = await askServer(folder);
	return server?.addresses[0]?.port ?? 0;
}

async function says(terminal: PtyTerminal, line: string, answer: string | RegExp): Promise<void> {
	terminal.write(`${line}\r`);
	await terminal.until(answer);
}

test.each([
	[80, 24],
	[120, 40],
	[40, 10],
])(
	'at %ix%i it shows where the server listens, the log as it happens, and a bar for commands',
	async (columns, rows) => {
		const {terminal, port, enters} = await listening({columns, rows});
		await terminal.until(
			new RegExp(`listening on 127\\.0\\.0\\.1:${port}${columns > 40 ? ' \\(this machine only' : ''}`),
		);
		await terminal.until('›');
		await enters('alice');
		await terminal.until(/sign-in\s+alice/);
		await terminal.until('1 connection');
		expect(terminal.buffer).toBe('alternate');
	},
);

test('who is connected stands in a list, and leaves it', async () => {
	const {terminal, enters} = await listening();
	await terminal.until('Nobody is connected.');
	const alice = await enters('alice');
	await terminal.until(/│ alice +127\.0\.0\.1 .* B/);
	alice.socket.destroy();
	await terminal.until('Nobody is connected.');
});

test('commands are completed, answered in the log, and remembered', async () => {
	const {terminal} = await listening();
	terminal.write('/stat\t\r');
	await terminal.until('Fingerprint of the key');
	await says(terminal, '/uesrs', 'There is no command /uesrs; did you mean /users?');
	terminal.write('\x1b[A\x1b[A');
	await terminal.until('› /status');
});

test('/join-line shows the line with which others join alone on the screen, until a key', async () => {
	const {terminal, port} = await listening();
	await says(terminal, '/join-line', 'Enter goes back');
	expect(terminal.screen()[0]).toMatch(/^From this machine only, others join with this line/);
	expect(terminal.screen().join('')).toMatch(new RegExp(`npx chat-tui 127\\.0\\.0\\.1:${port}#`));
	expect(terminal.text()).not.toMatch(/[│╭╰]/);
	terminal.write('q');
	await terminal.until('listening on');
	await terminal.until(/›(?! *q)/);
});

test('/invite shows its line alone on the screen too, and keeps it in the log', async () => {
	const {terminal, port} = await listening();
	await says(terminal, '/invite 2', 'Enter goes back');
	const [, code] = /^The invite code (\S+) lets in 2 newcomers/.exec(terminal.screen()[0]!) ?? [];
	expect(terminal.screen().join('')).toMatch(
		new RegExp(`npx chat-tui 127\\.0\\.0\\.1:${port}#[\\w-]+\\.${code}`),
	);
	terminal.write('q');
	await terminal.until(
		() => terminal.text().includes(`The invite code ${code}`) && terminal.text().includes('listening on'),
	);
});

test('a word in the bar filters the log, and Esc ends that', async () => {
	const {terminal, enters} = await listening();
	await enters('alice');
	await enters('bob');
	await terminal.until('sign-in bob');
	terminal.write('alice');
	await terminal.until(
		() => terminal.text().includes('sign-in alice') && !terminal.text().includes('sign-in bob'),
	);
	terminal.write('\x1b');
	await terminal.until('sign-in bob');
});

test('/stop asks, tells everybody and keeps the console; /start listens again on the same port', async () => {
	const {terminal, folder, port, enters} = await listening();
	const alice = await enters('alice');
	await says(terminal, '/stop', 'Stop the server? 1 person is connected.');
	terminal.write('\r');
	await terminal.until('Nothing was done.');
	await alice.fence();
	await says(terminal, '/stop', '[y] Yes');
	terminal.write('y');
	await alice.end();
	expect(alice.heard.map(({type}) => type)).toContain('stopping');
	await terminal.until('stopped by /stop; /start starts it again');
	expect(await askServer(folder)).toBeUndefined();
	await says(terminal, '/start', 'listening on');
	expect(await portOf(folder)).toBe(port);
});

test.each([
	[80, 24],
	[40, 10],
])(
	'serve --stop from a shell stops the server; at %ix%i the console says by what, and goes on',
	async (...size) => {
		const [columns, rows] = size;
		const {terminal, folder, port} = await listening({columns, rows});
		const stop = new Serving('--stop', '--data', folder);
		expect(await stop.ended).toBe(0);
		expect(stop.output).toBe(`The server of ${folder} has stopped.\n`);
		await terminal.until(/○ stopped by chat-tui serve --stop;\s+\/start starts it again/);
		await says(terminal, '/start', 'listening on');
		expect(await portOf(folder)).toBe(port);
	},
);

test('a port that is taken meanwhile is named, and the next /start works', async () => {
	const {terminal, port} = await listening();
	await says(terminal, '/stop', 'stopped by /stop; /start');
	const other = createServer();
	await new Promise<void>(resolve => void other.listen(port, '127.0.0.1', resolve));
	await says(terminal, '/start', `Port ${port} is in use on 127.0.0.1`);
	await new Promise(resolve => other.close(resolve));
	await says(terminal, '/start', 'listening on');
});

test('a server whose data folder is gone says so, and the console stays', async () => {
	const {terminal, folder} = await listening();
	await rename(folder, `${folder}.gone`);
	await terminal.until('/start tries again');
	await rename(`${folder}.gone`, folder);
	await says(terminal, '/start', 'listening on');
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
	'%s gives the terminal back and stops the server in order',
	async signal => {
		const {terminal, folder} = await listening();
		terminal.signal(signal);
		expect(await terminal.exit).toMatchObject({code: 0});
		expect(terminal.buffer).toBe('normal');
		expect(terminal.text()).toMatch(/stopping: .*\n.* stop$/m);
		expect(await askServer(folder)).toBeUndefined();
	},
);

test('Ctrl-C on an empty line quits, after a question while people are connected', async () => {
	const {terminal, enters} = await listening();
	const alice = await enters('alice');
	terminal.write('half a li\x03');
	await terminal.until(() => !terminal.text().includes('half a li'));
	terminal.write('\x03');
	await terminal.until('Stop the server and quit? 1 person is connected.');
	terminal.write('y');
	await alice.end();
	expect(await terminal.exit).toMatchObject({code: 0});
	expect(terminal.buffer).toBe('normal');
});

test('a closed window stops the server in order', async () => {
	const {terminal, folder, enters} = await listening();
	const alice = await enters('alice');
	terminal.hangUp();
	await alice.end();
	expect(alice.heard.map(({type}) => type)).toContain('stopping');
	await terminal.exit;
	expect(await askServer(folder)).toBeUndefined();
});

test('a start that cannot work gives the terminal back, and says why in one sentence', async () => {
	const first = await listening();
	const {terminal} = await serve({folder: first.folder});
	expect(await terminal.exit).toMatchObject({code: 1});
	expect(terminal.buffer).toBe('normal');
	expect(terminal.text()).toContain('chat-tui: Another server uses');
});

test('--plain gives log lines in a terminal as well, and nothing else', async () => {
	const {terminal} = await serve({words: ['--plain']});
	await terminal.until('start on 127.0.0.1');
	expect(terminal.bytes).not.toContain('\x1b');
	terminal.signal('SIGTERM');
	expect(await terminal.exit).toMatchObject({code: 0});
	expect(terminal.bytes).not.toContain('\x1b');
});

test('the colours are those for the background of the terminal, and with NO_COLOR there are none', async () => {
	const {names, ...roles} = paletteOf('light', {background: 'light', isColourless: false, depth: 256});
	const light = new Set(
		[...names, ...Object.values(roles)].map(({color = ''}) => Number(/\d+(?=\))/.exec(color))),
	);
	const {terminal} = await listening({background: 'rgb:ffff/ffff/ffff'});
	const shown = (at: PtyTerminal) =>
		at.cells().flatMap(row => row.flatMap(({foreground}) => foreground ?? []));
	await terminal.until(
		() => shown(terminal).length > 0 && shown(terminal).every(colour => light.has(colour)),
	);
	const {terminal: plain} = await listening({env: {NO_COLOR: '1'}});
	expect(shown(plain)).toEqual([]);
});
