/** Whom a text calls by name: the one recogniser of both sides, so that they never count differently. */
import {compatible} from './folding.ts';
import type {UserName} from './names.ts';
import {lettersOf} from './text.ts';

/** So many unread mentions are kept for each person in each conversation: the newest, so more than these count as so many. */
export const MOST_MENTIONS = 99;

/**
 * A whole word in the shape of a name. Latin letters that no name has belong to it, too: `hôtel` does not call tel. Scripts
 * that are written without spaces may stand right beside a name.
 */
const WORD = /(?:[\p{Script=Latin}\p{Nd}]\p{M}*)+(?:[._-](?:[\p{Script=Latin}\p{Nd}]\p{M}*)+)*/gu;

/**
 * Those of `names` whom the text calls, each once: `bob`, `@Bob`, `bob's`, `(bob)`; but neither `bobby` nor `bob.smith`, who
 * may be somebody else. The same for a text as it was sent and as it is shown.
 */
export function mentionedIn(text: string, names: {has(name: UserName): boolean}): UserName[] {
	const words = new Set(compatible(lettersOf(text)).toLowerCase().match(WORD));
	return [...words].filter((word): word is UserName => names.has(word as UserName)); // only names are in it
}
