/** What the terminal sends becomes what the person did: text, keys, pastes, the mouse and the focus. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {Decoder} from '../../terminal/decoder.ts';
import {inShort, KEYS, NOT_KEYS, short} from './sent.ts';

/** All that `bytes` says, once nothing more comes. */
function decoded(...bytes: ReadonlyArray<string | Uint8Array>): string {
	const decoder = new Decoder();
	const events = bytes.flatMap(chunk => decoder.push(chunk));
	return short([...events, ...decoder.flush()]);
}

for (const [family, keys] of Object.entries(KEYS)) {
	describe(family, () => {
		test.each(Object.entries(keys))('%j is %s', (bytes, name) => {
			expect(decoded(bytes)).toBe(`<${name}>`);
		});
	});
}

test.each(Object.entries(NOT_KEYS))('%j is %s', (bytes, said) => {
	expect(decoded(bytes)).toBe(said);
});

describe('what says nothing is never typed', () => {
	test.each([
		['an unknown sequence', '\x1b[99;99X'],
		['the Kanji key of some terminal', '\x1b[1;2;3;4z'],
		['a key let go', '\x1b[97;1:3u'],
		['an arrow let go', '\x1b[1;1:3A'],
		['a Shift key alone', '\x1b[57441u'],
		['a report of the cursor', '\x1b[12;40R'],
		['a second report of the terminal', '\x1b[>0;10;1c'],
		['a report of a mode', '\x1b[?2026;2$y'],
		['a colour that another program asked for', '\x1b]10;rgb:0000/0000/0000\x07'],
		['a colour that is none', '\x1b]11;rgb:zzzz/0000/0000\x07'],
		['a colour without its blue', '\x1b]11;rgb:ffff/ffff\x1b\\'],
		['a colour that was asked for and never ends', '\x1b]11;rgb:ffff/ffff/0'],
		['a colour that is none and never ends', '\x1b]11;what you asked for 1'],
		['a scheme of colours that is none', '\x1b[?997;3n'],
		["a terminal's name", '\x1bP>|xterm(390)\x1b\\'],
		['an old mouse report', '\x1b[M !!'],
		['a wheel that turns sideways', '\x1b[<66;1;1M'],
		['the mouse moving with no button held', '\x1b[<35;5;5M'],
		['the end of a paste that never began', '\x1b[201~'],
		['a sequence cut short', '\x1b[1;5'],
		['another button of the mouse than the first', '\x1b[<2;3;4M'],
		['a mouse report cut short', '\x1b[<64;1'],
		['a mode of eight bits', '\u009b\u0085'],
	])('%s', (_, bytes) => {
		expect(decoded('a', bytes)).toBe('a');
		if (!/\d$/.test(bytes)) expect(decoded(`a${bytes}b`)).toBe('ab');
	});
});

test('an old mouse report that is cut short is never typed either', () => {
	expect(decoded('a\x1b[M !')).toBe('a');
	expect(decoded('a\x1b[M')).toBe('a');
});

test('text that arrives together stays together, and every key between is its own', () => {
	const events = new Decoder().push('hällo 漢😀\rbye\x7f\x7f');
	expect(events.map(inShort)).toEqual(['hällo 漢😀', '<enter>', 'bye', '<backspace>', '<backspace>']);
});

describe('ESC', () => {
	test('waits for what may follow', () => {
		const decoder = new Decoder();
		expect(decoder.push('\x1b')).toEqual([]);
		expect(decoder.patience).toBe(25);
		expect(short(decoder.push('[A'))).toBe('<up>');
		expect(decoder.patience).toBeUndefined();
	});

	test('is the Escape key when nothing follows', () => {
		const decoder = new Decoder();
		decoder.push('\x1b');
		expect(short(decoder.flush())).toBe('<escape>');
		expect(short(decoder.push('x'))).toBe('x');
	});

	test('twice is Escape twice', () => {
		expect(decoded('\x1b\x1b')).toBe('<escape><escape>');
	});

	test('right before the mouse, the focus, a paste or a letter with Alt is the Escape key', () => {
		expect(decoded('\x1b\x1b[I')).toBe('<escape>[focus]');
		expect(decoded('\x1b\x1b[<64;1;1M')).toBe('<escape>[wheelUp 0,0]');
		expect(decoded('\x1b\x1b[200~a\x1b[201~')).toBe('<escape>[paste "a"]');
		expect(decoded('\x1b\x1bx')).toBe('<escape><alt+x>');
	});

	test('with a bracket, then text that belongs to no sequence, is Alt and the bracket', () => {
		expect(decoded('\x1b[é')).toBe('<alt+[>é');
		expect(decoded('\x1bPhello\r')).toBe('<alt+shift+p>hello<enter>');
	});
});

describe('a paste', () => {
	test('is one event, with the line ends of Windows as they are, and a bare return, as terminals send a line break, as \\n', () => {
		expect(decoded('x\x1b[200~one\r\ntwo\rthree\nfour\x1b[201~y')).toBe(
			'x[paste "one\\r\\ntwo\\nthree\\nfour"]y',
		);
	});

	test('keeps what looks like keys', () => {
		expect(decoded('\x1b[200~a\x1b[Ab\x03\x1b[201~')).toBe('[paste "a\\u001b[Ab\\u0003"]');
	});

	test('of nothing is nothing', () => {
		expect(decoded('\x1b[200~\x1b[201~x')).toBe('x');
	});

	test('that never ends is shown after a pause, and gives the keyboard back after a longer one, with nothing lost', () => {
		const decoder = new Decoder();
		decoder.push('\x1b[200~abc\x1b[20');
		expect(decoder.patience).toBe(2000);
		expect(short(decoder.flush())).toBe('[paste "abc"]');
		expect(decoder.patience).toBe(8000);
		expect(short(decoder.flush())).toBe('[paste "\\u001b[20"]');
		expect(decoder.patience).toBeUndefined();
		expect(short(decoder.push('x\r'))).toBe('x<enter>');
	});

	test('of megabytes comes in pieces, is never typed, and takes no more memory than one piece', () => {
		const decoder = new Decoder();
		const line = `${'0123456789'.repeat(100)}\r\n`;
		const events = decoder.push('\x1b[200~');
		for (let lines = 0; lines < 3000; lines++) events.push(...decoder.push(line));
		events.push(...decoder.push('\x1b[201~'));
		const pieces = events.map(event => (event.type === 'paste' ? event.text : `not pasted: ${event.type}`));
		expect(pieces.length).toBe(3);
		expect(Math.max(...pieces.map(piece => piece.length))).toBeLessThanOrEqual(1024 * 1024);
		expect(pieces.join('') === line.repeat(3000)).toBe(true);
	});
});

/** Anything that a terminal may send, well-formed and not. */
const noise = fc.oneof(
	fc.string({unit: 'grapheme', maxLength: 5}),
	fc.string({unit: 'binary-ascii', maxLength: 3}),
	fc.constantFrom(...Object.values(KEYS).flatMap(keys => Object.keys(keys))),
	fc.constantFrom(
		...Object.keys(NOT_KEYS),
		'\x1b[200~',
		'\x1b[201~',
		'\x1b',
		'[',
		'O',
		'\x1b]0;x',
		'\x1b[M',
		'\r\n',
	),
);
const stream = fc.array(noise, {maxLength: 12}).map(parts => Buffer.from(parts.join('').toWellFormed()));
const cuts = fc.array(fc.nat(), {maxLength: 10});

function split(bytes: Buffer, places: readonly number[]): Buffer[] {
	const sorted = [0, ...places.map(place => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
	return sorted.slice(1).map((end, at) => bytes.subarray(sorted[at], end));
}

test('wherever the bytes are cut, they say the same', () => {
	fc.assert(
		fc.property(stream, cuts, (bytes, places) => {
			expect(decoded(...split(bytes, places))).toBe(decoded(bytes));
		}),
		{numRuns: 2000},
	);
});

test('no text is lost, whatever keys are pressed between', () => {
	const typed = fc.string({unit: 'grapheme', minLength: 1}).map(text => text.replace(/\p{Cc}/gu, ''));
	const keys = fc.constantFrom(...Object.keys(KEYS['xterm']!));
	fc.assert(
		fc.property(fc.array(fc.tuple(typed, keys)), cuts, (pairs, places) => {
			const bytes = Buffer.from(pairs.flat().join(''));
			const decoder = new Decoder();
			const events = split(bytes, places).flatMap(chunk => decoder.push(chunk));
			const text = events.map(event => (event.type === 'text' ? event.text : '')).join('');
			expect(text).toBe(pairs.map(([before]) => before).join(''));
			expect(events.filter(event => event.type === 'key').length).toBe(pairs.length);
		}),
	);
});
