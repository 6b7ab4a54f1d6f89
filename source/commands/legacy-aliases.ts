/** Normalizes command lines of other messengers, such as `CHAT_REQUEST(alice-bob)`, and explains those without a counterpart. */
import {safeText, type SafeText} from '../../protocol/text.ts';

const spellings: ReadonlyArray<readonly [RegExp, string]> = [
	[/^\/log\s+(out|off)\s*$/i, '/logout'],
	/** The arguments in brackets, the last of which may not have been typed yet; behind a blank only where no word of today has one. */
	[/^\/(?:([a-z]+(?:_[a-z]+)*)|([a-z]+(?:_[a-z]+)+)\s+)\(\s*([^()]*?)\s*\)?\s*$/i, '/$1$2 $3'],
];

/** Maximum UTF-16 units of such a line: the expressions are slow on long lines. */
const MAX_SPELLING = 200;

/** Returns the line as this program spells it. */
export function normalize(line: string): string {
	if (line.length > MAX_SPELLING) return line;
	return spellings.reduce((before, [old, spelling]) => before.replace(old, spelling), line);
}

/** Commands of other messengers that do not exist here, and what to use instead. */
const missing: ReadonlyMap<string, SafeText> = new Map([
	['ignore', safeText`It is called /block here: they can't message, invite or see you; /unblock ends it.`],
	['unignore', safeText`It is called /unblock here: they can reach you again.`],
]);

/** Returns what to use instead of a command that only another messenger has. */
export function absence(word: string): SafeText | undefined {
	return missing.get(word.toLowerCase());
}

/** Removes the user's own name from `alice-bob` or `bob-alice`. Names may have dashes, so the end is tried as well. */
export function withoutOwn(word: string, me: string): string {
	const folded = word.toLowerCase();
	for (const dash of ['-', '+']) {
		if (folded.startsWith(me + dash)) return word.slice(me.length + 1);
		if (folded.endsWith(dash + me)) return word.slice(0, -me.length - 1);
	}

	return word;
}
