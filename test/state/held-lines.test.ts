/** On the way to a conversation that the server opens: nothing that is written meanwhile goes to the one before. */
import {expect, test} from 'vitest';
import type {ConversationId} from '../../protocol/names.ts';
import type {Request} from '../../protocol/index.ts';
import {between, Client, summary} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const ROOM = '#build' as ConversationId;
const join = {type: 'join', room: ROOM} as const;
const openChat = {type: 'openChat', user: name('bob')} as const;

/** Writes to carol, and has asked for another conversation. */
const underWay = (command: string) => new Client().signsIn('alice').says('/msg carol').says(command);
const joined = (client: Client) =>
	client.hears({
		type: 'answered',
		request: join,
		reply: {...summary('alice', 'bob', {last: 0}), conversation: ROOM, members: 2, created: false},
	});
const refused = (client: Client, request: Request) =>
	client.hears({type: 'refused', request, refusal: {refusal: 'userOffline', user: name('bob')}});
const sent = (client: Client) =>
	client.taken('send').map(({entry: {conversation, text}}) => [conversation, text]);

test('a line sent before the room has opened goes into the room', () => {
	const client = underWay('/join #build').says('hello').says('all');
	expect(sent(client)).toEqual([]);
	expect(client.state.statusMessage).toBe('Goes out as soon as you are there');
	joined(client);
	expect(client.state.statusMessage).toBeUndefined();
	expect(client.state.open).toBe(ROOM);
	expect(sent(client)).toEqual([
		[ROOM, 'hello'],
		[ROOM, 'all'],
	]);
	expect(client.bar).toBe('');
});

test('a line half typed when the room opens goes along, and the next keys are typed after it', () => {
	const client = joined(underWay('/join #build').says('hello').types('al')).types('l').presses('submit');
	expect(sent(client)).toEqual([
		[ROOM, 'hello'],
		[ROOM, 'all'],
	]);
});

test('commands sent on the way are carried out there, and what follows the next way waits for it', () => {
	const client = joined(underWay('/join #build').says('/topic it is green').says('/chat bob').says('hi'));
	const asked = client.taken('request').map(({request}) => request);
	expect(asked).toContainEqual({type: 'setTopic', room: ROOM, topic: 'it is green'});
	expect(asked).toContainEqual(openChat);
	expect(sent(client)).toEqual([]);
	const conversation = between('alice', 'bob');
	client.hears({
		type: 'answered',
		request: openChat,
		reply: {number: 1, conversation, user: name('bob'), since: 0},
	});
	expect(sent(client)).toEqual([[conversation, 'hi']]);
});

test('after a no the lines stand in the bar again, and nothing is sent', () => {
	const client = underWay('/chat bob').says('hello').says('you').types('the');
	refused(client, openChat);
	expect(client.bar).toBe('hello\nyou\nthe');
	expect(sent(client)).toEqual([]);
	expect(client.state.open).toBe(between('alice', 'carol'));
});

test('who has gone elsewhere meanwhile and types there is left there', () => {
	const client = joined(underWay('/join #build').says('/msg bob').types('to b'))
		.types('ob')
		.presses('submit');
	expect(sent(client)).toEqual([[between('alice', 'bob'), 'to bob']]);
});

test('more lines than a server can reasonably need are not taken out of the bar', () => {
	const client = underWay('/join #build');
	for (let at = 0; at < 20; at++) client.says(`line ${at}`);
	client.says('one more');
	expect(client.bar).toBe('one more');
	expect(sent(joined(client))).toHaveLength(20);
	expect(client.state.statusMessage).toBeUndefined();
	expect(client.bar).toBe('one more');
});

test('what is said of a chat that was looked for stands there when it has opened', () => {
	const client = underWay('/history #7').hears({
		type: 'answered',
		request: {type: 'findChat', number: 7},
		reply: {number: 7, conversation: between('alice', 'bob'), after: 3, upTo: 5},
	});
	expect(client.state.open).toBe(between('alice', 'bob'));
	expect(client.state.statusMessage).toBe('chat #7: 2 messages from the top');
});

test('help, quitting and signing out wait for no answer', () => {
	expect(underWay('/join #build').says('/help').state.help).toBeDefined();
	expect(underWay('/join #build').says('/quit').taken('quit')).toHaveLength(1);
	expect(underWay('/join #build').says('/logout').state.place.at).toBe('form');
});
