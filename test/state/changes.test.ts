/** Changed messages in the client: shown at once, as the server has them after it answered, and caught up on after an absence. */
import {describe, expect, test} from 'vitest';
import type {Change} from '../../protocol/changes.ts';
import type {Message} from '../../protocol/messages.ts';
import type {OutboxEntry} from '../../source/state/model/link.ts';
import type {StateEvent} from '../../source/state/model/event.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {unreadOf} from '../../source/state/chats/conversations.ts';
import {between, Client, message, summary} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const withBob = between('alice', 'bob');
const at = Date.UTC(2026, 10, 20, 9, 41);

/** Alice talks with bob: hers, his, hers. */
function talking(): Client {
	return new Client()
		.signsIn('alice')
		.says('/msg bob')
		.announced(
			message('alice', 'bob', 1, 'helo'),
			message('bob', 'alice', 2, 'hi'),
			message('alice', 'bob', 3, 'how are you'),
		);
}

function changed(sequence: number, revision: number, change: Change | undefined, by = 'bob') {
	return {
		type: 'messageChanged',
		conversation: withBob,
		sequence,
		by: name(by),
		at,
		revision,
		...(change && {change}),
	} as const;
}

function changesOf(client: Client): Array<OutboxEntry['changes']> {
	return client.taken('send').map(({entry}) => entry.changes);
}

function page(messages: readonly Message[], over: {revision?: number; next?: number} = {}): StateEvent {
	const request = {type: 'changedSince', conversation: withBob, since: 0, from: 1, upTo: 3} as const;
	return {type: 'answered', request, reply: {messages: [...messages], revision: 0, ...over}};
}

function text(sequence: number, from: string, words: string, over: Partial<Message> = {}): Message {
	return {sequence, id: `${from}000000.s.${sequence}`, from: name(from), at, text: words, ...over};
}

test('who changes a message is not typing any more', () => {
	const alice = talking().hears({
		type: 'announced',
		announcement: {type: 'typing', conversation: withBob, user: name('bob')},
	});
	expect(alice.conversation('bob').typing.has(name('bob'))).toBe(true);
	alice.announced(changed(1, 1, {type: 'react', emoji: '👍', on: true}));
	expect(alice.conversation('bob').typing.has(name('bob'))).toBe(false);
});

describe('a change by the user', () => {
	test('stands on the screen at once, says that it waits, and is as the server has it once it has answered', () => {
		const alice = talking().says('/edit how are you?');
		expect(alice.rows.at(-1)).toMatch(/how are you\? \(edited, to be sent\)/);
		expect(changesOf(alice)).toEqual([{target: 3, change: {type: 'edit', text: 'how are you?'}}]);
		const id = alice.conversation('bob').changing[0]?.id ?? '';
		alice.hears({type: 'changeMade', id, conversation: withBob, sequence: 3, at, revision: 1});
		expect(alice.rows.at(-1)).toMatch(/how are you\? \(edited\) stored$/);
		expect(alice.conversation('bob')).toMatchObject({changing: [], revision: 1, newest: 1});
	});

	test('of a message that waits itself names it by its id', () => {
		const alice = talking().says('one more');
		const [sent] = alice.taken('send');
		alice.says('/edit once more');
		expect(alice.rows.at(-1)).toMatch(/once more \(edited, to be sent\) queued$/);
		expect(changesOf(alice)).toEqual([{target: sent?.entry.id, change: {type: 'edit', text: 'once more'}}]);
	});

	test('that the server refuses is taken back, and the text of an edit can be brought back', () => {
		const alice = talking().says('/edit secret plan');
		const [sent] = alice.taken('send');
		const problem = 'No.' as never;
		if (sent) alice.hears({type: 'notSent', entry: sent.entry, problem});
		expect(alice.rows.at(-1)).toMatch(/how are you stored$/);
		expect(alice.taken('forget')).toEqual([{type: 'forget', id: sent?.entry.id}]);
		expect(alice.presses('bringBack').bar).toBe('secret plan');
	});

	test('in a room that the user has left since brings the room back neither when it is refused nor when it is made', () => {
		const build = '#build' as ConversationId;
		const room = {conversation: build, last: 1, lastAt: at, delivered: 1, read: 1, mentions: 0, others: []};
		const alice = new Client().signsIn('alice', {conversations: [room]});
		const entry = {
			id: 'a1b2c3d4.kx7.9',
			conversation: build,
			text: '',
			at,
			changes: {target: 1, change: {type: 'delete'}},
		} as const;
		alice.announced({type: 'memberLeft', conversation: build, user: name('alice'), at});
		alice.hears({type: 'notSent', entry, problem: safeText`You are not in #build.`});
		alice.hears({type: 'changeMade', id: entry.id, conversation: build, sequence: 1, at, revision: 1});
		expect([...alice.state.conversations.keys()]).not.toContain(build);
	});

	test('that an earlier run left in the outbox is shown again', () => {
		const alice = talking();
		const entry = {
			id: 'a1b2c3d4.old.1',
			conversation: withBob,
			text: '',
			at,
			changes: {target: 1, change: {type: 'delete'}},
		} as const;
		alice.hears({type: 'outboxLoaded', entries: [entry]}, {type: 'outboxLoaded', entries: [entry]});
		expect(alice.rows.join('\n')).toMatch(/alice {2}\(message deleted, to be sent\)/);
		expect(alice.conversation('bob').changing).toHaveLength(1);
	});
});

describe('a change by somebody else', () => {
	test('replaces the text, and says so', () => {
		const bobs = talking().announced(changed(2, 1, {type: 'edit', text: 'hi alice'}));
		expect(bobs.rows.join('\n')).toMatch(/bob {4}hi alice \(edited\)/);
	});

	test('leaves of a deleted message that it was, and unread counts as they were', () => {
		const away = new Client().signsIn('alice', {conversations: [summary('alice', 'bob', {last: 0})]});
		away.announced(message('bob', 'alice', 1, 'oops'), changed(1, 1, {type: 'delete'}));
		expect(unreadOf(away.conversation('bob'))).toBe(1);
		expect(away.says('/msg bob').rows.join('\n')).toMatch(/bob {4}\(message deleted\)/);
		expect(away.rows.join('\n')).not.toContain('oops');
	});

	test('puts reactions below the message, counted, with the own ones in brackets', () => {
		const alice = talking().announced(
			changed(3, 1, {type: 'react', emoji: '👍', on: true}),
			changed(3, 2, {type: 'react', emoji: '👍', on: true}, 'alice'),
			changed(3, 3, {type: 'react', emoji: '🎉', on: true}),
		);
		expect(alice.rows.at(-1)?.trim()).toBe('[👍 2]  🎉 1');
		alice.announced(changed(3, 4, {type: 'react', emoji: '👍', on: false}, 'alice'));
		expect(alice.rows.at(-1)?.trim()).toBe('👍 1  🎉 1');
	});

	test('pins a message for all', () => {
		const alice = talking().announced(changed(1, 1, {type: 'pin', on: true}));
		expect(alice.rows.join('\n')).toMatch(/helo \(pinned\)/);
		expect(alice.conversation('bob').pins).toEqual([1]);
		expect(alice.announced(changed(1, 2, {type: 'pin', on: false})).conversation('bob').pins).toEqual([]);
	});

	test('that is heard twice, or of a message that is not held, changes nothing else', () => {
		const once = changed(2, 1, {type: 'edit', text: 'hi alice'});
		const alice = talking().announced(once);
		const before = alice.rows;
		expect(alice.announced(once, changed(99, 2, {type: 'delete'})).rows).toEqual(before);
		expect(alice.conversation('bob').revision).toBe(2);
	});
});

describe('after an absence', () => {
	const away = () => talking().hears({type: 'linkChanged', link: {status: 'connecting'}});

	test('the client asks for what has changed of the messages that it holds, page by page, and nothing when nothing has', () => {
		const alice = away();
		alice.signsIn('alice', {conversations: [{...summary('alice', 'bob', {last: 3}), revision: 7}]});
		const [asked] = alice.taken('request').filter(({request}) => request.type === 'changedSince');
		expect(asked?.request).toEqual({type: 'changedSince', conversation: withBob, since: 0, from: 1, upTo: 3});
		alice.hears(page([text(1, 'alice', 'hello', {edited: at, revision: 5})], {revision: 7, next: 2}));
		const [next] = alice.taken('request');
		expect(next?.request).toMatchObject({since: 0, from: 2, upTo: 3});
		alice.hears(page([text(2, 'bob', 'hi!', {edited: at, revision: 7})], {revision: 7}));
		expect(alice.rows.slice(-3).map(row => row.replace(/^.*? {2,}/, ''))).toEqual([
			expect.stringContaining('hello (edited)'),
			expect.stringContaining('hi! (edited)'),
			expect.stringContaining('how are you'),
		]);
		expect(alice.conversation('bob')).toMatchObject({revision: 7, newest: 7});
		expect(alice.taken('request')).toEqual([]);
	});

	test('a change that is heard of meanwhile stays, though the page is older', () => {
		const alice = away();
		alice.signsIn('alice', {conversations: [{...summary('alice', 'bob', {last: 3}), revision: 1}]});
		alice.announced(changed(1, 2, {type: 'edit', text: 'newest'}, 'alice'));
		alice.hears(page([text(1, 'alice', 'older', {edited: at, revision: 1})], {revision: 1}));
		expect(alice.rows.join('\n')).toContain('newest (edited)');
		expect(alice.conversation('bob')).toMatchObject({revision: 2, newest: 2});
	});

	test('a change that does not follow on the last one makes the client ask for those between', () => {
		const alice = talking();
		alice.taken('request');
		alice.announced(changed(2, 3, {type: 'edit', text: 'third'}));
		const asked = alice.taken('request').map(({request}) => request);
		expect(asked).toMatchObject([{type: 'changedSince', since: 0, from: 1, upTo: 3}]);
		expect(alice.conversation('bob')).toMatchObject({revision: 0, newest: 3});
	});

	test('an interrupted catching up is begun again with the next sign-in', () => {
		const alice = away();
		const conversations = [{...summary('alice', 'bob', {last: 3}), revision: 7}];
		alice.signsIn('alice', {conversations}).taken('request');
		alice.hears({type: 'linkChanged', link: {status: 'connecting'}}).signsIn('alice', {conversations});
		const again = alice.taken('request').filter(({request}) => request.type === 'changedSince');
		expect(again.map(({request}) => request)).toMatchObject([{since: 0}]);
	});
});

describe('a reply', () => {
	test('quotes the line that it replies to, as it stands now', () => {
		const alice = talking().announced({...message('bob', 'alice', 4, 'hello, you mean'), replyTo: 1});
		expect(alice.rows.at(-2)?.trim()).toBe('┌ alice: helo');
		alice.announced(changed(1, 1, {type: 'edit', text: 'hello'}, 'alice'));
		expect(alice.rows.at(-2)?.trim()).toBe('┌ alice: hello');
		alice.announced(changed(1, 2, {type: 'delete'}, 'alice'));
		expect(alice.rows.at(-2)?.trim()).toBe('┌ alice: (message deleted)');
	});

	test('to a message that is not held asks for it once', () => {
		const alice = new Client()
			.signsIn('alice', {conversations: [summary('alice', 'bob', {last: 500})]})
			.says('/msg bob');
		alice.taken('request');
		alice.announced({...message('bob', 'alice', 501, 'as I said'), replyTo: 3});
		const asked = alice.taken('request').filter(({request}) => request.type === 'messagesAt');
		expect(asked.map(({request}) => request)).toEqual([
			{type: 'messagesAt', conversation: withBob, sequences: [3]},
		]);
		expect(alice.rows.at(-2)?.trim()).toBe('┌ an earlier message');
		const request = {type: 'messagesAt', conversation: withBob, sequences: [3]} as const;
		alice.hears({
			type: 'answered',
			request: {...request, sequences: [3]},
			reply: {messages: [text(3, 'bob', 'long ago')], revision: 0},
		});
		expect(alice.rows.at(-2)?.trim()).toBe('┌ bob: long ago');
		expect(alice.taken('request').filter(({request}) => request.type === 'messagesAt')).toEqual([]);
	});

	test('to ever other messages that are not held asks for a bounded number of them', () => {
		const alice = new Client()
			.signsIn('alice', {conversations: [summary('alice', 'bob', {last: 5000})]})
			.says('/msg bob');
		for (let at = 1; at <= 1000; at++)
			alice.announced({...message('bob', 'alice', 5000 + at, `no ${at}`), replyTo: at});
		const asked = alice
			.taken('request')
			.flatMap(({request}) => (request.type === 'messagesAt' ? request.sequences : []));
		expect(new Set(asked).size).toBe(asked.length);
		expect(asked.length).toBeLessThanOrEqual(550);
	});

	test('by the user names the last message of another', () => {
		const alice = talking().says('/reply fine');
		expect(alice.taken('send').map(({entry}) => [entry.text, entry.replyTo])).toEqual([['fine', 2]]);
		expect(alice.rows.at(-2)?.trim()).toBe('┌ bob: hi');
	});
});

test('what somebody does stands behind a star, with their name', () => {
	const alice = talking().says('/me waves');
	expect(alice.taken('send').map(({entry}) => [entry.text, entry.kind])).toEqual([['waves', 'action']]);
	expect(alice.rows.at(-1)).toMatch(/\* {6}alice waves queued$/);
});
