/** Parses command lines: finds the command, its arguments and its usage, and runs it. */
import {distance} from 'fastest-levenshtein';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {AnyCommand, ArgumentKind, Command, Problem} from './command.ts';
import {shown} from './shown-word.ts';

/** Whether a line is a command and not text. `//x` is text, and so is `/etc/passwd`: no command has a slash. */
export function isCommand(line: string): boolean {
	return /^\/[^\s/]*(?:\s|$)/.test(line);
}

/** Returns the usage of a command: `/msg <user> [text]`. */
export function usage({name, args}: Pick<AnyCommand, 'name' | 'args'>): SafeText {
	const words = Object.values(args).map(kind => (kind.optional ? `[${kind.label}]` : `<${kind.label}>`));
	return safeText`${[`/${name}`, ...words].join(' ')}`;
}

/** Finds the command that a line begins with. */
export function commandIn<T extends AnyCommand>(line: string, all: readonly T[]): T | undefined {
	return named(/^\/(\S*)/.exec(line)?.[1] ?? '', all);
}

export function named<T extends AnyCommand>(word: string, commands: readonly T[]): T | undefined {
	const name = word.toLowerCase();
	return commands.find(command => command.name === name || command.aliases.includes(name));
}

/** Returns what is said of a word that is not a command. */
export type SayUnknown = (word: string, commands: readonly AnyCommand[]) => SafeText;

/**
 * Runs the command that a line begins with.
 * @returns its result, or a problem where the line cannot be carried out
 */
export function run<C extends {readonly commands: ReadonlyArray<Command<C, R>>}, R>(
	line: string,
	context: C,
	sayUnknown: SayUnknown = unknown,
): R | Problem {
	const [, word = '', rest = ''] = /^\/(\S*)\s?([^]*)$/.exec(line) ?? [];
	const command = named(word, context.commands);
	if (!command) return {problem: sayUnknown(word, context.commands)};
	const args = parse(command, rest, context);
	return 'problem' in args ? args : command.run(args.values, context);
}

type Arguments = {readonly values: Readonly<Record<string, unknown>>} | Problem;

function parse<C>(command: Pick<Command<C, unknown>, 'name' | 'args'>, line: string, context: C): Arguments {
	const values: Record<string, unknown> = {};
	const kinds = Object.entries(command.args);
	let rest = line;
	for (const [at, [name, kind]] of kinds.entries()) {
		const [word, remainder] = kind.rest ? [rest.trimEnd() === '' ? '' : rest, ''] : firstWord(rest);
		if (word === '') {
			if (!kind.optional) return {problem: safeText`Usage: ${usage(command)}`};
			continue;
		}

		const parsed = kind.parse(word, context);
		if ('problem' in parsed) {
			if (kind.optional && fits(kinds[at + 1]?.[1], word, context)) continue;
			return parsed;
		}

		values[name] = parsed.value;
		rest = remainder;
	}

	if (rest.trim() !== '') return {problem: safeText`Too many arguments. Usage: ${usage(command)}`};
	return {values};
}

/** Whether the next argument accepts a word that an optional one did not. */
function fits<C>(kind: ArgumentKind<unknown, C> | undefined, word: string, context: C): boolean {
	return kind !== undefined && 'value' in kind.parse(word, context);
}

/** Splits off the first word; of the spaces, only one belongs to neither part. */
function firstWord(text: string): [word: string, rest: string] {
	const [, word = '', rest = ''] = /^\s*(\S*)\s?([^]*)$/.exec(text) ?? [];
	return [word, rest];
}

/** Says that a word is not a command, and names the nearest one. */
export function unknown(word: string, commands: readonly AnyCommand[]): SafeText {
	const nearest = nearestCommand(word.toLowerCase(), commands);
	const instead =
		nearest === undefined ? safeText`/help lists them all.` : safeText`did you mean /${nearest}?`;
	return safeText`There is no command /${shown(word)}; ${instead}`;
}

/** Finds the command with the nearest name, if it is near enough and has no consequence for others. */
function nearestCommand(typed: string, commands: readonly AnyCommand[]): string | undefined {
	const names = commands.flatMap(({name, aliases, consequence}) =>
		consequence === undefined ? [name, ...aliases] : [],
	);
	// Of two that are equally near, people mean the one that begins alike.
	const far = (name: string) => distance(typed, name) + (name[0] === typed[0] ? 0 : 0.5);
	const [nearest] = names.toSorted((one, other) => far(one) - far(other));
	return nearest !== undefined && far(nearest) <= Math.max(1, typed.length / 2) ? nearest : undefined;
}
