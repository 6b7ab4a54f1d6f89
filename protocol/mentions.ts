/** Whom a text calls by name: the one recogniser of both sides, so that they never count differently. */
import {compatible} from './folding.ts';
import type {UserName} from './names.ts';
import {lettersOf} from './text.ts';

/** So many unread mentions are kept for each person in each conversation: the newest, so more than these count as so many. */
export const MAX_MENTIONS = 99;

/**
 * A whole word in the shape of a name. Latin letters that no name has belong to it, too: `hôtel` does not call tel. Scripts
 * that are written without spaces may stand right beside a name.
 */
const WORD = /(?:[\p{Script=Latin}\p{Nd}]\p{M}*)+(?:[._-](?:[\p{Script=Latin}\p{Nd}]\p{M}*)+)*/gu;

const NAMED = String.raw`[\p{Script=Latin}\p{M}\p{Nd}._%+-]`;
const PATH = String.raw`(?:[!-~]|[\p{Script=Latin}\p{M}\p{Nd}])*`;
/** What is a machine's name or address without a port; a word without a dot needs one. */
const HOST = String.raw`(?:(?:[a-z0-9\-]+\.)+[a-z]{2,}|(?:[0-9]{1,3}\.){3}[0-9]{1,3}|localhost|\[[0-9a-f:.]{2,45}\])`;
/**
 * What stands for a place, and not for who has that name: `https://host/@alice`, `host.example/alice`, `alice@example.com`.
 * Each begins where no such character precedes, so that a long word is tried once.
 */
const PLACE = new RegExp(
	[
		String.raw`(?<![a-z0-9.+\-])[a-z][a-z0-9.+\-]*:\/\/${PATH}`,
		String.raw`(?<!${NAMED})${NAMED}+@[\p{Script=Latin}\p{Nd}]${NAMED}*`,
		String.raw`(?<![a-z0-9.\-])(?:${HOST}(?::[0-9]+)?|[a-z][a-z0-9\-]*:[0-9]+)\/${PATH}`,
	].join('|'),
	'gu',
);

/**
 * Those of `names` whom the text calls, each once: `bob`, `@Bob`, `bob's`, `(bob)`; but neither `bobby` nor `bob.smith`, who
 * may be somebody else, nor the bob of an address. The same for a text as it was sent and as it is shown.
 */
export function mentionedIn(text: string, names: {has(name: UserName): boolean}): UserName[] {
	const words = new Set(compatible(lettersOf(text)).toLowerCase().replace(PLACE, ' ').match(WORD));
	return [...words].filter((word): word is UserName => names.has(word as UserName)); // only names are in it
}
