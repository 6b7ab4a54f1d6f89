/** Private chats by the protocol, on a real server: two clients are introduced to each other, and reach each other by a relay. */
import 'reflect-metadata'; // first: the next one asks for it
import {X509CertificateGenerator} from '@peculiar/x509';
import {KeyObject, randomBytes, sign, webcrypto, X509Certificate} from 'node:crypto';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {identityProof} from '../../protocol/identities.ts';
import {MAX_PRIVATE_CHATS} from '../../protocol/bounds.ts';
import {fingerprintOf} from '../../lib/fingerprint.ts';
import {
	deviceOf,
	entrance,
	openHouse,
	UNLIMITED,
	type Frame,
	type House,
	type HouseOptions,
} from '../attack/attacked-server.ts';
import {QUOTAS} from '../../server/net/limits.ts';
import {skippingClock} from '../harness/skipping-clock.ts';
import {until} from '../harness/until.ts';
import {person, type Person} from '../peer/pair.ts';
import {RawPeer} from '../server/net/raw-peer.ts';
import type {Peer} from '../server/peer.ts';

type Guest = Person & {peer: Peer; token: string};

/** Asks for a nonce, and registers a certificate with a signature of the proof. */
async function register(
	peer: Peer,
	{me}: Person,
	change: (proof: {store: string; user: string; nonce: string}) => Partial<Frame> = () => ({}),
	user = 'alice',
): Promise<Frame> {
	const {nonce} = await peer.ask('identityNonce');
	const proof = {store: storeOf(peer), user, nonce: String(nonce)};
	const signature = me.sign(identityProof(proof.store, proof.user, proof.nonce));
	return peer.ask('registerIdentity', {certificate: me.certificate, signature, ...change(proof)});
}

/** The id of the store, as the server has said at the greeting. */
function storeOf(peer: Peer): string {
	const greeting = peer.heard.map(({ok}) => ok as Frame | undefined).find(ok => ok && 'store' in ok);
	return String(greeting?.['store']);
}

async function guest({newcomer}: House, user: string): Promise<Guest> {
	const [entered, known] = [await newcomer(user), await person()];
	expect(await register(entered.peer, known, () => ({}), user)).toEqual({});
	return {...entered, ...known};
}

/** A server with guests who have registered their keys. */
async function party<N extends string>(options: HouseOptions, ...names: N[]) {
	const house = await openHouse({...options, limits: {...UNLIMITED, ...options.limits}});
	const guests = {} as Record<N, Guest>; // filled by the next line
	for (const name of names) guests[name] = await guest(house, name);
	return {...house, ...guests};
}

/** Waits for the next announcement of this type, after those that were taken before. */
async function told({peer}: {peer: Peer}, type: string): Promise<Frame> {
	const next = () => peer.heard.findIndex(frame => frame['type'] === type);
	await until(() => next() >= 0);
	return peer.heard.splice(next(), 1)[0]!;
}

/** Time passes, ten seconds at a time; nobody is silent for longer. */
async function pass(clock: {skip(milliseconds: number): void}, seconds: number, guests: readonly Guest[]) {
	for (let passed = 0; passed < seconds; passed += 10) {
		clock.skip(10_000);
		await Promise.all(guests.map(async ({peer}) => peer.fence()));
	}
}

/** Alice invites bob, and bob accepts: each has the introduction of the other. */
async function talking(alice: Guest, bob: Guest) {
	const {chat} = await alice.peer.ask('invitePrivate', {user: 'bob', purpose: 'chat'});
	await told(bob, 'privateInvited');
	const reply = await bob.peer.ask('answerPrivate', {chat, accept: true});
	const {introduction} = await told(alice, 'privateAccepted');
	return {
		chat: String(chat),
		ofBob: introduction as {relay: string},
		ofAlice: reply['introduction'] as {relay: string},
	};
}

/** An RSA key so short that its signatures are as long as those of Ed25519, with its certificate. */
async function weakKey() {
	const signingAlgorithm = {
		name: 'RSASSA-PKCS1-v1_5',
		hash: 'SHA-256',
		modulusLength: 512,
		publicExponent: new Uint8Array([1, 0, 1]),
	};
	const keys = await webcrypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']);
	const certificate = await X509CertificateGenerator.createSelfSigned({name: 'CN=x', signingAlgorithm, keys});
	const key = KeyObject.from(keys.privateKey);
	return {
		certificate: certificate.toString('pem'),
		sign: (text: string) => sign(undefined, Buffer.from(text), key).toString('base64url'),
	};
}

describe('an invitation', () => {
	test('that is accepted introduces each to the other, with a relay for each, and nobody else hears of it', async () => {
		const {alice, bob, eve} = await party({}, 'alice', 'bob', 'eve');
		const {chat} = await alice.peer.ask('invitePrivate', {user: 'bob', purpose: 'chat'});
		const {fingerprint} = alice.me;
		expect(await told(bob, 'privateInvited')).toMatchObject({chat, from: 'alice', fingerprint});
		const answer = await bob.peer.ask('answerPrivate', {chat, accept: true});
		const ofAlice = answer['introduction'] as {certificate: string; relay: string};
		expect(fingerprintOf(new X509Certificate(ofAlice.certificate))).toBe(fingerprint);
		const accepted = await told(alice, 'privateAccepted');
		const ofBob = accepted['introduction'] as {certificate: string; relay: string};
		expect(accepted).toMatchObject({chat, user: 'bob', introduction: {fingerprint: bob.me.fingerprint}});
		expect(ofBob.relay).not.toBe(ofAlice.relay);
		await alice.peer.ask('offerAddresses', {chat, addresses: [{host: '192.168.1.5', port: 4000}]});
		expect(await told(bob, 'addressesOffered')).toEqual({
			type: 'addressesOffered',
			chat,
			addresses: [{host: '192.168.1.5', port: 4000}],
			seen: '127.0.0.1',
		});
		await eve.peer.fence();
		expect(eve.peer.heard.filter(frame => 'chat' in frame)).toEqual([]);
	});

	test('that is declined, withdrawn or not answered in half a minute is over, with the reason', async () => {
		const clock = skippingClock();
		const {alice, bob} = await party({clock}, 'alice', 'bob');
		const invite = async () =>
			(await alice.peer.ask('invitePrivate', {user: 'bob', purpose: 'chat'}))['chat'];
		const declined = await invite();
		await bob.peer.ask('answerPrivate', {chat: declined, accept: false});
		expect(await told(alice, 'privateEnded')).toMatchObject({chat: declined, user: 'bob', why: 'declined'});
		const withdrawn = await invite();
		await alice.peer.ask('endPrivate', {chat: withdrawn});
		expect(await told(bob, 'privateEnded')).toMatchObject({user: 'alice', why: 'withdrawn'});
		const expired = await invite();
		await pass(clock, 30, [alice, bob]);
		expect(await told(alice, 'privateEnded')).toMatchObject({chat: expired, user: 'bob', why: 'expired'});
		expect(await told(bob, 'privateEnded')).toMatchObject({chat: expired, user: 'alice', why: 'expired'});
		for (const chat of [declined, withdrawn, expired])
			expect(await bob.peer.ask('answerPrivate', {chat, accept: true})).toEqual({refusal: 'noPrivateChat'});
	});

	test('to somebody who has invited the asker meanwhile accepts theirs, and there is one chat', async () => {
		const {alice, bob} = await party({}, 'alice', 'bob');
		const {chat} = await alice.peer.ask('invitePrivate', {user: 'bob', purpose: 'chat'});
		const crossing = await bob.peer.ask('invitePrivate', {user: 'alice', purpose: 'chat'});
		expect(crossing).toMatchObject({chat, introduction: {fingerprint: alice.me.fingerprint}});
		expect(await told(alice, 'privateAccepted')).toMatchObject({chat, user: 'bob'});
	});

	test('is refused with the reason to oneself, and to who is unknown, blocked, offline, busy, or has no key', async () => {
		const house = await party({}, 'alice', 'bob', 'carol', 'eve', 'frank');
		const {alice, bob, carol, eve, frank, newcomer} = house;
		const invite = async (from: Guest, user: string) =>
			from.peer.ask('invitePrivate', {user, purpose: 'chat'});
		expect(await invite(alice, 'alice')).toEqual({refusal: 'notYourself'});
		expect(await invite(alice, 'nobody')).toEqual({refusal: 'noSuchUser', user: 'nobody'});
		await eve.peer.ask('block', {user: 'alice'});
		expect(await invite(alice, 'eve')).toEqual({refusal: 'blockedYou', user: 'eve'});
		expect(await invite(eve, 'alice')).toEqual({refusal: 'alreadyBlocked', user: 'alice'});
		await frank.peer.ask('signOut');
		expect(await invite(alice, 'frank')).toEqual({refusal: 'userOffline', user: 'frank'});
		await carol.peer.ask('setPresence', {presence: 'busy'});
		expect(await invite(alice, 'carol')).toEqual({refusal: 'userBusy', user: 'carol'});
		const {peer} = await newcomer('old');
		expect(await invite(alice, 'old')).toEqual({refusal: 'noIdentity', user: 'old'});
		expect(await peer.ask('invitePrivate', {user: 'alice', purpose: 'chat'})).toEqual({
			refusal: 'badIdentity',
		});
		await invite(alice, 'bob');
		expect(await invite(alice, 'bob')).toEqual({refusal: 'invitationOpen', user: 'bob'});
		await invite(bob, 'alice');
		expect(await invite(alice, 'bob')).toEqual({refusal: 'privateChatOpen', user: 'bob'});
		expect(await invite(bob, 'alice')).toEqual({refusal: 'privateChatOpen', user: 'alice'});
	});

	test('of a script is refused, since the channel ends at a screen', async () => {
		const {alice, bob, knock} = await party({}, 'alice', 'bob');
		const script = await knock();
		await script.ask('signIn', entrance('alice', {as: 'script'}));
		expect(await script.ask('invitePrivate', {user: 'bob', purpose: 'chat'})).toEqual({
			refusal: 'notSignedIn',
		});
		const {chat} = await talking(alice, bob);
		expect(await script.ask('renewRelay', {chat})).toEqual({refusal: 'notSignedIn'});
		expect(await script.ask('endPrivate', {chat})).toEqual({});
		expect(await told(alice, 'privateEnded')).toMatchObject({chat, user: 'bob', why: 'ended'});
	});

	test('is refused to one more than a user may have, and one in ten seconds is not too many', async () => {
		const names = Array.from({length: MAX_PRIVATE_CHATS + 1}, (_, at) => `friend${at}`);
		const clock = skippingClock();
		const house = await party({clock}, 'alice', ...names);
		const invite = async (user: string) => house['alice']!.peer.ask('invitePrivate', {user, purpose: 'chat'});
		for (const name of names.slice(0, 10)) expect(await invite(name)).toHaveProperty('chat');
		expect(await invite('friend10')).toMatchObject({refusal: 'tooManyInvitations'});
		for (const name of names.slice(0, 10)) {
			const {chat} = await told(house[name]!, 'privateInvited');
			await house[name]!.peer.ask('answerPrivate', {chat, accept: true});
		}

		const all = [house['alice']!, ...names.map(name => house[name]!)];
		for (const name of names.slice(10, MAX_PRIVATE_CHATS)) {
			await pass(clock, 10, all);
			expect(await invite(name)).toHaveProperty('chat');
			const {chat} = await told(house[name]!, 'privateInvited');
			await house[name]!.peer.ask('answerPrivate', {chat, accept: true});
		}

		await pass(clock, 10, all);
		const most = {refusal: 'tooManyPrivateChats', most: MAX_PRIVATE_CHATS};
		expect(await invite(names.at(-1)!)).toEqual(most);
		const theirs = await house[names.at(-1)!]!.peer.ask('invitePrivate', {user: 'alice', purpose: 'chat'});
		expect(await house['alice']!.peer.ask('answerPrivate', {chat: theirs['chat'], accept: true})).toEqual(
			most,
		);
	});
});

describe('an exchange', () => {
	test('introduces friends without a question of the server, and a refusal says that others are no friends', async () => {
		const {alice, bob, eve} = await party({}, 'alice', 'bob', 'eve');
		await alice.peer.ask('befriend', {user: 'bob'});
		await bob.peer.ask('befriend', {user: 'alice'});
		await bob.peer.ask('setPresence', {presence: 'busy'});
		const {chat} = await alice.peer.ask('invitePrivate', {user: 'bob', purpose: 'exchange'});
		expect(await told(bob, 'privateInvited')).toMatchObject({chat, from: 'alice', purpose: 'exchange'});
		await bob.peer.ask('answerPrivate', {chat, accept: true});
		expect(await told(alice, 'privateAccepted')).toMatchObject({chat, user: 'bob', purpose: 'exchange'});
		const refusal = {refusal: 'notFriends', user: 'bob'};
		expect(await eve.peer.ask('invitePrivate', {user: 'bob', purpose: 'exchange'})).toEqual(refusal);
		await bob.peer.ask('unfriend', {user: 'alice'});
		expect(await told(alice, 'privateEnded')).toMatchObject({chat, user: 'bob', why: 'ended'});
	});

	test('of a script goes from its invitation to a relay', async () => {
		const {alice, bob, knock, port} = await party({}, 'alice', 'bob');
		await alice.peer.ask('befriend', {user: 'bob'});
		await bob.peer.ask('befriend', {user: 'alice'});
		const script = await knock();
		await script.ask('signIn', entrance('alice', {as: 'script'}));
		const {chat} = await script.ask('invitePrivate', {user: 'bob', purpose: 'exchange'});
		expect(await told(bob, 'privateInvited')).toMatchObject({chat, script: true});
		const reply = await bob.peer.ask('answerPrivate', {chat, accept: true});
		const {introduction} = await told({peer: script}, 'privateAccepted');
		const [one, other] = [await RawPeer.connect(port), await RawPeer.connect(port)];
		await one.open((introduction as {relay: string}).relay);
		await other.open((reply['introduction'] as {relay: string}).relay);
		one.socket.write('the report');
		expect((await other.bytes(10)).toString()).toBe('the report');
	});

	test('is asked for thirty times at once, and then twice a minute', async () => {
		const clock = skippingClock();
		const {alice, bob} = await party({clock}, 'alice', 'bob');
		await alice.peer.ask('befriend', {user: 'bob'});
		await bob.peer.ask('befriend', {user: 'alice'});
		const invite = async () => alice.peer.ask('invitePrivate', {user: 'bob', purpose: 'exchange'});
		for (let at = 0; at < 30; at++) {
			const {chat} = await invite();
			expect(chat).toBeTypeOf('string');
			await bob.peer.ask('answerPrivate', {chat, accept: false});
		}

		expect(await invite()).toEqual({refusal: 'tooManyExchanges', seconds: 30});
		await pass(clock, 30, [alice, bob]);
		expect(await invite()).toHaveProperty('chat');
	});
});

describe('a private chat', () => {
	test('ends for both when one ends it, signs out, or blocks the other', async () => {
		const {alice, bob} = await party({}, 'alice', 'bob');
		const one = await talking(alice, bob);
		await alice.peer.ask('endPrivate', {chat: one.chat});
		expect(await told(bob, 'privateEnded')).toMatchObject({chat: one.chat, user: 'alice', why: 'ended'});
		const other = await talking(alice, bob);
		await bob.peer.ask('block', {user: 'alice'});
		expect(await told(alice, 'privateEnded')).toMatchObject({chat: other.chat, user: 'bob', why: 'ended'});
		await bob.peer.ask('unblock', {user: 'alice'});
		const third = await talking(alice, bob);
		await alice.peer.ask('signOut');
		expect(await told(bob, 'privateEnded')).toMatchObject({chat: third.chat, why: 'signedOut'});
		for (const {chat} of [one, other, third])
			expect(await bob.peer.ask('renewRelay', {chat})).toEqual({refusal: 'noPrivateChat'});
	});

	test('goes on over a lost link, and is forgotten without a word when its user stays away', async () => {
		const clock = skippingClock();
		const {alice, bob, knock} = await party({clock}, 'alice', 'bob');
		const {chat} = await talking(alice, bob);
		alice.peer.socket.destroy();
		const again = await knock();
		await again.ask('resume', {token: alice.token, as: 'screen', device: deviceOf('alice')});
		const renewed = await bob.peer.ask('renewRelay', {chat});
		expect(await told({peer: again}, 'relayRenewed')).toMatchObject({chat});
		expect(renewed).toHaveProperty('relay');
		again.socket.destroy();
		await until(() => bob.peer.heard.some(({type}) => type === 'presence'));
		await pass(clock, 70, [bob]);
		expect(await bob.peer.ask('renewRelay', {chat})).toEqual({refusal: 'noPrivateChat'});
		expect(bob.peer.heard.filter(({type}) => type === 'privateEnded')).toEqual([]);
	});

	test('ends when its user signs in on another device, which has no channel', async () => {
		const {alice, bob, knock} = await party({}, 'alice', 'bob');
		const {chat} = await talking(alice, bob);
		const other = await knock();
		await other.ask('signIn', entrance('alice', {device: 'otherdevice', takeOver: true}));
		expect(await told(bob, 'privateEnded')).toMatchObject({chat, user: 'alice', why: 'signedOut'});
	});

	test('is none of the business of a third: every request about it is refused', async () => {
		const {alice, bob, eve} = await party({}, 'alice', 'bob', 'eve');
		const {chat} = await alice.peer.ask('invitePrivate', {user: 'bob', purpose: 'chat'});
		const gone = {refusal: 'noPrivateChat'};
		expect(await eve.peer.ask('answerPrivate', {chat, accept: true})).toEqual(gone);
		expect(await alice.peer.ask('answerPrivate', {chat, accept: true})).toEqual(gone);
		expect(await alice.peer.ask('offerAddresses', {chat, addresses: []})).toEqual(gone);
		expect(await alice.peer.ask('renewRelay', {chat})).toEqual(gone);
		await bob.peer.ask('answerPrivate', {chat, accept: true});
		expect(await eve.peer.ask('offerAddresses', {chat, addresses: []})).toEqual(gone);
		expect(await eve.peer.ask('renewRelay', {chat})).toEqual(gone);
		expect(await eve.peer.ask('endPrivate', {chat})).toEqual(gone);
	});

	test('may be offered addresses and renewed sixty times a minute', async () => {
		const clock = skippingClock();
		const {alice, bob} = await party({clock}, 'alice', 'bob');
		const {chat} = await talking(alice, bob);
		const refused: unknown[] = [];
		for (let at = 0; at < 62; at++) refused.push((await alice.peer.ask('renewRelay', {chat}))['refusal']);
		expect(refused[59]).toBeUndefined();
		expect(refused.at(-1)).toBe('tooManyChanges');
		clock.skip(5000);
		expect(await alice.peer.ask('offerAddresses', {chat, addresses: []})).toEqual({});
	});
});

describe('a relay', () => {
	test('opens with the secrets of the two, carries what they send, and leaves no trace of it on the server', async () => {
		const {alice, bob, port, folder, log} = await party({}, 'alice', 'bob');
		const {ofBob, ofAlice} = await talking(alice, bob);
		const [one, other] = [await RawPeer.connect(port), await RawPeer.connect(port)];
		expect(await one.open(ofBob.relay)).toEqual({re: 1, ok: {}});
		expect(await other.open(ofAlice.relay)).toEqual({re: 1, ok: {}});
		const words = `the canary ${randomBytes(8).toString('hex')}`;
		one.socket.write(words);
		expect((await other.bytes(words.length)).toString()).toBe(words);
		const files = await readdir(folder, {recursive: true, withFileTypes: true});
		const texts = await Promise.all(
			files.flatMap(each => (each.isFile() ? [readFile(path.join(each.parentPath, each.name), 'utf8')] : [])),
		);
		const all = [...texts, ...log].join('\n');
		expect(all).toContain(alice.me.fingerprint);
		for (const secret of [words, ofBob.relay, ofAlice.relay]) expect(all).not.toContain(secret);
		await until(() => log.some(line => line.includes('relay for bob')));
	});

	test('that is to be a new one is cut where somebody waits in it: the new one joins only who comes after', async () => {
		const {alice, bob, port} = await party({}, 'alice', 'bob');
		const {chat, ofAlice} = await talking(alice, bob);
		const givenUp = await RawPeer.connect(port);
		expect(await givenUp.open(ofAlice.relay)).toEqual({re: 1, ok: {}});
		const {relay} = await bob.peer.ask('renewRelay', {chat});
		await givenUp.end();
		const renewed = await told(alice, 'relayRenewed');
		const [one, other] = [await RawPeer.connect(port), await RawPeer.connect(port)];
		await one.open(String(relay));
		await other.open(String(renewed['relay']));
		one.socket.write('hello');
		expect((await other.bytes(5)).toString()).toBe('hello');
	});

	test('does not open with a secret that is wrong, used, renewed, half a minute old, or of a chat that is over', async () => {
		const clock = skippingClock();
		const {alice, bob, port} = await party({clock}, 'alice', 'bob');
		const {chat, ofBob, ofAlice} = await talking(alice, bob);
		const no = {re: 1, refusal: 'badRelayToken'};
		const open = async (token: string) => (await RawPeer.connect(port)).open(token);
		expect(await open('x'.repeat(43))).toEqual(no);
		expect(await open(ofBob.relay)).toEqual({re: 1, ok: {}});
		expect(await open(ofBob.relay)).toEqual(no);
		const {relay} = await bob.peer.ask('renewRelay', {chat});
		expect(await open(ofAlice.relay)).toEqual(no);
		const renewed = await told(alice, 'relayRenewed');
		expect(await open(String(renewed['relay']))).toEqual({re: 1, ok: {}});
		await pass(clock, 30, [alice, bob]);
		expect(await open(String(relay))).toEqual(no);
		const last = await bob.peer.ask('renewRelay', {chat});
		await alice.peer.ask('endPrivate', {chat});
		expect(await open(String(last['relay']))).toEqual(no);
	});

	test('may be asked for again on the same connection after a refusal, but not after a greeting', async () => {
		const {alice, bob, port} = await party({}, 'alice', 'bob');
		const {ofBob} = await talking(alice, bob);
		const peer = await RawPeer.connect(port);
		expect(await peer.open('x'.repeat(43))).toHaveProperty('refusal', 'badRelayToken');
		expect(await peer.open(ofBob.relay)).toEqual({re: 1, ok: {}});
		expect(await bob.peer.ask('openRelay', {token: ofBob.relay})).toEqual({refusal: 'badRequest'});
	});

	test('is cut when its chat ends', async () => {
		const {alice, bob, port} = await party({}, 'alice', 'bob');
		const {chat, ofBob, ofAlice} = await talking(alice, bob);
		const [one, other] = [await RawPeer.connect(port), await RawPeer.connect(port)];
		await one.open(ofBob.relay);
		await other.open(ofAlice.relay);
		await alice.peer.ask('endPrivate', {chat});
		await Promise.all([one.end(), other.end()]);
	});

	test('is refused to an account that has two already, and opens once one of them has ended', async () => {
		const {alice, bob, carol, dora, port} = await party({}, 'alice', 'bob', 'carol', 'dora');
		const tokens: string[] = [];
		const chats: unknown[] = [];
		for (const [user, other] of Object.entries({bob, carol, dora})) {
			const {chat} = await alice.peer.ask('invitePrivate', {user, purpose: 'chat'});
			chats.push(chat);
			await other.peer.ask('answerPrivate', {chat, accept: true});
			const {introduction} = await told(alice, 'privateAccepted');
			tokens.push((introduction as {relay: string}).relay);
		}

		const peers = await Promise.all(tokens.map(async () => RawPeer.connect(port)));
		expect(await peers[0]!.open(tokens[0]!)).toEqual({re: 1, ok: {}});
		expect(await peers[1]!.open(tokens[1]!)).toEqual({re: 1, ok: {}});
		expect(await peers[2]!.open(tokens[2]!)).toEqual({re: 1, refusal: 'tooManyRelays', most: 2});
		await alice.peer.ask('endPrivate', {chat: chats[0]});
		await peers[0]!.end();
		expect(await peers[2]!.open(tokens[2]!)).toEqual({re: 1, ok: {}});
	});

	test('is not opened for an account that has sent its bytes, with the time until it may again', async () => {
		const relayed = {...QUOTAS.relayed, burst: 1024 * 1024, refill: 1024 * 1024, per: 10_000};
		const {alice, bob, port} = await party({limits: {quotas: {...QUOTAS, relayed}}}, 'alice', 'bob');
		const {chat, ofBob} = await talking(alice, bob);
		expect(await (await RawPeer.connect(port)).open(ofBob.relay)).toEqual({re: 1, ok: {}});
		const {relay} = await alice.peer.ask('renewRelay', {chat});
		expect(await (await RawPeer.connect(port)).open(String(relay))).toEqual({
			re: 1,
			refusal: 'tooMuchRelayed',
			seconds: 10,
		});
	});

	test('does not hold up the stop of a server', async () => {
		const {alice, bob, port, stop} = await party({}, 'alice', 'bob');
		const {ofBob} = await talking(alice, bob);
		const peer = await RawPeer.connect(port);
		await peer.open(ofBob.relay);
		const before = performance.now();
		await stop();
		await peer.end();
		expect(performance.now() - before).toBeLessThan(700); // a step of the stop waits for 800 ms before it gives up
	});
});

describe('a key', () => {
	test('is registered once, told at every sign-in, also after a restart, and replaced by another', async () => {
		const first = await openHouse({limits: UNLIMITED});
		const {peer, token} = await first.newcomer('alice');
		const [one, other] = [await person(), await person()];
		expect(await register(peer, one)).toEqual({});
		expect(await register(peer, other)).toEqual({});
		await first.stop();
		const {knock} = await openHouse({folder: first.folder});
		const again = await knock();
		const resume = {token, as: 'screen', device: deviceOf('alice')};
		expect(await again.ask('resume', resume)).toMatchObject({identity: other.me.fingerprint});
	});

	test('is refused without a nonce, with another nonce, name, store or key, and with a nonce used before', async () => {
		const {newcomer} = await openHouse({limits: UNLIMITED});
		const [{peer}, known, other] = [await newcomer('alice'), await person(), await person()];
		const bad = {refusal: 'badIdentity'};
		const sign = (by: Person, store: string, user: string, nonce: string) => ({
			signature: by.me.sign(identityProof(store, user, nonce)),
		});
		const unasked = {certificate: known.me.certificate, signature: 'x'.repeat(86)};
		expect(await peer.ask('registerIdentity', unasked)).toEqual(bad);
		const attempts: Array<Parameters<typeof register>[2]> = [
			({store, user}) => sign(known, store, user, 'y'.repeat(43)),
			({store, nonce}) => sign(known, store, 'bob', nonce),
			({user, nonce}) => sign(known, 'another', user, nonce),
			({store, user, nonce}) => sign(other, store, user, nonce),
			() => ({certificate: 'no certificate'}),
			() => ({certificate: known.me.certificate.replace('MII', 'MIJ').replace(/[a-z](?=.*\n-)/, 'Z')}),
		];
		for (const attempt of attempts) expect(await register(peer, known, attempt)).toEqual(bad);
		let replay: Frame = {};
		expect(
			await register(peer, known, ({store, user, nonce}) => (replay = sign(known, store, user, nonce))),
		).toEqual({});
		expect(await peer.ask('registerIdentity', {certificate: known.me.certificate, ...replay})).toEqual(bad);
	});

	test('of another kind than Ed25519 is refused, though its signature is as long, and valid', async () => {
		const {newcomer} = await openHouse({limits: UNLIMITED});
		const [{peer}, known, weak] = [await newcomer('alice'), await person(), await weakKey()];
		const change = ({store, user, nonce}: {store: string; user: string; nonce: string}) => ({
			certificate: weak.certificate,
			signature: weak.sign(identityProof(store, user, nonce)),
		});
		expect(await register(peer, known, change)).toEqual({refusal: 'badIdentity'});
	});

	test('is kept without any text that stood around its certificate', async () => {
		const {newcomer} = await openHouse({limits: UNLIMITED});
		const [{peer}, known] = [await newcomer('alice'), await person()];
		const {peer: bob} = await newcomer('bob');
		const certificate = `\u001b]0;owned\u0007\n${known.me.certificate}`;
		expect(await register(peer, known, () => ({certificate}))).toEqual({});
		expect(await register(bob, await person(), () => ({}), 'bob')).toEqual({});
		const {chat} = await peer.ask('invitePrivate', {user: 'bob', purpose: 'chat'});
		const {introduction} = await bob.ask('answerPrivate', {chat, accept: true});
		expect((introduction as {certificate: string}).certificate.trim()).toBe(known.me.certificate.trim());
	});

	test('may be changed ten times an hour; the same one again is no change', async () => {
		const clock = skippingClock();
		const {newcomer} = await openHouse({clock, limits: UNLIMITED});
		const {peer} = await newcomer('alice');
		const first = await person();
		for (let at = 0; at < 12; at++) expect(await register(peer, first)).toEqual({});
		for (let at = 0; at < 9; at++) expect(await register(peer, await person())).toEqual({});
		expect(await register(peer, await person())).toMatchObject({refusal: 'tooManyChanges'});
	});
});
