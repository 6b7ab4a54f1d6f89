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
	test('says how to begin, how others join, three keys and /help', () => {
		const {rows} = alice();
		expect(rows.length).toBeLessThanOrEqual(7);
		const said = rows.join(' ').replace(/\s+/g, ' ');
		for (const part of ['type a line, press Enter', '/join-line', 'Ctrl-G', 'Tab', 'F1', '/help'])
			expect(said).toContain(part);
	});

	test('keeps the most important lines on the smallest screen, whole', () => {
		expect(alice({columns: 40, rows: 10}).rows).toEqual([
			'Nothing has been said in #lobby',
			'yet: type a line, press Enter.',
			'/join-line shows how others join.',
		]);
	});

	test('tells a user who may invite newcomers so', () => {
		const client = new Client();
		const crowd = {people: ['bob'], conversations, mayInvite: true as const};
		expect(shown(client.signsIn('alice', crowd))).toContain('/invite-code lets a newcomer join.');
	});

	test('loses them with the first message, already while it waits to be sent', () => {
		const client = alice().says('hello');
		expect(shown(client)).not.toContain('Nothing has been said');
		expect(shown(client)).toContain('hello');
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
