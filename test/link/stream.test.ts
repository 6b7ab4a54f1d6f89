/** One side of a relay: are the server's words told apart from the other client's bytes? */
import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import {describe, expect, onTestFinished, test} from 'vitest';
import {systemClock} from '../../lib/clock.ts';
import {openStream} from '../../source/link/stream.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

const TOKEN = 't'.repeat(43);

/** Opens a relay at a server in plaintext that answers the request with these chunks. */
async function relayThatSays(...chunks: string[]) {
	const heard: string[] = [];
	const server = createServer(socket => {
		socket.on('error', () => socket.destroy());
		socket.once('data', (request: Buffer) => {
			heard.push(request.toString());
			for (const chunk of chunks) socket.write(chunk);
			if (chunks.length === 0) socket.end();
		});
		onTestFinished(() => void socket.destroy());
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	const address = {host: '127.0.0.1', port: (server.address() as AddressInfo).port};
	const trust = {home: await temporaryFolder(), insecurePlaintext: true};
	const attempt = {clock: systemClock, signal: new AbortController().signal};
	return {heard, relay: openStream(address, {type: 'openRelay', token: TOKEN}, trust, attempt)};
}

describe('a relay', () => {
	test('is asked for with the secret alone, and the bytes behind the reply are the other client’s', async () => {
		const {heard, relay} = await relayThatSays('{"re":1,"ok":{}}\nbytes of bob');
		const socket = await relay;
		onTestFinished(() => void socket.destroy());
		expect(JSON.parse(heard[0]!)).toEqual({id: 1, type: 'openRelay', token: TOKEN});
		expect(String(socket.read())).toBe('bytes of bob');
	});

	test.each([
		[['{"re":1,"refusal":"badRelayToken"}\n'], 'The relay for this private chat is no longer open.'],
		[['not JSON\n'], 'The server sent what this client cannot read.'],
		[['x'.repeat(5000)], 'The server sent what this client cannot read.'],
		[[], 'The server closed the connection.'],
	])('that the server answers with %j does not come about', async (chunks, reason) => {
		const {relay} = await relayThatSays(...chunks);
		await expect(relay).rejects.toThrow(reason);
	});
});
