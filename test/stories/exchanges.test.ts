/** Friends' clients reach each other for files and profiles, through a real server and over real sockets, and ask nobody. */
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {UserName} from '../../protocol/names.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {startServer} from '../../server/server.ts';
import type {PeerChat} from '../../source/peer/peer-chat.ts';
import {dialogView} from '../../source/state/dialogs/dialogs.ts';
import type {ExchangeEvent} from '../../source/state/model/exchange.ts';
import type {StateEvent} from '../../source/state/model/event.ts';
import {Person} from '../harness/person.ts';
import {skippingClock} from '../harness/skipping-clock.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';

const [alice, bob] = ['alice', 'bob'] as UserName[] as [UserName, UserName];

/** Notes what its user is told of files, and does not show it. */
class Friend extends Person {
	readonly heard: ExchangeEvent[] = [];
	readonly clock;

	constructor(name: string, home: string, certificate: string) {
		const clock = skippingClock();
		super(name, home, certificate, clock);
		this.clock = clock;
	}

	override hears(event: StateEvent): void {
		if (event.type === 'filesListed' || event.type === 'exchangeFailed') this.heard.push(event);
		else super.hears(event);
	}

	get user(): UserName {
		return this.name as UserName;
	}
}

/** A server, and two users who are signed in at it. */
async function two() {
	const folder = await temporaryFolder();
	const server = await startServer({
		folder: join(folder, 'server'),
		host: '127.0.0.1',
		port: 0,
		plaintext: false,
		policy: DEFAULT_POLICY,
		passwords: new Passwords({cost: {ln: 4, r: 8, p: 1}}),
		write: () => undefined,
	});
	const people = [alice, bob].map(
		name => new Friend(name, folder, join(folder, 'server', 'server-cert.pem')),
	) as [Friend, Friend];
	onTestFinished(async () => {
		for (const person of people) await person.leaves();
		await server.stop('the test is over');
	});
	for (const person of people) {
		const address = {host: '127.0.0.1', port: server.port};
		await person.enters({
			kind: 'signUp',
			address,
			user: person.name,
			password: `${person.name}-correct-horse`,
		});
	}

	await people[0].until(() => people[0].knows(bob));
	return people;
}

async function twoFriends() {
	const [one, other] = await two();
	one.says('/friend bob');
	await other.until(() => other.state.proposals.length > 0);
	other.says('/friend alice');
	for (const each of [one, other]) await each.sees('you are friends now', 0);
	return [one, other] as const;
}

/** The channel that one asks for to the other. */
async function channel(from: Friend, to: Friend): Promise<PeerChat> {
	const found = await from.peers.channelFor(to.user, 'lan');
	if ('problem' in found) throw new Error(found.problem);
	return found.channel;
}

async function problem(from: Friend, to: Friend): Promise<string> {
	const found = await from.peers.channelFor(to.user, 'lan');
	return 'problem' in found ? found.problem : 'there is a channel';
}

const open = (one: Friend, other: Friend) => one.peers.channelsWith(other.user).length;

/** Time passes for both, and nobody is silent for long. */
async function pass(seconds: number, ...people: readonly Friend[]): Promise<void> {
	for (let passed = 0; passed < seconds; passed += 5) {
		for (const {clock} of people) clock.skip(5000);
		for (const person of people) await person.fence();
	}
}

test('two friends exchange without a dialog, and each keeps the key of the other, unverified, and is told so once', async () => {
	const [one, other] = await twoFriends();
	const told = other.told.length;
	const found = await channel(one, other);
	await until(() => open(other, one) === 1);
	await found.services.ask({type: 'listFiles'});
	await until(() => one.heard.length > 0);
	expect(one.heard).toEqual([{type: 'filesListed', user: bob, files: []}]);
	await until(() => other.state.peers.has(alice));
	expect(one.state.peers.get(bob)).toMatchObject({fingerprint: other.state.identity, verified: false});
	expect(other.state.peers.get(alice)).toMatchObject({fingerprint: one.state.identity, verified: false});
	expect(other.told.slice(told)).toEqual([
		expect.stringContaining('connected for files and profiles for the first time, unverified'),
	]);
	expect(dialogView(other.state)).toBeUndefined();
	expect(await channel(one, other)).toBe(found);
	expect(await channel(other, one)).toBe(other.peers.channelsWith(alice)[0]);
});

test('those who are no friends are refused with a sentence, and so are friends no more', async () => {
	const [one, other] = await two();
	expect(await problem(one, other)).toContain('You and bob are not friends');
	one.says('/friend bob');
	await other.until(() => other.state.proposals.length > 0);
	other.says('/friend alice');
	await one.until(() => one.state.friends.size > 0);
	await channel(one, other);
	other.says('/unfriend alice');
	await until(() => open(one, other) + open(other, one) === 0);
	expect(await problem(one, other)).toContain('You and bob are not friends');
});

test('a friend whom the server alone calls one is declined, since this user has ended the friendship', async () => {
	const [one, other] = await twoFriends();
	other.peers.friendsAre([]);
	expect(await problem(one, other)).toContain('The client of bob declined');
});

test('a key other than the known one is declined by the one who is asked, and by the one who asks', async () => {
	const [one, other] = await twoFriends();
	const stranger = {fingerprint: 'X'.repeat(43), verified: false, since: 1};
	await other.peers.keep({user: alice, ...stranger});
	expect(await problem(one, other)).toContain(
		'it knows you by another key. Tell bob by phone or in person that your key is new; then bob types /forget-key',
	);
	expect(await problem(other, one)).toContain('The key of alice has changed');
	await until(() => open(one, other) + open(other, one) === 0);
	await other.peers.forget(alice);
	await channel(one, other);
	await until(() => open(other, one) === 1);
	await other.peers.forget(alice);
	await until(() => open(one, other) + open(other, one) === 0);
});

test('two who ask each other at the same time have one exchange', async () => {
	const [one, other] = await twoFriends();
	const both = await Promise.all([channel(one, other), channel(other, one)]);
	expect([one.peers.channelsWith(bob), other.peers.channelsWith(alice)]).toEqual([[both[0]], [both[1]]]);
});

test('an exchange that nobody uses for a minute is closed on both sides, and opens again on demand', async () => {
	const [one, other] = await twoFriends();
	const found = await channel(one, other);
	await until(() => open(other, one) === 1);
	await pass(55, one, other);
	await found.services.ask({type: 'listFiles'});
	await until(() => one.heard.length === 1);
	await pass(55, one, other);
	expect([open(one, other), open(other, one)]).toEqual([1, 1]);
	await pass(5, one, other);
	await until(() => open(one, other) + open(other, one) === 0);
	expect(await channel(one, other)).not.toBe(found);
});

test('the channel of an open private chat is used instead', async () => {
	const [one, other] = await two();
	one.says('/private bob');
	await other.until(() => dialogView(other.state) !== undefined);
	await other.answers({choose: 'y'});
	for (const [each, partner] of [
		[one, bob],
		[other, alice],
	] as const)
		await each.until(() => each.state.privateChats.get(partner)?.status === 'open');
	expect(await channel(one, other)).toBe(one.peers.channelsWith(bob)[0]);
	expect([open(one, other), open(other, one)]).toEqual([1, 1]);
});

test('an exchange is over when one of the two signs out', async () => {
	const [one, other] = await twoFriends();
	await channel(one, other);
	await until(() => open(other, one) === 1);
	other.says('/logout');
	await until(() => open(one, other) === 0);
	expect(open(other, one)).toBe(0);
	await one.fence();
	expect(await problem(one, other)).toContain('bob is offline');
});
