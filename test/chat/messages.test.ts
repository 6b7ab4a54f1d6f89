/** The rules of messages: order, repeats, who may, cursors, and what waits. */
import {describe, expect, test} from 'vitest';
import {directConversation, type UserName} from '../../protocol/names.ts';
import {message, Rules, type Seat} from '../harness/rules.ts';

const [ALICE, BOB] = ['alice', 'bob'] as [UserName, UserName];

async function two() {
	const rules = new Rules();
	return {rules, alice: await rules.newcomer('alice'), bob: await rules.newcomer('bob')};
}

describe('a message', () => {
	test('is numbered without gaps in its conversation, and heard by the other', async () => {
		const {alice, bob} = await two();
		expect(await alice.ask(message('alice', 'bob', 'hi'))).toMatchObject({sequence: 1, waitsFor: []});
		expect(await bob.ask(message('alice', 'bob', 'hello'))).toMatchObject({sequence: 2});
		expect(bob.heardOf('message')).toMatchObject([
			{conversation: 'alice+bob', sequence: 1, from: 'alice', text: 'hi'},
		]);
		expect(alice.heardOf('message')).toMatchObject([{sequence: 2, from: 'bob', text: 'hello'}]);
	});

	test('to oneself is kept and announced to nobody else', async () => {
		const {alice, bob} = await two();
		expect(await alice.ask(message('alice', 'alice', 'buy milk'))).toMatchObject({sequence: 1, waitsFor: []});
		expect([...alice.heardOf('message'), ...bob.heardOf('message')]).toEqual([]);
	});

	test('that is sent again is stored once and answered as before, also after a restart', async () => {
		const {rules, alice} = await two();
		const hi = message('alice', 'bob', 'hi');
		const first = await alice.ask(hi);
		expect(await alice.ask(hi)).toEqual(first);
		rules.restart();
		const {seat} = await rules.signIn('alice', 'alicealice');
		expect(await seat.ask(hi)).toMatchObject({sequence: 1});
		expect(await seat.ask(message('alice', 'bob', 'next'))).toMatchObject({sequence: 2});
	});

	test('under an id that stood for another text is refused, not swallowed', async () => {
		const {alice} = await two();
		await alice.ask(message('alice', 'bob', 'hi', 'device00.start.7'));
		expect(await alice.ask(message('alice', 'bob', 'ho', 'device00.start.7'))).toEqual({refusal: 'idReused'});
	});

	test('names those who are offline', async () => {
		const {alice, bob} = await two();
		await bob.ask({type: 'signOut'});
		expect(await alice.ask(message('alice', 'bob', 'hi'))).toMatchObject({waitsFor: ['bob']});
	});

	test.each([
		[
			'to somebody who does not exist',
			message('alice', 'nobody', 'hi'),
			{refusal: 'noSuchUser', user: 'nobody'},
		],
		['into a conversation of others', message('bob', 'carol', 'hi'), {refusal: 'notYourConversation'}],
		['without text', message('alice', 'bob', ' \n '), {refusal: 'textEmpty'}],
		['of 4,001 characters', message('alice', 'bob', 'x'.repeat(4001)), {refusal: 'textTooLong'}],
		[
			'of more than 16 KiB',
			message('alice', 'bob', '😀'.repeat(4000) + '€'.repeat(129)),
			{refusal: 'textTooLong'},
		],
		['with a NUL', message('alice', 'bob', 'a\0b'), {refusal: 'textMalformed'}],
		['with half a character', message('alice', 'bob', 'a\ud83d'), {refusal: 'textMalformed'}],
	])('%s is refused', async (_what, request, refusal) => {
		const {rules, alice} = await two();
		await rules.newcomer('carol');
		expect(await alice.ask(request)).toEqual(refusal);
	});

	test('of 4,000 emoji is 16,000 bytes, and goes', async () => {
		const {alice} = await two();
		expect(await alice.ask(message('alice', 'bob', '😀'.repeat(4000)))).toMatchObject({sequence: 1});
	});

	test('is forgotten by the device that sent it only after 128 others', async () => {
		const {alice} = await two();
		const first = message('alice', 'bob', 'first');
		await alice.ask(first);
		for (let more = 0; more < 127; more++) await alice.ask(message('alice', 'bob', 'more'));
		expect(await alice.ask(first)).toMatchObject({sequence: 1});
		await alice.ask(message('alice', 'bob', 'the 128th'));
		expect(await alice.ask(first)).toMatchObject({sequence: 1});
		for (let more = 0; more < 127; more++) await alice.ask(message('alice', 'bob', 'more'));
		expect(await alice.ask(first)).toMatchObject({sequence: 1});
		await alice.ask(message('alice', 'bob', 'the 256th'));
		expect(await alice.ask(first)).toMatchObject({sequence: 258});
	});
});

describe('a script', () => {
	test('hears what is said and done where its user takes part, and nothing that is for a screen', async () => {
		const {rules, alice, bob} = await two();
		const {seat: script} = await rules.signIn('alice', 'alicealice', {as: 'script'});
		await bob.ask({type: 'join', room: '#build' as never});
		await alice.ask({type: 'join', room: '#build' as never});
		await bob.ask(message('bob', 'alice', 'hi'));
		await alice.ask(message('alice', 'bob', 'from her screen'));
		await script.ask(message('alice', 'bob', 'its own'));
		await bob.ask({type: 'setTopic', room: '#build' as never, topic: 'green'});
		await bob.ask({type: 'befriend', user: 'alice' as never});
		expect(script.heard.map(heard => ('text' in heard ? heard.text : heard.type))).toEqual([
			'memberJoined',
			'hi',
			'from her screen',
			'topicChanged',
		]);
	});
});

describe('what a client reports as read', () => {
	test('was delivered to it as well', async () => {
		const {rules, alice, bob} = await two();
		await alice.ask(message('alice', 'bob', 'hi'));
		await bob.ask({type: 'mark', conversation: directConversation(BOB, ALICE), read: 1});
		const {members} = rules.state.conversations.byId.get(directConversation(ALICE, BOB))!;
		expect(members.get(BOB)).toMatchObject({delivered: 1, read: 1});
	});
});

describe('history', () => {
	test('names the chat sessions of its messages, however far beyond the last message it was asked for', async () => {
		const {alice} = await two();
		await alice.ask({type: 'openChat', user: BOB});
		await alice.ask(message('alice', 'bob', 'hi'));
		const conversation = directConversation(ALICE, BOB);
		const newest = await alice.ask({type: 'history', conversation, limit: 5});
		expect(newest).toMatchObject({messages: [{text: 'hi'}], chats: [{number: 1}]});
		expect(await alice.ask({type: 'history', conversation, before: 1e9, limit: 5})).toEqual(newest);
	});

	test('is for those who take part', async () => {
		const {rules, alice} = await two();
		const eve = await rules.newcomer('eve');
		await alice.ask(message('alice', 'bob', 'secret'));
		const request = {type: 'history', conversation: 'alice+bob' as never, limit: 10} as const;
		expect(await eve.ask(request)).toEqual({refusal: 'notYourConversation'});
		expect(await alice.ask(request)).toMatchObject({messages: [{sequence: 1, text: 'secret'}], last: 1});
	});
});

describe('what was forgotten', () => {
	const conversation = 'alice+bob' as never;
	async function forgotten(upTo: number) {
		const {rules, alice, bob} = await two();
		for (const text of ['tea one', 'tea two', 'tea three', 'tea four'])
			await alice.ask(message('alice', 'bob', text));
		rules.happen([{type: 'messagesForgotten', conversation, upTo}]);
		return {rules, alice, bob};
	}

	test('is in no page of the history, which says where the conversation begins', async () => {
		const {bob} = await forgotten(2);
		const page = (range: {before?: number; after?: number}, limit = 10) =>
			bob.ask({type: 'history', conversation, limit, ...range});
		const rest = [{sequence: 3}, {sequence: 4}];
		expect(await page({})).toMatchObject({messages: rest, last: 4, first: 3});
		expect(await page({after: 0})).toMatchObject({messages: rest, first: 3});
		expect(await page({before: 4})).toMatchObject({messages: [{sequence: 3}], first: 3});
		expect(await page({before: 3})).toMatchObject({messages: [], first: 3});
		expect(await page({after: 0, before: 2})).toMatchObject({messages: [], first: 3});
	});

	test('is not found', async () => {
		const {bob} = await forgotten(2);
		const places = [{conversation, before: 100}];
		expect(await bob.ask({type: 'search', text: 'tea', places})).toMatchObject({
			found: [{text: 'tea four'}, {text: 'tea three'}],
			left: [],
		});
	});

	test('is told to those who are there, and what is written next goes on with its number', async () => {
		const {alice, bob} = await forgotten(4);
		for (const seat of [alice, bob])
			expect(seat.heardOf('messagesForgotten')).toEqual([{type: 'messagesForgotten', conversation, upTo: 4}]);
		expect(await alice.ask(message('alice', 'bob', 'next'))).toMatchObject({sequence: 5});
		expect(await bob.ask({type: 'history', conversation, limit: 10})).toMatchObject({
			messages: [{sequence: 5}],
			first: 5,
		});
	});

	test('stays forgotten after a restart, and is unread for nobody', async () => {
		const {rules} = await forgotten(2);
		rules.restart();
		const {answer} = await rules.signIn('bob', 'bobbob');
		const found =
			'conversations' in answer
				? answer.conversations.find(each => each.conversation === conversation)
				: undefined;
		expect(found).toMatchObject({first: 3, last: 4, read: 2, delivered: 2});
	});
});

describe('what was delivered and read', () => {
	const mark = (delivered: number, read: number) =>
		({type: 'mark', conversation: 'alice+bob' as never, delivered, read}) as const;

	test('is told to the other, and never goes back or past the end', async () => {
		const {alice, bob} = await two();
		for (const text of ['one', 'two', 'three']) await alice.ask(message('alice', 'bob', text));
		await bob.ask(mark(3, 2));
		await bob.ask(mark(1, 1));
		await bob.ask(mark(99, 99));
		expect(alice.heardOf('marked')).toMatchObject([
			{user: 'bob', delivered: 3, read: 2},
			{user: 'bob', delivered: 3, read: 3},
		]);
	});

	test('leaves out what one wrote oneself, on whichever screen or by a script, also after a restart', async () => {
		const {rules, bob} = await two();
		const {seat: script} = await rules.signIn('alice', 'alicealice', {as: 'script'});
		const says = async (seat: Seat, ...texts: string[]) => {
			for (const text of texts) await seat.ask(message('alice', 'bob', text));
		};
		const found = async () => {
			const {seat, answer} = await rules.signIn('alice', 'alicealice');
			const summary = 'conversations' in answer ? answer.conversations[1] : undefined;
			return {seat, delivered: summary?.delivered, read: summary?.read, own: summary?.own};
		};
		await says(script, 'one');
		expect(await found()).toMatchObject({read: 1, own: undefined});
		await says(bob, 'two');
		await says(script, 'three', 'four');
		await says(bob, 'five');
		await says(script, 'six');
		rules.restart();
		const {seat, ...before} = await found();
		expect(before).toEqual({
			delivered: 1,
			read: 1,
			own: [
				[3, 4, 2],
				[6, 6, 1],
			],
		});
		await seat.ask(mark(5, 2));
		expect(await found()).toMatchObject({delivered: 6, read: 4, own: [[6, 6, 1]]});
		rules.restart();
		await (await found()).seat.ask(mark(6, 5));
		expect(await found()).toMatchObject({read: 6, own: undefined});
	});

	test('stands in the overview of the next sign-in, also after a restart', async () => {
		const {rules, alice, bob} = await two();
		for (const text of ['one', 'two', 'three']) await alice.ask(message('alice', 'bob', text));
		await bob.ask(mark(2, 1));
		rules.restart();
		const {answer} = await rules.signIn('bob', 'bobbob');
		expect(answer).toMatchObject({
			conversations: [
				{conversation: '#lobby'},
				{
					conversation: 'alice+bob',
					last: 3,
					delivered: 2,
					read: 1,
					others: [{user: 'alice', delivered: 3, read: 3}],
				},
			],
		});
	});

	test('by a script does not count', async () => {
		const {rules, alice} = await two();
		await alice.ask(message('alice', 'bob', 'hi'));
		const {seat} = await rules.signIn('bob', 'bobbob', {as: 'script'});
		await seat.ask(mark(1, 1));
		expect(alice.heardOf('marked')).toEqual([]);
	});
});

test('typing is told to the other alone', async () => {
	const {rules, alice, bob} = await two();
	const eve = await rules.newcomer('eve');
	await alice.ask({type: 'typing', conversation: 'alice+bob' as never});
	expect(bob.heardOf('typing')).toEqual([{type: 'typing', conversation: 'alice+bob', user: 'alice'}]);
	expect([...alice.heardOf('typing'), ...eve.heardOf('typing')]).toEqual([]);
});
