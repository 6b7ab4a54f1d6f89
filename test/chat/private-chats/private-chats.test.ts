/** The rules of private chats: what ends an invitation and a chat, what outlives a link, and which secrets are good. */
import {describe, expect, test} from 'vitest';
import type {UserName} from '../../../protocol/names.ts';
import {isRefusal} from '../../../protocol/refusals.ts';
import {MAX_PRIVATE_CHATS} from '../../../protocol/private-chats.ts';
import {endPrivateChatsOf} from '../../../server/chat/private-chats/ends.ts';
import {gathering, type Rules, type Seat} from '../../harness/rules.ts';

const invite = (user: string) => ({type: 'invitePrivate', user: user as UserName}) as const;
const gone = {refusal: 'noPrivateChat'};

/** Newcomers whose keys are registered. */
async function known<N extends string>(...names: N[]) {
	const all = await gathering(...names);
	for (const name of names) identify(all.rules, name);
	return all;
}

function identify(rules: Rules, name: string): void {
	const [user, fingerprint] = [name as UserName, `key of ${name}`];
	rules.happen([{type: 'identityRegistered', user, certificate: `of ${name}`, fingerprint, at: rules.now}]);
}

/** The id of the chat to which one invites the other. */
async function invited(from: Seat, user: string): Promise<string> {
	const answer = await from.ask(invite(user));
	if (isRefusal(answer)) throw new Error(answer.refusal);
	return answer.chat;
}

async function talking(from: Seat, to: Seat, user: string): Promise<string> {
	const chat = await invited(from, user);
	await to.ask({type: 'answerPrivate', chat, accept: true});
	return chat;
}

/** How a relay is asked for, with the hash of a secret. */
const open = (secret: string, rules: Rules) =>
	rules.seat().ask({type: 'openRelay', token: ''}, {presented: `hash of ${secret}`});

const ends = (seat: Seat) => seat.heardOf('privateEnded').map(({user, why}) => `${user} ${why}`);

describe('an invitation', () => {
	test('can be answered for half a minute, and not a moment longer', async () => {
		const {rules, alice, bob} = await known('alice', 'bob');
		const chat = await invited(alice, 'bob');
		rules.wait(29_999);
		expect(ends(alice)).toEqual([]);
		rules.uptime += 1; // before the server has noticed
		expect(await bob.ask({type: 'answerPrivate', chat, accept: true})).toEqual(gone);
		rules.wait(0);
		expect([ends(alice), ends(bob)]).toEqual([['bob expired'], ['alice expired']]);
	});

	test('that has just run out accepts nothing when the other invites as well', async () => {
		const {rules, alice, bob} = await known('alice', 'bob');
		await invited(alice, 'bob');
		rules.uptime += 30_000;
		expect(await bob.ask(invite('alice'))).toEqual({refusal: 'invitationOpen', user: 'alice'});
	});

	test('is withdrawn when the link of its sender breaks, or they come back before that was noticed', async () => {
		const {rules, alice, bob, carol} = await known('alice', 'bob', 'carol');
		await invited(alice, 'bob');
		rules.lose(alice);
		expect(ends(bob)).toEqual(['alice withdrawn']);
		await invited(carol, 'bob');
		const token = rules.state.presence.sessions.get(carol.connection)!.token;
		const again = {type: 'resume', token: '', as: 'screen', device: 'devicecarol'} as const;
		await rules.seat().ask(again, {presented: token});
		expect(ends(bob)).toEqual(['alice withdrawn', 'carol withdrawn']);
	});

	test('stands while the link of its recipient is broken, and they can answer when they are back', async () => {
		const {rules, alice, bob} = await known('alice', 'bob');
		const chat = await invited(alice, 'bob');
		rules.lose(bob);
		const {token} = [...rules.state.signIns.tokens.values()].find(({user}) => user === 'bob')!;
		const seat = rules.seat();
		await seat.ask({type: 'resume', token: '', as: 'screen', device: 'devicebob'}, {presented: token});
		expect(await seat.ask({type: 'answerPrivate', chat, accept: true})).toHaveProperty('introduction');
	});

	test('ends when its recipient signs out, with that reason', async () => {
		const {alice, bob} = await known('alice', 'bob');
		await invited(alice, 'bob');
		await bob.ask({type: 'signOut'});
		expect(ends(alice)).toEqual(['bob signedOut']);
	});

	test('ends when its recipient stays away, where the grace period is shorter than the time to answer', async () => {
		const {rules, alice, bob} = await known('alice', 'bob');
		rules.policy.grace = 5000;
		await invited(alice, 'bob');
		rules.lose(bob);
		rules.wait(5000);
		expect(ends(alice)).toEqual(['bob signedOut']);
		expect(rules.state.privateChats.byId.size).toBe(0);
	});

	test('is refused when too many wait for the same user, whose own invitations are not counted', async () => {
		const names = Array.from({length: MAX_PRIVATE_CHATS + 1}, (_, at) => `friend${at}`);
		const all = await known('bob', ...names);
		for (const name of names.slice(1)) await invited(all[name]!, 'bob');
		expect(await all['friend0']!.ask(invite('bob'))).toEqual({refusal: 'tooManyQuestions', user: 'bob'});
		expect(await all['bob']!.ask(invite('friend0'))).toHaveProperty('chat');
	});
});

test('as many invitations as a user may have private chats can wait for answers, and no more', async () => {
	const names = Array.from({length: MAX_PRIVATE_CHATS + 1}, (_, at) => `friend${at}`);
	const {alice} = await known('alice', ...names);
	for (const name of names.slice(1)) expect(await alice!.ask(invite(name))).toHaveProperty('chat');
	const most = {refusal: 'tooManyPrivateChats', most: MAX_PRIVATE_CHATS};
	expect(await alice!.ask(invite('friend0'))).toEqual(most);
});

describe('a private chat', () => {
	test('is forgotten without a word when a user stays away, and all of its secrets with it', async () => {
		const {rules, alice, bob} = await known('alice', 'bob');
		const chat = await talking(alice, bob, 'bob');
		rules.lose(alice);
		rules.wait(59_999);
		expect(await bob.ask({type: 'renewRelay', chat})).toHaveProperty('relay');
		rules.wait(1);
		expect(await bob.ask({type: 'renewRelay', chat})).toEqual(gone);
		expect(ends(bob)).toEqual([]);
		const {byId, ofUser, relays} = rules.state.privateChats;
		expect([byId.size, ofUser.size, relays.size]).toEqual([0, 0, 0]);
	});

	test('ends once for both when both are signed out at the same moment', async () => {
		const {rules, alice, bob, carol} = await known('alice', 'bob', 'carol');
		rules.policy.idleLimit = 60_000;
		await talking(alice, bob, 'bob');
		await talking(bob, carol, 'carol');
		rules.wait(45_000);
		rules.act(carol);
		rules.wait(15_000);
		expect(ends(carol)).toEqual(['bob signedOut']);
		expect(ends(bob)).toEqual(['alice signedOut', 'carol signedOut']);
	});

	test('ends when its user signs in by password, which a client does that knows of no chat', async () => {
		const {rules, alice, bob} = await known('alice', 'bob');
		await talking(alice, bob, 'bob');
		await rules.signIn('alice', 'alicealice', {device: 'devicealice'});
		expect(ends(bob)).toEqual(['alice signedOut']);
	});

	test('ends when its user comes back on another device, also after a broken link', async () => {
		const {rules, alice, bob} = await known('alice', 'bob');
		const {answer} = await rules.signIn('alice', 'alicealice', {device: 'devicesecond'});
		expect(isRefusal(answer)).toBe(false);
		const second = [...rules.state.signIns.tokens.values()].find(({device}) => device === 'devicesecond')!;
		const {seat} = await rules.signIn('alice', 'alicealice', {device: 'devicealice'});
		await talking(seat, bob, 'bob');
		rules.lose(seat);
		const resume = {type: 'resume', token: '', as: 'screen', device: 'devicesecond'} as const;
		await rules.seat().ask(resume, {presented: second.token});
		expect(ends(bob)).toEqual(['alice signedOut']);
		expect(alice.heardOf('privateEnded')).toEqual([]);
	});

	test('is not in the journal, and a server that starts anew knows of none', async () => {
		const {rules, alice, bob} = await known('alice', 'bob');
		const before = rules.journal.length;
		const chat = await talking(alice, bob, 'bob');
		await alice.ask({type: 'offerAddresses', chat, addresses: []});
		await alice.ask({type: 'renewRelay', chat});
		await alice.ask({type: 'endPrivate', chat});
		expect(rules.journal.slice(before)).toEqual([]);
		await talking(alice, bob, 'bob');
		rules.restart();
		expect(rules.state.privateChats.byId.size).toBe(0);
	});

	test('tells its partner, and nobody else, where its user listens, and the address that the server sees', async () => {
		const {rules, bob, carol} = await known('bob', 'carol');
		const alice = rules.seat('192.168.1.5');
		const entrance = {password: 'alicealice', as: 'screen', device: 'devicealice'} as const;
		await alice.ask({type: 'signUp', user: 'alice', ...entrance}, {newPassword: 'hash of alicealice'});
		identify(rules, 'alice');
		const chat = await talking(alice, bob, 'bob');
		const addresses = [{host: '10.0.0.5', port: 5000}];
		expect(await alice.ask({type: 'offerAddresses', chat, addresses})).toEqual({});
		const offered = {type: 'addressesOffered', chat, addresses, seen: '192.168.1.5'};
		expect(bob.heardOf('addressesOffered')).toEqual([offered]);
		expect([...carol.heardOf('addressesOffered'), ...alice.heardOf('addressesOffered')]).toEqual([]);
	});
});

describe('a secret for a relay', () => {
	test('opens one side once, within half a minute', async () => {
		const {rules, alice, bob} = await known('alice', 'bob');
		const chat = await talking(alice, bob, 'bob');
		const {relay} = (await alice.ask({type: 'renewRelay', chat})) as {relay: string};
		const partners = bob.heardOf('relayRenewed')[0]!.relay;
		expect(partners).not.toBe(relay);
		expect(await open(relay, rules)).toEqual({});
		expect(await open(relay, rules)).toEqual({refusal: 'badRelayToken'});
		rules.wait(29_999);
		expect(rules.state.privateChats.relays.get(`hash of ${partners}`)).toMatchObject({user: 'bob'});
		rules.wait(1);
		expect(await open(partners, rules)).toEqual({refusal: 'badRelayToken'});
	});

	test('is void when either side has asked for new ones, and when its chat is over', async () => {
		const {rules, alice, bob} = await known('alice', 'bob');
		const chat = await talking(alice, bob, 'bob');
		const {introduction} = alice.heardOf('privateAccepted')[0]!;
		const {relay} = (await bob.ask({type: 'renewRelay', chat})) as {relay: string};
		expect(await open(introduction.relay, rules)).toEqual({refusal: 'badRelayToken'});
		rules.happen(endPrivateChatsOf(rules.state, 'bob' as UserName));
		expect(await open(relay, rules)).toEqual({refusal: 'badRelayToken'});
		expect(rules.state.privateChats.relays.size).toBe(0);
	});

	test('is not what the state holds, but its hash', async () => {
		const {rules, alice, bob} = await known('alice', 'bob');
		const chat = await talking(alice, bob, 'bob');
		const {relay} = (await alice.ask({type: 'renewRelay', chat})) as {relay: string};
		const {byId, relays} = rules.state.privateChats;
		const words = JSON.stringify([...byId, ...relays]).replaceAll(`hash of ${relay}`, '');
		expect(words).not.toContain(relay);
	});
});
