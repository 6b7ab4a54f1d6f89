/** The rules of private chats: what ends an invitation and a chat, what outlives a link, and which secrets are good. */
import {describe, expect, test} from 'vitest';
import type {UserName} from '../../../protocol/names.ts';
import {isRefusal} from '../../../protocol/refusals.ts';
import {MAX_PRIVATE_CHATS} from '../../../protocol/bounds.ts';
import type {Purpose} from '../../../protocol/private-chats.ts';
import {endPrivateChatsOf} from '../../../server/chat/private-chats/ends.ts';
import {gathering, type Rules, type Seat} from '../../harness/rules.ts';

const invite = (user: string, purpose: Purpose = 'chat') =>
	({type: 'invitePrivate', user: user as UserName, purpose}) as const;
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
async function invited(from: Seat, user: string, purpose?: Purpose): Promise<string> {
	const answer = await from.ask(invite(user, purpose));
	if (isRefusal(answer)) throw new Error(answer.refusal);
	return answer.chat;
}

async function talking(from: Seat, to: Seat, user: string, purpose?: Purpose): Promise<string> {
	const chat = await invited(from, user, purpose);
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

test('who refuses a partner with another key lets that partner know, and nobody else hears of keys', async () => {
	const {alice, bob} = await known('alice', 'bob');
	const heard = (seat: Seat) => seat.heardOf('privateEnded').map(({why, otherKey}) => [why, otherKey]);
	const first = await invited(alice, 'bob');
	await bob.ask({type: 'answerPrivate', chat: first, accept: false, why: 'otherKey'});
	const second = await talking(alice, bob, 'bob');
	await alice.ask({type: 'endPrivate', chat: second, why: 'otherKey'});
	const third = await talking(alice, bob, 'bob');
	await alice.ask({type: 'endPrivate', chat: third});
	const none = undefined;
	expect(heard(alice)).toEqual([['declined', true]]);
	expect(heard(bob)).toEqual([
		['ended', true],
		['ended', none],
	]);
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

	test('is forgotten without a word also when its other user is signed out at the moment from which one counts as away', async () => {
		const {rules, alice, bob} = await known('alice', 'bob');
		rules.policy.idleLimit = 60_000;
		await talking(alice, bob, 'bob');
		rules.lose(alice);
		rules.wait(60_000);
		expect([ends(bob), bob.heardOf('signedOut').length]).toEqual([[], 1]);
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

/** Friends whose keys are registered. */
async function friends() {
	const {rules, alice, bob, carol} = await known('alice', 'bob', 'carol');
	for (const [from, to] of [
		[alice, bob],
		[alice, carol],
	] as const)
		await befriend(from, to);
	return {rules, alice, bob, carol};
	async function befriend(one: Seat, other: Seat) {
		const nameOf = ({connection}: Seat) => rules.state.presence.sessions.get(connection)!.user;
		await one.ask({type: 'befriend', user: nameOf(other)});
		await other.ask({type: 'befriend', user: nameOf(one)});
	}
}

/** A script of alice, who may be at a screen as well. */
async function scriptOfAlice(rules: Rules): Promise<Seat> {
	return (await rules.signIn('alice', 'alicealice', {as: 'script', device: 'devicealice'})).seat;
}

describe('an exchange', () => {
	test('stands beside a private chat of the same two, and each accepts for its own purpose only', async () => {
		const {alice, bob} = await friends();
		const chat = await invited(alice, 'bob');
		const exchange = await invited(alice, 'bob', 'exchange');
		expect(exchange).not.toBe(chat);
		expect(bob.heardOf('privateInvited')).toMatchObject([
			{chat, purpose: 'chat'},
			{chat: exchange, purpose: 'exchange'},
		]);
		expect(await bob.ask(invite('alice', 'exchange'))).toMatchObject({chat: exchange, introduction: {}});
		expect(await bob.ask(invite('alice'))).toMatchObject({chat, introduction: {}});
		expect(alice.heardOf('privateAccepted')).toMatchObject([
			{chat: exchange, purpose: 'exchange'},
			{chat, purpose: 'chat'},
		]);
	});

	test('is for friends, also those who are busy, and is over when they are friends no more', async () => {
		const {alice, bob, carol} = await friends();
		expect(await bob.ask(invite('carol', 'exchange'))).toEqual({refusal: 'notFriends', user: 'carol'});
		await bob.ask({type: 'setPresence', presence: 'busy'});
		await talking(alice, bob, 'bob', 'exchange');
		await talking(alice, carol, 'carol');
		await bob.ask({type: 'unfriend', user: 'alice' as UserName});
		await carol.ask({type: 'unfriend', user: 'alice' as UserName});
		expect(ends(alice)).toEqual(['bob ended']);
		expect(await alice.ask(invite('bob', 'exchange'))).toEqual({refusal: 'notFriends', user: 'bob'});
	});

	test('takes the place of the one before, which the inviter has lost, also where there is no room for more', async () => {
		const {rules, alice, bob} = await friends();
		const first = await talking(alice, bob, 'bob', 'exchange');
		for (let at = 1; at < MAX_PRIVATE_CHATS; at++) {
			const seat = await rules.newcomer(`friend${at}`);
			identify(rules, `friend${at}`);
			await talking(alice, seat, `friend${at}`);
		}

		const second = await talking(alice, bob, 'bob', 'exchange');
		expect(second).not.toBe(first);
		expect(bob.heardOf('privateEnded')).toMatchObject([{chat: first, why: 'ended'}]);
		expect(await bob.ask({type: 'renewRelay', chat: second})).toHaveProperty('relay');
	});

	test('of a script is held by that script alone, beside the one of the screen', async () => {
		const {rules, alice, bob} = await friends();
		const script = await scriptOfAlice(rules);
		expect(await script.ask(invite('bob'))).toEqual({refusal: 'notSignedIn'});
		const own = await talking(alice, bob, 'bob', 'exchange');
		const chat = await talking(script, bob, 'bob', 'exchange');
		expect(bob.heardOf('privateInvited').map(each => each.script)).toEqual([undefined, true]);
		expect(script.heardOf('privateAccepted')).toMatchObject([{chat, introduction: {}}]);
		expect(await bob.ask({type: 'offerAddresses', chat, addresses: []})).toEqual({});
		expect(script.heardOf('addressesOffered')).toMatchObject([{chat}]);
		expect(await bob.ask({type: 'renewRelay', chat})).toHaveProperty('relay');
		expect(script.heardOf('relayRenewed')).toMatchObject([{chat}]);
		expect(alice.heard.filter(each => 'chat' in each && each.chat === chat)).toEqual([]);
		expect(await alice.ask({type: 'renewRelay', chat})).toEqual({refusal: 'notSignedIn'});
		expect(await script.ask({type: 'renewRelay', chat: own})).toEqual({refusal: 'notSignedIn'});
		await bob.ask({type: 'endPrivate', chat});
		expect([ends(script), ends(alice)]).toEqual([['bob ended'], []]);
	});

	test('of a script ends with that script, and not with the screens of its user', async () => {
		const {rules, alice, bob} = await friends();
		const script = await scriptOfAlice(rules);
		const chat = await talking(script, bob, 'bob', 'exchange');
		await alice.ask({type: 'signOut'});
		rules.lose((await rules.signIn('alice', 'alicealice')).seat);
		rules.wait(60_000);
		expect(await script.ask({type: 'renewRelay', chat})).toHaveProperty('relay');
		rules.lose(script);
		expect(ends(bob)).toEqual(['alice signedOut']);
		expect(rules.state.privateChats.byId.size).toBe(0);
	});

	test('of a script waits for the screen of the other, and not for one of their scripts', async () => {
		const {rules, alice, bob} = await friends();
		const script = await scriptOfAlice(rules);
		await invited(script, 'bob', 'exchange');
		expect(await bob.ask(invite('alice', 'exchange'))).not.toHaveProperty('introduction');
		const other = (await rules.signIn('alice', 'alicealice', {as: 'script'})).seat;
		expect(await other.ask(invite('bob', 'exchange'))).not.toHaveProperty('introduction');
		expect(await alice.ask(invite('bob', 'exchange'))).toHaveProperty('introduction');
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
