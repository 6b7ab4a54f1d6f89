/** Finds emoji by their names, as in :thumbsup:. */
import {gemoji} from 'gemoji';

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
