/** First contact: how many TLS handshakes it costs, and when the verified connection is used again. */
import {join} from 'node:path';
import {Readable, Writable} from 'node:stream';
import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import type {Address} from '../../protocol/address.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {startServer} from '../../server/server.ts';
import {startedEvent, type StartOptions} from '../../source/client/start-options.ts';
import {Connector} from '../../source/link/connector.ts';
import {knownServer} from '../../source/link/known-servers.ts';
import {send} from '../../source/scripts/send.ts';
import {BadWire} from '../crash/bad-wire.ts';
import {Person} from '../harness/person.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';
import {
	alice,
	freshFolder,
	joinAddress,
	PASSWORD,
	person,
	server as fakeServer,
	testClock,
} from './people.ts';

describe('a first contact costs one TLS handshake', () => {
	let home: string;
	const signIn = {user: 'alice', password: PASSWORD, signUp: false};
	/** Where clients reach the server. */
	let address: Address;
	let handshakes: number;

	beforeEach(async () => {
		home = await temporaryFolder();
		const server = await startServer({
			folder: join(home, 'server'),
			host: '127.0.0.1',
			port: 0,
			plaintext: false,
			policy: DEFAULT_POLICY,
			write: () => undefined,
			passwords: new Passwords({cost: {ln: 4, r: 8, p: 1}}),
		});
		onTestFinished(async () => server.stop('the test is over'));
		const wire = await BadWire.to(server.port);
		wire.fate = () => {
			handshakes++;
			return undefined;
		};
		address = {host: '127.0.0.1', port: wire.port};
		const first = begins('zoe', {...signIn, signUp: true});
		await entered(first);
		await first.leaves();
		handshakes = 0;
	});

	/** Starts a client with this command line, on a machine of its own. */
	function begins(machine: string, wishes: Omit<StartOptions, 'address'>, to = address): Person {
		const client = new Person(machine, home, join(home, 'none.pem'));
		onTestFinished(async () => client.leaves());
		client.hears(startedEvent([], {address: to, ...wishes}));
		return client;
	}

	async function entered(client: Person): Promise<void> {
		await client.until(() => client.state.link.status === 'online');
	}

	async function fingerprint(): Promise<string> {
		const key = (await knownServer(join(home, 'zoe'), address))?.key;
		return typeof key === 'object' ? key.fingerprint : '';
	}

	test('where the key is known', async () => {
		await entered(begins('zoe', signIn));
		expect(handshakes).toBe(1);
	});

	test('where the fingerprint comes with the invitation, or with the command line', async () => {
		await entered(begins('bob', signIn, {...address, fingerprint: await fingerprint()}));
		expect(handshakes).toBe(1);
	});

	test('and two where a person must be asked whether the key may be trusted', async () => {
		const client = begins('carol', signIn);
		await client.sees('Is it the same?', 0);
		await client.answers({choose: 'y'});
		await entered(client);
		expect(handshakes).toBe(2);
	});

	test('where an account is made on this machine', async () => {
		await entered(begins('dave', {user: 'dave', password: PASSWORD, signUp: true}));
		expect(handshakes).toBe(1);
	});

	test('where the form is filled in at once', async () => {
		const client = begins('eve', {signUp: false}, {...address, fingerprint: await fingerprint(), code: 'x'});
		await client.until(() => client.state.place.at === 'form');
		for (const text of ['eve', PASSWORD, PASSWORD]) {
			client.hears({type: 'edited', before: text});
			client.presses('fieldNext');
		}

		client.presses('submit');
		await entered(client);
		expect(handshakes).toBe(1);
	});

	test('by a script', async () => {
		const sink = new Writable({write: (_part, _encoding, done) => done()});
		const world = {stdin: Readable.from([]), stdout: sink, stderr: sink, home: join(home, 'frank')};
		const who = {address, user: 'frank', password: PASSWORD, signUp: true};
		expect(await send(['alice', 'hello'], who, world)).toBe(0);
		expect(handshakes).toBe(1);
	});
});

test('a probed connection that no sign-in uses within fifteen seconds is closed, and a later one makes another', async () => {
	const fake = await fakeServer();
	const someone = await person();
	await someone.link.probe(joinAddress(fake));
	someone.clock.advance(14_999);
	expect(fake.sockets.size).toBe(1);
	someone.clock.advance(1);
	await until(() => fake.sockets.size === 0);
	await someone.signIn(joinAddress(fake), {user: alice, password: PASSWORD});
	expect(fake.asked('hello')).toHaveLength(2);
});

test('a probe of another server closes the connection of the one before', async () => {
	const [fake, other] = [await fakeServer(), await fakeServer()];
	const someone = await person();
	await someone.link.probe(joinAddress(fake));
	await someone.link.probe(joinAddress(other));
	await until(() => fake.sockets.size === 0);
	expect(other.sockets.size).toBe(1);
});

test('a probed connection is used by the sign-in at this server alone', async () => {
	const [fake, other] = [await fakeServer(), await fakeServer()];
	const someone = await person();
	await someone.signIn(joinAddress(other), {user: alice, password: PASSWORD});
	await someone.link.probe(joinAddress(fake));
	await someone.signIn(other.address, {user: alice, password: PASSWORD});
	expect([fake, other].map(each => each.asked('signIn').length)).toEqual([0, 2]);
	await someone.signIn(joinAddress(fake), {user: alice, password: PASSWORD});
	expect(fake.asked('hello')).toHaveLength(1);
});

test('a sign-in that demands another key than the probed one is not sent', async () => {
	const fake = await fakeServer();
	const someone = await person();
	await someone.link.probe(joinAddress(fake));
	const fingerprint = fake.fingerprint.replace(/^./, first => (first === 'A' ? 'B' : 'A'));
	const answer = await someone.signIn({...fake.address, fingerprint}, {user: alice, password: PASSWORD});
	expect(answer).toContain('NOT THE ONE YOU KNOW');
	expect(fake.asked('signIn')).toEqual([]);
});

test('a probed connection that the server has ended is not used', async () => {
	const fake = await fakeServer();
	const trust = {home: await freshFolder()};
	const connector = new Connector(trust, testClock());
	const probed = await connector.probe(joinAddress(fake), undefined);
	fake.cut();
	await until(() => probed.found === 'server' && !probed.calls.isOpen);
	const {signal} = new AbortController();
	const connected = await connector.connect(fake.address, signal);
	expect(connected.found === 'server' && connected.calls.isOpen).toBe(true);
});
