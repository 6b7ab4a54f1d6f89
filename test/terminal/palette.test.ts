/** The colours of each theme can be read on the usual backgrounds, and say the same where there are none. */
import {describe, expect, test} from 'vitest';
import {contrast, leastContrast} from '../../terminal/contrast.ts';
import {mono, NAMES, paletteOf, ROLES, type Look, type Theme} from '../../terminal/palette.ts';

/** The values of the 256 colours: a cube of six steps, and 24 greys. */
function ofNumber(number: number): string {
	const steps = [0, 95, 135, 175, 215, 255];
	const parts =
		number >= 232
			? [0, 0, 0].map(() => 8 + 10 * (number - 232))
			: [36, 6, 1].map(place => steps[Math.floor((number - 16) / place) % 6]!);
	return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`;
}

function numberOf({color = ''}: Look): number {
	return Number(/^ansi256\((\d+)\)$/.exec(color)?.[1]);
}

/** How far two colours are apart to the eye: CIE76, of which 2 is just seen, and 30 at a glance. */
function distance(one: string, other: string): number {
	const [a, b] = [lab(one), lab(other)];
	return Math.hypot(...a.map((value, at) => value - b[at]!));
}

function lab(colour: string): number[] {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5]
		.map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
		.map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
	const [x = 0, y = 0, z = 0] = [
		(0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
		0.2126 * red + 0.7152 * green + 0.0722 * blue,
		(0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
	].map(value => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116));
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const roles = Object.keys(ROLES) as ReadonlyArray<keyof typeof ROLES>;

describe.each([
	['auto', 'dark', 4.5],
	['auto', 'light', 4.5],
	['dark', 'dark', 4.5],
	['light', 'light', 4.5],
	['high-contrast', 'dark', 7],
	['high-contrast', 'light', 7],
] as const)('in the theme %s on a %s background', (theme, background, least) => {
	const palette = paletteOf(theme, {background, isColourless: false, depth: 256});

	test.each([
		...roles.map(role => [role, palette[role]] as const),
		...palette.names.map((look, at) => [`name ${at + 1}`, look] as const),
	])(`the contrast of %s is at least ${least}`, (_, look) => {
		expect(leastContrast(ofNumber(numberOf(look)), background)).toBeGreaterThanOrEqual(least);
	});

	test('every colour is one of the 240 that no terminal has its own idea of', () => {
		const looks = [...roles.map(role => palette[role]), ...palette.names];
		for (const look of looks) expect(numberOf(look)).toBeGreaterThanOrEqual(16);
	});

	test('no name looks like an error, or like another name', () => {
		const names = palette.names.map(look => ofNumber(numberOf(look)));
		expect(names).toHaveLength(NAMES.length);
		for (const [at, name] of names.entries()) {
			expect(distance(name, ofNumber(numberOf(palette.error)))).toBeGreaterThan(35);
			for (const other of names.slice(at + 1)) expect(distance(name, other)).toBeGreaterThan(25);
		}
	});

	test('errors and mentions are bold, whoever sees no difference between red and green', () => {
		expect([palette.error.bold, palette.mention.bold]).toEqual([true, true]);
	});
});

/** The values of 16 colours in terminals that have no more: XTerm, the console of Linux, PuTTY. */
const SIXTEEN: Readonly<Record<string, string>> = {
	xterm: 'cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff',
	linux: 'aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa ff5555 55ff55 ffff55 5555ff ff55ff 55ffff',
	putty: 'bb0000 00bb00 bbbb00 0000bb bb00bb 00bbbb ff5555 55ff55 ffff55 5555ff ff55ff 55ffff',
};
const HUES = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan'];
const CALLED = [...HUES, ...HUES.map(hue => `${hue}Bright`)];

describe.each(Object.entries(SIXTEEN))('in the 16 colours of %s', (_, values) => {
	const valueOf = (colour: string) => `#${values.split(' ')[CALLED.indexOf(colour)]}`;

	test.each(['dark', 'light'] as const)('those are used that can be read on a %s background', background => {
		const behind = background === 'dark' ? '#000000' : '#ffffff';
		for (const theme of ['auto', 'high-contrast', background] as const) {
			const {names, ...others} = paletteOf(theme, {background, isColourless: false, depth: 16});
			const colours = [...names, ...Object.values(others)].flatMap(({color}) => color ?? []);
			expect(colours.length).toBeGreaterThan(6);
			for (const colour of colours)
				expect(contrast(valueOf(colour), behind), colour).toBeGreaterThanOrEqual(4.5);
			expect(others.dim).toEqual(mono.dim);
		}
	});
});

test('contrast is that of WCAG', () => {
	expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
	expect(contrast('#ffffff', '#767676')).toBeCloseTo(4.54, 2);
	expect(leastContrast('#767676', 'light')).toBeLessThan(4.5);
});

describe('in the theme mono', () => {
	test.each([
		...roles.map(role => [role, mono[role]] as const),
		...mono.names.map(look => ['a name', look] as const),
	])('%s has no colour', (_, look) => {
		expect(Object.keys(look).filter(name => name !== 'bold' && name !== 'dimColor')).toEqual([]);
	});

	test('errors, mentions, what is faint and plain text differ', () => {
		expect([mono.error, mono.mention]).toEqual([{bold: true}, {bold: true}]);
		expect([mono.dim, mono.frame]).toEqual([{dimColor: true}, {dimColor: true}]);
		expect(mono.focus).not.toEqual(mono.frame);
		expect(mono.success).not.toEqual(mono.error);
	});
});

test('NO_COLOR means no colours, unless a theme is chosen that has some', () => {
	const colours = {background: 'dark', isColourless: true, depth: 256} as const;
	expect(paletteOf('auto', colours)).toBe(mono);
	expect(paletteOf('light', colours)).toBe(paletteOf('light', {...colours, isColourless: false, depth: 256}));
});

test('a theme is the same object each time, so that nothing renders anew for it', () => {
	for (const theme of [
		'auto',
		'dark',
		'light',
		'high-contrast',
		'mono',
	] as const satisfies readonly Theme[]) {
		const palette = () => paletteOf(theme, {background: 'light', isColourless: false, depth: 256});
		expect(palette()).toBe(palette());
	}
});
