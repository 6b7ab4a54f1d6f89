/** Defines the colours: names of the terminal's own sixteen, never black or white, never the only sign. */
import type {UserName} from '../../protocol/names.ts';
import type {Presence} from '../../protocol/presence.ts';

/** Only colours are omitted: bold, dim and inverse carry information of their own. */
const isColourless = Boolean(process.env['NO_COLOR']);

function colour<C extends string>(name: C): C {
	return (isColourless ? undefined : name) as C; // for Ink, undefined is the terminal's own colour
}

export const theme = {
	accent: colour('cyan'),
	good: colour('green'),
	bad: colour('red'),
	warning: colour('magenta'),
} as const;

/** None is similar to the red of errors. */
const names = ['green', 'magenta', 'cyan', 'blueBright', 'magentaBright'] as const;

/**
 * Returns the colour of a user: the same in every pane, at every width and in every run.
 * @param name the whole name, never truncated
 */
export function colourOf(name: UserName): (typeof names)[number] {
	let hash = 0;
	for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
	return colour(names[hash % names.length] ?? names[0]);
}

/** Colours of notices. */
export const tones = {
	info: {dimColor: true},
	quiet: {dimColor: true, italic: true},
	good: {color: theme.good},
	bad: {color: theme.bad},
} as const;

export const presenceSign: Readonly<Record<Presence, string>> = {
	online: '●',
	away: '◐',
	busy: '⊘',
	offline: '○',
};

export const presenceLook: Readonly<
	Record<Presence, {readonly color?: string; readonly dimColor?: boolean}>
> = {
	online: {color: theme.good},
	away: {color: theme.warning},
	busy: {color: theme.bad},
	offline: {dimColor: true},
};
