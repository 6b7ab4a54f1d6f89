/** Trust: a server whose key is not trusted is not sent a byte. */
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {evaluateKey} from '../../source/link/key-verdict.ts';
import {forgetServer, knownServer} from '../../source/link/known-servers.ts';
import {newIdentity, type FakeServer} from './fake-server.ts';
import {alice, freshFolder, joinAddress, PASSWORD, person, server, signedIn} from './people.ts';
import {until} from '../harness/until.ts';

const nothing = {pinned: undefined, asked: undefined, own: undefined, loopback: true};

test.each([
	['nothing is known', {}, 'unknown'],
	['the fingerprint came with the join line', {asked: 'A'}, 'trusted'],
	['the join line names another', {asked: 'B'}, {expected: 'B'}],
	['it is the one accepted before', {pinned: 'A'}, 'trusted'],
	['another was accepted before', {pinned: 'B'}, {expected: 'B'}],
	['another was accepted before, and the join line is right', {pinned: 'B', asked: 'A'}, {expected: 'B'}],
	['it was accepted before, and the join line names another', {pinned: 'A', asked: 'B'}, {expected: 'B'}],
	['it is the server of this user', {own: 'A'}, 'trusted'],
	['it is the server of this user, elsewhere', {own: 'A', loopback: false}, 'trusted'],
	['the server of this user is another', {own: 'B'}, 'unknown'],
	['the server of this user took the place of another here', {own: 'A', pinned: 'B'}, 'trusted'],
	[
		'the server of this user seems to stand elsewhere',
		{own: 'A', pinned: 'B', loopback: false},
		{expected: 'B'},
	],
	['the server of this user, but the join line names another', {own: 'A', asked: 'B'}, {expected: 'B'}],
])('when %s', (_case, known, judgement) => {
	expect(evaluateKey('A', {...nothing, ...known})).toEqual(judgement);
});

test('an unknown server is not sent a byte until its fingerprint is accepted', async () => {
	const fake = await server();
	const {link, signIn} = await person();
	const {fingerprint} = fake;
	expect(await link.probe(fake.address)).toEqual({found: 'unknown', fingerprint});
	const answer = await signIn(fake.address, {user: 'alice', password: PASSWORD});
	expect(answer).toContain(`SHA256:${fingerprint}`);
	expect(fake.bytes).toBe(0);

	expect(await link.trust(fake.address, fingerprint)).toMatchObject({found: 'server'});
	expect(await link.probe(fake.address)).toMatchObject({found: 'server', hello: {signUp: 'open'}});
});

test('accepting a fingerprint accepts no other', async () => {
	const fake = await server();
	const {link, home} = await person();
	const other = fake.fingerprint.replace(/^./, first => (first === 'A' ? 'B' : 'A'));
	expect(await link.trust(fake.address, other)).toMatchObject({found: 'changed', expected: other});
	expect(await knownServer(home, fake.address)).toBeUndefined();
	expect(fake.bytes).toBe(0);
});

async function impostorOf(fake: FakeServer): Promise<FakeServer> {
	await fake.close();
	return server({port: fake.address.port});
}

test('an impostor in the place of a known server receives nothing, and its key cannot be accepted', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	const impostor = await impostorOf(fake);
	const changed = {found: 'changed', expected: fake.fingerprint, got: impostor.fingerprint};
	expect(await someone.link.probe(fake.address)).toEqual(changed);
	expect(await someone.link.trust(fake.address, impostor.fingerprint)).toEqual(changed);
	await until(() => {
		if (someone.status() === 'waiting') someone.clock.advance(30_000);
		return someone.reasons().some(reason => reason.includes('NOT THE ONE YOU KNOW'));
	});
	const answer = await someone.signIn(fake.address, {user: 'alice', password: PASSWORD});
	expect(answer).toContain('forget-server');
	expect(impostor.bytes).toBe(0);
});

test('the sign-in reports the fingerprint of the server, and none without TLS', async () => {
	const fake = await server();
	const {fingerprint} = fake;
	const someone = await person();
	await someone.link.trust(fake.address, fingerprint);
	await someone.signIn(fake.address, {user: 'alice', password: PASSWORD});
	await someone.link.close();
	await someone.resume(fake.address, 'alice');
	const newcomer = await person();
	await newcomer.signIn(joinAddress(fake), {user: 'bob', password: PASSWORD});
	const clear = await signedIn(await server({plaintext: true}), alice, {insecurePlaintext: true});
	const seen = [someone, newcomer, clear].map(({told}) => told('signedIn').map(event => event.fingerprint));
	expect(seen).toEqual([[fingerprint, fingerprint], [fingerprint], [undefined]]);
});

test('the key of a forgotten server is unknown again', async () => {
	const fake = await server();
	const {link, home} = await signedIn(fake, alice);
	await link.close();
	const other = await impostorOf(fake);
	expect(await forgetServer(home, fake.address)).toBe(true);
	expect(await forgetServer(home, fake.address)).toBe(false);
	expect(await link.probe(fake.address)).toEqual({found: 'unknown', fingerprint: other.fingerprint});
});

test("this user's own server is trusted by its certificate in the data folder", async () => {
	const identity = await newIdentity();
	const fake = await server({identity});
	const ownCertificate = path.join(await freshFolder(), 'server-cert.pem');
	const {link} = await person({ownCertificate});
	expect(await link.probe(fake.address)).toMatchObject({found: 'unknown'});
	await writeFile(ownCertificate, identity.cert);
	expect(await link.probe(fake.address)).toMatchObject({found: 'server'});
});

test("this user's own server may take the place of another one here, and its key is kept then", async () => {
	const fake = await server();
	const {link, home} = await signedIn(fake, alice);
	await link.close();
	await fake.close();
	const identity = await newIdentity();
	const own = await server({identity, port: fake.address.port});
	const ownCertificate = path.join(await freshFolder(), 'server-cert.pem');
	await writeFile(ownCertificate, identity.cert);
	const again = await person({home, ownCertificate});
	expect(await again.link.probe(fake.address)).toMatchObject({found: 'server'});
	expect((await knownServer(home, fake.address))?.key).toMatchObject({fingerprint: own.fingerprint});
});

test('plaintext is used on this machine only, and only on request', async () => {
	const fake = await server({plaintext: true});
	const {link} = await person({insecurePlaintext: true});
	expect(await link.probe(fake.address)).toMatchObject({found: 'server'});
	expect(await link.probe({host: 'example.org', port: 1})).toEqual({
		found: 'nothing',
		problem: expect.stringContaining('this machine only') as string,
	});
});
