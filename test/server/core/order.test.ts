/** Do messages keep the order in which they were written when the server cannot take one of them for a while? */
import {expect, onTestFinished, test} from 'vitest';
import {directConversation, userName} from '../../../protocol/names.ts';
import {DEFAULT_POLICY} from '../../../server/chat/rule.ts';
import {Core} from '../../../server/core/core.ts';
import {LIMITS} from '../../../server/net/limits.ts';
import {Passwords} from '../../../server/auth/passwords.ts';
import {startServer} from '../../../server/server.ts';
import {Blobs} from '../../../server/uploads/blobs.ts';
import {Store} from '../../../server/store/store.ts';
import {deviceOf, entrance, frame, message, passwordOf} from '../../attack/attacked-server.ts';
import {manualClock} from '../../harness/manual-clock.ts';
import {MemoryDisk} from '../../harness/memory-disk.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {until} from '../../harness/until.ts';
import {person} from '../../link/people.ts';
import {openEdge} from '../net/edge.ts';
import {Peer} from '../peer.ts';

const alice = userName('alice')!;
const toHerself = directConversation(alice, alice);
const passwords = new Passwords({cost: {ln: 4, r: 8, p: 1}});

/** A server whose disk a test fills up and frees. */
async function house() {
	const [disk, clock, log] = [new MemoryDisk(), manualClock(), [] as string[]];
	const server = await startServer({
		folder: await temporaryFolder(),
		host: '127.0.0.1',
		port: 0,
		plaintext: false,
		policy: DEFAULT_POLICY,
		write: line => log.push(line),
		passwords,
		clock,
		disk,
	});
	onTestFinished(async () => server.stop('the test is over'));
	const becomes = async (free: number, said: RegExp) => {
		const before = log.length;
		disk.freeBytes = free;
		clock.advance(1000);
		await until(() => log.slice(before).some(line => said.test(line)));
	};
	return {
		log,
		port: server.port,
		address: {host: '127.0.0.1', port: server.port, fingerprint: server.fingerprint ?? ''},
		fill: async () => becomes(0, /nothing is stored/),
		free: async () => becomes(1e12, /room again/),
	};
}

async function signUp(peer: Peer): Promise<Peer> {
	onTestFinished(() => void peer.socket.destroy());
	await peer.ask('hello', {protocol: 1});
	expect(await peer.ask('signUp', entrance('alice'))).toMatchObject({user: 'alice'});
	return peer;
}

const note = (number: number) => message('alice', 'alice', number, `note ${number}`);

test('when a message is put off, so is the next one, until the first comes again', async () => {
	const {port, fill, free} = await house();
	const peer = await signUp(await Peer.connectSecurely(port));
	await fill();
	expect(await peer.ask('send', note(1))).toEqual({refusal: 'diskFull'});
	await free();
	expect(await peer.ask('send', note(2))).toEqual({refusal: 'diskFull'});
	expect(await peer.ask('send', note(1))).toMatchObject({sequence: 1});
	expect(await peer.ask('send', note(2))).toMatchObject({sequence: 2});
});

test('a message that is refused for good holds nobody up', async () => {
	const {port} = await house();
	const peer = await signUp(await Peer.connectSecurely(port));
	expect(await peer.ask('send', message('alice', 'nobody', 1, 'hi'))).toMatchObject({refusal: 'noSuchUser'});
	expect(await peer.ask('send', note(2))).toMatchObject({sequence: 1});
});

test('who signs in anew over the same link waits for nothing that was put off before', async () => {
	const {port, fill, free} = await house();
	const peer = await signUp(await Peer.connectSecurely(port));
	await fill();
	expect(await peer.ask('send', note(1))).toEqual({refusal: 'diskFull'});
	await free();
	await peer.ask('signOut');
	await peer.ask('signIn', entrance('alice'));
	expect(await peer.ask('send', note(2))).toMatchObject({sequence: 1});
});

/** A core in plaintext whose state a test can damage. */
async function core() {
	const [clock, disk] = [manualClock(), new MemoryDisk()];
	const store = await Store.open({folder: '/data', clock, disk});
	const parts = {
		log: () => undefined,
		fatal: () => undefined,
		policy: DEFAULT_POLICY,
		isFirst: true,
		limits: LIMITS,
	};
	const handler = new Core({store, blobs: new Blobs(await temporaryFolder()), clock, passwords, ...parts});
	const {port} = await openEdge({}, {handler, clock});
	return {store, clock, disk, port};
}

test('a reply that cannot be made takes nothing back: what was decided is kept, others hear of it, and the next comes behind it', async () => {
	const {store, clock, disk, port} = await core();
	const [bob, alice] = [await Peer.connect(port), await Peer.connect(port)];
	onTestFinished(() => void bob.socket.destroy());
	for (const peer of [bob, alice]) await peer.ask('hello', {protocol: 1});
	await bob.ask('signUp', entrance('bob'));
	const {byName} = store.state.accounts;
	byName.keys = () => {
		Reflect.deleteProperty(byName, 'keys');
		throw new Error('made by this test');
	};
	expect(await alice.ask('signUp', entrance('alice'))).toEqual({refusal: 'internal'});
	await alice.end();
	expect(await bob.ask('send', message('bob', 'alice', 1, 'hi'))).toMatchObject({sequence: 1});
	expect(bob.heard).toContainEqual(expect.objectContaining({type: 'memberJoined', user: 'alice'}));
	const again = await Store.open({folder: '/data', clock, disk: disk.afterPowerLoss(() => 0)});
	expect([...again.state.accounts.byName.keys()]).toEqual(['bob', 'alice']);
});

test('a message behind one over which the server stumbles is not taken before it', async () => {
	const {store, port} = await core();
	const peer = await signUp(await Peer.connect(port));
	stumbleOnce(store.state, 'devices');
	const log = frame(10, 'history', {conversation: toHerself, limit: 1}); // slow: what follows waits behind it
	peer.write(log + frame(11, 'send', note(1)) + frame(12, 'send', note(2)));
	await peer.end();
	expect(peer.heard.at(-1)).toEqual({re: 11, refusal: 'internal'});
	expect(store.state.conversations.byId.get(toHerself)?.last).toBeUndefined();
});

/** The next time that this part of an object is read, that fails. */
function stumbleOnce<T extends object>(object: T, part: keyof T): void {
	const value = object[part];
	Object.defineProperty(object, part, {
		configurable: true,
		get() {
			Object.defineProperty(object, part, {value});
			throw new Error('made by this test');
		},
	});
}

test('what is written while the server’s disk is full is stored as it was written, once there is room', async () => {
	const {address, fill, free, log} = await house();
	const {link, signUp, clock, hears, told} = await person();
	const password = passwordOf('alice');
	expect(await signUp(address, {user: 'alice', password})).toMatchObject({user: 'alice'});
	const write = (number: number) =>
		link.send({id: `${deviceOf('alice')}.s.${number}`, conversation: toHerself, text: `${number}`, at: 0});
	await fill();
	for (const number of [1, 2, 3]) write(number);
	await until(() => log.some(line => line.includes('diskFull')));
	for (const number of [4, 5]) write(number);
	await free();
	await until(() => {
		clock.advance(1000);
		return told('stored').length > 0;
	});
	await hears('stored', 5);
	expect(told('stored').map(({id, sequence}) => [id.split('.')[2], sequence])).toEqual([
		['1', 1],
		['2', 2],
		['3', 3],
		['4', 4],
		['5', 5],
	]);
});
