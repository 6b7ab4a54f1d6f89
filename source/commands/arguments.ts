/** Kinds of plain arguments: texts, counts, durations, words of a list; what each accepts and what Tab proposes. */
import {PAGE_MESSAGES} from '../../protocol/requests.ts';
import {safeText} from '../../protocol/text.ts';
import type {Kind} from './command.ts';
import {shown} from './shown-word.ts';

/** The same kind, which may be missing: its value is undefined then. */
export function optional<V>(kind: Kind<V>): Kind<V | undefined> {
	return {...kind, optional: true};
}

const units: Readonly<Record<string, number>> = {s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

/** How long ago: so many seconds, or `5m`, `2h`, `1d`; in milliseconds. */
export function duration(): Kind<number> {
	return {
		label: 'seconds|5m|2h|1d',
		parse(word) {
			const [, digits = '0', unit = 's'] = /^([0-9]{1,9})([smhd]?)$/i.exec(word) ?? [];
			const value = Number(digits) * (units[unit.toLowerCase() || 's'] ?? 0);
			return value > 0
				? {value}
				: {problem: safeText`${shown(word)} is no length of time; it is like 90 (seconds), 5m, 2h or 1d.`};
		},
		complete: () => ['5m', '15m', '1h', '2h', '1d', '7d'],
	};
}

/** One of these words. */
export function oneOf<W extends string>(label: string, words: readonly W[]): Kind<W> {
	return {
		label,
		parse(word) {
			const value = words.find(one => one === word.toLowerCase());
			return value === undefined
				? {problem: safeText`${shown(word)} is not known here; say ${words.join(' or ')}.`}
				: {value};
		},
		complete: () => words,
	};
}

/** The remainder of the line, with its spaces. */
export function text(label = 'text'): Kind<string> {
	return {label, rest: true, parse: value => ({value})};
}

/** How many: 1 to as many as one page of history holds. */
export function count(label = 'count', most = PAGE_MESSAGES): Kind<number> {
	return {
		label,
		parse(word) {
			const value = /^[0-9]{1,6}$/.test(word) ? Number(word) : 0;
			return value >= 1 && value <= most
				? {value}
				: {problem: safeText`${shown(word)} is no number from 1 to ${most}.`};
		},
	};
}

/** The name of a command, with its slash or without, or one of its aliases; or any words that help is searched for. */
export function topic(): Kind<string> {
	return {
		label: 'command|words',
		rest: true,
		parse(words, {commands}) {
			const name = words.trim().replace(/^\//, '').toLowerCase();
			const found = commands.find(one => one.name === name || one.aliases.includes(name));
			return {value: found?.name ?? words.trim()};
		},
		complete: ({commands}) => commands.map(({name}) => name),
	};
}
