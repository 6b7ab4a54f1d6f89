/** Hosting from the client: who is asked for the way to one's own server, and what is said where none can start? */
import {chmod, chown, mkdir, readdir, writeFile} from 'node:fs/promises';
import {once} from 'node:events';
import {createServer} from 'node:net';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {controlPathOf} from '../lib/control-path.ts';
import {stopOther} from '../server/control/stop-other.ts';
import {DEFAULT_PORT} from '../protocol/address.ts';
import {MAX_ANSWER} from '../protocol/control-socket.ts';
import {askServer, findServer, hostServer} from '../source/client/host.ts';
import {keepPort, noticeMove, portFor} from '../source/client/host-port.ts';
import {program} from './harness/program.ts';
import {Serving} from './harness/serving.ts';
import {temporaryFolder} from './harness/temporary-folder.ts';

/** A data folder with so long a path that its control socket lies in a shared place. */
async function distantFolder(): Promise<string> {
	const before = process.env['TMPDIR'];
	process.env['TMPDIR'] = await temporaryFolder();
	onTestFinished(() => {
		if (before === undefined) delete process.env['TMPDIR'];
		else process.env['TMPDIR'] = before;
	});
	return path.join(await temporaryFolder(), 'x'.repeat(100));
}

/** Somebody who answers in this way where the server of the folder would. */
async function answering(folder: string, answer: string): Promise<void> {
	await mkdir(path.dirname(controlPathOf(folder)), {recursive: true, mode: 0o700});
	const server = createServer(socket => socket.on('error', () => undefined).end(answer));
	await new Promise<void>(resolve => void server.listen(controlPathOf(folder), resolve));
	onTestFinished(() => void server.close());
}

const ANSWER = '{"hosts":["10.0.0.7"],"port":10001,"code":"blue-whale","pid":1}\n';

test.each([
	['nothing', '', undefined],
	['an empty line', '\n', undefined],
	['half a line', ANSWER.slice(0, 20), undefined],
	['no JSON', 'go away\n', undefined],
	['something else', '{"hosts":3}\n', undefined],
	['as a server does', ANSWER, ['10.0.0.7:10001#.blue-whale']],
	['without an end', ANSWER + ' '.repeat(MAX_ANSWER), undefined],
])('only the answer of a server is read: %s', async (_what, answer, joinLines) => {
	const folder = await temporaryFolder();
	await answering(folder, answer);
	expect((await askServer(folder))?.joinLines).toEqual(joinLines);
});

test.each([
	['in its place', ['a file'], 'EEXIST'],
	['above it', ['a file', 'chat'], 'ENOTDIR'],
])(
	'a folder that cannot be made, as a file stands %s, is named in one sentence',
	async (_where, names, code) => {
		const parent = await temporaryFolder();
		await writeFile(path.join(parent, 'a file'), '');
		const folder = path.join(parent, ...names);
		expect(await hostServer({network: false, program, folder})).toEqual({
			problem: `${folder} cannot hold a chat (${code}); make room or access, then try again.`,
		});
	},
);

test('an answer from a folder that other users can write is not believed', async () => {
	const folder = await distantFolder();
	expect(await askServer(folder)).toBeUndefined();
	expect(await stopOther(folder)).toBe(false);
	await answering(folder, ANSWER);
	const place = path.dirname(controlPathOf(folder));
	expect((await askServer(folder))?.joinLines).toEqual(['10.0.0.7:10001#.blue-whale']);
	await chmod(place, 0o755);
	expect(await askServer(folder)).toBeUndefined();
	await expect(stopOther(folder, 100)).rejects.toThrow(`${place} is open to other people`);
});

test.runIf(process.getuid?.() === 0)('an answer from a folder of another user is not believed', async () => {
	const folder = await distantFolder();
	await answering(folder, ANSWER);
	await chown(path.dirname(controlPathOf(folder)), 12_345, 12_345);
	expect(await askServer(folder)).toBeUndefined();
	await expect(stopOther(folder, 100)).rejects.toThrow('is open to other people');
});

test('a server that is hosted again keeps its port, and reports another program that holds it', async () => {
	const folder = await temporaryFolder();
	const serving = new Serving('--port', '0', '--data', folder);
	const port = await serving.port();
	const portOf = (hosted: Awaited<ReturnType<typeof hostServer>>) =>
		'addresses' in hosted ? hosted.addresses[0]?.port : hosted.problem;
	expect(portOf(await hostServer({network: false, program, folder}))).toBe(port);
	await stopOther(folder);
	const other = createServer().listen(port, '127.0.0.1');
	await once(other, 'listening');
	const problem = portOf(await hostServer({network: false, program, folder}));
	expect(problem).toMatch(
		new RegExp(`^Port ${port}, at which others know this chat, is held by another program`),
	);
	expect(problem).toContain(`--data ${folder}`);
	other.close();
	await once(other, 'close');
	onTestFinished(async () => {
		await stopOther(folder);
	});
	expect(portOf(await hostServer({network: false, program, folder}))).toBe(port);
});

test('a hosted server that is started at another port is found there, with the port that others know, once', async () => {
	const folder = await temporaryFolder();
	const before = await new Serving('--port', '0', '--data', folder).port();
	expect(await findServer(folder)).not.toHaveProperty('movedFrom'); // it has never been hosted from the client
	await hostServer({network: false, program, folder});
	await stopOther(folder);
	const other = createServer().listen(before, '127.0.0.1'); // so that the next one gets another port
	await once(other, 'listening');
	onTestFinished(() => void other.close());
	const now = await new Serving('--port', '0', '--data', folder).port();
	const found = await findServer(folder);
	expect([found?.movedFrom, found?.addresses[0]?.port]).toEqual([before, now]);
	expect(await findServer(folder)).not.toHaveProperty('movedFrom');
});

test('a server that was never hosted from the client gets no record of a port by being asked for', async () => {
	const folder = await temporaryFolder();
	expect(await noticeMove(folder, 4001)).toBeUndefined();
	expect(await readdir(folder)).toEqual([]);
	await keepPort(folder, 4001);
	expect(await noticeMove(folder, 4001)).toBeUndefined();
	expect(await noticeMove(folder, 4002)).toBe(4001);
	expect(await noticeMove(folder, 4002)).toBeUndefined();
});

test('a data folder without a recorded port uses the default port, and a new one the first free port from there on', async () => {
	const folder = await temporaryFolder();
	const chosen = async (...taken: number[]) =>
		portFor(folder, '127.0.0.1', port => Promise.resolve(!taken.includes(port)));
	expect(await chosen()).toBe(DEFAULT_PORT);
	expect(await chosen(DEFAULT_PORT, DEFAULT_PORT + 1)).toBe(DEFAULT_PORT + 2);
	await mkdir(path.join(folder, 'journal'));
	expect(await chosen()).toBe(DEFAULT_PORT);
	expect(await chosen(DEFAULT_PORT)).toMatchObject({
		problem: expect.stringContaining('Port 10001,') as string,
	});
});

test('a server that runs for this machine only is not taken for one of the network, nor the other way round', async () => {
	for (const network of [false, true]) {
		const folder = await temporaryFolder();
		const host = network ? ['--host', '0.0.0.0'] : [];
		await new Serving('--port', '0', '--data', folder, ...host).port();
		expect(await hostServer({network, program, folder})).toHaveProperty('addresses');
		expect(await hostServer({network: !network, program, folder})).toEqual({
			problem: expect.stringContaining('end it with npx chat-tui serve --stop, and host it again') as string,
		});
	}
});
