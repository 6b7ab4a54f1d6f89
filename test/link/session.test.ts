/** When does a session go on by itself, and when is it over? */
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {refuse} from '../../protocol/refusals.ts';
import {serverFolder} from '../../source/link/client-folder.ts';
import type {FakeServer} from './fake-server.ts';
import {alice, bob, entry, joinAddress, PASSWORD, person, server, signedIn, type Person} from './people.ts';
import {until} from '../harness/until.ts';

/** The token that the machine keeps for alice, or undefined. */
async function tokenOf({home}: Person, {address}: FakeServer): Promise<unknown> {
	const file = path.join(serverFolder(home, address), 'alice', 'account.json');
	return (JSON.parse(await readFile(file, 'utf8')) as {token?: unknown}).token;
}

test('a session that was taken over does not resume by itself', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.announce({type: 'replaced', address: '10.0.0.7', at: 1});
	await someone.hears('signedOut');
	fake.cut();
	await until(() => fake.sockets.size === 0);
	someone.clock.advance(3_600_000);
	expect(someone.told('signedOut')[0]?.reason).toMatch(/taken over from 10.0.0.7/);
	expect(someone.status()).toBe('stopped');
	expect(fake.asked('resume')).toEqual([]);

	await someone.resume(fake.address, 'alice', true);
	expect(fake.asked('resume')).toMatchObject([{takeOver: true}]);
	expect(someone.status()).toBe('online');
});

test('announcements after the end of a session are dropped', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	const [socket] = fake.sockets;
	socket!.cork(); // so that both go in one packet
	fake.announce({type: 'replaced', address: '10.0.0.7', at: 1});
	fake.announce({type: 'presence', people: []});
	socket!.uncork();
	await someone.hears('signedOut');
	await someone.link.close();
	expect(someone.told('announced')).toEqual([]);
});

test.each([
	['passwordChanged', /sign in with the new one/],
	['idle', /because you were idle/],
	['kicked', /^The operator signed you out; you may sign in again\. Reason: too loud$/],
	['banned', /^The operator banned you from this server \(too loud\)\.$/],
	['passwordReset', /sign in with the one-time password/],
	['deleted', /^The operator deleted your account\.$/],
] as const)('a sign-out by the server (%s) ends the session with its reason', async (reason, sentence) => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.announce({type: 'signedOut', reason, text: 'too loud'});
	await someone.hears('signedOut');
	expect(someone.told('signedOut')[0]?.reason).toMatch(sentence);
	expect(someone.status()).toBe('stopped');
});

test('a token that the server refuses ends the session, and is forgotten', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.interfere = request => (request.type === 'resume' ? refuse('badToken') : undefined);
	fake.cut();
	await until(() => someone.status() === 'waiting');
	someone.clock.advance(30_000);
	await someone.hears('signedOut');
	expect(someone.told('signedOut')[0]?.refusal).toEqual({refusal: 'badToken'});
	await someone.link.close();
	expect(await tokenOf(someone, fake)).toBeUndefined();
	expect(await someone.resume(fake.address, 'alice')).toEqual({refusal: 'badToken'});
});

test('a sign-in elsewhere meanwhile ends the session, and its time is reported', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	const elsewhere = refuse('alreadySignedIn', {since: 5, address: '10.0.0.7'});
	fake.interfere = request => (request.type === 'resume' ? elsewhere : undefined);
	fake.cut();
	await until(() => someone.status() === 'waiting');
	someone.clock.advance(30_000);
	await someone.hears('signedOut');
	expect(someone.told('signedOut')[0]?.refusal).toEqual(elsewhere);
	await someone.link.close();
	expect(await tokenOf(someone, fake)).toEqual(expect.any(String));
});

test('a server that is busy or stopping is tried again', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.announce({type: 'stopping'});
	await someone.link.request({type: 'ping'});
	fake.interfere = request => (request.type === 'resume' ? refuse('busy', {seconds: 3}) : undefined);
	fake.cut();
	await until(() => someone.status() === 'waiting');
	expect(someone.reasons().at(-1)).toMatch(/server is stopping/);
	someone.clock.advance(30_000);
	await until(() => someone.reasons().at(-1) === 'The server is busy; try again in 3 s.');
	fake.interfere = () => undefined;
	await someone.comesBack();
});

test('the pauses grow up to half a minute, and a key press ends one', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	await fake.close();
	const pauses: number[] = [];
	for (let attempt = 1; attempt <= 9; attempt++) {
		await until(() => someone.told('linkChanged').at(-1)?.link.status === 'waiting');
		const {link} = someone.told('linkChanged').at(-1)!;
		if (link.status !== 'waiting') throw new Error(link.status);
		expect(link.attempt).toBe(attempt);
		pauses.push(link.retryAt - someone.clock.now());
		someone.link.retryNow();
	}

	expect(pauses).toEqual([750, 1250, 2250, 4250, 8250, 15_250, 15_250, 15_250, 15_250]);
});

test('announcements are dispatched in the order of the wire, and unknown ones are skipped', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	const before = someone.events.length;
	fake.announce({type: 'holographicCall'});
	fake.announce({type: 'presence', people: [{user: bob, presence: 'online', since: 1}]});
	fake.announce({type: 'presence', people: [{user: bob, presence: 'away', since: 2}]});
	await someone.hears('announced', 2);
	expect(someone.events.slice(before)).toMatchObject([
		{type: 'announced', announcement: {people: [{presence: 'online'}]}},
		{type: 'announced', announcement: {people: [{presence: 'away'}]}},
	]);
});

test('an announcement in the same packet as the reply to the sign-in is dispatched after it', async () => {
	const fake = await server();
	fake.interfere = request => {
		if (request.type !== 'signIn') return undefined;
		const [socket] = fake.sockets;
		socket!.cork(); // so that both go in one packet
		queueMicrotask(() => {
			fake.announce({type: 'presence', people: []});
			socket!.uncork();
		});
		return undefined;
	};
	const someone = await signedIn(fake, alice);
	await someone.hears('announced');
	const types = someone.events.map(({type}) => type);
	expect(types.indexOf('signedIn')).toBeLessThan(types.indexOf('announced'));
});

test('a replaced store is reported after the reconnect', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.cut();
	await someone.comesBack();
	fake.store = 'store-2';
	fake.cut();
	await someone.comesBack();
	expect(someone.told('signedIn').map(({store}) => store)).toEqual(['store-1', 'store-1', 'store-2']);
});

test('a sign-out removes the token, and unsent messages stay on disk', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.interfere = request => (request.type === 'send' ? 'silence' : undefined);
	someone.link.send(entry('later'));
	await until(() => fake.asked('send').length === 1);
	await someone.link.signOut();
	expect(fake.asked('signOut')).toHaveLength(1);
	expect(await tokenOf(someone, fake)).toBeUndefined();
	expect(someone.told('signedOut')).toEqual([]);

	fake.interfere = () => undefined;
	await someone.signIn(fake.address, {user: 'alice', password: PASSWORD});
	await someone.hears('stored');
	expect(fake.stored).toMatchObject([{text: 'later'}]);
});

test('a sign-out does not wait for a server that does not answer', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.interfere = () => 'silence';
	const signedOut = someone.link.signOut();
	await until(() => fake.asked('signOut').length === 1);
	someone.clock.advance(2000);
	await signedOut;
	expect(await tokenOf(someone, fake)).toBeUndefined();
});

test('closing the program during a sign-out keeps no token', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.interfere = () => 'silence';
	const signedOut = someone.link.signOut();
	const closed = someone.link.close();
	await until(() => fake.asked('signOut').length === 1);
	someone.clock.advance(2000);
	await closed;
	expect(await tokenOf(someone, fake)).toBeUndefined();
	await signedOut;
	expect(fake.asked('signOut')).toMatchObject([{keepToken: false}]);
});

test('a changed password brings a new token, which is kept', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	const before = await tokenOf(someone, fake);
	await someone.link.request({type: 'changePassword', old: PASSWORD, new: 'another one'});
	await someone.link.close();
	expect(await tokenOf(someone, fake)).not.toBe(before);
	const answer = await someone.resume(fake.address, 'alice');
	expect(answer).toMatchObject({token: await tokenOf(someone, fake)});
});

test('a wrong password is answered once; nothing is kept and nothing tried again', async () => {
	const fake = await server();
	const {signIn, home, status, clock} = await person();
	const answer = await signIn(joinAddress(fake), {user: 'alice', password: 'wrong'});
	expect(answer).toEqual({refusal: 'wrongPassword'});
	expect(status()).toBe('stopped');
	clock.advance(3_600_000);
	expect(await readdir(serverFolder(home, fake.address))).toEqual(['server.json']);
	expect(fake.asked('signIn')).toHaveLength(1);
});

test('a connection that breaks during the sign-up is reported and not tried again', async () => {
	const fake = await server();
	const {signUp, status} = await person();
	fake.interfere = request => (request.type === 'signUp' ? 'cutAfter' : undefined);
	const address = {...joinAddress(fake), code: 'blue-whale'};
	expect(await signUp(address, {user: 'carol', password: PASSWORD})).toMatch(/closed the connection/);
	expect(fake.asked('signUp')).toMatchObject([{code: 'blue-whale', as: 'screen'}]);
	expect(status()).toBe('stopped');
});

test('a name that is not valid is refused before anything is sent', async () => {
	const fake = await server();
	const {signUp} = await person();
	expect(await signUp(joinAddress(fake), {user: '../x', password: PASSWORD})).toEqual({
		refusal: 'badUserName',
	});
	expect(fake.bytes).toBe(0);
});

test('the visited servers are listed by their last use, with those that need no password', async () => {
	const [first, second] = [await server(), await server()];
	const someone = await signedIn(first, alice);
	someone.clock.advance(1);
	await someone.signIn(joinAddress(second), {user: 'bob', password: PASSWORD});
	someone.clock.advance(1);
	await someone.link.signOut();
	expect(await someone.link.visitedServers()).toEqual([
		{address: second.address, user: bob, resumable: false},
		{address: first.address, user: alice, resumable: true},
	]);
	expect(await someone.link.probe(first.address)).toMatchObject({found: 'server', resumableAs: alice});
});

test('leaving during a sign-in ends the attempt', async () => {
	const fake = await server();
	const someone = await person();
	fake.interfere = request => (request.type === 'signIn' ? 'silence' : undefined);
	const answer = someone.signIn(joinAddress(fake), {user: 'alice', password: PASSWORD});
	await until(() => fake.asked('signIn').length === 1);
	await someone.link.close();
	expect(await answer).toBe('You left.');
	expect(someone.status()).toBe('stopped');
	await until(() => fake.sockets.size === 0);
});
