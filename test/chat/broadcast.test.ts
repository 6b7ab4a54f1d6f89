/** The rules of broadcasts: whom they reach, what their sender learns, where they stand. */
import {describe, expect, test} from 'vitest';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import {gathering, message, type Seat} from '../harness/rules.ts';

let ids = 0;
const broadcast = (text = 'fire drill', messageId = `device00.start.${++ids}`) =>
	({type: 'broadcast', messageId, text}) as const;
const history = (conversation: string) =>
	({type: 'history', conversation: conversation as ConversationId, limit: 10}) as const;
const block = (user: string) => ({type: 'block', user: user as UserName}) as const;

const told = (seat: Seat) => seat.heardOf('message').map(({conversation, text}) => `${conversation} ${text}`);

describe('a broadcast', () => {
	test('reaches everybody who is on, each in their own notices', async () => {
		const {alice, bob, carol} = await gathering('alice', 'bob', 'carol');
		expect(await alice.ask(broadcast())).toMatchObject({reached: 2, missed: false});
		expect([told(alice), told(bob), told(carol)]).toEqual([[], ['!bob fire drill'], ['!carol fire drill']]);
		expect(await bob.ask(history('!bob'))).toMatchObject({messages: [{from: 'alice', text: 'fire drill'}]});
	});

	test('that is repeated gets its first answer, whoever has blocked the sender since', async () => {
		const {alice, bob, eve} = await gathering('alice', 'bob', 'eve');
		const request = broadcast();
		const first = await alice.ask(request);
		await bob.ask(block('alice'));
		await eve.ask({type: 'signOut'});
		expect(await alice.ask(request)).toEqual(first);
	});

	test('misses nobody once the block is gone', async () => {
		const {bob, eve} = await gathering('alice', 'bob', 'eve');
		await bob.ask(block('eve'));
		await bob.ask({type: 'unblock', user: 'eve' as UserName});
		expect(await eve.ask(broadcast())).toMatchObject({reached: 2, missed: false});
	});

	test('passes by who has blocked the sender, who learns that somebody was missed and not who', async () => {
		const {alice, bob, eve} = await gathering('alice', 'bob', 'eve');
		await bob.ask(block('eve'));
		const answer = await eve.ask(broadcast());
		expect(answer).toMatchObject({reached: 1, missed: true});
		expect(JSON.stringify(answer)).not.toContain('bob');
		expect([told(alice), told(bob)]).toEqual([['!alice fire drill'], []]);
		expect(await bob.ask(history('!bob'))).toMatchObject({messages: [], last: 0});
	});

	test('is not kept for those who are offline, of whom it says nothing', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob', 'carol');
		await bob.ask({type: 'signOut'});
		expect(await alice.ask(broadcast())).toMatchObject({reached: 1, missed: false});
		const {seat, answer} = await rules.signIn('bob', 'bobbob');
		expect(answer).toMatchObject({conversations: [{conversation: '#lobby'}]});
		expect(await seat.ask(history('!bob'))).toMatchObject({messages: []});
	});

	test('waits for somebody whose link has just broken', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		rules.lose(bob);
		expect(await alice.ask(broadcast())).toMatchObject({reached: 1});
		const {answer} = await rules.signIn('bob', 'bobbob');
		expect(answer).toMatchObject({conversations: [{}, {conversation: '!bob', last: 1, read: 0}]});
	});

	test('stands once with its sender, however many it reached, and is not unread there', async () => {
		const {rules, alice} = await gathering('alice', 'bob', 'carol');
		expect(await alice.ask(broadcast('one'))).toMatchObject({conversation: '!alice', sequence: 1});
		expect(await alice.ask(broadcast('two'))).toMatchObject({conversation: '!alice', sequence: 2});
		expect(await alice.ask(history('!alice'))).toMatchObject({messages: [{text: 'one'}, {text: 'two'}]});
		expect((await rules.signIn('alice', 'alicealice')).answer).toMatchObject({
			conversations: [{}, {conversation: '!alice', last: 2, delivered: 2, read: 2}],
		});
	});

	test('is numbered in each notices without gaps, over a restart too', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob', 'carol');
		await alice.ask(broadcast('one'));
		await bob.ask(broadcast('two'));
		rules.restart();
		const {seat: carol} = await rules.signIn('carol', 'carolcarol');
		const {seat} = await rules.signIn('alice', 'alicealice');
		await seat.ask(broadcast('three'));
		expect(await carol.ask(history('!carol'))).toMatchObject({
			messages: [
				{sequence: 1, text: 'one'},
				{sequence: 2, text: 'two'},
				{sequence: 3, text: 'three'},
			],
			last: 3,
		});
	});

	test('that is sent once more is stored once and answered with the same place, also after a restart', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		const once = broadcast();
		const first = await alice.ask(once);
		expect(await alice.ask(once)).toEqual(first);
		expect(told(bob)).toHaveLength(1);
		rules.restart();
		const {seat} = await rules.signIn('alice', 'alicealice');
		expect(await seat.ask(once)).toMatchObject({conversation: '!alice', sequence: 1});
		expect(await seat.ask(history('!alice'))).toMatchObject({last: 1});
	});

	test('under an id that stood for something else is refused', async () => {
		const {alice} = await gathering('alice', 'bob');
		await alice.ask(message('alice', 'bob', 'fire drill', 'device00.start.900'));
		expect(await alice.ask(broadcast('fire drill', 'device00.start.900'))).toEqual({refusal: 'idReused'});
		await alice.ask(broadcast('one', 'device00.start.901'));
		expect(await alice.ask(broadcast('two', 'device00.start.901'))).toEqual({refusal: 'idReused'});
	});

	test.each([
		[' ', 'textEmpty'],
		['x'.repeat(4001), 'textTooLong'],
		['a\0b', 'textMalformed'],
	])('of a text that cannot be sent is refused', async (text, refusal) => {
		const {alice, bob} = await gathering('alice', 'bob');
		expect(await alice.ask(broadcast(text))).toEqual({refusal});
		expect(told(bob)).toEqual([]);
	});

	test('when nobody else is on reaches nobody, and stands with its sender', async () => {
		const {alice} = await gathering('alice');
		expect(await alice.ask(broadcast())).toMatchObject({sequence: 1, reached: 0, missed: false});
	});
});

describe('notices', () => {
	test.each(['!alice', '!bob'])('cannot be written to: %s', async conversation => {
		const {alice} = await gathering('alice', 'bob');
		const request = {...message('alice', 'alice', 'hi'), conversation: conversation as ConversationId};
		const refusal = conversation === '!alice' ? 'readOnly' : 'notYourConversation';
		expect(await alice.ask(request)).toEqual({refusal});
		expect(await alice.ask({type: 'typing', conversation: conversation as ConversationId})).toEqual({
			refusal,
		});
	});

	test('are read by their owner alone', async () => {
		const {alice, bob} = await gathering('alice', 'bob');
		await alice.ask(broadcast());
		const notYours = {refusal: 'notYourConversation'};
		const conversation = '!bob' as ConversationId;
		expect(await alice.ask(history('!bob'))).toEqual(notYours);
		expect(await alice.ask({type: 'mark', conversation, read: 1})).toEqual(notYours);
		expect(await alice.ask({type: 'receipts', conversation, sequence: 1})).toEqual(notYours);
		expect(await bob.ask({type: 'mark', conversation, read: 1})).toEqual({});
	});
});

test('a broadcast that is applied again to notices that have it changes nothing in them', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob');
	await alice.ask(broadcast('one'));
	await bob.ask(broadcast('two'));
	const first = rules.journal.filter(event => event.type === 'broadcastSent').slice(0, 1);
	rules.happen(first);
	expect(await bob.ask(broadcast('three'))).toMatchObject({conversation: '!bob', sequence: 3});
});
