/** Finds @mentions; shared by client and server, so that both count alike. */
import {compatible} from './folding.ts';
import type {UserName} from './names.ts';
import {lettersOf} from './text.ts';

/** Maximum unread mentions per member and conversation: the newest are kept, so more of them count as this many. */
export const MAX_MENTIONS = 99;

/**
 * Matches a whole word in the form of a user name. It includes Latin letters that no user name has, so `hôtel` does not mention tel.
 * Scripts without spaces may stand right beside a name.
 */
const WORD = /(?:[\p{Script=Latin}\p{Nd}]\p{M}*)+(?:[._-](?:[\p{Script=Latin}\p{Nd}]\p{M}*)+)*/gu;

const NAMED = String.raw`[\p{Script=Latin}\p{M}\p{Nd}._%+-]`;
const PATH = String.raw`(?:[!-~]|[\p{Script=Latin}\p{M}\p{Nd}])*`;
/** Matches a host name or address without a port; a word without a dot needs one. */
const HOST = String.raw`(?:(?:[a-z0-9\-]+\.)+[a-z]{2,}|(?:[0-9]{1,3}\.){3}[0-9]{1,3}|localhost|\[[0-9a-f:.]{2,45}\])`;
/**
 * Matches addresses, whose names do not mention a user: `https://host/@alice`, `host.example/alice`, `alice@example.com`. Each
 * alternative begins where no such character precedes, so that a long word is tried once.
 */
function places(): RegExp {
	known ??= new RegExp(
		[
			String.raw`(?<![a-z0-9.+\-])[a-z][a-z0-9.+\-]*:\/\/${PATH}`,
			String.raw`(?<!${NAMED})${NAMED}+@[\p{Script=Latin}\p{Nd}]${NAMED}*`,
			String.raw`(?<![a-z0-9.\-])(?:${HOST}(?::[0-9]+)?|[a-z][a-z0-9\-]*:[0-9]+)\/${PATH}`,
		].join('|'),
		'gu',
	);
	return known;
}

/** Takes milliseconds to make, so it is made when it is first needed. */
let known: RegExp | undefined;

/** Finds where the text mentions the user, in UTF-16 offsets; `to` is exclusive. */
export function mentionPlaces(
	text: string,
	name: UserName | undefined,
): ReadonlyArray<{readonly from: number; readonly to: number; readonly isMention: true}> {
	if (name === undefined || !foldedOf(text).includes(name)) return []; // nearly always: without an expression
	if (mentionedIn(text, new Set([name])).length === 0) return [];
	const lower = text.toLowerCase();
	const same = lower.length === text.length ? lower : text; // offsets are those of the text
	const blanked = same.replace(places(), address => ' '.repeat(address.length));
	return [...blanked.matchAll(WORD)]
		.filter(([word]) => compatible(lettersOf(word)).toLowerCase() === name)
		.map(({index, 0: word}) => ({from: index, to: index + word.length, isMention: true}));
}

/**
 * Finds the users among `names` that the text mentions, each once: `bob`, `@Bob`, `bob's`, `(bob)`, but not `bobby`, `bob.smith` or
 * the bob of an address. A text as sent and the same text as shown have the same mentions.
 */
export function mentionedIn(text: string, names: {has(name: UserName): boolean}): UserName[] {
	const words = new Set(foldedOf(text).replace(places(), ' ').match(WORD));
	return [...words].filter((word): word is UserName => names.has(word as UserName)); // only names are in it
}

function foldedOf(text: string): string {
	return compatible(lettersOf(text)).toLowerCase();
}
