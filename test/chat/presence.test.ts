/** The rules of presence: who is on, who was, how long idle, where somebody is, going away. */
import {describe, expect, test} from 'vitest';
import type {UserName} from '../../protocol/names.ts';
import {stillHere} from '../../server/chat/presence/expiry.ts';
import {gathering, Rules, type Seat} from '../harness/rules.ts';

const whoSince = (milliseconds: number) => ({type: 'whoSince', milliseconds}) as const;
const whois = (user: string) => ({type: 'whois', user: user as UserName}) as const;
const away = (remark?: string) =>
	({type: 'setPresence', presence: 'away', ...(remark === undefined ? {} : {remark})}) as const;
const busy = {type: 'setPresence', presence: 'busy'} as const;
const back = {type: 'setPresence', presence: 'online'} as const;

/** The names of those who are on now, or were in the last so many milliseconds. */
async function since(seat: Seat, milliseconds: number): Promise<string[]> {
	const answer = await seat.ask(whoSince(milliseconds));
	return 'people' in answer ? answer.people.map(({user}) => user) : [answer.refusal];
}

async function befriended(one: Seat, other: Seat, names: [string, string]): Promise<void> {
	await one.ask({type: 'befriend', user: names[1] as UserName});
	await other.ask({type: 'befriend', user: names[0] as UserName});
}

describe('who is on', () => {
	test('is everybody at a screen, oneself included, with since when and how long idle', async () => {
		const {rules, alice} = await gathering('alice', 'bob');
		const start = rules.now;
		rules.wait(5000);
		rules.act(alice);
		rules.wait(2000);
		expect(await alice.ask({type: 'who'})).toEqual({
			people: [
				{user: 'alice', presence: 'online', since: start, idle: 2000},
				{user: 'bob', presence: 'online', since: start, idle: 7000},
			],
		});
	});

	test('is not who signed out, nor who has only a script running', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		await bob.ask({type: 'signOut'});
		await rules.signIn('bob', 'bobbob', {as: 'script'});
		expect(await alice.ask({type: 'who'})).toMatchObject({people: [{user: 'alice'}]});
	});

	test('does not seem idle for long because a link broke, nor less idle because they went away', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		rules.wait(3600_000);
		rules.act(bob);
		rules.wait(1000);
		rules.lose(bob);
		rules.wait(1000);
		expect(await alice.ask(whois('bob'))).toMatchObject({idle: 2000});
		const {seat} = await rules.signIn('bob', 'bobbob');
		rules.wait(300_000);
		await seat.ask(away());
		expect(await alice.ask(whois('bob'))).toMatchObject({presence: 'away', idle: 300_000});
	});
});

describe('who was on', () => {
	test('is who is on now, and whoever has left since then and not before', async () => {
		const {rules, alice, bob, carol} = await gathering('alice', 'bob', 'carol');
		await carol.ask({type: 'signOut'});
		rules.wait(60_000);
		await bob.ask({type: 'signOut'});
		rules.wait(30_000);
		expect(await since(alice, 29_999)).toEqual(['alice']);
		expect(await since(alice, 30_000)).toEqual(['alice', 'bob']);
		expect(await since(alice, 89_999)).toEqual(['alice', 'bob']);
		expect(await since(alice, 90_000)).toEqual(['alice', 'bob', 'carol']);
	});

	test('counts from when a link broke, for whoever did not come back', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		rules.lose(bob);
		rules.wait(60_000);
		expect(await since(alice, 59_999)).toEqual(['alice']);
		expect(await since(alice, 60_000)).toEqual(['alice', 'bob']);
	});

	test('is known after a restart of the server', async () => {
		const {rules, bob} = await gathering('alice', 'bob');
		rules.wait(10_000);
		await bob.ask({type: 'signOut'});
		rules.restart();
		rules.wait(20_000);
		const {seat} = await rules.signIn('alice', 'alicealice');
		expect(await since(seat, 20_000)).toEqual(['alice', 'bob']);
		expect(await since(seat, 19_999)).toEqual(['alice']);
	});

	test('is roughly known even when the server was killed, of those who were on', async () => {
		const {rules} = await gathering('alice', 'bob');
		rules.wait(3600_000);
		rules.happen(stillHere(rules.state, rules));
		rules.wait(10_000);
		rules.restart();
		const {seat} = await rules.signIn('alice', 'alicealice');
		expect(await since(seat, 10_000)).toEqual(['alice', 'bob']);
		expect(await since(seat, 9999)).toEqual(['alice']);
	});

	test('is noted of those who are here, not of those whose link is broken', async () => {
		const {rules, bob} = await gathering('alice', 'bob');
		rules.lose(bob);
		rules.wait(1000);
		expect(stillHere(rules.state, rules)).toEqual([{type: 'seen', user: 'alice', at: rules.now}]);
	});

	test('leaves no trace of scripts, behind which nobody sits', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		await bob.ask({type: 'signOut'});
		rules.wait(10_000);
		const {seat} = await rules.signIn('bob', 'bobbob', {as: 'script'});
		rules.wait(10_000);
		await seat.ask({type: 'signOut'});
		expect(await since(alice, 19_999)).toEqual(['alice']);
		expect(await since(alice, 20_000)).toEqual(['alice', 'bob']);
	});

	test('is nobody who has never been here, however far back one asks', async () => {
		const {rules, alice} = await gathering('alice');
		rules.happen([{type: 'accountCreated', user: 'carol' as UserName, password: 'x', at: rules.now}]);
		expect(await since(alice, Number.MAX_SAFE_INTEGER)).toEqual(['alice']);
	});
});

describe('asking about one person', () => {
	test('says since when they are on, how long idle, and whether they are a friend', async () => {
		const {rules, alice} = await gathering('alice', 'bob');
		const start = rules.now;
		rules.wait(7000);
		expect(await alice.ask(whois('bob'))).toEqual({
			user: 'bob',
			presence: 'online',
			since: start,
			seen: start + 7000,
			idle: 7000,
			friend: false,
		});
	});

	test('says since when they are signed in, however often they went away since', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		const since = rules.now;
		for (const presence of ['away', 'online'] as const) {
			rules.wait(7000);
			await bob.ask({type: 'setPresence', presence});
		}

		expect(await alice.ask(whois('bob'))).toMatchObject({presence: 'online', since});
		await bob.ask({type: 'setPresence', presence: 'away'});
		expect(await alice.ask(whois('bob'))).toMatchObject({presence: 'away', since: rules.now});
	});

	test('shows the address to friends and to oneself, and to nobody else', async () => {
		const rules = new Rules();
		const alice = await rules.newcomer('alice');
		const eve = await rules.newcomer('eve');
		const bob = rules.seat('10.0.0.7');
		const signUp = {
			type: 'signUp',
			user: 'bob',
			password: 'bobbob',
			as: 'screen',
			device: 'devicebob',
		} as const;
		await bob.ask(signUp, {newPassword: 'hash of bobbob'});
		expect(await alice.ask(whois('bob'))).not.toHaveProperty('address');
		await befriended(alice, bob, ['alice', 'bob']);
		expect(await alice.ask(whois('bob'))).toMatchObject({friend: true, address: '10.0.0.7'});
		expect(await bob.ask(whois('bob'))).toMatchObject({address: '10.0.0.7'});
		expect(await eve.ask(whois('bob'))).not.toHaveProperty('address');
		await alice.ask({type: 'unfriend', user: 'bob' as UserName});
		expect(await alice.ask(whois('bob'))).not.toHaveProperty('address');
	});

	test('never shows the address of a script', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		await befriended(alice, bob, ['alice', 'bob']);
		rules.lose(bob);
		await rules.signIn('bob', 'bobbob', {as: 'script'}, {}, rules.seat('10.0.0.9'));
		expect(await alice.ask(whois('bob'))).not.toHaveProperty('address');
	});

	test('who is offline says when they were last seen, also to friends, and nothing else', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		await befriended(alice, bob, ['alice', 'bob']);
		rules.wait(5000);
		await bob.ask({type: 'signOut'});
		const seen = rules.now;
		rules.wait(5000);
		expect(await alice.ask(whois('bob'))).toEqual({
			user: 'bob',
			presence: 'offline',
			since: seen,
			seen,
			friend: true,
		});
	});

	test('who does not exist is refused', async () => {
		const {alice} = await gathering('alice');
		expect(await alice.ask(whois('nobody'))).toEqual({refusal: 'noSuchUser', user: 'nobody'});
	});
});

describe('going away', () => {
	test('with a remark, busy, and back are told to everybody, with since when', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		bob.heard.length = 0;
		const times = [1000, 2000, 3000].map(more => rules.now + more);
		for (const change of [away('lunch'), busy, back]) {
			rules.wait(1000);
			expect(await alice.ask(change)).toEqual({});
		}

		expect(bob.heardOf('presence').map(({people}) => people)).toEqual([
			[{user: 'alice', presence: 'away', since: times[0], remark: 'lunch'}],
			[{user: 'alice', presence: 'busy', since: times[1]}],
			[{user: 'alice', presence: 'online', since: times[2]}],
		]);
	});

	test('twice in the same words tells nobody; with another remark it does', async () => {
		const {alice, bob} = await gathering('alice', 'bob');
		await alice.ask(away('lunch'));
		bob.heard.length = 0;
		await alice.ask(away('lunch'));
		expect(bob.heard).toEqual([]);
		await alice.ask(away('dinner'));
		expect(bob.heardOf('presence')).toMatchObject([{people: [{remark: 'dinner'}]}]);
	});

	test('lasts over a broken link, and not over signing out', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		await alice.ask(busy);
		rules.lose(alice);
		rules.wait(30_000);
		const {seat} = await rules.signIn('alice', 'alicealice');
		expect(await bob.ask(whois('alice'))).toMatchObject({presence: 'busy'});
		await seat.ask({type: 'signOut'});
		await rules.signIn('alice', 'alicealice');
		expect(await bob.ask(whois('alice'))).toMatchObject({presence: 'online'});
	});

	test('is nothing that a script can do', async () => {
		const {rules, bob} = await gathering('alice', 'bob');
		const {seat} = await rules.signIn('alice', 'alicealice', {as: 'script'});
		expect(await seat.ask(busy)).toEqual({});
		expect(await bob.ask(whois('alice'))).toMatchObject({presence: 'online'});
	});
});
