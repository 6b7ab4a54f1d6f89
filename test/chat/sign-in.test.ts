/** The rules of getting in and out: passwords, tokens, one screen per person, grace. */
import {describe, expect, test} from 'vitest';
import type {UserName} from '../../protocol/names.ts';
import {isRefusal} from '../../protocol/refusals.ts';
import {Rules, type Seat} from '../harness/rules.ts';

async function aliceWhoLeft(rules: Rules): Promise<Seat> {
	const alice = await rules.newcomer('alice');
	await alice.ask({type: 'signOut'});
	return alice;
}

describe('a password', () => {
	test('that is wrong is refused in the same words as a name that nobody has', async () => {
		const rules = new Rules();
		await aliceWhoLeft(rules);
		const wrong = await rules.signIn('alice', 'wrong');
		const nobody = await rules.signIn('nobody', 'wrong');
		expect(wrong.answer).toEqual({refusal: 'wrongPassword'});
		expect(nobody.answer).toEqual(wrong.answer);
	});

	test('that is wrong three times blocks the account for that address, also if the name is nobody’s', async () => {
		const rules = new Rules({blockFor: 60_000});
		await aliceWhoLeft(rules);
		for (const user of ['alice', 'nobody']) {
			await rules.signIn(user, 'wrong');
			await rules.signIn(user, 'wrong');
			expect((await rules.signIn(user, 'wrong')).answer).toEqual({refusal: 'signInBlocked', seconds: 60});
		}

		expect((await rules.signIn('alice', 'alicealice')).answer).toEqual({
			refusal: 'signInBlocked',
			seconds: 60,
		});
		const elsewhere = rules.seat('10.0.0.7');
		expect((await rules.signIn('alice', 'alicealice', {}, {}, elsewhere)).answer).toMatchObject({
			user: 'alice',
		});
	});

	test('block lasts over a restart, and ends by itself', async () => {
		const rules = new Rules({blockFor: 60_000});
		await aliceWhoLeft(rules);
		for (let tries = 0; tries < 3; tries++) await rules.signIn('alice', 'wrong');
		rules.restart();
		rules.wait(59_000);
		expect((await rules.signIn('alice', 'alicealice')).answer).toEqual({
			refusal: 'signInBlocked',
			seconds: 1,
		});
		rules.wait(1000);
		expect((await rules.signIn('alice', 'wrong')).answer).toEqual({refusal: 'wrongPassword'});
		expect((await rules.signIn('alice', 'alicealice')).answer).toMatchObject({user: 'alice'});
	});

	test('is not changed by a sign-in that brings another one, which is refused', async () => {
		const rules = new Rules();
		await aliceWhoLeft(rules);
		const facts = {newPassword: 'hash of another one'};
		const {answer} = await rules.signIn('alice', 'alicealice', {newPassword: 'another one 42'}, facts);
		expect(answer).toEqual({refusal: 'badRequest'});
		expect((await rules.signIn('alice', 'alicealice')).answer).toMatchObject({user: 'alice'});
	});

	test('that is right forgives the wrong ones before it', async () => {
		const rules = new Rules();
		await aliceWhoLeft(rules);
		await rules.signIn('alice', 'wrong');
		await rules.signIn('alice', 'wrong');
		const {seat} = await rules.signIn('alice', 'alicealice');
		await seat.ask({type: 'signOut'});
		expect((await rules.signIn('alice', 'wrong')).answer).toEqual({refusal: 'wrongPassword'});
	});

	test('that is hashed anew stays the same, and so do the tokens of all devices', async () => {
		const rules = new Rules();
		await rules.newcomer('alice');
		const newPassword = 'dearer hash of alicealice';
		const {answer} = await rules.signIn('alice', 'alicealice', {as: 'script'}, {newPassword});
		expect(answer).toMatchObject({user: 'alice'});
		rules.restart();
		expect(rules.state.accounts.byName.get('alice' as never)?.password).toBe(newPassword);
		expect(rules.state.signIns.tokens.size).toBe(1);
	});

	test('that was changed while it was being checked does not let in', async () => {
		const rules = new Rules();
		await aliceWhoLeft(rules);
		const matched = 'the hash before';
		expect((await rules.signIn('alice', 'alicealice', {}, {matched})).answer).toEqual({
			refusal: 'wrongPassword',
		});
	});
});

describe('a token', () => {
	const resume = (device: string, more: object = {}) =>
		({type: 'resume', token: 'x', as: 'screen', device, ...more}) as const;

	async function aliceWithToken() {
		const rules = new Rules();
		const alice = await rules.newcomer('alice');
		const [presented] = rules.state.signIns.tokens.keys();
		return {rules, alice, presented: presented ?? ''};
	}

	test('lets its device back in, also after a restart', async () => {
		const {rules, presented} = await aliceWithToken();
		rules.restart();
		expect(await rules.seat().ask(resume('devicealice'), {presented})).toMatchObject({user: 'alice'});
	});

	test('is worth nothing on another device, after signing out, or when it has expired', async () => {
		const {rules, alice, presented} = await aliceWithToken();
		expect(await rules.seat().ask(resume('device11'), {presented})).toEqual({refusal: 'badToken'});
		rules.now += rules.policy.tokenLife;
		expect(await rules.seat().ask(resume('devicealice'), {presented})).toEqual({refusal: 'badToken'});
		rules.now -= rules.policy.tokenLife;
		await alice.ask({type: 'signOut'});
		expect(await rules.seat().ask(resume('devicealice'), {presented})).toEqual({refusal: 'badToken'});
	});

	test('is prolonged by use', async () => {
		const {rules, alice, presented} = await aliceWithToken();
		rules.lose(alice);
		rules.now += rules.policy.tokenLife - 1000;
		expect(await rules.seat().ask(resume('devicealice'), {presented})).toMatchObject({user: 'alice'});
		expect(rules.state.signIns.tokens.get(presented)?.expires).toBe(rules.now + rules.policy.tokenLife);
	});

	test('that has expired is forgotten when somebody signs in, and those that have not are kept', async () => {
		const {rules, presented} = await aliceWithToken();
		rules.now += 1000;
		await rules.newcomer('bob');
		const [, second] = rules.state.signIns.tokens.keys();
		rules.now += rules.policy.tokenLife - 500;
		await rules.newcomer('carol');
		const left = [...rules.state.signIns.tokens.keys()];
		expect(left).toHaveLength(2);
		expect(left).toContain(second);
		expect(left).not.toContain(presented);
	});

	test('that a script borrows is neither ended nor prolonged by it', async () => {
		const {rules, presented} = await aliceWithToken();
		const expires = rules.state.signIns.tokens.get(presented)?.expires;
		rules.now += rules.policy.tokenLife - 1000;
		const script = rules.seat();
		expect(await script.ask(resume('devicealice', {as: 'script'}), {presented})).toMatchObject({
			user: 'alice',
		});
		await script.ask({type: 'signOut'});
		expect(rules.state.signIns.tokens.get(presented)?.expires).toBe(expires);
	});

	test('takes the place of its own device without a question, though the server still takes that for alive', async () => {
		const {rules, alice, presented} = await aliceWithToken();
		const facts = {presented, alive: new Set([alice.connection])};
		expect(await rules.seat().ask(resume('devicealice'), facts)).toMatchObject({user: 'alice'});
		expect(alice.heardOf('replaced')).toHaveLength(1);
	});

	test('with which a user takes a session over shows that they are there; one that comes back by itself does not', async () => {
		const {rules, presented} = await aliceWithToken();
		const active = () => rules.state.presence.byUser.get('alice' as UserName)?.active;
		rules.wait(5000);
		await rules.seat().ask(resume('devicealice'), {presented});
		expect(active()).toBe(0);
		await rules.seat().ask(resume('devicealice', {takeOver: true}), {presented});
		expect(active()).toBe(5000);
	});
});

describe('somebody who is signed in already', () => {
	test('is named with time and address when that screen lives, and stays', async () => {
		const rules = new Rules();
		const alice = await rules.newcomer('alice');
		const since = rules.now;
		rules.wait(5000);
		const {answer} = await rules.signIn('alice', 'alicealice', {}, {alive: new Set([alice.connection])});
		expect(answer).toEqual({refusal: 'alreadySignedIn', since, address: '127.0.0.1'});
		expect(alice.heardOf('replaced')).toEqual([]);
	});

	test('is replaced when asked for, and told by whom', async () => {
		const rules = new Rules();
		const alice = await rules.newcomer('alice');
		const seat = rules.seat('10.0.0.7');
		const {answer} = await rules.signIn(
			'alice',
			'alicealice',
			{takeOver: true},
			{alive: new Set([alice.connection])},
			seat,
		);
		expect(answer).toMatchObject({user: 'alice'});
		expect(alice.heardOf('replaced')).toEqual([{type: 'replaced', address: '10.0.0.7', at: rules.now}]);
		expect([...rules.state.presence.sessions.keys()]).toEqual([seat.connection]);
	});

	test('does not lock its owner out when it vanished', async () => {
		const rules = new Rules();
		await rules.newcomer('alice');
		expect((await rules.signIn('alice', 'alicealice', {}, {alive: new Set()})).answer).toMatchObject({
			user: 'alice',
		});
	});

	test('may run scripts beside the screen, four at a time, which nobody sees', async () => {
		const rules = new Rules();
		const alice = await rules.newcomer('alice');
		const bob = await rules.newcomer('bob');
		for (let script = 0; script < 4; script++) {
			expect(isRefusal((await rules.signIn('alice', 'alicealice', {as: 'script'})).answer)).toBe(false);
		}

		expect((await rules.signIn('alice', 'alicealice', {as: 'script'})).answer).toEqual({
			refusal: 'tooManyScripts',
			most: 4,
		});
		await alice.ask({type: 'signOut'});
		expect(await bob.ask({type: 'who'})).toMatchObject({people: [{user: 'bob'}]});
	});
});

describe('a link that breaks', () => {
	test('leaves its owner present for 60 s, and offline after', async () => {
		const rules = new Rules();
		const alice = await rules.newcomer('alice');
		const bob = await rules.newcomer('bob');
		rules.lose(alice);
		rules.wait(59_999);
		expect(await bob.ask({type: 'who'})).toMatchObject({people: [{user: 'alice'}, {user: 'bob'}]});
		rules.wait(1);
		expect(await bob.ask({type: 'who'})).toMatchObject({people: [{user: 'bob'}]});
	});

	test('and comes back in time was never gone for the others', async () => {
		const rules = new Rules();
		const alice = await rules.newcomer('alice');
		const since = rules.now;
		rules.lose(alice);
		rules.wait(30_000);
		await rules.signIn('alice', 'alicealice');
		rules.wait(60_000);
		expect(rules.state.presence.byUser.get('alice' as never)).toMatchObject({
			presence: 'online',
			since,
			lostAt: undefined,
		});
	});
});
