/** A line is edited by characters, blanks and backspaces, and always shows what was typed. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {echo, NOTHING, type Echoed} from '../../terminal/echo.ts';
import {graphemes, width} from '../../terminal/width.ts';
import {EmulatedScreen} from '../harness/screen.ts';

const COLUMNS = 30;

/** A text with the cursor between two graphemes. */
const line: fc.Arbitrary<Echoed> = fc
	.tuple(fc.array(fc.constantFrom('a', 'b', ' ', '漢', '👍', 'é', '\n'), {maxLength: 20}), fc.nat(20))
	.map(([letters, at]) => {
		const parts = graphemes(letters.join(''));
		return {before: parts.slice(0, at).join(''), after: parts.slice(at).join('')};
	});

test('whatever is typed and deleted, the last row shows it, with the cursor where it belongs', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(line, {minLength: 1, maxLength: 6}), async lines => {
			const screen = new EmulatedScreen(COLUMNS, 60);
			let shown = NOTHING;
			for (const next of lines) {
				await screen.print(echo(shown, next, COLUMNS).replaceAll('\n', '\r\n'));
				shown = next;
				const last = (next.before + next.after).split('\n').at(-1) ?? '';
				const {cursorY, cursorX, baseY} = screen.terminal.buffer.active;
				if (width(last) < COLUMNS && !(next.before + next.after).includes('\n')) {
					const row = screen.terminal.buffer.active.getLine(baseY + cursorY);
					expect(row?.translateToString(true).trimEnd()).toBe(last.trimEnd());
					expect(cursorX).toBe(width(next.before));
				}
			}
		}),
		{numRuns: 300},
	);
});

test('a letter at the end writes that letter alone', () => {
	const long = 'x'.repeat(200);
	expect(echo({before: long, after: ''}, {before: `${long}y`, after: ''}, COLUMNS)).toBe('y');
});

test('a text of several rows that stays as it is is not written again', () => {
	const long = {before: 'x'.repeat(200), after: 'y'};
	expect(echo(long, long, COLUMNS)).toBe('');
});

test('nothing but characters, blanks, line breaks and backspaces is written', () => {
	fc.assert(
		fc.property(line, line, (shown, next) => {
			expect(echo(shown, next, COLUMNS)).not.toMatch(/[\x00-\x07\x0b-\x1f\x7f]/);
		}),
	);
});
