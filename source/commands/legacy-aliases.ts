/** Normalizes command lines of other messengers, such as `CHAT_REQUEST(alice-bob)`, and explains those without a counterpart. */
import {safeText, type SafeText} from '../../protocol/text.ts';

type Spelling = readonly [RegExp, string];

/** Lines that are commands without a slash, or hold a text: they may be long, so each expression looks at the beginning alone. */
const beginnings: readonly Spelling[] = [
	[/^=([a-z][a-z0-9._-]+)\s+(?=\S)/i, '/msg $1 '],
	[/^\/query\s+(\S+)\s+(?=\S)/i, '/msg $1 '],
];

const spellings: readonly Spelling[] = [
	[/^\/log\s+(out|off)\s*$/i, '/logout'],
	[/^:(?:q|qa|wq|x)!?\s*$/i, '/quit'],
	[/^cd\s+(#\S+)\s*$/i, '/join $1'],
	[/^cd\s+@(\S+)\s*$/i, '/msg $1'],
	[/^\/([1-9][0-9]?)\s*$/, '/goto $1'],
	/** The arguments in brackets, the last of which may not have been typed yet; behind a blank only where no word of today has one. */
	[/^\/(?:([a-z]+(?:_[a-z]+)*)|([a-z]+(?:_[a-z]+)+)\s+)\(\s*([^()]*?)\s*\)?\s*$/i, '/$1$2 $3'],
];

/** Maximum UTF-16 units of such a line: the expressions are slow on long lines. */
const MAX_SPELLING = 200;

/** Returns the line as this program spells it. */
export function normalize(line: string): string {
	const begun = respelled(line, beginnings);
	return begun.length > MAX_SPELLING ? begun : respelled(begun, spellings);
}

function respelled(line: string, by: readonly Spelling[]): string {
	return by.reduce((before, [old, spelling]) => before.replace(old, spelling), line);
}

/** Commands of other messengers that do not exist here, and what to use instead. */
const missing: ReadonlyMap<string, SafeText> = new Map([
	[
		'nick',
		safeText`Names are fixed here, so that everybody knows who wrote what; /profile tells friends more.`,
	],
	['bind', safeText`Keys are fixed here; /keys lists them.`],
	['key', safeText`Keys are fixed here; /keys lists them.`],
	['alias', safeText`Commands are fixed here; /help lists them, with their other names.`],
	[
		'script',
		safeText`There are no scripts in the client; a program of your own can use chat-tui as a library.`,
	],
	['server', safeText`The client is at one server at a time; /logout leads to the others.`],
	['mode', safeText`There are no modes here; /help rooms lists what can be set for a room.`],
	['layout', safeText`There is one window; /goto, or Ctrl-G, goes to another chat.`],
]);

/** Returns what to use instead of a command that only another messenger has. */
export function absence(word: string): SafeText | undefined {
	return missing.get(word.toLowerCase());
}

/** Commands that do more here than where their name is from. */
const renamed: ReadonlyMap<string, SafeText> = new Map([
	['ignore', safeText`/ignore is called /block here.`],
	['unignore', safeText`/unignore is called /unblock here.`],
]);

/** Returns what is said beside the result of a command that was typed by its name elsewhere. */
export function noteOn(line: string): SafeText | undefined {
	return renamed.get(/^\/(\S*)/.exec(line)?.[1]?.toLowerCase() ?? '');
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
