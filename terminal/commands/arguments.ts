/** Defines the plain kinds of arguments: texts, counts, durations and choices, each with its parser and completion. */
import {safeText} from '../../protocol/text.ts';
import type {AnyCommand, ArgumentKind} from './command.ts';
import {parseDuration} from './durations.ts';
import {shown} from './shown-word.ts';

/** Makes a kind optional: where it is missing, its value is undefined. */
export function optional<V, C>(kind: ArgumentKind<V, C>): ArgumentKind<V | undefined, C> {
	return {...kind, optional: true};
}

/** Parses a duration, in seconds or as `5m`, `2h`, `1d`, to milliseconds. */
export function duration(): ArgumentKind<number> {
	return {
		label: 'seconds|5m|2h|1d',
		parse(word) {
			const value = parseDuration(/[0-9]$/.test(word) ? `${word}s` : word);
			return value === undefined
				? {problem: safeText`${shown(word)} is not a valid duration; type 90 (seconds), 5m, 2h or 1d.`}
				: {value};
		},
		complete: () => ['5m', '15m', '1h', '2h', '1d', '7d'],
	};
}

/** Accepts one of these words, in any case. */
export function oneOf<W extends string>(label: string, words: readonly W[]): ArgumentKind<W> {
	return {
		label,
		parse(word) {
			const value = words.find(one => one === word.toLowerCase());
			return value === undefined
				? {problem: safeText`${shown(word)} is not a valid choice; type ${words.join(' or ')}.`}
				: {value};
		},
		complete: () => words,
	};
}

/** Takes the remainder of the line, with its spaces. */
export function text(label = 'text'): ArgumentKind<string> {
	return {label, rest: true, parse: value => ({value})};
}

/** Parses a count from 1 to `most`. */
export function count(most: number, label = 'count'): ArgumentKind<number> {
	return {
		label,
		parse(word) {
			const value = /^[0-9]{1,6}$/.test(word) ? Number(word) : 0;
			return value >= 1 && value <= most
				? {value}
				: {problem: safeText`${shown(word)} is not a valid number; type one from 1 to ${most}.`};
		},
	};
}

/** Parses a command's name or alias, with its slash or without, to its name; any other words are those to search help for. */
export function topic(): ArgumentKind<string, {readonly commands: readonly AnyCommand[]}> {
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
