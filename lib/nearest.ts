/** Finds the word that a mistyped one may stand for. */
import {distance} from 'fastest-levenshtein';

/** Maximum edit distance. */
const MAX_WRONG = 2;

/** @returns the nearest word, the first of several at the same distance; undefined if none is near enough */
export function nearest(typed: string, words: readonly string[]): string | undefined {
	const far = new Map(words.map(word => [word, distance(typed, word)]));
	const [first] = words
		.filter(word => typed.length > MAX_WRONG && (far.get(word) ?? Infinity) <= MAX_WRONG)
		.toSorted((one, other) => (far.get(one) ?? 0) - (far.get(other) ?? 0));
	return first;
}
