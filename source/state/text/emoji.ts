/** Finds emoji by their names, as in :thumbsup:. */
import {gemoji} from 'gemoji';
import {graphemes} from '../../../terminal/width.ts';

export type NamedEmoji = {readonly emoji: string; readonly names: readonly string[]};

let list: readonly NamedEmoji[] | undefined;

/** Returns all emoji with their names, smileys first. */
export function emojiList(): readonly NamedEmoji[] {
	list ??= [...gemoji];
	return list;
}

let known: ReadonlyMap<string, string> | undefined;

/** Returns all emoji by each of their names, smileys first; read when they are first needed, since they are two thousand. */
function emojiByName(): ReadonlyMap<string, string> {
	known ??= new Map(emojiList().flatMap(({emoji, names}) => names.map(name => [name, emoji] as const)));
	return known;
}

/** @param word a name, with its colons or without */
export function emojiNamed(word: string): string | undefined {
	return emojiByName().get(word.replace(/^:|:$/g, '').toLowerCase());
}

/** Maximum emoji proposed for a name that is begun. */
const MAX_PROPOSED = 20;

/**
 * Returns the emoji whose names begin like a word: one of that very name first, then those used last.
 * @param word a colon and letters, perhaps with a colon behind them: `:thumb`
 * @returns nothing for a word that begins no name
 */
export function emojiFor(word: string, recent: readonly string[]): readonly string[] {
	const [, begun, end] = /^:([a-z0-9_+-]{2,40})(:?)$/i.exec(word) ?? [];
	if (begun === undefined) return [];
	const exact = emojiNamed(begun);
	if (end === ':') return exact === undefined ? [] : [exact];
	const name = begun.toLowerCase();
	const all = emojiList()
		.filter(({names}) => names.some(each => each.startsWith(name)))
		.map(({emoji}) => emoji);
	const used = recent.filter(emoji => all.includes(emoji));
	return [...new Set([...(exact === undefined ? [] : [exact]), ...used, ...all])].slice(0, MAX_PROPOSED);
}

const NOT_ASCII = /[^\x00-\x7f]/;
/** Skin tones, and the sign that asks for a picture: the names are without them. */
const VARIANTS = /[\u{1f3fb}-\u{1f3ff}\ufe0f]/gu;

let names: ReadonlyMap<string, string> | undefined;

/** Writes each emoji by its name, `:tada:`, for who sees no pictures; what has none stays. */
export function inWords(text: string): string {
	if (!NOT_ASCII.test(text)) return text;
	names ??= new Map(emojiList().map(({emoji, names: [name = '']}) => [emoji.replace(VARIANTS, ''), name]));
	const known = names;
	return graphemes(text)
		.map(one => {
			const name = NOT_ASCII.test(one) ? known.get(one.replace(VARIANTS, '')) : undefined;
			return name === undefined ? one : `:${name}:`;
		})
		.join('');
}
