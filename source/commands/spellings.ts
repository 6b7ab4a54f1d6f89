/** Command lines as other messengers spelt them: `CHAT_REQUEST(alice-bob)`, `log out`. */

const spellings: ReadonlyArray<readonly [RegExp, string]> = [
	[/^\/log\s+(out|off)\s*$/i, '/logout'],
	/** The arguments in brackets, the last of which may not have been typed yet. */
	[/^\/([a-z]+(?:_[a-z]+)*)\(\s*([^()]*?)\s*\)?\s*$/i, '/$1 $2'],
];

/** The line as this program spells it. */
export function modern(line: string): string {
	return spellings.reduce((before, [old, spelling]) => before.replace(old, spelling), line);
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
