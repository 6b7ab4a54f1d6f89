/** The rules of changes: who may change which message, what others hear, and what a client catches up on. */
import {describe, expect, test} from 'vitest';
import {MAX_PINS, MAX_EMOJI, MAX_REACTIONS} from '../../protocol/bounds.ts';
import {applyChange} from '../../protocol/apply-change.ts';
import {isEmoji} from '../../protocol/emoji.ts';
import {MAX_PAGE_CHANGED, type Change} from '../../protocol/changes.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {Refusal} from '../../protocol/refusals.ts';
import type {SignedIn} from '../../protocol/sign-in.ts';
import type {ReplyOf, RequestOf} from '../../protocol/index.ts';
import {gathering, message, type Seat} from '../harness/rules.ts';

const DIRECT = 'alice+bob' as ConversationId;
const ROOM = '#build' as ConversationId;
let ids = 0;

function changeOf(change: Change, over: Partial<RequestOf<'change'>> = {}): RequestOf<'change'> {
	return {type: 'change', conversation: DIRECT, messageId: `device00.c.${++ids}`, target: 1, change, ...over};
}

const edit = (text: string, over: Partial<RequestOf<'change'>> = {}) => changeOf({type: 'edit', text}, over);
const remove = (over: Partial<RequestOf<'change'>> = {}) => changeOf({type: 'delete'}, over);
const react = (emoji: string, on = true, over: Partial<RequestOf<'change'>> = {}) =>
	changeOf({type: 'react', emoji, on}, over);
const pin = (on = true, over: Partial<RequestOf<'change'>> = {}) => changeOf({type: 'pin', on}, over);

async function page(seat: Seat, conversation = DIRECT) {
	const answer = await seat.ask({type: 'history', conversation, limit: 200});
	return 'messages' in answer ? answer.messages : [];
}

async function said() {
	const people = await gathering('alice', 'bob', 'carol');
	await people.alice.ask(message('alice', 'bob', 'helo'));
	return people;
}

async function inRoom() {
	const people = await gathering('alice', 'bob', 'carol');
	for (const seat of [people.alice, people.bob, people.carol]) await seat.ask({type: 'join', room: ROOM});
	await people.alice.ask({...message('alice', 'bob', '@carol look'), conversation: ROOM});
	return people;
}

describe('an edit', () => {
	test('replaces the text for everybody, says when, and counts a revision', async () => {
		const {rules, alice, bob} = await said();
		rules.now += 5000;
		expect(await alice.ask(edit('hello'))).toEqual({sequence: 1, at: rules.now, revision: 1});
		expect(bob.heardOf('messageChanged')).toMatchObject([
			{conversation: DIRECT, sequence: 1, by: 'alice', revision: 1, change: {type: 'edit', text: 'hello'}},
		]);
		expect(await page(bob)).toMatchObject([{text: 'hello', edited: rules.now, revision: 1}]);
	});

	test('of the message of another user is refused', async () => {
		const {bob} = await said();
		expect(await bob.ask(edit('mine'))).toEqual({refusal: 'notYourMessage', user: 'alice'});
	});

	test('may name a message by the id that its sender gave it, before the answer has come', async () => {
		const {alice} = await said();
		await alice.ask(message('alice', 'bob', 'second', 'device00.start.77'));
		expect(await alice.ask(edit('2nd', {target: 'device00.start.77'}))).toMatchObject({sequence: 2});
		expect(await alice.ask(edit('x', {target: 'device00.start.78'}))).toEqual({refusal: 'noSuchMessage'});
	});

	test('that is sent again is made once, and answered as before, also when the text was changed since', async () => {
		const {rules, alice, bob} = await said();
		const first = edit('hello');
		const answer = await alice.ask(first);
		await alice.ask(edit('hello!'));
		expect(await alice.ask(first)).toEqual(answer);
		rules.restart();
		const {seat} = await rules.signIn('alice', 'alicealice');
		expect(await seat.ask(first)).toEqual(answer);
		expect(await page(seat)).toMatchObject([{text: 'hello!', revision: 2}]);
		expect(bob.heardOf('messageChanged')).toHaveLength(2);
	});

	test.each([
		['without text', edit(' '), {refusal: 'textEmpty'}],
		['of a message that was never sent', edit('x', {target: 2}), {refusal: 'noSuchMessage'}],
		[
			'in a conversation of others',
			edit('x', {conversation: 'bob+carol' as ConversationId}),
			{refusal: 'notYourConversation'},
		],
		['of a broadcast', edit('x', {conversation: '!alice' as ConversationId}), {refusal: 'readOnly'}],
	])('%s is refused, and changes nothing', async (_what, request, refusal) => {
		const {rules, alice} = await said();
		const before = rules.journal.length;
		expect(await alice.ask(request)).toEqual(refusal);
		expect(rules.journal).toHaveLength(before);
	});

	test('to somebody who has blocked its sender is refused as a message is, but it may be deleted', async () => {
		const {alice, bob} = await said();
		await bob.ask({type: 'block', user: 'alice' as UserName});
		expect(await alice.ask(edit('hello'))).toEqual({refusal: 'blockedYou', user: 'bob'});
		expect(await alice.ask(remove())).toMatchObject({revision: 1});
	});
});

describe('a deleted message', () => {
	test('keeps its sequence, without its text, its reactions and its pin', async () => {
		const {alice, bob} = await said();
		await bob.ask(react('👍'));
		await bob.ask(pin());
		await alice.ask(remove());
		expect(await page(bob)).toEqual([
			expect.objectContaining({sequence: 1, from: 'alice', text: '', deleted: 'alice', revision: 3}),
		]);
		expect((await page(bob))[0]).not.toHaveProperty('reactions');
		expect(await bob.ask(edit('no'))).toEqual({refusal: 'messageDeleted'});
		expect(await bob.ask(react('👍'))).toEqual({refusal: 'messageDeleted'});
	});

	test('in a direct conversation is the business of its sender alone', async () => {
		const {alice, bob} = await said();
		await bob.ask(message('alice', 'bob', 'mine'));
		expect(await alice.ask(remove({target: 2}))).toEqual({refusal: 'notYourMessage', user: 'bob'});
		expect(await bob.ask(remove({target: 1}))).toEqual({refusal: 'notYourMessage', user: 'alice'});
	});

	test('of another may be deleted by the owner of a room, and by no other member', async () => {
		const {alice, bob, carol} = await inRoom();
		await bob.ask({...message('bob', 'carol', 'spam'), conversation: ROOM});
		const spam = {conversation: ROOM, target: 2};
		expect(await carol.ask(remove(spam))).toEqual({refusal: 'notYourMessage', user: 'bob'});
		expect(await alice.ask(remove(spam))).toMatchObject({revision: 1});
		expect((await page(bob, ROOM))[1]).toMatchObject({text: '', deleted: 'alice'});
	});

	test('mentions nobody any more, and stays one unread message', async () => {
		const {rules, alice} = await inRoom();
		await alice.ask(remove({conversation: ROOM}));
		const {answer} = await rules.signIn('carol', 'carolcarol', {takeOver: true});
		const room = 'conversations' in answer && answer.conversations.find(each => each.conversation === ROOM);
		expect(room).toMatchObject({last: 1, read: 0, mentions: 0, revision: 1});
	});
});

describe('a reaction', () => {
	test('is counted once for each user, and taken away again', async () => {
		const {alice, bob} = await said();
		await alice.ask(react('👍'));
		await bob.ask(react('👍'));
		await bob.ask(react('👍'));
		await bob.ask(react('🎉'));
		expect(await page(alice)).toMatchObject([
			{
				reactions: [
					{emoji: '👍', by: ['alice', 'bob']},
					{emoji: '🎉', by: ['bob']},
				],
			},
		]);
		await bob.ask(react('👍', false));
		await bob.ask(react('🎉', false));
		expect(await page(alice)).toMatchObject([{reactions: [{emoji: '👍', by: ['alice']}]}]);
	});

	test('that is there already, or gone already, is answered, and nobody hears of it', async () => {
		const {rules, alice, bob} = await said();
		const first = await bob.ask(react('👍'));
		const before = rules.journal.length;
		expect(await bob.ask(react('👍'))).toEqual(first);
		expect(rules.journal).toHaveLength(before);
		await bob.ask(react('👍', false));
		await bob.ask(react('👍', false));
		await bob.ask(react('👍'));
		expect(alice.heardOf('messageChanged').map(({revision}) => revision)).toEqual([1, 2, 3]);
	});

	test('finds no room beyond the maximum of different emoji', async () => {
		const {alice} = await said();
		const emoji = Array.from({length: MAX_EMOJI + 1}, (_, at) => String.fromCodePoint(0x1f600 + at));
		for (const each of emoji.slice(0, MAX_EMOJI))
			expect(await alice.ask(react(each))).toHaveProperty('revision');
		expect(await alice.ask(react(emoji.at(-1) ?? ''))).toEqual({refusal: 'tooManyReactions'});
		expect(await alice.ask(react(emoji[0] ?? ''))).toHaveProperty('revision');
		expect(MAX_REACTIONS).toBeGreaterThan(MAX_EMOJI);
	});

	test.each(['👍', '❤️', '👩‍👩‍👧‍👦', '🇩🇪', '1️⃣', '👍🏽'])('may be %s', emoji => {
		expect(isEmoji(emoji)).toBe(true);
	});

	test.each(['', 'ok', '1', '#', '👍 nice', '\u001b[31m', '\u200d', ':+1:'])('may not be %j', emoji => {
		expect(isEmoji(emoji)).toBe(false);
	});
});

describe('a member of a room who has blocked somebody', () => {
	test('hears of their changes as revisions alone, and sees none of their reactions', async () => {
		const {alice, bob, carol} = await inRoom();
		await carol.ask({type: 'block', user: 'bob' as UserName});
		await bob.ask(react('👍', true, {conversation: ROOM}));
		await alice.ask(react('🎉', true, {conversation: ROOM}));
		expect(carol.heardOf('messageChanged').map(({revision, change}) => [revision, change?.type])).toEqual([
			[1, undefined],
			[2, 'react'],
		]);
		expect(await page(carol, ROOM)).toMatchObject([{reactions: [{emoji: '🎉', by: ['alice']}]}]);
		await carol.ask({type: 'block', user: 'alice' as UserName});
		await alice.ask(edit('secret', {conversation: ROOM}));
		expect(JSON.stringify([carol.heard, await page(carol, ROOM)])).not.toContain('secret');
	});
});

describe('a client that was away', () => {
	test('reads what has changed since, of what it holds, and nothing else', async () => {
		const {alice, bob} = await said();
		for (let at = 2; at <= 600; at++) await alice.ask(message('alice', 'bob', `text ${at}`));
		for (const target of [3, 300, 599]) await alice.ask(edit(`new ${target}`, {target}));
		const since = async (revision: number, from: number, upTo: number) =>
			bob.ask({type: 'changedSince', conversation: DIRECT, since: revision, from, upTo});
		expect(await since(1, 1, 600)).toMatchObject({
			messages: [
				{sequence: 300, text: 'new 300'},
				{sequence: 599, text: 'new 599'},
			],
			revision: 3,
		});
		expect(await since(0, 4, 598)).toMatchObject({messages: [{sequence: 300}]});
		expect(await since(3, 1, 600)).toEqual({messages: [], revision: 3});
	});

	test('is told from where to go on when not all fits', async () => {
		const {alice, bob} = await said();
		const count = MAX_PAGE_CHANGED + 100;
		for (let at = 2; at <= count; at++) await alice.ask(message('alice', 'bob', `text ${at}`));
		for (let target = 1; target <= count; target++) await alice.ask(edit(`new ${target}`, {target}));
		const found: number[] = [];
		for (let from: number | undefined = 1; from !== undefined;) {
			const request: RequestOf<'changedSince'> = {
				type: 'changedSince',
				conversation: DIRECT,
				since: 0,
				from,
				upTo: count,
			};
			const answer: ReplyOf<'changedSince'> | Refusal = await bob.ask(request);
			if (!('messages' in answer)) throw new Error('It is refused.');
			found.push(...answer.messages.map(({sequence}) => sequence));
			from = answer.next;
		}

		expect(found).toEqual(Array.from({length: count}, (_, at) => at + 1));
	});

	test('who is in no room any more reads nothing of it', async () => {
		const {carol} = await inRoom();
		await carol.ask({type: 'leave', room: ROOM});
		const refusal = {refusal: 'notMember', room: ROOM};
		expect(await carol.ask({type: 'changedSince', conversation: ROOM, since: 0, from: 1, upTo: 1})).toEqual(
			refusal,
		);
		expect(await carol.ask({type: 'messagesAt', conversation: ROOM, sequences: [1]})).toEqual(refusal);
	});
});

describe('in whatever order a message is read and its changes are heard of', () => {
	const sent = {sequence: 1, id: 'device00.s.1', from: 'alice' as UserName, at: 1, text: 'helo'};
	const made = (revision: number, change: Change) => ({
		by: 'alice' as UserName,
		at: revision,
		revision,
		change,
	});

	test('an older change never replaces a newer one', () => {
		const newer = applyChange(sent, made(2, {type: 'edit', text: 'newer'}));
		expect(applyChange(newer, made(1, {type: 'edit', text: 'older'}))).toBe(newer);
		expect(applyChange(newer, made(2, {type: 'edit', text: 'the same revision'}))).toBe(newer);
	});

	test('a deleted message stays deleted', () => {
		const deleted = applyChange(sent, made(1, {type: 'delete'}));
		const later = applyChange(deleted, made(2, {type: 'edit', text: 'again'}));
		expect(later).toEqual({...deleted, revision: 2});
	});
});

test('no more messages are pinned than may be, until one is unpinned', async () => {
	const {alice} = await said();
	for (let target = 1; target <= MAX_PINS; target++) {
		await alice.ask(message('alice', 'bob', `text ${target}`));
		expect(await alice.ask(pin(true, {target}))).toHaveProperty('revision');
	}

	expect(await alice.ask(pin(true, {target: MAX_PINS + 1}))).toEqual({refusal: 'tooManyPins'});
	await alice.ask(pin(false, {target: 1}));
	expect(await alice.ask(pin(true, {target: MAX_PINS + 1}))).toHaveProperty('revision');
});

const pinsIn = (answer: object) =>
	(answer as SignedIn).conversations.find(({conversation}) => conversation === DIRECT)?.pins;

test('pinned messages stand in the summary, the one pinned last at the end, and are read by their sequences', async () => {
	const {rules, alice, bob} = await said();
	await alice.ask(message('alice', 'bob', 'second'));
	await bob.ask(pin(true, {target: 2}));
	await bob.ask(pin(true, {target: 1}));
	const {answer} = await rules.signIn('alice', 'alicealice', {takeOver: true});
	expect(pinsIn(answer)).toEqual([2, 1]);
	const pinned = await bob.ask({type: 'messagesAt', conversation: DIRECT, sequences: [2, 1, 99]});
	expect(pinned).toMatchObject({messages: [{text: 'helo'}, {text: 'second'}], revision: 2});
	await bob.ask(pin(false, {target: 2}));
	const {answer: later} = await rules.signIn('bob', 'bobbob', {takeOver: true});
	expect(pinsIn(later)).toEqual([1]);
});

test('a reply names the message that it replies to, and an action and code are told apart from text', async () => {
	const {alice, bob} = await said();
	await bob.ask({...message('bob', 'alice', 'you mean hello'), replyTo: 1});
	await bob.ask({...message('bob', 'alice', 'waves'), kind: 'action'});
	await bob.ask({...message('bob', 'alice', '\tx = 1'), kind: 'code'});
	await bob.ask({...message('bob', 'alice', 'from the future'), replyTo: 99});
	expect(alice.heardOf('message').map(({replyTo, kind}) => [replyTo, kind])).toEqual([
		[1, undefined],
		[undefined, 'action'],
		[undefined, 'code'],
		[undefined, undefined],
	]);
	expect(await page(alice)).toMatchObject([{}, {replyTo: 1}, {kind: 'action'}, {kind: 'code'}, {}]);
});
