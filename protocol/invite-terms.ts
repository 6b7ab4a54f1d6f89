/** Parses for how many newcomers and how long an invite code is to be valid, as typed, and says it in words. */
import {clean, safeText, type SafeText} from './text.ts';
import {MAX_INVITE_LIFE, MAX_INVITE_USES, type InviteCode} from './invite-codes.ts';

export type InviteTerms = {readonly uses?: number | 'any'; readonly life?: number | 'ever'};

const UNITS: Readonly<Record<string, number>> = {m: 60_000, h: 3600_000, d: 24 * 3600_000};

/**
 * Parses `5`, `any`, `for 7d`, `ever` or two of them, in any order.
 * @returns undefined if the text is not valid
 */
export function parseInviteTerms(text: string): InviteTerms | undefined {
	let terms: InviteTerms = {};
	for (const word of text.toLowerCase().split(/\s+/)) {
		const term = word === 'for' || word === '' ? {} : termOf(word);
		if (!term || Object.keys(term).some(name => name in terms)) return undefined;
		terms = {...terms, ...term};
	}

	return terms;
}

function termOf(word: string): InviteTerms | undefined {
	if (word === 'any') return {uses: 'any'};
	if (word === 'ever') return {life: 'ever'};
	const [, digits = '', unit = ''] = /^([0-9]{1,6})([mhd]?)$/.exec(word) ?? [];
	const amount = Number(digits);
	if (amount < 1) return undefined;
	if (unit === '') return amount <= MAX_INVITE_USES ? {uses: amount} : undefined;
	const life = amount * (UNITS[unit] ?? 0);
	return life <= MAX_INVITE_LIFE ? {life} : undefined;
}

/** The sentence for terms that are not valid. */
export const inviteTermsProblem = safeText`Type for how many newcomers the code is, and for how long: 5 for 7d, or any for ever.`;

/**
 * Describes what a code still does: `lets in 1 newcomer until Friday 09:41`.
 * @param until formats when it ends
 */
export function inviteTermsText({left, expires}: InviteCode, until: (at: number) => SafeText): SafeText {
	const whom = left === undefined ? 'any newcomer' : left === 1 ? '1 newcomer' : `${left} newcomers`;
	return clean(`lets in ${whom}${expires === undefined ? '' : ` until ${until(expires)}`}`);
}
