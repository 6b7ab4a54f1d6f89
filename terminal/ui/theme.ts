/** Hands the palette to every component, and says which role names, notices and presences have in it. */
import {createContext, useContext} from 'react';
import type {UserName} from '../../protocol/names.ts';
import type {Presence} from '../../protocol/presence.ts';
import {DEFAULT_COLOURS} from '../background.ts';
import {mono, paletteOf, type Palette, type Role} from '../palette.ts';

export const PaletteContext = createContext(paletteOf('auto', DEFAULT_COLOURS));

/**
 * Returns the palette in force; the component renders again when another one is.
 * @param selected whether it is for a row that is inverse, which has the terminal's own colours
 */
export function usePalette(selected = false): Palette {
	const palette = useContext(PaletteContext);
	return selected ? mono : palette;
}

/**
 * Returns the look of a user's name: the same in every pane, at every width and in every run.
 * @param name the whole name, never truncated; undefined: what is not a user has none
 */
export function nameLook({names}: Palette, name: UserName | undefined): Palette['names'][number] {
	if (name === undefined) return {};
	let hash = 0;
	for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
	return names[hash % names.length] ?? {};
}

/** Roles of notices. */
export const toneRole = {
	info: 'dim',
	quiet: 'dim',
	good: 'success',
	bad: 'error',
} as const satisfies Record<string, Role>;

export const presenceSign: Readonly<Record<Presence, string>> = {
	online: '●',
	away: '◐',
	busy: '⊘',
	offline: '○',
};

export const presenceRole: Readonly<Record<Presence, Role>> = {
	online: 'success',
	away: 'warning',
	busy: 'error',
	offline: 'dim',
};
