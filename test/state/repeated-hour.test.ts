/** The hour that comes twice when summer time ends: can two messages of it be told apart wherever times are shown? */
import {afterAll, beforeAll, expect, test} from 'vitest';
import {offsetIfRepeated} from '../../protocol/clock-time.ts';
import {clockTime, momentText, shortMomentText} from '../../source/state/text/time.ts';
import {Client, message, summary} from '../harness/client.ts';

const before = process.env['TZ'];
beforeAll(() => void (process.env['TZ'] = 'Europe/Berlin'));
afterAll(() => {
	if (before === undefined) delete process.env['TZ'];
	else process.env['TZ'] = before;
});

const style = {times: '24h', seconds: false} as const;

/** On this day the clocks went from 02:59:59 back to 02:00. */
const first = Date.UTC(2026, 9, 25, 0, 30);
const second = first + 3600_000;

test.each([
	['the last moment before it', Date.UTC(2026, 9, 24, 23, 59), '01:59'],
	['its beginning', Date.UTC(2026, 9, 25, 0, 0), '02:00+02:00'],
	['the first time', first, '02:30+02:00'],
	['the second time', second, '02:30+01:00'],
	['its end', Date.UTC(2026, 9, 25, 1, 59), '02:59+01:00'],
	['after it', Date.UTC(2026, 9, 25, 2, 0), '03:00'],
	['the hour that is left out in spring', Date.UTC(2026, 2, 29, 1, 0), '03:00'],
	['noon', Date.UTC(2026, 9, 25, 11, 0), '12:00'],
])('a clock says at %s which hour it means only where there are two', (_when, at, text) => {
	expect(clockTime(at, style)).toBe(text);
});

test('a moment of another day says it too', () => {
	const now = Date.UTC(2026, 10, 20);
	expect(momentText(first, {now, settings: style})).toBe('Sunday 25 October 02:30+02:00');
	expect(shortMomentText(second, {now, settings: style})).toBe('25 Oct 02:30+01:00');
});

test('where the clocks are set by half an hour, or never, it holds as well', () => {
	process.env['TZ'] = 'Australia/Lord_Howe';
	const back = Date.UTC(2026, 3, 4, 15, 0); // from 02:00 to 01:30
	expect([-60_000, 0].map(by => offsetIfRepeated(back + by))).toEqual(['+11:00', '+10:30']);
	expect(offsetIfRepeated(back + 30 * 60_000)).toBe('');
	process.env['TZ'] = 'UTC';
	expect(offsetIfRepeated(first)).toBe('');
	process.env['TZ'] = 'Europe/Berlin';
});

test('two messages of that hour differ on the screen, and all texts stand below each other', () => {
	const alice = new Client().signsIn('alice', {conversations: [summary('alice', 'bob', {last: 0})]});
	alice.says('/msg bob');
	for (const [sequence, at] of [
		[1, first - 3600_000],
		[2, first],
		[3, second],
	] as const)
		alice.announced({...message('bob', 'alice', sequence, 'hi'), at});
	expect(alice.rows.slice(-3)).toEqual([
		expect.stringMatching(/^01:30 {7}bob +hi$/),
		expect.stringMatching(/^02:30\+02:00 bob +hi$/),
		expect.stringMatching(/^02:30\+01:00 bob +hi$/),
	]);
});
