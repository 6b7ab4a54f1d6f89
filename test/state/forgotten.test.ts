/** Messages that the server keeps no longer: does the client know where a conversation begins, and ask for nothing before it? */
import {expect, test} from 'vitest';
import {between, Client, message, summary} from '../harness/client.ts';

const conversation = between('alice', 'bob');

/** Alice with an open conversation, of which the server keeps the messages from `first` on. */
function aliceReading(first: number, last: number, held = first): Client {
	const conversations = [{...summary('alice', 'bob', {last}), first}];
	const alice = new Client().signsIn('alice', {conversations}).says('/msg bob');
	const messages = Array.from({length: last + 1 - held}, (_, at) =>
		message('bob', 'alice', held + at, `text ${held + at}`),
	);
	const request = {type: 'history', conversation, limit: 200} as const;
	return alice.hears({type: 'answered', request, reply: {messages, last, first}});
}

const asked = (alice: Client) =>
	alice.effects.flatMap(effect =>
		effect.type === 'request' && effect.request.type === 'history' ? [effect.request] : [],
	);

test('at the beginning stands that older messages are not kept, and none is asked for', () => {
	const alice = aliceReading(101, 105);
	alice.effects = [];
	alice.presses('scrollTop');
	expect(alice.rows.map(row => row.trim())).toEqual([
		'Older messages are not kept here',
		expect.stringContaining('──'),
		...[101, 102, 103, 104, 105].map(at => expect.stringContaining(`text ${at}`) as string),
	]);
	expect(asked(alice)).toEqual([]);
});

test('what is kept before the messages held is asked for', () => {
	const alice = aliceReading(101, 205, 201);
	expect(asked(alice).at(-1)).toMatchObject({before: 201});
});

test('a conversation of which nothing is kept is empty, and asks for nothing', () => {
	const conversations = [{...summary('alice', 'bob', {last: 30}), first: 31}];
	const alice = new Client().signsIn('alice', {conversations}).says('/msg bob');
	expect(asked(alice)).toEqual([]);
	alice.announced(message('bob', 'alice', 31, 'after a long time'));
	expect(alice.rows.at(-1)).toContain('after a long time');
});

test('messages that are forgotten while they are unread are unread no more', () => {
	const conversations = [summary('alice', 'bob', {last: 30, read: 10})];
	const alice = new Client().signsIn('alice', {conversations});
	alice.announced({type: 'messagesForgotten', conversation, upTo: 25});
	expect(alice.conversation('bob')).toMatchObject({first: 26, read: 25, last: 30});
});
