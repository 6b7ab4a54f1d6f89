/** Bytes → lines: however the stream is cut. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {LineSplitter, LineTooLong, NotUtf8} from '../../protocol/lines.ts';

function split(bytes: Buffer, cuts: number[], cap = 1000): string[] {
	const splitter = new LineSplitter(cap);
	const ends = [...new Set(cuts.map(cut => cut % (bytes.length + 1)))].sort((a, b) => a - b);
	const lines: string[] = [];
	let start = 0;
	for (const end of [...ends, bytes.length]) {
		lines.push(...splitter.lines(bytes.subarray(start, end)));
		start = end;
	}

	return lines;
}

test('a stream gives the same lines wherever it is cut, also within a character', () => {
	const line = fc.string({unit: 'grapheme', maxLength: 40}).map(text => text.replaceAll('\n', ' '));
	fc.assert(
		fc.property(fc.array(line, {maxLength: 8}), fc.array(fc.nat(), {maxLength: 20}), (lines, cuts) => {
			expect(split(Buffer.from(lines.map(each => each + '\n').join('')), cuts)).toEqual(lines);
		}),
	);
});

test('a line that is too long is refused before its end arrives', () => {
	const splitter = new LineSplitter(10);
	expect([...splitter.lines(Buffer.from('0123456789'))]).toEqual([]);
	expect(splitter.partial).toBe(true);
	expect(() => [...splitter.lines(Buffer.from('x'))]).toThrow(LineTooLong);
	expect(() => [...new LineSplitter(3).lines(Buffer.from('four\n'))]).toThrow(LineTooLong);
});

test.each([
	['ASCII', 'abcdef'],
	['characters of two bytes', 'äöü'],
])('a line of just the maximum of bytes is taken whole and cut, one byte more is not: %s', (_what, line) => {
	const bytes = Buffer.from(`${line}\n`);
	for (let cut = 0; cut <= bytes.length; cut++) {
		expect(split(bytes, [cut], 6)).toEqual([line]);
		expect(() => split(bytes, [cut], 5)).toThrow(LineTooLong);
	}
});

test('the beginning of a line is kept though its bytes are used again for the next chunk', () => {
	const splitter = new LineSplitter(10);
	const chunk = Buffer.from('one\ntw');
	expect([...splitter.lines(chunk)]).toEqual(['one']);
	chunk.fill('x');
	expect([...splitter.lines(Buffer.from('o\n'))]).toEqual(['two']);
});

test.each(['one\ntwo\nthr', 'eins\nzwölf\ndrü'])(
	'lines that are read later are kept though their bytes are used again: %j',
	text => {
		const [first, second, begun] = text.split('\n') as [string, string, string];
		const splitter = new LineSplitter(10);
		const memory = Buffer.from(text);
		splitter.push(memory);
		expect(splitter.next()).toBe(first);
		splitter.own();
		memory.fill('x');
		expect([splitter.next(), splitter.next()]).toEqual([second, undefined]);
		expect([...splitter.lines(Buffer.from('\n'))]).toEqual([begun]);
	},
);

test('bytes that are no UTF-8 are refused', () => {
	expect(() => [...new LineSplitter(10).lines(Buffer.from([0xc3, 0x28, 10]))]).toThrow(NotUtf8);
});

test('a long line in single bytes is the same line, and costs hardly more than its bytes', () => {
	const splitter = new LineSplitter(128 * 1024);
	const bytes = Buffer.from('ünï😀'.repeat(10_000));
	for (const byte of bytes) expect([...splitter.lines(Buffer.of(byte))]).toEqual([]);
	const parts = Object.values(splitter).find(Array.isArray) as unknown[];
	expect(parts.length).toBeLessThan(1000);
	expect([...splitter.lines(Buffer.from('\nnext\n'))]).toEqual([bytes.toString(), 'next']);
});
