/** Defines the colours of each theme by role: numbers of the 256 colours from 16 on, whose values are the same in every terminal. */
import type {Background, TerminalColours} from './background.ts';

/** The themes that a user may choose beside their own; `auto` follows the terminal. */
export const THEMES = ['auto', 'dark', 'light', 'high-contrast', 'mono'] as const;
export type Theme = (typeof THEMES)[number];

export function isBuiltIn(theme: string): theme is Theme {
	return THEMES.some(one => one === theme);
}

/** How a text looks: a colour in Ink's words, and attributes. */
export type Look = {
	readonly color?: string;
	readonly bold?: boolean;
	readonly dimColor?: boolean;
};

/**
 * A colour for each background, then for each in high contrast; last, where terminals have 16 colours, those that most of them show well:
 * without one, the terminal's own.
 */
type Shades = readonly [
	...colours: readonly [onDark: number, onLight: number, highOnDark: number, highOnLight: number],
	...of16: readonly [] | readonly [onDark: string, onLight: string | undefined],
];

/**
 * The colours: in contrast at least 4.5:1 with the usual backgrounds, in high contrast 7:1. Plain text, and what is selected (inverse),
 * have the terminal's own.
 */
export const ROLES = {
	dim: [246, 242, 250, 239],
	frame: [246, 242, 250, 239],
	focus: [80, 25, 123, 20, 'cyan', 'blue'],
	accent: [80, 25, 123, 20, 'cyan', 'blue'],
	error: [203, 160, 217, 88, 'redBright', 'red'],
	warning: [221, 94, 229, 54, 'yellowBright', 'magenta'],
	success: [114, 22, 157, 22, 'green', undefined],
	mention: [213, 127, 219, 90, 'magentaBright', 'magenta'],
} as const satisfies Record<string, Shades>;
export type Role = keyof typeof ROLES;

/** The colours of names; none is similar to that of errors. */
export const NAMES: readonly Shades[] = [
	[114, 22, 157, 22, 'green', undefined],
	[80, 24, 123, 17, 'cyan', 'blue'],
	[111, 26, 153, 20, 'cyan', 'blue'],
	[213, 127, 219, 90, 'magentaBright', 'magenta'],
	[221, 94, 229, 235, 'yellowBright', undefined],
];

/** Attributes of roles that nothing but the colour may tell from plain text. */
const MARKS: Readonly<Partial<Record<Role, Look>>> = {error: {bold: true}, mention: {bold: true}};
/** Further ones where a role has no colour. */
const WITHOUT_COLOUR: Readonly<Partial<Record<Role, Look>>> = {
	dim: {dimColor: true},
	frame: {dimColor: true},
};

/** The look of each role, and those of names. */
export type Palette = Readonly<Record<Role, Look>> & {readonly names: readonly Look[]};

/** @param at which of the shades; none: no colours */
function paletteAt(at?: 0 | 1 | 2 | 3 | 4 | 5): Palette {
	const colour = (shades: Shades): Look | undefined => {
		const shade = at === undefined ? undefined : shades[at];
		return shade === undefined ? undefined : {color: typeof shade === 'number' ? `ansi256(${shade})` : shade};
	};
	const roles = Object.keys(ROLES) as Role[]; // the keys of the table
	const looks = roles.map(role => [role, {...(colour(ROLES[role]) ?? WITHOUT_COLOUR[role]), ...MARKS[role]}]);
	const without: Look = at === undefined ? {bold: true} : {}; // of names
	return {
		...(Object.fromEntries(looks) as Record<Role, Look>),
		names: NAMES.map(name => colour(name) ?? without),
	}; // one for each
}

const plain: Readonly<Record<Background, Palette>> = {dark: paletteAt(0), light: paletteAt(1)};
const highContrast: Readonly<Record<Background, Palette>> = {dark: paletteAt(2), light: paletteAt(3)};
const of16: Readonly<Record<Background, Palette>> = {dark: paletteAt(4), light: paletteAt(5)};
export const mono = paletteAt();

/** Returns the palette that is in force: the same object as long as it stays so. */
export function paletteOf(theme: Theme, {background, isColourless, depth}: TerminalColours): Palette {
	if (theme === 'mono' || (theme === 'auto' && isColourless)) return mono;
	const behind = theme === 'dark' || theme === 'light' ? theme : background;
	if (depth === 16) return of16[behind];
	return theme === 'high-contrast' ? highContrast[behind] : plain[behind];
}
