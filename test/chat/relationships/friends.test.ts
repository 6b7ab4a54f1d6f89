/** The rules of friendship: asking, agreeing, refusing, withdrawing, and how it ends. */
import {describe, expect, test} from 'vitest';
import type {UserName} from '../../../protocol/names.ts';
import {isRefusal} from '../../../protocol/refusals.ts';
import {apply, emptyState, slices} from '../../../server/chat/state.ts';
import {gathering} from '../../harness/rules.ts';

const block = (user: string) => ({type: 'block', user: user as UserName}) as const;
const unblock = (user: string) => ({type: 'unblock', user: user as UserName}) as const;
const befriend = (user: string) => ({type: 'befriend', user: user as UserName}) as const;
const unfriend = (user: string) => ({type: 'unfriend', user: user as UserName}) as const;
const whois = (user: string) => ({type: 'whois', user: user as UserName}) as const;
const answerTo = (from: string, accept: boolean) =>
	({type: 'answerQuestion', kind: 'friend', from: from as UserName, accept}) as const;

describe('asking to be friends', () => {
	test('puts a question to the other, and makes friends when they agree', async () => {
		const {rules, alice, bob, eve} = await gathering('alice', 'bob', 'eve');
		const question = {kind: 'friend', from: 'alice', to: 'bob', at: rules.now};
		expect(await alice.ask(befriend('bob'))).toEqual({friends: false});
		expect(bob.heardOf('asked')).toEqual([{type: 'asked', ...question}]);
		await bob.ask(answerTo('alice', true));
		expect(alice.heardOf('answered')).toEqual([{type: 'answered', ...question, accepted: true}]);
		expect(await alice.ask(whois('bob'))).toMatchObject({friend: true});
		expect(await bob.ask(whois('alice'))).toMatchObject({friend: true});
		expect([...eve.heardOf('asked'), ...eve.heardOf('answered')]).toEqual([]);
	});

	test('waits for somebody who is offline, also over a restart', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		await bob.ask({type: 'signOut'});
		expect(await alice.ask(befriend('bob'))).toEqual({friends: false});
		rules.restart();
		const {seat, answer} = await rules.signIn('bob', 'bobbob');
		expect(answer).toMatchObject({questions: [{kind: 'friend', from: 'alice', to: 'bob'}], friends: []});
		await seat.ask(answerTo('alice', true));
		rules.restart();
		expect((await rules.signIn('alice', 'alicealice')).answer).toMatchObject({
			friends: ['bob'],
			questions: [],
		});
	});

	test('is told when it is refused, and may be asked again', async () => {
		const {alice, bob} = await gathering('alice', 'bob');
		await alice.ask(befriend('bob'));
		await bob.ask(answerTo('alice', false));
		expect(alice.heardOf('answered')).toMatchObject([{to: 'bob', accepted: false}]);
		expect(await alice.ask(whois('bob'))).toMatchObject({friend: false});
		expect(await alice.ask(befriend('bob'))).toEqual({friends: false});
	});

	test('can be withdrawn, which the other is told; then there is nothing to answer', async () => {
		const {alice, bob} = await gathering('alice', 'bob');
		await alice.ask(befriend('bob'));
		expect(await alice.ask(unfriend('bob'))).toEqual({});
		expect(bob.heardOf('withdrawn')).toMatchObject([{kind: 'friend', from: 'alice', to: 'bob'}]);
		expect(await bob.ask(answerTo('alice', true))).toEqual({refusal: 'questionGone'});
	});

	test('by both is a yes from both', async () => {
		const {alice, bob} = await gathering('alice', 'bob');
		await alice.ask(befriend('bob'));
		expect(await bob.ask(befriend('alice'))).toEqual({friends: true});
		expect(alice.heardOf('answered')).toMatchObject([{from: 'alice', to: 'bob', accepted: true}]);
		expect(await bob.ask(answerTo('alice', true))).toEqual({refusal: 'questionGone'});
	});

	test.each([
		['nobody', {refusal: 'noSuchUser', user: 'nobody'}],
		['alice', {refusal: 'notYourself'}],
		['bob', {refusal: 'alreadyFriends', user: 'bob'}],
		['carol', {refusal: 'alreadyAsked', user: 'carol'}],
		['eve', {refusal: 'alreadyBlocked', user: 'eve'}],
	])('%s is refused with its reason', async (user, refusal) => {
		const {alice, bob} = await gathering('alice', 'bob', 'carol', 'eve');
		await alice.ask(befriend('bob'));
		await bob.ask(answerTo('alice', true));
		await alice.ask(befriend('carol'));
		await alice.ask(block('eve'));
		expect(await alice.ask(befriend(user))).toEqual(refusal);
	});

	test('is refused to the hundred and first who asks one person', async () => {
		const names = Array.from({length: 101}, (_, at) => `asker-${at * 7919}`);
		const {bob, rules} = await gathering('bob');
		const answers = [];
		for (const name of names) answers.push(await (await rules.newcomer(name)).ask(befriend('bob')));
		expect(answers.findIndex(isRefusal)).toBe(100);
		expect(answers[100]).toEqual({refusal: 'tooManyQuestions', user: 'bob'});
		expect(bob.heardOf('asked')).toHaveLength(100);
	});

	test('cannot be answered by somebody else, nor by the one who asks', async () => {
		const {alice, eve} = await gathering('alice', 'bob', 'eve');
		await alice.ask(befriend('bob'));
		expect(await eve.ask(answerTo('alice', true))).toEqual({refusal: 'questionGone'});
		expect(await alice.ask(answerTo('alice', true))).toEqual({refusal: 'questionGone'});
	});
});

describe('a friendship', () => {
	async function friends() {
		const all = await gathering('alice', 'bob');
		await all.alice.ask(befriend('bob'));
		await all.bob.ask(answerTo('alice', true));
		return all;
	}

	test('ends for both when one ends it, and the other is told', async () => {
		const {alice, bob} = await friends();
		expect(await bob.ask(unfriend('alice'))).toEqual({});
		expect(alice.heardOf('unfriended')).toEqual([{type: 'unfriended', user: 'bob'}]);
		expect(await alice.ask(unfriend('bob'))).toEqual({refusal: 'notFriends', user: 'bob'});
	});

	test('that there is not cannot end', async () => {
		const {alice} = await gathering('alice', 'bob');
		expect(await alice.ask(unfriend('bob'))).toEqual({refusal: 'notFriends', user: 'bob'});
		expect(await alice.ask(unfriend('alice'))).toEqual({refusal: 'notYourself'});
		expect(await alice.ask(unfriend('nobody'))).toEqual({refusal: 'noSuchUser', user: 'nobody'});
	});

	test('ends for both with a block, and does not come back with its end', async () => {
		const {rules, alice} = await friends();
		await alice.ask(block('bob'));
		await alice.ask(unblock('bob'));
		expect((await rules.signIn('alice', 'alicealice')).answer).toMatchObject({friends: []});
		expect((await rules.signIn('bob', 'bobbob')).answer).toMatchObject({friends: []});
	});

	test.each(['alice', 'bob'] as const)('that was asked for is off when %s blocks', async blocker => {
		const {rules, alice, bob, [blocker]: one} = await gathering('alice', 'bob');
		await alice.ask(befriend('bob'));
		await one.ask(block(blocker === 'alice' ? 'bob' : 'alice'));
		expect(await bob.ask(answerTo('alice', true))).toEqual({refusal: 'questionGone'});
		expect((await rules.signIn('alice', 'alicealice')).answer).toMatchObject({questions: [], friends: []});
	});
});

test('what a snapshot holds stays as it was, whoever becomes a friend or an enemy afterwards', () => {
	const state = emptyState();
	const [alice, bob, eve] = ['alice', 'bob', 'eve'] as UserName[] as [UserName, UserName, UserName];
	const friends = (from: UserName, to: UserName) =>
		apply(state, {type: 'answered', kind: 'friend', from, to, at: 1, accepted: true});
	const snapshot = () => slices.relationships.dump(state.relationships, '');
	friends(bob, alice);
	friends(eve, alice);
	apply(state, {type: 'blocked', user: eve, other: bob});
	const held = snapshot();
	const before = JSON.stringify(held);
	apply(state, {type: 'unfriended', user: alice, other: bob});
	friends('dave' as UserName, alice);
	apply(state, {type: 'blocked', user: eve, other: 'dave' as UserName});
	expect(JSON.stringify(held)).toBe(before);
	expect(JSON.stringify(snapshot())).not.toBe(before);
});
