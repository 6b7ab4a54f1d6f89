/** Of the words there are, the one that somebody may have meant who wrote another. */
import {distance} from 'fastest-levenshtein';

/** Letters that may be wrong, missing or too many. */
const MAX_WRONG = 2;

/** The nearest one, the first of several that are equally near; undefined: none is near enough. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
	const far = new Map(words.map(word => [word, distance(typed, word)]));
	const [first] = words
		.filter(word => typed.length > MAX_WRONG && (far.get(word) ?? Infinity) <= MAX_WRONG)
		.toSorted((one, other) => (far.get(one) ?? 0) - (far.get(other) ?? 0));
	return first;
}
