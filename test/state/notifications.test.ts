/** Notifications: by what sequence, saying what, and when not at all. */
import {describe, expect, test} from 'vitest';
import type {ConversationId} from '../../protocol/names.ts';
import {isQuiet, quietHoursIn} from '../../source/state/text/quiet-hours.ts';
import {Client, message, summary} from '../harness/client.ts';
import {HOSTILE} from '../harness/hostile.ts';

const build = '#build' as ConversationId; // rooms have no maker yet
const said = (client: Client) => client.taken('notify').map(({text}) => text);

/** Alice, who looks elsewhere. */
function away(...lines: readonly string[]): Client {
	const alice = new Client().signsIn('alice');
	for (const line of lines) alice.says(line);
	return alice.hears({type: 'focusChanged', focused: false});
}

describe.each(['osc9', 'osc777'] as const)('by %s', by => {
	const alice = () => away(`/set notifications ${by}`);

	test('a direct message is told with its sender, and the bell is silent', () => {
		const client = alice().announced(message('bob', 'alice', 1, 'lunch?\nat noon'));
		expect(client.taken('notify')).toEqual([{type: 'notify', by, text: 'bob: lunch? at noon'}]);
		expect(client.taken('bell')).toEqual([]);
	});

	test('nothing is told while the terminal has the focus', () => {
		const client = alice().hears({type: 'focusChanged', focused: true});
		expect(said(client.announced(message('bob', 'alice', 1, 'lunch?')))).toEqual([]);
	});
});

test('a mention is told with its room, and what else is said in a room is not', () => {
	const alice = away('/set notifications osc9');
	const inBuild = (sequence: number, text: string) => ({
		...message('bob', 'carol', sequence, text),
		conversation: build,
	});
	alice.announced(inBuild(1, 'good morning'), inBuild(2, 'alice, look'));
	expect(said(alice)).toEqual(['#build bob: alice, look']);
});

describe('whoever wants to be told of every message', () => {
	const inBuild = (sequence: number, text: string) => ({
		...message('bob', 'carol', sequence, text),
		conversation: build,
	});

	test('is told of what is said in a room, in the words of the newest one', () => {
		const alice = away('/set notifications osc9', '/notify all').announced(inBuild(1, 'look, alice'));
		alice.clock.advance(2000);
		alice.announced(inBuild(2, 'good morning'));
		expect(said(alice)).toEqual(['#build bob: look, alice', '#build bob: good morning']);
		expect(alice.taken('setTitle').at(-1)?.title).toBe('(1) chat-tui');
	});

	test('is not told of a muted room, unless by name, nor when that is off', () => {
		const muted = {type: 'conversationSet', conversation: build, settings: {muted: true}} as never;
		const alice = away('/set notifications osc9', '/bell all').announced(inBuild(1, 'hello'), muted);
		alice.clock.advance(2000);
		alice.announced(inBuild(2, 'are you there?'));
		alice.clock.advance(2000);
		alice.announced(inBuild(3, 'alice?'));
		expect(said(alice)).toEqual(['#build bob: hello', '#build bob: alice?']);
		expect(said(away('/bell all', '/bell off').announced(inBuild(1, 'hello')))).toEqual([]);
	});

	test('has notifications again where there were none, and goes back to mentions', () => {
		const alice = away('/bell off', '/bell all');
		expect(alice.state.settings).toMatchObject({notifications: 'bell', notifyOf: 'all'});
		expect(alice.taken('keepSettings').map(({changed}) => changed)).toEqual([
			{notifications: 'off'},
			{notifyOf: 'all'},
			{notifications: 'bell'},
		]);
		alice.says('/notify mentions').hears({type: 'focusChanged', focused: false});
		expect(alice.announced(inBuild(1, 'hello')).taken('bell')).toEqual([]);
	});
});

test('several messages that came while the link was down are told as a number', () => {
	const alice = away('/set notifications osc9');
	alice.signsIn('alice', {conversations: [summary('alice', 'bob', {last: 3, read: 0, delivered: 0})]});
	expect(said(alice)).toEqual(['3 new messages for you']);
});

test.each(HOSTILE)('a message of %s is told in one short line without control characters', (_, text) => {
	const alice = away('/set notifications osc777');
	alice.announced(message('bob', 'alice', 1, text + 'x'.repeat(3000)));
	const [line = ''] = said(alice);
	expect(line).toMatch(/^bob: /);
	expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
	expect(line.length).toBeLessThan(500);
});

describe('in quiet hours', () => {
	const night = (hours: number) => {
		const at = new Date(2026, 10, 20, hours).getTime();
		const alice = away('/set quiet-hours 22:00-7:00');
		alice.clock.advance(at - alice.clock.now());
		return alice.announced(message('bob', 'alice', 1, 'hello'), {type: 'idling', seconds: 30});
	};

	test('no bell rings, not for being idle either, and the title counts all the same', () => {
		const alice = night(23);
		expect(alice.taken('bell')).toEqual([]);
		expect(alice.taken('setTitle').at(-1)).toEqual({type: 'setTitle', title: '(1) chat-tui'});
	});

	test('and only in them', () => {
		expect(night(8).taken('bell')).not.toEqual([]);
	});

	test.each([
		['22:00-07:00', [22, 23, 0, 6], [7, 12, 21]],
		['12:00-14:00', [12, 13], [0, 11, 14, 23]],
		['off', [], [0, 12, 23]],
	])('%s holds at some hours and not at others', (hours, quiet, loud) => {
		const at = (hour: number) => isQuiet(hours, new Date(2026, 10, 20, hour).getTime());
		expect([quiet.map(at), loud.map(at)]).toEqual([quiet.map(() => true), loud.map(() => false)]);
	});

	test.each([
		['22:00-7:00', '22:00-07:00'],
		['22-7', '22:00-07:00'],
		['0:30 – 6:05', '00:30-06:05'],
		['off', 'off'],
		['8-8', undefined],
		['24:00-7:00', undefined],
		['22:60-7:00', undefined],
		['22', undefined],
		['', undefined],
	])('%j is understood as %s', (typed, hours) => {
		expect(quietHoursIn(typed)).toBe(hours);
	});
});
