/** What arrives at an accepted socket is handed on where it was read. */
import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import {connect as connectSecurely, createServer as createSecureServer} from 'node:tls';
import {afterEach, describe, expect, test} from 'vitest';
import {readDirectly} from '../../../server/net/read-directly.ts';
import {until} from '../../harness/until.ts';
import {newIdentity} from '../../link/fake-server.ts';

const open: Array<() => unknown> = [];
afterEach(() => {
	for (const close of open.splice(0)) close();
});

const links = {
	async plain() {
		const server = createServer();
		const accepted = once(server.listen(0, '127.0.0.1'), 'connection');
		await once(server, 'listening');
		const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
		return {server, client, accepted};
	},
	async TLS() {
		const server = createSecureServer(await newIdentity());
		const accepted = once(server.listen(0, '127.0.0.1'), 'secureConnection');
		await once(server, 'listening');
		const {port} = server.address() as AddressInfo;
		const client = connectSecurely({port, host: '127.0.0.1', rejectUnauthorized: false});
		return {server, client, accepted};
	},
};

/** Returns both ends of a link. */
async function link(kind: keyof typeof links): Promise<{client: Socket; socket: Socket}> {
	const {server, client, accepted} = await links[kind]();
	const [socket] = (await accepted) as [Socket];
	open.push(
		() => server.close(),
		() => client.destroy(),
		() => socket.destroy(),
	);
	return {client, socket};
}

/** A megabyte that tells where each of its bytes belongs. */
const BYTES = Buffer.from(Array.from({length: 250_000}, (_, at) => String(at).padStart(4)).join(' '));

describe.each(['plain', 'TLS'] as const)('over %s', kind => {
	test('what arrives is handed on whole and in order, however often the socket is paused', async () => {
		const {client, socket} = await link(kind);
		const parts: Buffer[] = [];
		let [size, early] = [0, 0];
		readDirectly(socket, chunk => {
			if (socket.isPaused()) early++;
			parts.push(Buffer.from(chunk));
			size += chunk.length;
			socket.pause();
			setImmediate(() => socket.resume());
		});
		client.write(BYTES);
		await until(() => size >= BYTES.length);
		expect(Buffer.concat(parts).equals(BYTES)).toBe(true);
		expect(early).toBe(0);
	});

	test('a socket that is given back is a stream like any other, from the next byte on', async () => {
		const {client, socket} = await link(kind);
		const parts: Buffer[] = [];
		const giveBack = readDirectly(socket, chunk => {
			parts.push(Buffer.from(chunk));
			socket.pause();
			giveBack();
			setImmediate(() => socket.on('data', part => parts.push(part)).resume());
		});
		client.end(BYTES);
		await once(socket, 'close');
		expect(Buffer.concat(parts).equals(BYTES)).toBe(true);
	});

	test('this Node reads into memory that all sockets share', async () => {
		const memories = new Set<ArrayBufferLike>();
		for (let count = 0; count < 2; count++) {
			const {client, socket} = await link(kind);
			let chunks = 0;
			readDirectly(socket, chunk => {
				memories.add(chunk.buffer);
				chunks++;
			});
			client.write(BYTES);
			await until(() => chunks > 1);
		}

		expect(memories.size).toBe(1);
	});
});
