/** `chat-tui admin`: commands of the operator from a shell, on the running server of this machine. */
import {execFile} from 'node:child_process';
import path from 'node:path';
import {expect, test} from 'vitest';
import {root} from '../../scripts/project-files.ts';
import {entrance} from '../attack/attacked-server.ts';
import {Serving} from '../harness/serving.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {Peer} from './peer.ts';

type Ran = {readonly code: number; readonly out: string; readonly err: string};

async function admin(folder: string, ...words: readonly string[]): Promise<Ran> {
	const args = [path.join(root, 'dist/cli.cjs'), 'admin', ...words, '--data', folder];
	return new Promise(resolve =>
		execFile(process.execPath, args, (error, out, err) =>
			resolve({code: error ? Number(error.code) : 0, out, err}),
		),
	);
}

test('tells a running server what to do, and stops it', async () => {
	const folder = path.join(await temporaryFolder(), 'chat');
	const server = new Serving('--port', '0', '--data', folder);
	const port = await server.port();
	const status = await admin(folder, 'status', '--json');
	expect(JSON.parse(status.out)).toMatchObject({listening: true, port});
	expect(await admin(folder, '/users')).toEqual({code: 0, out: 'Nobody is connected.\n', err: ''});
	expect(await admin(folder, 'stop')).toEqual({code: 0, out: 'The server stops.\n', err: ''});
	expect(await server.ended).toBe(0);
});

test('asks for --yes before it does what others mind', async () => {
	const folder = path.join(await temporaryFolder(), 'chat');
	const server = new Serving('--port', '0', '--data', folder);
	const alice = await Peer.connectSecurely(await server.port());
	await alice.ask('hello', {protocol: 1});
	expect(await alice.ask('signUp', entrance('alice'))).toMatchObject({user: 'alice'});
	const {code, err} = await admin(folder, 'stop');
	expect({code, err}).toEqual({
		code: 1,
		err: 'chat-tui: Stop the server? 1 person is connected. Nothing was done; add --yes to do it.\n',
	});
	expect((await admin(folder, 'stop', '--yes')).code).toBe(0);
	expect(await server.ended).toBe(0);
});

test('shows what others have written, as JSON too, without a character that a terminal would obey', async () => {
	const folder = path.join(await temporaryFolder(), 'chat');
	const server = new Serving('--port', '0', '--data', folder);
	const eve = await Peer.connectSecurely(await server.port());
	await eve.ask('hello', {protocol: 1});
	await eve.ask('signUp', entrance('eve'));
	await eve.ask('join', {room: '#lobby'});
	const topic = '\u009d0;eve\u009c\u202egnp.\u200b\u001b[2J';
	expect(await eve.ask('setTopic', {room: '#lobby', topic})).toEqual({});
	const listed = await admin(folder, 'rooms', '--json');
	expect(JSON.parse(listed.out)).toMatchObject([{topic}]);
	const {err} = await admin(folder, `${topic} x`);
	expect(err).toContain('There is no command');
	const {out} = await admin(folder, 'rooms');
	for (const text of [listed.out, err, out])
		expect(text.trimEnd().split('\n').join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('says what to do where there is no server, no command, or one that does not exist', async () => {
	const folder = path.join(await temporaryFolder(), 'chat');
	const none = await admin(folder, 'users');
	expect(none.code).toBe(1);
	expect(none.err).toBe(
		`chat-tui: No server uses ${folder}; start one with npx chat-tui serve, or name its folder with --data.\n`,
	);
	expect(await admin(folder)).toMatchObject({
		code: 2,
		err: 'chat-tui: Which command? chat-tui admin help lists them; npx chat-tui admin --help shows how it is used.\n',
	});
	const server = new Serving('--port', '0', '--data', folder);
	await server.port();
	expect(await admin(folder, 'frobnicate')).toMatchObject({
		code: 1,
		err: 'chat-tui: There is no command /frobnicate; /help lists them all.\n',
	});
});
