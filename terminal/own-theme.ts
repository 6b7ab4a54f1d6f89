/** Reads a theme that a user has written: colours by role, and the built-in theme that has the others. */
import type {Background, TerminalColours} from './background.ts';
import {isColour, leastContrast, READABLE} from './contrast.ts';
import {paletteOf, ROLES, type Look, type Palette, type Role} from './palette.ts';

export type OwnTheme = {
	readonly name: string;
	/** The built-in theme that has the colours which are not its own, and in a terminal of 16 colours all of them. */
	readonly base: Background;
	readonly palette: Palette;
	/** Its colours that are hard to read on the usual backgrounds of the base, such as `dim 3.1:1`. */
	readonly faint: readonly string[];
};

/** Shape of the name of a theme: that of its file, without `.json`. */
const NAME = /^[a-z\d][a-z\d_-]{0,31}$/;
/** Maximum colours of names. */
const MAX_NAMES = 16;
/** Maximum UTF-16 units of a wrong name that are shown. */
const MAX_SHOWN = 40;
const EXAMPLE = '"#88c0d0"';
const roles = Object.keys(ROLES) as readonly Role[]; // the keys of the table
const SLOTS: readonly string[] = ['base', ...roles, 'names'];

type Colours = ReadonlyArray<readonly [Role, string]>;

export function isThemeName(name: string): boolean {
	return NAME.test(name);
}

/**
 * Reads a theme.
 * @returns the theme, or what is wrong: a sentence without its subject, which is the file
 */
export function readTheme(name: string, text: string): OwnTheme | {readonly problem: string} {
	const content = objectIn(text);
	if (!content) return {problem: `is not a JSON object, such as {"base": "dark", "accent": ${EXAMPLE}}.`};
	const unknown = Object.keys(content).find(slot => !SLOTS.includes(slot));
	if (unknown !== undefined)
		return {problem: `has “${unknown.slice(0, MAX_SHOWN)}”; a theme has ${SLOTS.join(', ')}.`};
	const {base = 'dark', names = []} = content;
	if (base !== 'dark' && base !== 'light') return {problem: 'has a base that is not "dark" or "light".'};
	const given = roles.filter(role => role in content);
	const wrong = given.find(role => !isColour(content[role]));
	if (wrong) return {problem: `has under “${wrong}” what is not a colour such as ${EXAMPLE}.`};
	if (!Array.isArray(names) || names.length > MAX_NAMES || !names.every(isColour))
		return {
			problem: `has under “names” what is not a list of at most ${MAX_NAMES} colours such as ${EXAMPLE}.`,
		};
	return compiled(
		name,
		base,
		given.map(role => [role, String(content[role])]),
		names,
	);
}

/** Returns the palette of an own theme: the same object as long as it stays so. */
export function ownPaletteOf({base, palette}: OwnTheme, colours: TerminalColours): Palette {
	return colours.depth === 16 ? paletteOf(base, colours) : palette;
}

function compiled(name: string, base: Background, colours: Colours, names: readonly string[]): OwnTheme {
	const built = paletteOf(base, {background: base, isColourless: false, depth: 256});
	const looks = colours.map(([role, color]): [Role, Look] => [role, {...built[role], color}]);
	const palette = {
		...built,
		...Object.fromEntries(looks),
		...(names.length > 0 && {names: names.map(color => ({color}))}),
	};
	const all = [...colours, ...names.map((colour, at) => [`names ${at + 1}`, colour] as const)];
	const faint = all.flatMap(([slot, colour]) => {
		const ratio = leastContrast(colour, base);
		return ratio < READABLE ? [`${slot} ${(Math.floor(ratio * 10) / 10).toFixed(1)}:1`] : [];
	});
	return {name, base, palette, faint};
}

/** @returns undefined for what is not JSON, or not an object */
function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const content: unknown = JSON.parse(text.replace(/^\ufeff/, '')); // some editors begin a file with a byte order mark
		const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
		return isObject ? {...content} : undefined;
	} catch {
		return undefined;
	}
}
