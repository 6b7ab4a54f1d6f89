/** The modules that the bundle puts in the place of a package's own give the same answers. */
import path from 'node:path';
import fc from 'fast-check';
import stockWidth from 'string-width';
import {expect, test} from 'vitest';
import measureText from '../scripts/bundle/measure-text.ts';
import Output from '../scripts/bundle/output.ts';
import width from '../scripts/bundle/string-width.ts';
import wrapText from '../scripts/bundle/wrap-text.ts';
import {root} from '../scripts/project-files.ts';
import {cells} from '../terminal/cells.ts';

/** Plain scripts and their edges, and what must not be taken for plain: marks, joiners, emoji, jamo, escapes. */
const character = fc.oneof(
	fc.integer({min: 0x20, max: 0x33ff}).map(code => String.fromCodePoint(code)),
	fc.integer({min: 0xa000, max: 0xffff}).map(code => String.fromCharCode(code)),
	fc.integer({min: 0x1f000, max: 0x1ffff}).map(code => String.fromCodePoint(code)),
	fc.constantFrom('a', ' ', '\n', '日', '─', 'ｱ', 'ﾞ', '\u3099', '각', 'ᆨ', '#', '\u20e3', '\u0301'),
	fc.constantFrom('\u200d', '\ufe0f', '❤️', '👨‍👩‍👧', '🇩🇪', '\x1b[31m', '\x1b[39m', '\x9b1m'),
);
const narrow = fc
	.array(fc.constantFrom('a', 'b', ' ', '─', '…', '●', 'é'), {maxLength: 24})
	.map(parts => parts.join(''));
const text = fc.array(character, {maxLength: 12}).map(parts => parts.join(''));

test('every character is as wide as the stock string-width says', () => {
	const codes = Array.from({length: 0x20000}, (_, code) => code);
	const different = codes.filter(
		code => width(String.fromCodePoint(code)) !== stockWidth(String.fromCodePoint(code)),
	);
	expect(different).toEqual([]);
});

test('every text is as wide as the stock string-width says', () => {
	fc.assert(
		fc.property(text, sample => {
			expect(width(sample)).toBe(stockWidth(sample));
		}),
		{numRuns: 10_000, examples: [['\x9b\x1b[31ma']]},
	);
});

test('Ink measures and wraps every text as before', async () => {
	const stock = {measure: await inksOwn('measure-text'), wrap: await inksOwn('wrap-text')};
	const wrapTypes = ['wrap', 'truncate', 'truncate-end', 'truncate-middle', 'truncate-start', 'hard'];
	fc.assert(
		fc.property(
			fc.oneof(text, narrow),
			fc.integer({min: 1, max: 20}),
			fc.constantFrom(...wrapTypes),
			(sample, columns, type) => {
				expect(measureText(sample)).toEqual(stock.measure(sample));
				expect(wrapText(sample, columns, type)).toBe(stock.wrap(sample, columns, type));
			},
		),
		{numRuns: 2000},
	);
});

const SIZE = {width: 12, height: 4};
const written = fc.record({
	x: fc.integer({min: 0, max: 4}), // no part is wider than its pane
	y: fc.integer({min: 0, max: 4}),
	text: fc
		.array(
			fc.constantFrom(
				'a',
				' ',
				'\n',
				'日',
				'─',
				'é',
				'😀',
				'❤️',
				'\x1b[31m',
				'\x1b[39m',
				'\x1b[1m',
				'\x1b[22m',
			),
			{
				minLength: 1,
				maxLength: 4,
			},
		)
		.map(parts => parts.join('')),
	inverse: fc.boolean(),
});

test('the parts of a frame become the cells that Ink writes as text', async () => {
	const stock = (await inksOwn('output')) as unknown as new (size: typeof SIZE) => {
		write(x: number, y: number, text: string, options: {transformers: Array<(line: string) => string>}): void;
		get(): {output: string};
	};
	fc.assert(
		fc.property(fc.array(written, {maxLength: 3}), parts => {
			const frame = withoutOverlap(parts);
			const [own, theirs] = [new Output(SIZE), new stock(SIZE)];
			for (const {x, y, text, inverse} of frame) {
				const transformers = inverse ? [(line: string) => `\x1b[7m${line}\x1b[27m`] : [];
				own.write(x, y, text, {transformers});
				theirs.write(x, y, text, {transformers});
			}

			const rows = theirs.get().output.split('\n');
			const {output} = own.get();
			expect(output).toEqual(output.map((_, y) => cells(rows[y] ?? '', SIZE.width)));
		}),
		{numRuns: 2000},
	);
});

/** Yoga lays parts out side by side: none stands on another one. */
function withoutOverlap<T extends {x: number; y: number; text: string}>(parts: readonly T[]): T[] {
	const taken = new Set<number>();
	return parts.filter(({y, text}) => {
		const rows = text.split('\n').map((_, at) => y + at);
		if (rows.some(row => taken.has(row))) return false;
		for (const row of rows) taken.add(row);
		return true;
	});
}

/** A module that Ink does not export, and so without types. */
async function inksOwn(name: string): Promise<(...parameters: unknown[]) => unknown> {
	const file = path.join(root, 'node_modules/ink/build', `${name}.js`);
	return ((await import(file)) as {default: (...parameters: unknown[]) => unknown}).default;
}
