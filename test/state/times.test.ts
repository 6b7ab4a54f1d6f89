/** Times of day: on a clock of 12 or 24 hours, with seconds or without, in the transcript and elsewhere. */
import {expect, test} from 'vitest';
import {clockTime, type TimeStyle} from '../../source/state/text/time.ts';
import {Client, message} from '../harness/client.ts';

const at = (hour: number, minute: number, second = 0) =>
	new Date(2026, 10, 20, hour, minute, second).getTime();

test.each<[string, number, TimeStyle]>([
	['09:41', at(9, 41, 7), {times: '24h', seconds: false}],
	['09:41:07', at(9, 41, 7), {times: '24h', seconds: true}],
	['09:41 am', at(9, 41, 7), {times: '12h', seconds: false}],
	['09:41:07 pm', at(21, 41, 7), {times: '12h', seconds: true}],
	['12:00 am', at(0, 0), {times: '12h', seconds: false}],
	['12:00 pm', at(12, 0), {times: '12h', seconds: false}],
	['11:59 pm', at(23, 59), {times: '12h', seconds: false}],
	['00:00', at(0, 0), {times: '24h', seconds: false}],
])('%s', (text, moment, style) => {
	expect(clockTime(moment, style)).toBe(text);
});

test('/set times and /set seconds change the messages on the screen at once, and their texts stay in line', () => {
	const alice = new Client().signsIn('alice').says('/msg bob');
	alice.announced(message('bob', 'alice', 1, 'one\ntwo', at(21, 5, 9)));
	const shown = () => alice.rows.filter(row => /one|two/.test(row));
	expect(shown()).toEqual(['21:05 bob    one', '             two']);
	alice.says('/set seconds on');
	expect(shown()).toEqual(['21:05:09 bob    one', '                two']);
	alice.says('/set times 12h');
	expect(shown()).toEqual(['09:05:09 pm bob    one', '                   two']);
	alice.says('/set seconds off');
	expect(shown()).toEqual(['09:05 pm bob    one', '                two']);
	expect(alice.taken('keepSettings').map(({changed}) => changed)).toEqual([
		{seconds: true},
		{times: '12h'},
		{seconds: false},
	]);
});

test('where a long time would leave too little room for the text, there is none', () => {
	const alice = new Client({columns: 40, rows: 10}).signsIn('alice').says('/msg bob');
	alice.announced(message('bob', 'alice', 1, 'a text of some length', at(21, 5)));
	expect(alice.rows).toEqual(expect.arrayContaining(['21:05 bob', '  a text of some length']));
	alice
		.says('/set times 12h')
		.says('/set seconds on')
		.hears({type: 'resized', size: {columns: 25, rows: 10}});
	expect(alice.rows).toContain('bob');
});

test('a clock of 12 hours is used wherever a time of day is said', () => {
	const alice = new Client().signsIn('alice').says('/set times 12h').says('/whoami');
	expect(alice.rows.join('\n')).toMatch(/signed in since\s\d\d:\d\d [ap]m/);
});
