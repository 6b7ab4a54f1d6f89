/** `chat-tui watch`: does it print what arrives, for people and for pipes, also after a lost connection, and end as it is told? */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {describe, expect, onTestFinished, test} from 'vitest';
import {connect} from '../../source/library/index.ts';
import {ownFolder, PASSWORD, program, script, startServer, type RunningServer} from '../harness/program.ts';
import {until} from '../harness/until.ts';

/** Starts `chat-tui watch` as alice; `lines` is what it has printed. */
async function watch(server: RunningServer, ...args: readonly string[]) {
	const words = [program, 'watch', '--server', server.joinLine, '--user', 'alice', ...args];
	const watching = spawn(process.execPath, words, {
		env: {...process.env, CHAT_TUI_HOME: await ownFolder(), CHAT_TUI_PASSWORD: PASSWORD, TZ: 'UTC'},
	});
	onTestFinished(() => void watching.kill('SIGKILL'));
	const said = {out: '', err: ''};
	watching.stdout.on('data', (part: Buffer) => (said.out += part.toString()));
	watching.stderr.on('data', (part: Buffer) => (said.err += part.toString()));
	const ended = once(watching, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
	return {
		kill: (signal: NodeJS.Signals) => watching.kill(signal),
		ended,
		lines: () => said.out.split('\n').slice(0, -1),
		errors: () => said.err,
	};
}

async function bobAt(server: RunningServer) {
	const chat = await connect({
		server: server.joinLine,
		user: 'bob',
		password: PASSWORD,
		home: await ownFolder(),
	});
	onTestFinished(() => chat.close());
	return chat;
}

/** Sends until the first line comes: then the program listens. */
async function listening(server: RunningServer, ...args: readonly string[]) {
	const [watching, bob] = [await watch(server, ...args), await bobAt(server)];
	while (watching.lines().length === 0) await bob.send('alice', 'knock');
	const messages = () => watching.lines().filter(line => !line.includes('knock'));
	return {...watching, bob, messages};
}

describe('watch', () => {
	test('prints each message on one line, cleaned, and says where it was written', async () => {
		const server = await startServer({people: ['alice', 'bob']});
		const {bob, messages} = await listening(server);
		await bob.send('#lobby', 'to all\x1b[2J\nhere');
		await bob.send('alice', 'hi');
		await until(() => messages().length === 2);
		expect(messages()).toEqual([
			expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d bob {2}#lobby {2}to all\ufffd here$/),
			expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d bob {2}alice\+bob {2}hi$/),
		]);
	});

	test('of some chats prints those alone, and with --json each as an object that has all of it', async () => {
		const server = await startServer({people: ['alice', 'bob']});
		const {bob, messages} = await listening(server, 'bob', '--json');
		await bob.send('#lobby', 'not this');
		await bob.send('alice', 'a\x1b[31m\tb\n');
		await until(() => messages().length === 1);
		expect(JSON.parse(messages()[0]!)).toMatchObject({
			conversation: 'alice+bob',
			from: 'bob',
			text: 'a\x1b[31m\tb\n',
		});
		expect(messages()[0]).toMatch(/^[\x20-\x7e]*$/);
	});

	test('prints what is changed as well, and history prints messages as they stand then', async () => {
		const server = await startServer({people: ['alice', 'bob']});
		const {bob, messages} = await listening(server, 'bob');
		const {sequence} = await bob.send('alice', 'helo');
		const message = {conversation: 'alice+bob', sequence};
		await bob.change(message, {type: 'edit', text: 'hello\x1b[2J'});
		await bob.change(message, {type: 'react', emoji: '👍', on: true});
		await until(() => messages().length === 3);
		expect(messages().map(line => line.replace(/^\S+ \S+ /, ''))).toEqual([
			'bob  helo',
			`bob  edited ${sequence}: hello\ufffd`,
			`bob  added 👍 at ${sequence}`,
		]);
		expect(await script(server, 'alice', 'history', 'bob', '--limit', '1')).toMatch(
			/bob {2}hello\ufffd \(edited\)\n$/,
		);
		const [json = ''] = (await script(server, 'alice', 'history', 'bob', '--json', '--limit', '1')).split(
			'\n',
		);
		expect(JSON.parse(json)).toMatchObject({sequence, reactions: [{emoji: '👍', by: ['bob']}]});
		await bob.change(message, {type: 'delete'});
		await until(() => messages().length === 4);
		expect(await script(server, 'alice', 'history', 'bob', '--limit', '1')).toMatch(/\(message deleted\)\n$/);
	});

	test('goes on after a lost connection, with what was said meanwhile', async () => {
		const server = await startServer({people: ['alice', 'bob']});
		const {bob, messages, errors} = await listening(server);
		await server.kill();
		await until(() => errors().includes('Trying again'));
		await startServer({folder: server.folder, port: Number(server.address.split(':')[1])});
		await bob.send('alice', 'meanwhile');
		await until(() => messages().length === 1);
		expect(messages()[0]).toMatch(/meanwhile$/);
		await until(() => errors().includes('Connected again'));
	});

	test.each(['SIGINT', 'SIGTERM'] as const)('signs out and ends at %s', async signal => {
		const server = await startServer({people: ['alice', 'bob']});
		const {kill, ended, errors} = await listening(server);
		kill(signal);
		expect(await ended).toEqual([null, signal]);
		expect(errors()).toBe('');
	});

	test('fails with one sentence where nothing would ever arrive', async () => {
		const server = await startServer({people: ['alice']});
		const nowhere = await watch(server, 'room:nowhere');
		expect(await nowhere.ended).toEqual([1, null]);
		expect(nowhere.errors()).toBe(
			'chat-tui: alice is not in #nowhere; enter it in the client with /join #nowhere, then watch it.\n',
		);
		const nobody = await watch(server, 'a/b');
		expect(await nobody.ended).toEqual([2, null]);
	});
});
