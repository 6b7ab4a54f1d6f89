/** A theme of one's own: what its file may hold, what it has from its base, and what is said of one that is wrong or faint. */
import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {isThemeName, ownPaletteOf, readTheme, type OwnTheme} from '../../terminal/own-theme.ts';
import {paletteOf, ROLES} from '../../terminal/palette.ts';

const terminal = {background: 'dark', isColourless: false, depth: 256} as const;

function themeOf(content: object): OwnTheme {
	const theme = readTheme('solar', JSON.stringify(content));
	if ('problem' in theme) throw new Error(theme.problem);
	return theme;
}

function problemIn(text: string): string {
	const theme = readTheme('solar', text);
	return 'problem' in theme ? theme.problem : 'nothing';
}

test('what a theme does not say it has from its base, which is dark unless it says light', () => {
	for (const base of ['dark', 'light'] as const) {
		const palette = ownPaletteOf(themeOf({base, accent: '#88c0d0', error: '#BF616A'}), terminal);
		const built = paletteOf(base, terminal);
		expect(palette).toEqual({
			...built,
			accent: {color: '#88c0d0'},
			error: {color: '#BF616A', bold: true},
		});
	}

	expect(ownPaletteOf(themeOf({}), terminal)).toEqual(paletteOf('dark', terminal));
});

test('it may have every role of the built-in themes, and colours of names', () => {
	const roles = Object.fromEntries(Object.keys(ROLES).map(role => [role, '#ffffff']));
	const palette = ownPaletteOf(themeOf({...roles, names: ['#eeeeee', '#dddddd']}), terminal);
	expect(new Set(Object.keys(ROLES).map(role => palette[role as keyof typeof ROLES].color))).toEqual(
		new Set(['#ffffff']),
	);
	expect(palette.names).toEqual([{color: '#eeeeee'}, {color: '#dddddd'}]);
});

test('a terminal of 16 colours shows the base, and the palette is the same object each time', () => {
	const theme = themeOf({base: 'light', accent: '#88c0d0'});
	const of16 = {...terminal, depth: 16} as const;
	expect(ownPaletteOf(theme, of16)).toBe(paletteOf('light', of16));
	expect(ownPaletteOf(theme, terminal)).toBe(ownPaletteOf(theme, terminal));
});

test('a colour that is hard to read on a usual background of the base is named with its contrast, and used', () => {
	const theme = themeOf({dim: '#555555', accent: '#88c0d0', names: ['#ffffff', '#333333']});
	expect(theme.faint).toEqual(['dim 1.8:1', 'names 2 1.1:1']);
	expect(theme.palette.dim).toEqual({color: '#555555'});
	expect(themeOf({base: 'light', accent: '#88c0d0'}).faint).toEqual(['accent 1.8:1']);
	expect(themeOf({base: 'light', accent: '#005f87'}).faint).toEqual([]);
});

test.each([
	['', 'is not a JSON object, such as {"base": "dark", "accent": "#88c0d0"}.'],
	['[]', 'is not a JSON object, such as {"base": "dark", "accent": "#88c0d0"}.'],
	['null', 'is not a JSON object, such as {"base": "dark", "accent": "#88c0d0"}.'],
	['{"accent": "#88c0d0"', 'is not a JSON object, such as {"base": "dark", "accent": "#88c0d0"}.'],
	[
		'{"acent": "#88c0d0"}',
		'has “acent”; a theme has base, dim, frame, focus, accent, error, warning, success, mention, names.',
	],
	['{"base": "mono"}', 'has a base that is not "dark" or "light".'],
	['{"dim": 7}', 'has under “dim” what is not a colour such as "#88c0d0".'],
	['{"error": "red"}', 'has under “error” what is not a colour such as "#88c0d0".'],
	['{"error": "#88c0d0\\u001b[2J"}', 'has under “error” what is not a colour such as "#88c0d0".'],
	['{"error": "#88c0d0\\n"}', 'has under “error” what is not a colour such as "#88c0d0".'],
	['{"names": "#88c0d0"}', 'has under “names” what is not a list of at most 16 colours such as "#88c0d0".'],
	['{"names": ["blue"]}', 'has under “names” what is not a list of at most 16 colours such as "#88c0d0".'],
	[
		JSON.stringify({names: Array.from({length: 17}, () => '#ffffff')}),
		'has under “names” what is not a list of at most 16 colours such as "#88c0d0".',
	],
	['{"__proto__": {"accent": "#88c0d0"}}', expect.stringContaining('has “__proto__”')],
])('%s: it %s', (text, problem) => {
	expect(problemIn(text)).toEqual(problem);
});

test('the example of the documentation has every slot, and can be read', async () => {
	const [, example = ''] = /```json\n([^]*?)```/.exec(await readFile('docs/themes.md', 'utf8')) ?? [];
	const content = JSON.parse(example) as object;
	expect(Object.keys(content)).toEqual(['base', ...Object.keys(ROLES), 'names']);
	expect(themeOf(content).faint).toEqual([]);
});

test('a byte order mark does no harm, and a long wrong name is cut', () => {
	expect(problemIn('\ufeff{}')).toBe('nothing');
	expect(problemIn(JSON.stringify({['x'.repeat(1000)]: 1})).length).toBeLessThan(200);
});

test('a name is one of a file in the folder, and of no other', () => {
	expect(['solar', 'solar-2', 'a_b', '1'].map(isThemeName)).not.toContain(false);
	expect(
		['', '../x', 'a/b', 'a.b', '-x', 'Solar', 'a b', 'x'.repeat(33), 'a\n'].map(isThemeName),
	).not.toContain(true);
});
