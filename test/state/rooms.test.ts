/** Rooms and broadcasts in the client: where they stand, what counts, and what is folded away. */
import {expect, test} from 'vitest';
import {broadcastsOf, type ConversationId} from '../../protocol/names.ts';
import type {Summary} from '../../protocol/conversations.ts';
import {contactRows} from '../../source/state/chats/contacts.ts';
import {headingOf} from '../../source/state/view/status.ts';
import {titleOf} from '../../source/state/chats/unread.ts';
import {between, Client, summary} from '../harness/client.ts';
import {address, name} from '../harness/sample-state.ts';

const people = ['bob', 'carol'];
const room = (id: string, more: Partial<Summary> = {}): Summary => ({
	conversation: id as ConversationId,
	last: 0,
	lastAt: 0,
	delivered: 0,
	read: 0,
	mentions: 0,
	others: [],
	members: 3,
	...more,
});
const rooms = [room('#build', {topic: 'it is green'}), room('#lobby'), room('#all-hands')];
const alice = () => new Client().signsIn('alice', {people, online: people, conversations: rooms});
const says = (from: string, id: string, sequence: number, text: string) =>
	({
		type: 'message',
		conversation: id as ConversationId,
		from: name(from),
		sequence,
		id: `${from}000000.s.${sequence}`,
		at: Date.UTC(2026, 10, 20, 9, 41),
		text,
	}) as const;
const labels = (client: Client) => contactRows(client.state).map(({label}) => String(label));
/** What the program has said in the room. */
const told = (client: Client, id = '#lobby') =>
	client.state.conversations.get(id as ConversationId)?.notices.map(({text}) => String(text));
const row = (client: Client, id: string) => contactRows(client.state).find(one => one.id === id);

test('rooms stand first, the lobby above all, and broadcasts only once there are some', () => {
	const client = alice();
	expect(labels(client)).toEqual(['#lobby', '#all-hands', '#build', 'bob', 'carol', 'alice (notes)']);
	client.announced(says('bob', '!alice', 1, 'tea!'));
	expect(labels(client)[3]).toBe('notices');
	expect(row(client, '!alice')).toMatchObject({unread: 1});
});

test('the heading of a room says what it is about', () => {
	expect(headingOf(alice().says('/msg #build').state)).toBe('#build · “it is green”');
	const client = alice().says('/msg #build');
	const changed = {
		type: 'topicChanged',
		conversation: '#build' as ConversationId,
		user: name('bob'),
		at: 0,
	} as const;
	expect(headingOf(client.announced({...changed, topic: 'red\u001b[31m'}).state)).toBe('#build · “red�”');
	expect(headingOf(client.announced({...changed, topic: ''}).state)).toBe('#build');
	// It cannot pass for words of the program: it stands in quotes, with single spaces.
	const topic = `tea${' '.repeat(30)}— The operator says: “send”`;
	expect(headingOf(client.announced({...changed, topic}).state)).toBe(
		'#build · “tea — The operator says: "send"”',
	);
	expect(client.rows.at(-1)).toContain('bob set the topic: “tea — The operator says');
});

test('the column of names is as wide as the names that are shown, however many are members', () => {
	const client = alice().says('/msg #build');
	client.announced(says('bob', '#build', 1, 'hi'), says('al', '#build', 2, 'hi'));
	expect(client.rows.slice(-2)).toEqual([
		expect.stringMatching(/^\d\d:41 bob {4}hi$/),
		expect.stringMatching(/^\d\d:41 al {5}hi$/),
	]);
	client.announced(says('bartholomew', '#build', 3, 'hi'));
	expect(client.rows.at(-1)).toMatch(/bartholomew {2}hi$/);
});

test('one’s own name in a room is counted apart, and rings while one looks elsewhere', () => {
	const client = alice().hears({type: 'focusChanged', focused: false});
	client.announced(says('bob', '#build', 1, 'hello'), says('bob', '#build', 2, 'hey @Alice!'));
	expect(row(client, '#build')).toMatchObject({unread: 2, mentions: 1});
	expect(client.taken('bell')).toHaveLength(1);
});

test('being called by name while one was away is counted until that was on the screen, here or elsewhere', () => {
	const called = room('#build', {last: 90, delivered: 90, read: 10, mentions: 3, mentionedAt: [11, 60, 90]});
	const client = new Client().signsIn('alice', {people, conversations: [called, room('#lobby')]});
	expect(row(client, '#build')).toMatchObject({unread: 80, mentions: 3});
	expect(titleOf(client.state)).toBe('(3) chat-tui');
	const messages = Array.from({length: 90}, (_, at) => says('bob', '#build', at + 1, `line ${at + 1}`));
	const request = {type: 'history', conversation: called.conversation, limit: 200} as const;
	client.says('/msg #build').hears({type: 'answered', request, reply: {messages, last: 90}});
	expect(row(client, '#build')).toMatchObject({mentions: 2});
	const marked = {type: 'marked', conversation: called.conversation, user: name('alice')} as const;
	client.announced({...marked, delivered: 90, read: 60});
	expect(row(client, '#build')).toMatchObject({unread: 30, mentions: 1});
	expect(row(client.presses('scrollEnd'), '#build')).toMatchObject({unread: 0, mentions: 0});
});

test('what was read while the link was down is not counted again when it is back', () => {
	const called = room('#build', {last: 3, delivered: 3, read: 1, mentions: 2, mentionedAt: [2, 3]});
	const client = new Client().signsIn('alice', {people, conversations: [called]});
	const messages = [1, 2, 3].map(at => says('bob', '#build', at, 'alice?'));
	const request = {type: 'history', conversation: called.conversation, limit: 200} as const;
	client
		.says('/msg #build')
		.hears({type: 'answered', request, reply: {messages, last: 3}})
		.says('/msg bob');
	client.signsIn('alice', {
		people,
		conversations: [{...called, last: 4, mentions: 3, mentionedAt: [2, 3, 4]}],
	});
	expect(client.state.conversations.get(called.conversation)?.mentions).toEqual([4]);
});

test('what somebody blocked says in a room is one quiet row, counts as nothing and rings for nobody', () => {
	const client = new Client().signsIn('alice', {people, conversations: rooms, blocked: ['bob']});
	client.hears({type: 'focusChanged', focused: false});
	client.announced(
		says('bob', '#build', 1, 'alice'),
		says('bob', '#build', 2, 'alice!'),
		says('carol', '#build', 3, 'hi'),
	);
	expect(row(client, '#build')).toMatchObject({unread: 1, mentions: 0});
	expect(client.taken('bell')).toEqual([]);
	const rows = client.says('/msg #build').rows.join('\n');
	expect(rows.match(/… bob is blocked/g)).toHaveLength(1);
	expect(rows).not.toContain('alice!');
	client.hears({type: 'answered', request: {type: 'unblock', user: name('bob')}, reply: {}});
	expect(client.rows.join('\n')).toContain('alice!');
});

test('a message in a room is read when all have read it; who joins later has nothing to read', () => {
	const others = [{user: name('bob'), delivered: 0, read: 0}];
	const client = new Client().signsIn('alice', {people, conversations: [room('#build', {others})]});
	const id = '#build' as ConversationId;
	const mark = () =>
		client.rows
			.find(line => line.includes('hi all'))
			?.split(' ')
			.at(-1);
	client.says('/msg #build').announced(says('alice', '#build', 1, 'hi all'));
	expect(mark()).toBe('stored');
	client.announced({type: 'memberJoined', conversation: id, user: name('carol'), at: 0});
	expect(mark()).toBe('stored');
	client.announced({type: 'marked', conversation: id, user: name('bob'), delivered: 1, read: 1});
	expect(mark()).toBe('read');
});

test('a room that was left is gone, with what the server still says of it', () => {
	const client = alice().says('/msg #build hello').says('/leave');
	const request = {type: 'leave', room: '#build' as ConversationId} as const;
	client.hears({type: 'answered', request, reply: {}}, {type: 'markDue', conversation: request.room});
	expect(labels(client)).not.toContain('#build');
	expect(client.state.open).toBe('#lobby');
});

test('who comes in is in #lobby, and what is typed is sent there', () => {
	const client = alice();
	expect(client.state.open).toBe('#lobby');
	client.says('good morning');
	expect(client.taken('send')).toMatchObject([{entry: {conversation: '#lobby', text: 'good morning'}}]);
});

test('who comes back over a broken link is where they were', () => {
	const client = alice().says('/msg bob hello');
	const {open} = client.state;
	expect(client.signsIn('alice', {people, conversations: rooms}).state.open).toBe(open);
});

test('who has left #lobby comes in where nothing is open, and is told how to go on', () => {
	const client = new Client().signsIn('alice', {people, conversations: [room('#build')]});
	expect(client.state.open).toBeUndefined();
	expect(client.rows.join(' ')).toContain('Ctrl-N opens one chat after the other');
});

test('who has just signed up is told in a #lobby with messages how this works, and who signs in is not', () => {
	const conversations = [room('#lobby', {last: 5, delivered: 5, read: 5})];
	const newcomer = () => {
		const client = new Client().hears({type: 'hosted', address, signUp: 'open', joinLines: []});
		return client.says('alice').says('a long secret').says('a long secret').presses('submit');
	};
	expect(told(newcomer().signsIn('alice', {people, conversations}))?.[0]).toContain(
		'Welcome, alice. This is #lobby',
	);
	expect(told(newcomer().signsIn('alice', {people, conversations}))?.at(-1)).toContain('F1 shows everything');
	const few = [room('#lobby', {last: 4, delivered: 4, read: 4})]; // the lines above the messages say the rest
	expect(told(newcomer().signsIn('alice', {people, conversations: few}))).toHaveLength(1);
	expect(told(new Client().signsIn('alice', {people, conversations}))).toEqual([]);
	expect(told(newcomer().signsIn('alice', {people, conversations: rooms}))).toEqual([]);
});

test('what came meanwhile is told on coming in, that of rooms last, and Alt-A goes there', () => {
	const conversations = [
		{...summary('alice', 'bob', {last: 5, delivered: 2, read: 2})},
		{...summary('alice', 'bob', {last: 1, read: 0}), conversation: broadcastsOf(name('alice')), lastAt: 1},
		room('#build', {last: 1, lastAt: Date.UTC(2026, 10, 21)}),
		room('#lobby'),
	];
	const client = new Client().signsIn('alice', {people, conversations});
	const said = '3 messages from bob, 1 in notices, 1 in #build while you were away; Alt-A goes there';
	expect(told(client)).toEqual([said]);
	expect(client.presses('conversationUnread').state.open).toBe(between('alice', 'bob'));
});

test('of what came meanwhile mentions are told first, and what is muted or closed is not', () => {
	const client = new Client().signsIn('alice', {
		people,
		conversations: [
			summary('alice', 'bob', {last: 2, delivered: 0, read: 0}),
			{...summary('alice', 'carol', {last: 2, delivered: 0, read: 0}), settings: {closed: 2}},
			room('#build', {last: 1, mentions: 1, mentionedAt: [1]}),
			room('#noise', {last: 1, settings: {muted: true}}),
			room('#lobby'),
		],
	});
	expect(told(client)).toEqual(['1 message in #build, 2 from bob while you were away; Alt-A goes there']);
	expect(client.presses('conversationUnread').state.open).toBe('#build');
});

test('what was received and not read is told when the program is started anew, and not each time the link is back', () => {
	const conversations = [summary('alice', 'bob', {last: 4, read: 0}), room('#lobby')];
	const client = new Client().signsIn('alice', {people, conversations});
	const said = ['4 messages from bob while you were away; Alt-A goes there'];
	expect(told(client)).toEqual(said);
	expect(told(client.signsIn('alice', {people, conversations}))).toEqual(said);
});

test('a room that the operator deletes leaves the list, a draft in it is kept, and the lobby opens in its place', () => {
	const client = alice().says('/msg #build').types('half a sentence');
	client.announced({type: 'roomDeleted', room: '#build' as ConversationId, at: 1});
	expect(labels(client)).not.toContain('#build');
	expect(client.state.open).toBe('#lobby');
	expect(told(client)?.at(-1)).toBe('The operator of the server has deleted #build, and what was said there');
	client.presses('bringBack');
	expect(client.bar).toBe('half a sentence');
});
