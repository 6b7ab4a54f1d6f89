/** Command lines as other messengers spelt them: `CHAT_REQUEST(alice-bob)`, `log out`; and those that can do nothing here. */
import {safeText, type SafeText} from '../../protocol/text.ts';

const spellings: ReadonlyArray<readonly [RegExp, string]> = [
	[/^\/log\s+(out|off)\s*$/i, '/logout'],
	/** The arguments in brackets, the last of which may not have been typed yet; behind a blank only where no word of today has one. */
	[/^\/(?:([a-z]+(?:_[a-z]+)*)|([a-z]+(?:_[a-z]+)+)\s+)\(\s*([^()]*?)\s*\)?\s*$/i, '/$1$2 $3'],
];

/** Longest line that may be such a spelling: the expressions take long for long lines. */
const MAX_SPELLING = 200;

/** The line as this program spells it. */
export function normalize(line: string): string {
	if (line.length > MAX_SPELLING) return line;
	return spellings.reduce((before, [old, spelling]) => before.replace(old, spelling), line);
}

const noPrivateChats = safeText`There are no private chats yet; /msg <user> sends a message, but the server can read it.`;
const nothingToStop = safeText`There are no private chats yet, so there is none to stop; /end ends a chat session.`;

/** What people look for here in vain, by the words for it elsewhere, and what there is instead. */
const missing: ReadonlyMap<string, SafeText> = new Map([
	['private', noPrivateChats],
	['startprivate', noPrivateChats],
	['stopprivate', nothingToStop],
	['terminate', nothingToStop],
	[
		'ignore',
		safeText`Here it is called /block: it stops somebody from reaching you, and /unblock lets them again.`,
	],
	['unignore', safeText`Here it is called /unblock: it lets somebody reach you again.`],
]);

/** That this program does not have what a command of another messenger did. */
export function absence(word: string): SafeText | undefined {
	return missing.get(word.toLowerCase());
}

/** In `alice-bob` or `bob-alice`, alice means bob: her own name is taken from either end. Names may have dashes. */
export function withoutOwn(word: string, me: string): string {
	const folded = word.toLowerCase();
	for (const dash of ['-', '+']) {
		if (folded.startsWith(me + dash)) return word.slice(me.length + 1);
		if (folded.endsWith(dash + me)) return word.slice(0, -me.length - 1);
	}

	return word;
}
