/** What does `serve --stop` say of a server that does not do as it is told? */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer, type Socket} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {MAX_ANSWER} from '../../../protocol/control-socket.ts';
import {CannotStart} from '../../../lib/cannot-start.ts';
import {controlPathOf} from '../../../lib/control-path.ts';
import {stopOther} from '../../../server/control/stop-other.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';

/** A folder that something holds which meets whoever asks in this way. */
async function heldBy(meet: (socket: Socket) => void): Promise<string> {
	const folder = await temporaryFolder();
	const sockets: Socket[] = [];
	const server = createServer({allowHalfOpen: true}, socket => {
		sockets.push(socket.on('error', () => undefined)); // whoever asked has gone
		meet(socket);
	});
	await new Promise<void>(resolve => void server.listen(controlPathOf(folder), resolve));
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return folder;
}

async function saidOf(meet: (socket: Socket) => void): Promise<string> {
	const error: unknown = await stopOther(await heldBy(meet), 100).catch((error: unknown) => error);
	expect(error).toBeInstanceOf(CannotStart);
	return (error as CannotStart).message;
}

test('a server that hangs is given up on after a while', async () => {
	expect(await saidOf(() => undefined)).toMatch(/^The server of .* does not answer; stop it by hand\.$/);
});

test('a server that releases its folder has stopped, though its program goes on', async () => {
	const folder = await temporaryFolder();
	const server = createServer(socket => {
		socket.end(`{"stopping":true,"pid":${process.pid}}\n`);
		server.close();
	});
	await new Promise<void>(resolve => void server.listen(controlPathOf(folder), resolve));
	expect(await stopOther(folder)).toBe(true);
});

test('a server whose process has ended has stopped, though its socket is still in the folder', async () => {
	const gone = spawn(process.execPath, ['--eval', '']);
	await once(gone, 'exit');
	const folder = await heldBy(socket => socket.end(`{"stopping":true,"pid":${gone.pid}}\n`));
	expect(await stopOther(folder, 100)).toBe(true);
});

test('a server that says so and does not stop is named', async () => {
	expect(await saidOf(socket => socket.end(`{"stopping":true,"pid":${process.pid}}\n`))).toContain(
		`(process ${process.pid}) was asked to stop and has not; stop it by hand.`,
	);
});

test.each([
	['nothing', ''],
	['no JSON', 'go away\n'],
	['something else', '{"hosts":3}\n'],
	['without an end', '{"stopping":true,"pid":1}' + ' '.repeat(MAX_ANSWER)],
])('a server that answers %s is named in one sentence', async (_what, answer) => {
	expect(await saidOf(socket => socket.end(answer))).toMatch(
		/gave no answer that this version knows; stop it by hand\.$/,
	);
});
