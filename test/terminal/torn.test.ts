/** A slow link: torn anywhere, and with any pauses, what the terminal sends still says the same, and nothing of it is typed or sent. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {Decoder} from '../../terminal/decoder.ts';
import {KEYS, NOT_KEYS, short} from './sent.ts';

type Piece = {readonly text: string; /** Milliseconds that pass after it. */ readonly pause: number};

/** What arrives piece by piece says, by a clock that is moved by hand. */
function heard(pieces: readonly Piece[], decoder = new Decoder()): string {
	const events = pieces.flatMap(({text, pause}) => {
		const said = decoder.push(text);
		for (let left = pause; decoder.patience !== undefined && decoder.patience <= left;) {
			left -= decoder.patience;
			said.push(...decoder.flush());
		}

		return said;
	});
	return short(events);
}

/** Torn after each of these numbers of characters, with that pause. */
function torn(text: string, tears: ReadonlyArray<{readonly at: number; readonly pause: number}>): Piece[] {
	const sorted = tears.map(tear => ({...tear, at: tear.at % text.length})).sort((a, b) => a.at - b.at);
	const ends = [...sorted, {at: text.length, pause: 60_000}];
	return ends.map(({at, pause}, index) => ({text: text.slice(ends[index - 1]?.at ?? 0, at), pause}));
}

const sequences = Object.entries({
	...Object.fromEntries(
		Object.values(KEYS).flatMap(keys => Object.entries(keys).map(([bytes, name]) => [bytes, `<${name}>`])),
	),
	...NOT_KEYS,
});
/** Of more than one character, and more than ESC and a character: that is Escape and the character, after a pause. */
const longer = sequences.filter(([bytes]) => [...bytes].length > 2);
/** What was taken for the Escape key, or for Alt and a bracket, was said before the rest came. */
const FALSE_START = /^(?:<escape>)*(?:<alt\+[[\]]>|<alt\+shift\+o>)?(?:<escape>)*/;
const MAX_PAUSE = 20_000;

describe('a sequence that is torn at any one place, with any pause, is that sequence still', () => {
	test.each(longer)('%j is %s', (bytes, said) => {
		for (let at = 1; at < bytes.length; at++) {
			for (const pause of [0, 24, 30, 40, 100, 249, 251, 1000, MAX_PAUSE]) {
				if (bytes.startsWith('\x1b\x1b') && at === 1 && pause >= 25) continue; // Escape, and then the key
				const text = heard(torn(bytes, [{at, pause}]));
				expect(text.replace(FALSE_START, ''), `torn after ${at}, ${pause} ms`).toBe(
					said.replace(FALSE_START, ''),
				);
			}
		}
	});
});

describe('the answer for the background that ends nowhere', () => {
	const cut = '\x1b]11;rgb:1e1e/1e1';

	test('is not typed, and what a person types next is', () => {
		expect(
			heard([
				{text: cut, pause: 300},
				{text: 'hello', pause: 300},
				{text: '\r', pause: 0},
			]),
		).toBe('hello<enter>');
		expect(
			heard([
				{text: `${cut}\r`, pause: 300},
				{text: 'hi', pause: 0},
			]),
		).toBe('<enter>hi');
		expect(
			heard([
				{text: `${cut}\x1b[A`, pause: 300},
				{text: 'hi', pause: 0},
			]),
		).toBe('<up>hi');
		expect(
			heard([
				{text: cut, pause: 300},
				{text: '\x1b[A', pause: 0},
			]),
		).toBe('<up>');
	});

	test('swallows at most the rest of a colour', () => {
		const typed = heard([
			{text: cut, pause: 300},
			...[...'beef'.repeat(10)].map(text => ({text, pause: 400})),
		]);
		expect('beef'.repeat(10).endsWith(typed)).toBe(true);
		expect(typed.length).toBeGreaterThan(20);
	});
});

test('a bracketed paste is one, wherever and however often it is torn, at any speed: no line of it is sent', () => {
	const tear = fc.record({at: fc.nat(), pause: fc.integer({min: 0, max: 7000})});
	const pasted = fc.constantFrom('one\rtwo\r', 'a\r\nb\r\n', 'x\x1b[Ay\x03\r', '\r\r\r');
	fc.assert(
		fc.property(pasted, fc.array(tear, {maxLength: 6}), (text, tears) => {
			const said = heard(torn(`\x1b[200~${text}\x1b[201~`, tears));
			expect(said).not.toContain('<enter>');
			const pieces = [...said.matchAll(/\[paste ("(?:[^"\\]|\\.)*")\]/g)].map(
				([, json]) => JSON.parse(json!) as string,
			);
			expect(pieces.join('')).toBe(text.replace(/\r(?!\n)/g, '\n'));
		}),
		{numRuns: 5000},
	);
});

describe('after Escape', () => {
	test('the rest of an arrow that comes late is an arrow', () => {
		expect(
			heard([
				{text: '\x1b', pause: 30},
				{text: '[D', pause: 0},
			]),
		).toBe('<escape><left>');
		expect(
			heard([
				{text: '\x1b', pause: 30},
				{text: '[', pause: 30},
				{text: 'D', pause: 0},
			]),
		).toBe('<escape><left>');
	});

	test('Enter that comes late is a new line, not a message sent', () => {
		expect(
			heard([
				{text: '\x1b', pause: 40},
				{text: '\r', pause: 0},
			]),
		).toBe('<escape><alt+enter>');
		const remote = new Decoder(true);
		expect(
			heard(
				[
					{text: '\x1b', pause: 100},
					{text: '\r', pause: 0},
				],
				remote,
			),
		).toBe('<alt+enter>');
	});

	test.each([26, 100, 174, 176, 250, 300])('Enter that comes %i ms late sends nothing', pause => {
		const pieces = [
			{text: 'half\x1b', pause},
			{text: '\r', pause: 0},
		];
		expect(heard(pieces)).toBe('half<escape><alt+enter>');
		expect(heard(pieces, new Decoder(true))).toMatch(/^half(?:<escape>)?<alt\+enter>$/);
	});

	test('Enter that a person presses is Enter', () => {
		expect(
			heard([
				{text: '\x1b', pause: 400},
				{text: '\r', pause: 0},
			]),
		).toBe('<escape><enter>');
	});

	test('what a person types is typed, even if a sequence could begin so', () => {
		for (const text of ['OK', 'Hello', '[D', '[200', '2', 'OH']) {
			const typed = [...text].map(character => ({text: character, pause: 200}));
			expect(heard([{text: '\x1b', pause: 200}, ...typed])).toBe(`<escape>${text}`);
		}

		expect(
			heard([
				{text: '\x1b', pause: 200},
				{text: 'OK then', pause: 300},
			]),
		).toBe('<escape>OK then');
	});

	test('Up is Up', () => {
		expect(
			heard([
				{text: '\x1b', pause: 100},
				{text: '\x1b[A', pause: 0},
			]),
		).toBe('<escape><up>');
	});

	test('the decoder waits longer once something came late', () => {
		const decoder = new Decoder();
		heard(
			[
				{text: '\x1b', pause: 30},
				{text: '[D', pause: 0},
			],
			decoder,
		);
		expect(
			heard(
				[
					{text: '\x1b', pause: 100},
					{text: '[D', pause: 0},
				],
				decoder,
			),
		).toBe('<left>');
	});
});

test('CR and LF are one end of a line, together or torn; a line feed by itself is Ctrl+J', () => {
	expect(heard([{text: 'a\r\nb\r\n', pause: 0}])).toBe('a<enter>b<enter>');
	expect(
		heard([
			{text: 'a\r', pause: 30},
			{text: '\nb', pause: 0},
		]),
	).toBe('a<enter>b');
	expect(
		heard([
			{text: 'a\r', pause: 9000},
			{text: '\nb', pause: 0},
		]),
	).toBe('a<enter>b');
	expect(
		heard([
			{text: '\r', pause: 300},
			{text: '\n', pause: 0},
		]),
	).toBe('<enter><ctrl+j>');
	expect(heard([{text: '\n\n', pause: 0}])).toBe('<ctrl+j><ctrl+j>');
});
