/** `chat-tui serve` as a process: what it prints, how it ends, and what it says when it cannot start. */
import {once} from 'node:events';
import {mkdir, readdir, readFile, stat, truncate, writeFile} from 'node:fs/promises';
import {createServer, type AddressInfo} from 'node:net';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {root} from '../../scripts/project-files.ts';
import {hostServer} from '../../source/client/host.ts';
import {keepPort} from '../../source/client/host-port.ts';
import {Serving} from '../harness/serving.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {Peer} from './peer.ts';

const userFile = path.join(root, 'users.json');
const program = path.join(root, 'dist/cli.cjs');

async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const {port} = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}

describe('a start', () => {
	test('prints one line with date, time, address and folder, and a join line when others can join', async () => {
		const folder = await temporaryFolder();
		const server = new Serving('--port', '0', '--data', folder, '--host', '0.0.0.0');
		const [line] = await server.says(/^.*start on.*$/m);
		expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d start on 0\.0\.0\.0:\d+, data in /);
		expect(line).toContain(folder);
		const [, port] = await server.says(
			/npx chat-tui [0-9.]+:(\d+)#[A-Za-z0-9_-]{43}\.[a-z0-9]{4}-[a-z0-9]{4}\n/,
		);
		expect(Number(port)).toBe(await server.port());
	});

	test('says to whom the line is of use where nobody can sign up, and leaves out the code', async () => {
		const folder = path.join(await temporaryFolder(), 'chat');
		const words = ['--port', '0', '--data', folder, '--host', '0.0.0.0', '--signup', 'closed'];
		const server = new Serving(...words);
		const [, line] = await server.says(
			/^Nobody can sign up; those who have an account join with: npx chat-tui (.*)$/m,
		);
		expect(line).toMatch(/^[0-9.]+:[0-9]+#[\w-]{43}$/);
	});

	test('says of a line for this machine that it is, and how to let others in', async () => {
		const server = new Serving('--port', '0', '--data', await temporaryFolder());
		await server.says(/^Others join, from this machine only, with: npx chat-tui 127\.0\.0\.1:\d+#/m);
		await server.says(/^To let others of your network in, start it with --host 0\.0\.0\.0$/m);
	});

	test('makes everything for its owner alone', async () => {
		const parent = await temporaryFolder();
		const folder = path.join(parent, 'chat');
		const server = new Serving('--port', '0', '--data', folder);
		await server.port();
		expect((await stat(folder)).mode & 0o777).toBe(0o700);
		expect((await stat(path.join(folder, 'server-key.pem'))).mode & 0o777).toBe(0o600);
		server.process.kill('SIGTERM');
		await server.ended;
		expect((await stat(path.join(folder, 'server.json'))).mode & 0o777).toBe(0o600);
	});

	test('takes the positional words port, block duration and timeout', async () => {
		const server = new Serving('0', '5', '120', '--data', await temporaryFolder());
		expect(await server.port()).toBeGreaterThan(0);
	});
});

describe('an end', () => {
	test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
		'by %s tells those who are connected, and is in order',
		async signal => {
			const server = new Serving('--port', '0', '--data', await temporaryFolder(), '--users', userFile);
			const peer = await Peer.connectSecurely(await server.port());
			await peer.ask('hello', {protocol: 1});
			await peer.ask('signIn', {
				user: 'alice',
				password: 'tea and biscuits',
				as: 'screen',
				device: 'abcdefgh',
			});
			server.process.kill(signal);
			expect(await server.ended).toBe(0);
			await peer.end();
			expect(peer.heard.at(-1)).toEqual({type: 'stopping'});
			expect(server.output).toMatch(/sign-in alice from 127\.0\.0\.1 \(screen\)\n/);
			expect(server.output).toMatch(/sign-out alice .*stopping\n/);
			expect(server.output).toMatch(/ stop\n$/);
			expect(server.errors).toBe('');
		},
	);

	test('by --stop is over when the command is', async () => {
		const folder = await temporaryFolder();
		const server = new Serving('--port', '0', '--data', folder);
		const port = await server.port();
		const stop = new Serving('--stop', '--data', folder);
		expect(await stop.ended).toBe(0);
		await expect(Peer.connect(port)).rejects.toThrow('ECONNREFUSED');
		expect(await server.ended).toBe(0);
		const again = new Serving('--stop', '--data', folder);
		expect(await again.ended).toBe(0);
		expect(again.output).toBe(`No server uses ${folder}.\n`);
	});

	test('by kill -9 leaves nothing that keeps the next one from starting', async () => {
		const folder = await temporaryFolder();
		const first = new Serving('--port', '0', '--data', folder);
		await first.port();
		first.process.kill('SIGKILL');
		expect(await first.ended).toBe('SIGKILL');
		expect(await new Serving('--port', '0', '--data', folder).port()).toBeGreaterThan(0);
	});
});

test('a command line that cannot be is named in one sentence, too, with exit code 2', async () => {
	const server = new Serving('--port', 'many');
	expect(await server.ended).toBe(2);
	expect(server.errors).toMatch(/^chat-tui: [^\n]*many[^\n]*\n$/);
});

describe('what stands in the way of a start is named in one sentence, with exit code 1', () => {
	async function refused(...words: string[]): Promise<string> {
		const server = new Serving(...words);
		expect(await server.ended).toBe(1);
		expect(server.output).not.toContain('start on');
		expect(server.errors).toMatch(/^chat-tui: [^\n]+\n$/);
		return server.errors;
	}

	test('a port in use', async () => {
		const port = String(await new Serving('--port', '0', '--data', await temporaryFolder()).port());
		expect(await refused('--port', port, '--data', await temporaryFolder())).toContain(
			`Port ${port} is in use`,
		);
	});

	test('a folder that another server uses', async () => {
		const folder = await temporaryFolder();
		await new Serving('--port', '0', '--data', folder).port();
		expect(await refused('--port', '0', '--data', folder)).toContain(`Another server uses ${folder}`);
	});

	test('a folder that cannot be made', async () => {
		const file = path.join(await temporaryFolder(), 'file');
		await writeFile(file, '');
		expect(await refused('--port', '0', '--data', path.join(file, 'chat'))).toContain(file);
	});

	test.each(['users.json', 'server.json', 'server-key.pem', 'server-cert.pem'])(
		'a damaged %s, which stays as it is',
		async name => {
			const folder = await temporaryFolder();
			const first = new Serving('--port', '0', '--data', folder, '--users', userFile);
			await first.port();
			first.process.kill('SIGTERM');
			await first.ended;
			const file = path.join(folder, name);
			await truncate(file, 30);
			const before = await readFile(file);
			expect(await refused('--port', '0', '--data', folder)).toContain(`${file} is damaged`);
			expect(await readFile(file)).toEqual(before);
		},
	);

	test('a damaged log of today, which stays as it is', async () => {
		const folder = await temporaryFolder();
		const first = new Serving('--port', '0', '--data', folder);
		await first.port();
		first.process.kill('SIGTERM');
		await first.ended;
		const logs = path.join(folder, 'logs', 'server');
		const [name = ''] = await readdir(logs);
		await truncate(path.join(logs, name), 30);
		expect(await refused('--port', '0', '--data', folder)).toContain(`${name} is damaged`);
		expect(await readdir(logs)).toEqual([name]);
		expect(await readFile(path.join(logs, name))).toHaveLength(30);
	});

	test('a folder in the place of a file', async () => {
		const folder = await temporaryFolder();
		await mkdir(path.join(folder, 'server-key.pem'));
		expect(await refused('--port', '0', '--data', folder)).toContain('server-key.pem');
	});

	test('and whoever hosts in the client reads the same sentence there', async () => {
		const folder = await temporaryFolder();
		await mkdir(path.join(folder, 'server-key.pem'));
		const sentence = await refused('--port', '0', '--data', folder);
		await keepPort(folder, await freePort()); // somebody may host a chat of their own at the usual one
		const hosted = await hostServer({network: false, program, folder});
		expect(hosted).toEqual({problem: sentence.trimEnd().replace('chat-tui: ', '')});
	});

	test('an invalid user file, before anything is kept', async () => {
		const folder = await temporaryFolder();
		const file = path.join(folder, 'people.json');
		await writeFile(file, '{"users": [{"user": "alice", "password": "secret"}]}');
		const sentence = await refused('--port', '0', '--data', path.join(folder, 'chat'), '--users', file);
		expect(sentence).toContain(`${file} is not a valid user file: users.0.password`);
		expect(sentence).not.toContain('secret');
	});

	test('plaintext for others than this machine', async () => {
		const words = [
			'--port',
			'0',
			'--data',
			await temporaryFolder(),
			'--insecure-plaintext',
			'--host',
			'0.0.0.0',
		];
		expect(await refused(...words)).toContain('--insecure-plaintext');
	});

	test('a host that is not this machine', async () => {
		const words = ['--port', '0', '--data', await temporaryFolder(), '--host'];
		expect(await refused(...words, 'no.such.host.invalid')).toContain('no.such.host.invalid');
		expect(await refused(...words, '192.0.2.77')).toContain('192.0.2.77');
	});
});
