/** Parses for how many newcomers and how long an invite code is to be valid. */
import {MAX_INVITE_LIFE, MAX_INVITE_USES} from '../../protocol/bounds.ts';
import {safeText} from '../../protocol/text.ts';
import type {ArgumentKind} from './command.ts';
import {parseDuration} from './durations.ts';

/** `life` in milliseconds. */
type InviteTerms = {readonly uses?: number | 'any'; readonly life?: number | 'ever'};

const problem = safeText`Type for how many newcomers the code is, and for how long: 5 for 7d, or any for ever.`;

/** Parses `5`, `any`, `for 7d`, `ever` or two of them, in any order. */
export function inviteTerms(): ArgumentKind<InviteTerms> {
	return {
		label: 'uses for 7d',
		rest: true,
		parse(words) {
			const value = termsIn(words);
			return value ? {value} : {problem};
		},
		complete: () => ['1', '5', 'any', 'for', '1d', '7d', '30d', 'ever'],
	};
}

function termsIn(words: string): InviteTerms | undefined {
	let terms: InviteTerms = {};
	for (const word of words.toLowerCase().split(/\s+/)) {
		const term = word === 'for' || word === '' ? {} : termOf(word);
		if (!term || Object.keys(term).some(name => name in terms)) return undefined;
		terms = {...terms, ...term};
	}

	return terms;
}

function termOf(word: string): InviteTerms | undefined {
	if (word === 'any') return {uses: 'any'};
	if (word === 'ever') return {life: 'ever'};
	const uses = /^[0-9]{1,6}$/.test(word) ? Number(word) : 0;
	if (uses >= 1 && uses <= MAX_INVITE_USES) return {uses};
	const life = parseDuration(word) ?? Infinity;
	return life <= MAX_INVITE_LIFE ? {life} : undefined;
}
