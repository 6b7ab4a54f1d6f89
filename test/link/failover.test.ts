/** Does a client go to another server on the record at once, with its token, and to no stranger? */
import {expect, test} from 'vitest';
import {addressText, parseAddress} from '../../protocol/address.ts';
import {whyNot} from '../../source/link/dial.ts';
import {knownServer} from '../../source/link/known-servers.ts';
import {placesOf, placesTold} from '../../source/link/places.ts';
import {PROTOCOL} from '../../protocol/server-info.ts';
import {until} from '../harness/until.ts';
import type {FakeServer} from './fake-server.ts';
import {alice, entry, PASSWORD, person, server, signedIn, type Person} from './people.ts';

/** Two servers with one key, which tell their clients of each other. */
async function twoServers(): Promise<[FakeServer, FakeServer]> {
	const first = await server();
	const second = await server({identity: first.identity});
	for (const [one, other] of [
		[first, second],
		[second, first],
	] as const)
		one.isBeside(other);
	return [first, second];
}

/** Waits until the person is signed in again, without a clock that moves: there is no pause. */
async function isBackAtOnce({told, status}: Person, times = 2): Promise<void> {
	await until(() => told('signedIn').length >= times && status() === 'online');
}

const statuses = ({told}: Person) => told('linkChanged').map(({link}) => link.status);

test('when its server is gone, a client goes to another at once, by its token, and sends what waited', async () => {
	const [first, second] = await twoServers();
	const someone = await signedIn(first, alice);
	second.adoptTokens(first);
	first.interfere = ({type}) => (type === 'send' ? 'silence' : undefined);
	someone.link.send(entry('is anybody there?'));
	await until(() => first.asked('send').length > 0);
	await first.close();
	await isBackAtOnce(someone);
	expect(statuses(someone)).toEqual(['connecting', 'online', 'connecting', 'online']);
	expect(second.asked('signIn')).toEqual([]);
	await someone.hears('stored');
	expect(second.stored.map(({text}) => text)).toEqual(['is anybody there?']);
});

test('that a server with others stops is no news', async () => {
	const [first, second] = await twoServers();
	const someone = await signedIn(first, alice);
	second.adoptTokens(first);
	first.announce({type: 'stopping'});
	first.announce({type: 'idling', seconds: 1});
	await someone.hears('announced');
	expect(someone.told('announced').map(({announcement}) => announcement.type)).toEqual(['idling']);
});

test('each server is tried once before the client pauses', async () => {
	const [first, second] = await twoServers();
	const someone = await signedIn(first, alice);
	second.interfere = () => 'cutBefore';
	await first.close();
	await until(() => someone.status() === 'waiting');
	expect(second.asked('hello')).toHaveLength(1);
	expect(statuses(someone)).toEqual(['connecting', 'online', 'connecting', 'waiting']);
});

test('servers that let a client in and cut it off are not asked without end', async () => {
	const [first, second] = await twoServers();
	const someone = await signedIn(first, alice);
	second.adoptTokens(first);
	first.cut();
	await isBackAtOnce(someone);
	second.cut();
	await until(() => someone.status() === 'waiting');
});

test('a server that shows another key is sent nothing, though the known one has named it', async () => {
	const first = await server();
	const stranger = await server();
	first.isBeside(stranger);
	const someone = await signedIn(first, alice);
	stranger.adoptTokens(first);
	await first.close();
	await until(() => someone.status() === 'waiting');
	expect(stranger.bytes).toBe(0);
});

test('whoever believes in another key at another address is told under which address the known one is kept', () => {
	const [known, other] = [
		{host: 'chat.example.org', port: 10_001},
		{host: '10.0.0.2', port: 10_001},
	];
	const said = whyNot(other, {found: 'changed', expected: 'A'.repeat(43), got: 'B'.repeat(43)}, known);
	expect(said).toContain('THE SERVER AT 10.0.0.2:10001 IS NOT THE ONE YOU KNOW');
	expect(said).toContain('forget-server chat.example.org:10001.');
});

test('the next start finds another server when the one it knows is gone', async () => {
	const [first, second] = await twoServers();
	const someone = await signedIn(first, alice);
	second.adoptTokens(first);
	await someone.link.close();
	await first.close();
	const later = await person({home: someone.home});
	expect(await later.link.probe(first.address)).toMatchObject({found: 'server', resumableAs: alice});
	expect(await later.resume(first.address, alice)).toMatchObject({user: alice});
	expect(second.asked('resume')).toHaveLength(1);
});

test('a client learns of servers that come and go while it is signed in', async () => {
	const first = await server();
	const second = await server({identity: first.identity});
	const someone = await signedIn(first, alice);
	const kept = async () => (await knownServer(someone.home, first.address))?.servers?.length;
	expect(await kept()).toBeUndefined();
	first.isBeside(second);
	first.announce({type: 'serversChanged', servers: first.servers ?? []});
	first.announce({type: 'idling', seconds: 1});
	await someone.hears('announced');
	await first.close();
	await isBackAtOnce(someone);
	await someone.link.close();
	expect(await kept()).toBe(2);
});

test('a join line may name several servers, of which one that answers is enough', async () => {
	const [first, second] = await twoServers();
	await first.close();
	const line = `${addressText(first.address)},${addressText(second.address)}#${first.fingerprint}`;
	const someone = await person();
	const reply = await someone.signIn(parseAddress(line)!, {user: alice, password: PASSWORD});
	expect(reply).toMatchObject({user: alice});
});

test('a server elsewhere leads to no program of this machine', () => {
	const home = {host: 'chat.example', port: 10_001};
	const told = ['127.0.0.1:22', 'localhost:10001', '[::1]:80', 'other.example:10001', 'chat.example:10001'];
	const texts = placesTold(home, [home], told, () => 0.5).map(addressText);
	expect(texts).toEqual(['chat.example:10001', 'other.example:10001']);
	expect(placesOf({host: '127.0.0.1', port: 1}, [{host: 'localhost', port: 2}])).toHaveLength(2);
});

test('a server that is silent is left for another within five seconds', async () => {
	const [first, second] = await twoServers();
	const someone = await signedIn(first, alice);
	second.adoptTokens(first);
	first.interfere = () => 'silence';
	someone.clock.advance(2000);
	await until(() => first.asked('ping').length === 1);
	someone.clock.advance(2500);
	await isBackAtOnce(someone);
	expect(second.asked('resume')).toHaveLength(1);
	expect(statuses(someone)).toEqual(['connecting', 'online', 'connecting', 'online']);
});

test('a server that cannot store is left for one that can, after two seconds, and only then', async () => {
	const [first, second] = await twoServers();
	const someone = await signedIn(first, alice);
	second.adoptTokens(first);
	const cannotStore = ({type}: {type: string}) =>
		type === 'hello'
			? {ok: {protocol: PROTOCOL, oldest: 1, store: 'store-1', signUp: 'open', isStoring: false}}
			: undefined;
	second.interfere = cannotStore;
	const isStoring = async (isStoring: boolean) => {
		const before = someone.told('linkChanged').length;
		first.announce({type: 'storingChanged', isStoring});
		await until(() => someone.told('linkChanged').length > before);
	};
	await isStoring(false);
	someone.clock.advance(1999);
	expect(second.asked('hello')).toEqual([]);
	someone.clock.advance(1);
	await until(() => second.asked('hello').length === 1 && second.sockets.size === 0);
	expect(first.sockets.size).toBe(1); // nobody can store: it stays where it can read
	await isStoring(true);
	second.interfere = () => undefined;
	someone.clock.advance(4000);
	expect(second.asked('hello')).toHaveLength(1);
	await isStoring(false);
	someone.clock.advance(2000);
	await isBackAtOnce(someone);
	await until(() => first.sockets.size === 0);
	expect(second.asked('signIn')).toEqual([]);
});

test('a client that starts goes to a server that can store, if there is one', async () => {
	const [first, second] = await twoServers();
	const someone = await signedIn(first, alice);
	second.adoptTokens(first);
	await someone.link.close();
	first.interfere = ({type}) =>
		type === 'hello'
			? {ok: {protocol: PROTOCOL, oldest: 1, store: 'store-1', signUp: 'open', isStoring: false}}
			: undefined;
	const later = await person({home: someone.home});
	await later.resume(first.address, alice);
	expect(second.asked('resume')).toHaveLength(1);
	await later.link.close();
	await second.close();
	await later.resume(first.address, alice);
	expect(first.asked('resume')).toHaveLength(1);
});
