/** What stands on the terminal is what the panes say, one in front of the other, however it came about; and it takes few bytes. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {Compositor} from '../../terminal/compositor.ts';
import type {Rectangle} from '../../terminal/drawn-pane.ts';
import {width} from '../../terminal/width.ts';
import {EmulatedScreen, type ScreenCell} from '../harness/screen.ts';

/** A terminal that is seen, and can be stuck. */
class Terminal {
	readonly emulated: EmulatedScreen;
	readonly written: string[] = [];
	isStuck = false;
	#onDrain: Array<() => void> = [];
	#last = Promise.resolve();

	constructor(columns: number, rows: number) {
		this.emulated = new EmulatedScreen(columns, rows);
	}

	write(text: string): boolean {
		this.written.push(text);
		this.#last = this.emulated.print(text);
		return !this.isStuck;
	}

	once(_: 'drain', listener: () => void): void {
		this.#onDrain.push(listener);
	}

	drain(): void {
		this.isStuck = false;
		for (const listener of this.#onDrain.splice(0)) listener();
	}

	async rows(): Promise<string[]> {
		await this.#last;
		return this.emulated.screen();
	}
}

function setUp(columns = 20, rows = 4) {
	const terminal = new Terminal(columns, rows);
	terminal.write('\x1b[?1049h\x1b[?7l');
	const compositor = new Compositor(terminal, columns, rows);
	compositor.flush();
	terminal.written.length = 0;
	const shown = () => {
		compositor.flush();
		return terminal.rows();
	};
	return {terminal, compositor, shown};
}

const BACK: Rectangle = {x: 0, y: 0, width: 20, height: 4};
const FRONT: Rectangle = {x: 5, y: 1, width: 6, height: 2, z: 1};
const LETTERS = [
	'aaaaaaaaaaaaaaaaaaaa',
	'bbbbbbbbbbbbbbbbbbbb',
	'cccccccccccccccccccc',
	'dddddddddddddddddddd',
];

describe('panes', () => {
	test('what is in front hides what is behind, and uncovers it when it goes', async () => {
		const {compositor, shown} = setUp();
		compositor.place('dialog', FRONT);
		compositor.draw('dialog', ['yes?']);
		compositor.place('back', BACK);
		compositor.draw('back', LETTERS);
		expect(await shown()).toEqual([LETTERS[0], 'bbbbbyes?  bbbbbbbbb', 'ccccc      ccccccccc', LETTERS[3]]);
		compositor.remove('dialog');
		expect(await shown()).toEqual(LETTERS);
	});

	test('what changes behind a dialog is not written, and is there when the dialog goes', async () => {
		const {compositor, shown, terminal} = setUp();
		compositor.place('back', BACK);
		compositor.draw('back', LETTERS);
		compositor.place('dialog', FRONT);
		await shown();
		terminal.written.length = 0;
		compositor.draw('back', [LETTERS[0]!, 'bbbbbXXXbbbbbbbbbbbb', ...LETTERS.slice(2)]);
		await shown();
		expect(terminal.written).toEqual([]);
		compositor.remove('dialog');
		expect((await shown())[1]).toBe('bbbbbXXXbbbbbbbbbbbb');
	});

	test('a pane that moves leaves nothing behind', async () => {
		const {compositor, shown} = setUp();
		compositor.place('one', {x: 0, y: 0, width: 4, height: 2});
		compositor.draw('one', ['1234', '5678']);
		await shown();
		compositor.place('one', {x: 10, y: 2, width: 4, height: 2});
		expect(await shown()).toEqual(['', '', '          1234', '          5678']);
	});

	test('a row that is too long or has wide characters at its edge stays in its pane', async () => {
		const {compositor, shown} = setUp();
		compositor.place('left', {x: 0, y: 0, width: 5, height: 3});
		compositor.place('right', {x: 5, y: 0, width: 5, height: 3});
		compositor.draw('right', ['right', 'right', 'right']);
		compositor.draw('left', ['much too long', '漢字漢字', 'short\x1b[2J\x1b[9;9Hmoved\x1b]0;title\x07']);
		expect(await shown()).toEqual(['much right', '漢字 right', 'shortright', '']);
	});

	test('half a wide character cut by a dialog becomes a blank', async () => {
		const {compositor, shown} = setUp();
		compositor.place('back', BACK);
		compositor.draw('back', LETTERS);
		await shown();
		compositor.draw('back', ['', '漢漢漢漢漢漢', 'x漢漢漢漢漢漢']);
		compositor.place('dialog', FRONT);
		compositor.draw('dialog', ['yes?..', 'no?...']);
		expect((await shown()).slice(1, 3)).toEqual(['漢漢 yes?.. ', 'x漢漢no?...漢'].map(row => row.trimEnd()));
		compositor.remove('dialog');
		expect((await shown()).slice(1, 3)).toEqual(['漢漢漢漢漢漢', 'x漢漢漢漢漢漢']);
	});

	test('one that reaches over the edge of the screen is cut there', async () => {
		const {compositor, shown} = setUp(6, 2);
		compositor.place('wide', {x: -1, y: -1, width: 9, height: 5});
		compositor.draw('wide', ['above', 'z'.repeat(9), 'z'.repeat(9)]);
		await shown();
		compositor.draw('wide', ['above', '漢漢漢漢漢', 'abcdefgh']);
		expect(await shown()).toEqual([' 漢漢', 'bcdefg']);
	});

	test('a mark with no letter to stand on takes a cell, as Ink has it', async () => {
		const {compositor, shown} = setUp();
		compositor.place('back', BACK);
		compositor.draw('back', ['│\x1b[1m\u0301a│']);
		expect((await shown())[0]).toBe('│ a│');
	});

	test('a click finds the pane in front, and where in it', () => {
		const {compositor} = setUp();
		compositor.place('back', BACK);
		compositor.place('dialog', FRONT);
		expect(compositor.paneAt(6, 2)).toEqual({id: 'dialog', x: 1, y: 1});
		expect(compositor.paneAt(11, 2)).toEqual({id: 'back', x: 11, y: 2});
		expect(compositor.paneAt(6, 9)).toBeUndefined();
	});
});

describe('the cursor', () => {
	test('stands where the foremost pane that has one says', async () => {
		const {compositor, shown, terminal} = setUp();
		const {emulated} = terminal;
		await shown();
		expect(emulated.isCursorShown).toBe(false);
		compositor.place('bar', {x: 2, y: 3, width: 10, height: 1});
		compositor.draw('bar', ['> text']);
		compositor.cursor('bar', {x: 6, y: 0});
		await shown();
		expect([emulated.isCursorShown, emulated.cursor()]).toEqual([true, {x: 8, y: 3}]);
		compositor.place('dialog', FRONT);
		await shown();
		expect([emulated.isCursorShown, emulated.cursor()]).toEqual([true, {x: 8, y: 3}]);
		compositor.cursor('dialog', null);
		await shown();
		expect(emulated.isCursorShown).toBe(false);
		compositor.cursor('dialog', {x: 1, y: 1});
		await shown();
		expect([emulated.isCursorShown, emulated.cursor()]).toEqual([true, {x: 6, y: 2}]);
		compositor.remove('dialog');
		await shown();
		expect([emulated.isCursorShown, emulated.cursor()]).toEqual([true, {x: 8, y: 3}]);
	});

	test('comes back to its place when something else has been painted', async () => {
		const {compositor, shown, terminal} = setUp();
		compositor.place('back', BACK);
		compositor.cursor('back', {x: 6, y: 3});
		await shown();
		compositor.draw('back', ['new']);
		await shown();
		expect(terminal.emulated.cursor()).toEqual({x: 6, y: 3});
	});

	test('is hidden again after somebody else had the terminal', async () => {
		const {compositor, shown, terminal} = setUp();
		await shown();
		compositor.pause();
		terminal.write('\x1b[?25h');
		compositor.resume();
		await shown();
		expect(terminal.emulated.isCursorShown).toBe(false);
	});
});

describe('letters that are typed', () => {
	function field(room: number | undefined, text = '› ab') {
		const set = setUp();
		set.compositor.place('bar', {x: 2, y: 3, width: 10, height: 1});
		set.compositor.draw('bar', [text]);
		set.compositor.cursor('bar', {x: 4, y: 0, room});
		return set;
	}

	test('stand on the screen at once, by themselves, and nothing more is written when the pane draws them', async () => {
		const {compositor, shown, terminal} = field(4);
		await shown();
		terminal.written.length = 0;
		compositor.echo('bar', 'c');
		expect(terminal.written).toEqual(['c']);
		compositor.draw('bar', ['› abc']);
		compositor.cursor('bar', {x: 5, y: 0, room: 3});
		expect((await shown())[3]).toBe('  › abc');
		expect(terminal.emulated.cursor()).toEqual({x: 7, y: 3});
		expect(terminal.written).toEqual(['c']);
	});

	test('go again when the pane has not taken them', async () => {
		const {compositor, shown, terminal} = field(4);
		await shown();
		compositor.echo('bar', 'c');
		expect((await shown())[3]).toBe('  › ab');
		expect(terminal.emulated.cursor()).toEqual({x: 6, y: 3});
	});

	test.each([
		['there is no room', field(0), 'c'],
		['the pane says of none, as a password’s', field(undefined), 'c'],
		['there is less room than letters', field(2), 'cde'],
		['other letters stand there', field(4, '› ab…'), 'c'],
		['they may join the letter before', field(4), '\u0301'],
		['they are wide', field(4), '漢'],
		['they are no letters', field(4), '\x1b[2J'],
	])('wait for the pane where %s', async (_, {compositor, shown, terminal}, typed) => {
		await shown();
		terminal.written.length = 0;
		compositor.echo('bar', typed);
		expect(terminal.written).toEqual([]);
	});

	test('wait for the pane while its cursor is elsewhere, something stands in front, or the terminal takes nothing', async () => {
		const {compositor, shown, terminal} = field(4);
		await shown();
		terminal.written.length = 0;
		compositor.echo('dialog', 'c');
		compositor.cursor('bar', {x: 3, y: 0, room: 4});
		compositor.echo('bar', 'c');
		await shown();
		compositor.place('dialog', FRONT);
		compositor.cursor('dialog', null);
		compositor.echo('bar', 'c');
		compositor.remove('dialog');
		await shown();
		compositor.pause();
		compositor.echo('bar', 'c');
		expect(terminal.written.join('')).not.toContain('c');
	});
});

describe('what is written', () => {
	test('is nothing when nothing changed', async () => {
		const {compositor, shown, terminal} = setUp();
		compositor.place('back', BACK);
		compositor.draw('back', LETTERS);
		await shown();
		terminal.written.length = 0;
		compositor.draw('back', [...LETTERS]);
		compositor.place('back', {...BACK});
		await shown();
		expect(terminal.written).toEqual([]);
	});

	test('for a key in a coloured bar between frames, is a few bytes in one synchronized write', async () => {
		const {compositor, shown, terminal} = setUp(200, 60);
		const row = (text: string) => `\x1b[32m│\x1b[39m › \x1b[1m${text.padEnd(190)}\x1b[22m \x1b[32m│\x1b[39m`;
		compositor.place('bar', {x: 0, y: 57, width: 200, height: 3});
		compositor.draw('bar', ['', row('hello worl')]);
		compositor.cursor('bar', {x: 14, y: 1});
		await shown();
		terminal.written.length = 0;
		compositor.draw('bar', ['', row('hello world')]);
		compositor.cursor('bar', {x: 15, y: 1});
		await shown();
		expect(terminal.written.length).toBe(1);
		expect(terminal.written[0]).toMatch(/^\x1b\[\?2026h.*\x1b\[\?2026l$/);
		expect(terminal.written[0]!.length).toBeLessThan(50);
		expect(terminal.emulated.cursor()).toEqual({x: 15, y: 58});
	});

	test('for a long row that is deleted, is not its blanks', async () => {
		const {compositor, shown, terminal} = setUp(200, 4);
		compositor.place('bar', {x: 0, y: 0, width: 200, height: 1});
		compositor.draw('bar', ['x'.repeat(200)]);
		await shown();
		terminal.written.length = 0;
		compositor.draw('bar', ['x']);
		expect((await shown())[0]).toBe('x');
		expect(terminal.written.join('').length).toBeLessThan(50);
	});

	test('leaves the colours of one pane in that pane', async () => {
		const {compositor, shown, terminal} = setUp();
		compositor.place('left', {x: 0, y: 0, width: 5, height: 1});
		compositor.place('right', {x: 5, y: 0, width: 5, height: 1});
		compositor.draw('left', ['\x1b[31;1;48;5;200mredredred']);
		compositor.draw('right', ['plain']);
		await shown();
		expect(terminal.emulated.cell(4, 0)).toMatchObject({
			text: 'e',
			foreground: 1,
			background: 200,
			bold: true,
		});
		expect(terminal.emulated.cell(5, 0)).toMatchObject({
			text: 'p',
			foreground: undefined,
			background: undefined,
			bold: false,
		});
	});

	test('comes by itself at the end of the turn, all of it at once', async () => {
		const {compositor, terminal} = setUp();
		compositor.place('one', {x: 0, y: 0, width: 5, height: 1});
		compositor.draw('one', ['one']);
		compositor.place('two', {x: 5, y: 1, width: 5, height: 1});
		compositor.draw('two', ['two']);
		expect(terminal.written).toEqual([]);
		await new Promise(resolve => setImmediate(resolve));
		expect(terminal.written.length).toBe(1);
		expect(await terminal.rows()).toEqual(['one', '     two', '', '']);
	});
});

describe('characters that terminals measure differently', () => {
	test.each(['❤️', '👨‍👩‍👧', '1️⃣', '🇩🇪', '☺', '👍🏽', 'क्षि', '\u0301', '🫩'])(
		'%s moves nothing beside it',
		async character => {
			const {compositor, shown, terminal} = setUp(30, 2);
			const {emulated} = terminal;
			const rest = () => Array.from({length: 16}, (_, at) => emulated.cell(12 + at, 0).text || ' ').join('');
			compositor.place('left', {x: 0, y: 0, width: 12, height: 1});
			compositor.place('right', {x: 12, y: 0, width: 16, height: 1});
			compositor.draw('right', ['│right is right│']);
			compositor.draw('left', [`ab ${character} cdef`]);
			await shown();
			expect(rest()).toBe('│right is right│');
			compositor.draw('left', [`     xyz ${character}`]);
			await shown();
			expect(rest()).toBe('│right is right│');
			compositor.draw('left', ['gone']);
			await shown();
			expect(emulated.line(0)).toBe('gone        │right is right│');
		},
	);
});

describe('a terminal that', () => {
	test('does not take what it is sent gets the newest state later, not every frame between', async () => {
		const {compositor, shown, terminal} = setUp();
		compositor.place('back', BACK);
		terminal.isStuck = true;
		compositor.draw('back', ['first']);
		await shown();
		compositor.draw('back', ['second']);
		await shown();
		compositor.draw('back', ['third']);
		await shown();
		expect(terminal.written.length).toBe(1);
		terminal.drain();
		expect(await terminal.rows()).toEqual(['third', '', '', '']);
		expect(terminal.written.length).toBe(2);
	});

	test('belongs to somebody else for a while is painted anew after that', async () => {
		const {compositor, shown, terminal} = setUp();
		compositor.place('back', BACK);
		compositor.draw('back', LETTERS);
		await shown();
		compositor.pause();
		terminal.write('\x1b[2;3Hwritten by a shell\r\n$ ');
		compositor.draw('back', [...LETTERS.slice(0, 3), 'new']);
		const meanwhile = await shown();
		expect(meanwhile[3]).toBe(LETTERS[3]);
		compositor.resume();
		expect(await shown()).toEqual([...LETTERS.slice(0, 3), 'new']);
	});

	test('changes its size is painted anew', async () => {
		const {compositor, shown, terminal} = setUp();
		compositor.place('back', BACK);
		compositor.draw('back', LETTERS);
		await shown();
		terminal.emulated.resize(10, 6);
		compositor.place('back', {x: 0, y: 1, width: 10, height: 4});
		compositor.resize(10, 6);
		expect(await shown()).toEqual(['', ...LETTERS.map(row => row.slice(0, 10)), '']);
	});
});

/* The property: after any history, the screen shows what painting every pane in full, the hindmost first, would show. */

const COLUMNS = 24;
const ROWS = 6;

/** A row as pairs of an SGR sequence, or nothing, and a character. */
type Row = ReadonlyArray<readonly [sgr: string, character: string]>;
type Panes = ReadonlyMap<string, {readonly at: Rectangle; readonly rows: readonly Row[]}>;

const sgr = fc.constantFrom(
	...[
		'',
		'',
		'',
		'\x1b[31m',
		'\x1b[1m',
		'\x1b[0m',
		'\x1b[44m',
		'\x1b[39m',
		'\x1b[7;38;5;99m',
		'\x1b[27m',
		'\x1b[22;49m',
	],
);
const rectangle = fc
	.tuple(
		fc.nat({max: COLUMNS - 1}),
		fc.nat({max: ROWS - 1}),
		fc.nat({max: COLUMNS}),
		fc.nat({max: ROWS}),
		fc.nat({max: 2}),
	)
	.map(([x, y, width, height, z]) => ({
		x,
		y,
		width: 1 + (width % (COLUMNS - x)),
		height: 1 + (height % (ROWS - y)),
		z,
	}));
const id = fc.constantFrom('a', 'b', 'c', 'd');

function steps(characters: readonly string[]) {
	const row = fc.array(fc.tuple(sgr, fc.constantFrom(...characters)), {maxLength: COLUMNS + 2});
	return fc.array(
		fc.oneof(
			fc.record({do: fc.constant('place' as const), id, at: rectangle}),
			fc.record({do: fc.constant('draw' as const), id, rows: fc.array(row, {maxLength: ROWS})}),
			fc.record({do: fc.constant('remove' as const), id}),
			fc.record({do: fc.constant('type' as const), id, x: fc.nat({max: COLUMNS})}),
			fc.record({do: fc.constant('flush' as const)}),
		),
		{maxLength: 20},
	);
}

type Step = ReturnType<typeof steps> extends fc.Arbitrary<Array<infer Each>> ? Each : never;

/** Does the steps, and says which panes there are in the end. */
function carryOut(history: readonly Step[], compositor: Compositor): Panes {
	const panes = new Map<string, {at: Rectangle; rows: readonly Row[]}>();
	for (const step of history) {
		if (step.do === 'flush') compositor.flush();
		else if (step.do === 'type') {
			compositor.cursor(step.id, {x: step.x, y: 0, room: 2});
			compositor.flush();
			compositor.echo(step.id, 'xy');
		} else if (step.do === 'place') {
			compositor.place(step.id, step.at);
			panes.set(step.id, {rows: panes.get(step.id)?.rows ?? [], at: step.at});
		} else if (step.do === 'remove') {
			compositor.remove(step.id);
			panes.delete(step.id);
		} else {
			const pane = panes.get(step.id);
			compositor.draw(
				step.id,
				step.rows.map(row => row.flat().join('')),
			);
			if (pane !== undefined) panes.set(step.id, {...pane, rows: step.rows});
		}
	}

	compositor.flush();
	return panes;
}

function naivePaint(panes: Panes): string {
	let output = '\x1b[?1049h\x1b[?7l';
	const byDepth = [...panes.values()].sort((one, other) => (one.at.z ?? 0) - (other.at.z ?? 0));
	for (const {at, rows} of byDepth) {
		for (let y = 0; y < at.height; y++) {
			output += `\x1b[m\x1b[${at.y + y + 1};${at.x + 1}H\x1b[${at.width}X`;
			let x = 0;
			for (const [style, character] of rows[y] ?? []) {
				output += style;
				if (x + width(character) > at.width) break;
				output += `\x1b[${at.y + y + 1};${at.x + x + 1}H${character}`;
				x += width(character);
			}
		}
	}

	return output;
}

/** The cells; of blank ones only `withBlanks` says how they look. */
function looks({emulated}: Terminal, withBlanks: boolean): string[][] {
	const look = ({text, ...attributes}: ScreenCell) =>
		text.trim() === '' && !withBlanks ? '' : JSON.stringify({...attributes, text: text.trim()});
	return emulated.cells().map(row => row.map(look));
}

test.each([
	['narrow characters', true, ['a', 'b', ' ', ' ', '─', 'é', 'e\u0301']],
	// A half of one that is cut becomes a blank, of which the emulator and the compositor see the colours differently.
	['wide characters', false, ['a', ' ', '漢', '字', '한', '😀']],
])(
	'whatever panes with %s did before, they look as if painted one after the other',
	async (_, withBlanks, characters) => {
		await fc.assert(
			fc.asyncProperty(steps(characters), async history => {
				const {compositor, terminal} = setUp(COLUMNS, ROWS);
				const expected = new Terminal(COLUMNS, ROWS);
				expected.write(naivePaint(carryOut(history, compositor)));
				await Promise.all([terminal.rows(), expected.rows()]);
				expect(looks(terminal, withBlanks)).toEqual(looks(expected, withBlanks));
			}),
			{numRuns: 300},
		);
	},
);

test('what lies behind the veil of a pane is blank, and is seen again when the pane is gone', async () => {
	const {compositor, shown} = setUp();
	compositor.place('back', BACK);
	compositor.draw('back', LETTERS);
	compositor.place('front', {...FRONT, veil: {x: 3, y: 0, width: 30, height: 3}});
	compositor.draw('front', ['xxxxxx', 'yyyyyy']);
	expect(await shown()).toEqual(['aaa', 'bbb  xxxxxx', 'ccc  yyyyyy', 'dddddddddddddddddddd']);
	compositor.remove('front');
	expect(await shown()).toEqual(LETTERS);
});
