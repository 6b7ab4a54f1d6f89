/** Makes docs/screenshot.svg from a real terminal: `npm run screenshot` starts a server, lets people talk, and draws what alice sees. */
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {joinLine} from '../protocol/address.ts';
import {askServer} from '../source/client/host.ts';
import {connect} from '../source/library/index.ts';
import {startTerminal, type PtyTerminal} from '../test/harness/pty.ts';
import {root} from './project-files.ts';
import {svgOf} from './screenshot/svg.ts';

const SIZE = {columns: 96, rows: 28};
const PASSWORDS = {
	alice: 'tea and biscuits',
	bob: 'bicycle in the rain',
	carol: 'seven green doors',
	dave: 'slow train home',
};
const TALK = [
	['carol', 'Morning! The nightly build is red: the parser tests fail on empty input.'],
	['bob', 'That is mine. A fix is on its way.'],
	['dave', 'Thanks bob. Shall we still release at four?'],
	['bob', '@alice can you look at it before that? Two lines:\n  if (input === "")\n    return [];'],
] as const;
const program = path.join(root, 'dist/cli.cjs');

async function photographed(folder: string): Promise<string> {
	const env = {CHAT_TUI_HOME: path.join(folder, 'home'), COLORTERM: 'truecolor', CHAT_TUI_LAN: 'off'};
	const data = path.join(folder, 'data');
	const server = await startTerminal({
		command: process.execPath,
		args: [
			program,
			'serve',
			'--plain',
			'--port',
			'0',
			'--data',
			data,
			'--users',
			path.join(root, 'users.json'),
		],
		env,
	});
	try {
		await server.until('start on');
		const [address] = (await askServer(data))?.addresses ?? [];
		if (!address) throw new Error('The server does not say where it listens.');
		const line = joinLine(address);
		const alice = await startTerminal({
			command: process.execPath,
			args: [program, '--server', line, '--user', 'alice'],
			env: {...env, CHAT_TUI_PASSWORD: PASSWORDS.alice},
			...SIZE,
		});
		try {
			return await scene(alice, line);
		} finally {
			await alice.stop();
		}
	} finally {
		await server.stop();
	}
}

/** Lets people talk, and draws the screen once all of it is there. */
async function scene(alice: PtyTerminal, server: string): Promise<string> {
	await alice.until('● connected');
	const people = new Map(
		await Promise.all(
			(['bob', 'carol', 'dave'] as const).map(
				async user => [user, await connect({server, user, password: PASSWORDS[user], as: 'screen'})] as const,
			),
		),
	);
	alice.write('/join #release\r');
	await alice.until(/╭ #release/);
	for (const person of people.values()) await person.rooms.join('#release');
	for (const [user, text] of TALK) await people.get(user)?.send('#release', text);
	await alice.until('return [];');
	alice.write('Looks right to me. Merge it, and yes: at four.\r');
	await alice.until(/at four\..* ✓/);
	await people.get('carol')?.send('alice', 'Lunch?');
	await people.get('dave')?.send('#lobby', 'The printer on the second floor works again.');
	await alice.until(/● carol.*1/);
	for (const user of ['bob', 'dave']) await alice.until(`● ${user}`);
	alice.write('And thank you, ');
	await alice.until('› And thank you,');
	const picture = svgOf(
		alice.cells(),
		'chat-tui: a list of chats, a conversation in the room #release, and the command bar',
	);
	for (const person of people.values()) await person.close();
	return picture;
}

const folder = await mkdtemp(path.join(tmpdir(), 'chat-tui-screenshot-'));
try {
	await writeFile(path.join(root, 'docs/screenshot.svg'), await photographed(folder));
} finally {
	await rm(folder, {recursive: true, force: true});
}

process.exit(0); // a pseudo-terminal that was closed keeps a process alive for a while
