/** The rules of invitations into rooms: a question that waits for its answer. */
import {describe, expect, test} from 'vitest';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {gathering} from '../../harness/rules.ts';

const room = (name: string) => name as ConversationId;
const join = (name = '#build') => ({type: 'join', room: room(name)}) as const;
const names = (name = '#build') => ({type: 'names', room: room(name)}) as const;
const invite = (user: string, name = '#build') =>
	({type: 'invite', user: user as UserName, room: room(name)}) as const;
const answerTo = (from: string, accept: boolean, name = '#build') =>
	({type: 'answerQuestion', kind: 'invitation', from: from as UserName, room: room(name), accept}) as const;

/** Alice has made #build; bob is in it, eve is not. */
async function build() {
	const all = await gathering('alice', 'bob', 'eve');
	await all.alice.ask(join());
	await all.bob.ask(join());
	return all;
}

describe('inviting into a room', () => {
	test('asks the other, who is in it when they agree', async () => {
		const {rules, alice, bob, eve} = await build();
		const question = {kind: 'invitation', from: 'alice', to: 'eve', room: '#build', at: rules.now};
		expect(await alice.ask(invite('eve'))).toEqual({});
		expect(eve.heardOf('asked')).toEqual([{type: 'asked', ...question}]);
		await eve.ask(answerTo('alice', true));
		expect(alice.heardOf('answered')).toEqual([{type: 'answered', ...question, accepted: true}]);
		expect(bob.heardOf('memberJoined').at(-1)).toMatchObject({conversation: '#build', user: 'eve'});
		expect(await eve.ask(names())).toMatchObject({people: [{}, {}, {user: 'eve'}]});
		expect(bob.heardOf('asked')).toEqual([]);
	});

	test('leaves the other out when they refuse, which the asker is told', async () => {
		const {alice, eve} = await build();
		await alice.ask(invite('eve'));
		await eve.ask(answerTo('alice', false));
		expect(alice.heardOf('answered')).toMatchObject([{to: 'eve', room: '#build', accepted: false}]);
		expect(await eve.ask(names())).toEqual({refusal: 'notMember', room: '#build'});
	});

	test('waits for somebody who is offline, also over a restart', async () => {
		const {rules, alice, eve} = await build();
		await eve.ask({type: 'signOut'});
		expect(await alice.ask(invite('eve'))).toEqual({});
		rules.restart();
		const {seat, answer} = await rules.signIn('eve', 'eveeve');
		expect(answer).toMatchObject({questions: [{kind: 'invitation', from: 'alice', room: '#build'}]});
		expect(await seat.ask(answerTo('alice', true))).toEqual({});
		expect(await seat.ask(names())).toMatchObject({people: [{}, {}, {user: 'eve'}]});
	});

	test('asks once for each room and by each person', async () => {
		const {alice, bob, eve} = await build();
		await alice.ask(join('#den'));
		expect(await alice.ask(invite('eve'))).toEqual({});
		expect(await alice.ask(invite('eve'))).toEqual({refusal: 'alreadyAsked', user: 'eve'});
		expect(await alice.ask(invite('eve', '#den'))).toEqual({});
		expect(await bob.ask(invite('eve'))).toEqual({});
		expect(eve.heardOf('asked')).toHaveLength(3);
	});

	test.each([
		['nobody', {refusal: 'noSuchUser', user: 'nobody'}],
		['alice', {refusal: 'notYourself'}],
		['bob', {refusal: 'alreadyMember', user: 'bob', room: '#build'}],
		['eve', {refusal: 'userBusy', user: 'eve'}],
	])('is refused for %s with its reason', async (user, refusal) => {
		const {alice, eve} = await build();
		await eve.ask({type: 'setPresence', presence: 'busy'});
		expect(await alice.ask(invite(user))).toEqual(refusal);
	});

	test('by two is answered to each, and joins once', async () => {
		const {alice, bob, eve} = await build();
		await alice.ask(invite('eve'));
		await bob.ask(invite('eve'));
		await eve.ask(answerTo('alice', true));
		await eve.ask(answerTo('bob', true));
		expect(bob.heardOf('answered')).toMatchObject([{from: 'bob', to: 'eve', accepted: true}]);
		expect(alice.heardOf('memberJoined').filter(({user}) => user === 'eve')).toHaveLength(2); // the lobby's, too
	});

	test('cannot be answered for another room or as another question', async () => {
		const {alice, eve} = await build();
		await alice.ask(invite('eve'));
		const gone = {refusal: 'questionGone'};
		expect(await eve.ask(answerTo('alice', true, '#den'))).toEqual(gone);
		expect(
			await eve.ask({type: 'answerQuestion', kind: 'friend', from: 'alice' as UserName, accept: true}),
		).toEqual(gone);
		expect(await eve.ask(answerTo('bob', true))).toEqual(gone);
	});
});
