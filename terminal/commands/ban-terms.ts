/** Parses how a user is banned: for how long, with their network or without, and why. */
import {MAX_BAN} from '../../protocol/bounds.ts';
import {safeText} from '../../protocol/text.ts';
import type {ArgumentKind} from './command.ts';
import {parseDuration} from './durations.ts';

/** Without `milliseconds`: for good. */
type BanTerms = {
	readonly milliseconds?: number;
	readonly network?: true;
	readonly reason?: string;
};

const tooLong = safeText`A ban lasts 10000d at most; leave the duration out to ban for good.`;

/** Parses `2h network too loud`: a duration and the word `network` may stand before the reason, and all may be missing. */
export function banTerms(): ArgumentKind<BanTerms> {
	return {
		label: '7d|network|why',
		rest: true,
		parse(text) {
			const value = termsIn(text);
			return (value.milliseconds ?? 0) > MAX_BAN ? {problem: tooLong} : {value};
		},
		complete: (_context, words) => (words.length > 2 ? [] : ['1h', '2h', '1d', '7d', '30d', 'network']),
	};
}

function termsIn(text: string): BanTerms {
	const [, word = '', rest = ''] = /^\s*(\S*)\s*([^]*?)\s*$/.exec(text) ?? [];
	const milliseconds = parseDuration(word);
	if (milliseconds !== undefined) return {milliseconds, ...termsIn(rest)};
	if (word.toLowerCase() === 'network') return {network: true, ...termsIn(rest)};
	return text.trim() === '' ? {} : {reason: text.trim()};
}
