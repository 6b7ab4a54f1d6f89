/** Parses how a user is banned: for how long, with their network or without, and why. */
import type {ArgumentKind} from './command.ts';

/** Without `milliseconds`: for good. */
type BanTerms = {
	readonly milliseconds?: number;
	readonly network?: true;
	readonly reason?: string;
};

const units: Readonly<Record<string, number>> = {m: 60_000, h: 3_600_000, d: 86_400_000};

/** Parses `2h network too loud`: a duration and the word `network` may stand before the reason, and all may be missing. */
export function banTerms(): ArgumentKind<BanTerms> {
	return {
		label: '2h|7d|network|reason',
		rest: true,
		parse: text => ({value: termsIn(text)}),
		complete: (_context, words) => (words.length > 2 ? [] : ['1h', '2h', '1d', '7d', '30d', 'network']),
	};
}

function termsIn(text: string): BanTerms {
	const [, word = '', rest = ''] = /^\s*(\S*)\s*([^]*?)\s*$/.exec(text) ?? [];
	const [, digits, unit = ''] = /^([1-9][0-9]{0,3})([mhd])$/i.exec(word) ?? [];
	if (digits !== undefined)
		return {milliseconds: Number(digits) * (units[unit.toLowerCase()] ?? 0), ...termsIn(rest)};
	if (word.toLowerCase() === 'network') return {network: true, ...termsIn(rest)};
	return text.trim() === '' ? {} : {reason: text.trim()};
}
