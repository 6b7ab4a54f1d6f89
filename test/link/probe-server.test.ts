/** Probing a server: one clear sentence says why there is no server to talk to. */
import {createServer, type AddressInfo, type Server, type Socket} from 'node:net';
import {createServer as createTls} from 'node:tls';
import {expect, onTestFinished, test} from 'vitest';
import {encodeReply} from '../../protocol/frames.ts';
import {refuse} from '../../protocol/refusals.ts';
import type {Address} from '../../protocol/address.ts';
import {newIdentity} from './fake-server.ts';
import {joinAddress, person, server} from './people.ts';
import {until} from '../harness/until.ts';

async function listening(some: Server): Promise<Address> {
	await new Promise<void>(resolve => some.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void some.close());
	return {host: '127.0.0.1', port: (some.address() as AddressInfo).port};
}

async function problemAt(address: Address): Promise<string> {
	const {link} = await person();
	const found = await link.probe(address);
	return 'problem' in found ? found.problem : found.found;
}

test('an address where nothing listens is reported', async () => {
	const some = createServer();
	const address = await listening(some);
	await new Promise(resolve => some.close(resolve));
	expect(await problemAt(address)).toMatch(
		/^No server answers at 127.0.0.1:\d+; start one with npx chat-tui serve/,
	);
});

test('an unknown host name is reported', async () => {
	expect(await problemAt({host: 'no-such-host.invalid', port: 1})).toMatch(
		/^There is no machine at no-such-host/,
	);
});

test('another kind of server without TLS is reported', async () => {
	const address = await listening(
		createServer(socket => socket.end('SSH-2.0-OpenSSH\r\n').on('error', () => undefined)),
	);
	expect(await problemAt(address)).toMatch(/does not speak TLS 1.3/);
});

test('another kind of server over TLS is reported', async () => {
	const {key, cert, fingerprint} = await newIdentity();
	const web = createTls({key, cert}, socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
	const address = await listening(web);
	expect(await problemAt({...address, fingerprint})).toMatch(
		/closed the connection; check that a chat-tui server/,
	);
});

test.each([
	['tcp', /does not answer/],
	['tls', /is not a chat-tui server/],
])('a server that accepts over %s and says nothing is reported after ten seconds', async (kind, problem) => {
	const {key, cert, fingerprint} = await newIdentity();
	const sockets = new Set<Socket>();
	let heard = false;
	const silent = kind === 'tcp' ? createServer() : createTls({key, cert});
	silent.on(kind === 'tcp' ? 'connection' : 'secureConnection', (socket: Socket) => {
		sockets.add(socket.on('error', () => undefined).on('data', () => (heard = true)));
	});
	onTestFinished(() => sockets.forEach(socket => socket.destroy()));
	const address = await listening(silent);
	const {link, clock} = await person();
	const knocking = link.probe({...address, fingerprint});
	await until(() => heard);
	clock.advance(10_000);
	expect(await knocking).toMatchObject({problem: expect.stringMatching(problem) as string});
});

test('a server that is too new for this client is reported', async () => {
	const fake = await server();
	fake.interfere = () => refuse('protocolTooOld', {oldest: 9});
	expect(await problemAt(joinAddress(fake))).toBe(
		'This client is too old for the server (it needs protocol 9); run npx chat-tui@latest.',
	);
});

test('a server that is too old for this client is reported', async () => {
	const fake = await server();
	fake.interfere = () => ({ok: {protocol: 0, oldest: 0, store: 's', signUp: 'open'}});
	expect(await problemAt(joinAddress(fake))).toMatch(/^This server is too old/);
});

test('a server that refuses the connection is quoted', async () => {
	const fake = await server();
	fake.interfere = () => {
		for (const socket of fake.sockets) socket.end(encodeReply(0, refuse('tooManyConnections')));
		return 'silence';
	};
	expect(await problemAt(joinAddress(fake))).toMatch(/^Too many connections from your address/);
});

test('a probe says hello and nothing else, and closes the connection', async () => {
	const fake = await server();
	const {link, clock} = await person();
	await link.probe(joinAddress(fake));
	expect(fake.requests.map(({type}) => type)).toEqual(['hello']);
	clock.advance(15_000);
	await until(() => fake.sockets.size === 0);
	expect(fake.requests.map(({type}) => type).filter(type => type !== 'ping')).toEqual(['hello']);
});
