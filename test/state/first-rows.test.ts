/** The lines of an empty conversation: what it is, how others come, which keys help. */
import {describe, expect, test} from 'vitest';
import type {ConversationId} from '../../protocol/names.ts';
import type {Summary} from '../../protocol/conversations.ts';
import {Client} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const room = (id: string, more: Partial<Summary> = {}): Summary => ({
	conversation: id as ConversationId,
	last: 0,
	lastAt: 0,
	delivered: 0,
	read: 0,
	mentions: 0,
	others: [],
	members: 1,
	...more,
});
const conversations = [room('#lobby'), room('#build')];
const alice = (size = {columns: 80, rows: 24}) =>
	new Client(size).signsIn('alice', {people: ['bob'], conversations});
const shown = (client: Client) => client.rows.join(' ').replace(/\s+/g, ' ');

describe('an empty #lobby', () => {
	test('says how to begin, how others join, how to write to one of them, three keys, /help and how to leave', () => {
		const {rows} = alice();
		expect(rows.length).toBeLessThanOrEqual(9);
		const said = rows.join(' ').replace(/\s+/g, ' ');
		const parts = [
			'type a line, press Enter',
			'ask whoever runs this chat for one',
			'/msg bob opens',
			'Ctrl-G',
			'Tab',
			'F1',
			'/help',
		];
		for (const part of [...parts, '/quit or Ctrl-Q leaves']) expect(said).toContain(part);
	});

	test('names somebody who is online, once there is anybody', () => {
		const client = new Client().signsIn('alice', {people: [], conversations});
		expect(shown(client)).toContain('/msg and a name opens a chat with one person.');
		client.says('/set presence off'); // so that nothing else is said of who comes
		expect(shown(client)).toContain('/msg and a name');
		client.announced({type: 'presence', people: [{user: name('bob'), presence: 'online', since: 1}]});
		expect(shown(client)).toContain('/msg bob opens');
		const others = new Client().signsIn('alice', {
			people: ['bob', 'carol'],
			online: ['carol'],
			conversations,
		});
		expect(shown(others)).toContain('/msg carol opens');
	});

	test.each([
		['open', '/join-line shows how others join.'],
		['invite', 'Newcomers need a line with an invite code; ask whoever runs this chat for one.'],
		['closed', 'newcomers are not let in'],
	] as const)('says whom a line lets in where signing up is %s', (signUp, said) => {
		expect(shown(new Client().signsIn('alice', {conversations, signUp}))).toContain(said);
	});

	test('keeps the most important lines on the smallest screen, whole', () => {
		expect(alice({columns: 40, rows: 10}).rows).toEqual([
			'Nothing has been said in #lobby yet:',
			'type a line, press Enter.',
			'Newcomers need a line with an invite',
			'code; ask whoever runs this chat for',
			'one.',
			'/msg bob opens a chat with bob alone.',
		]);
	});

	test('tells a user who may invite newcomers so', () => {
		const client = new Client();
		const crowd = {people: ['bob'], conversations, mayInvite: true as const};
		expect(shown(client.signsIn('alice', crowd))).toContain('/invite-code lets a newcomer join.');
	});

	test('keeps all but the first above the first few messages', () => {
		const client = alice().says('hello');
		expect(shown(client)).not.toContain('Nothing has been said');
		expect(shown(client)).toMatch(/\/msg bob opens.*\/quit.*hello/);
		const said = (sequence: number) => {
			const message = {id: `b${sequence}`, from: name('bob'), text: `news ${sequence}`, at: sequence};
			const conversation = '#lobby' as ConversationId;
			client.announced({type: 'message', ...message, conversation, sequence});
		};
		for (const sequence of [1, 2, 3, 4]) said(sequence);
		expect(shown(client)).toMatch(/\/msg bob opens.*news 1.*news 4.*hello/);
		said(5);
		expect(shown(client)).not.toContain('/msg bob opens');
	});

	test('keeps them above what the program says there', () => {
		const client = alice().says('/whoelse');
		const said = shown(client);
		expect(said.indexOf('/help lists')).toBeLessThan(said.indexOf('bob is online'));
	});
});

test('an empty room says how others come in', () => {
	expect(shown(alice().says('/msg #build'))).toContain('/invite <user> brings others in.');
});

test('an empty direct conversation says what it is', () => {
	expect(shown(alice().says('/msg bob'))).toBe(
		'Only you and bob are in this chat: type a line, press Enter.',
	);
	expect(shown(alice().says('/msg alice'))).toBe('Notes to yourself; nobody else is in this chat.');
});

test('nobody is told to write to a deleted account', () => {
	const client = alice().says('/msg bob');
	client.announced({type: 'userDeleted', user: name('bob')});
	expect(shown(client)).not.toContain('type a line');
});
