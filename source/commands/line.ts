/** Parses command lines: finds the command, its arguments, its usage and its completions. */
import {distance} from 'fastest-levenshtein';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Step} from '../state/model/step.ts';
import type {Command, Context, ArgumentKind, Problem} from './command.ts';
import {shown} from './shown-word.ts';
import {absence, normalize} from './legacy-aliases.ts';

/** Whether a line is a command and not text. `//x` is text, and so is `/etc/passwd`: no command has a slash. */
export function isCommand(line: string): boolean {
	return /^\/[^\s/]*(?:\s|$)/.test(line);
}

/** Returns the usage of a command: `/msg <user> [text]`. */
export function usage({name, args}: Command): SafeText {
	const words = Object.values(args).map(kind => (kind.optional ? `[${kind.label}]` : `<${kind.label}>`));
	return safeText`${[`/${name}`, ...words].join(' ')}`;
}

/** Finds the command that a line begins with. */
export function commandIn(line: string, all: readonly Command[]): Command | undefined {
	return named(/^\/(\S*)/.exec(normalize(line))?.[1] ?? '', all);
}

/**
 * Runs the command that a line begins with.
 * @returns the step, or a problem where the line cannot be carried out: it is never sent as text
 */
export function run(line: string, context: Context): Step | Problem {
	const [, word = '', rest = ''] = /^\/(\S*)\s?([^]*)$/.exec(normalize(line)) ?? [];
	const command = named(word, context.commands);
	if (!command) return {problem: unknown(word, context.commands)};
	const args = parse(command, rest, context);
	return 'problem' in args ? args : command.run(args.values, context);
}

export function named(word: string, commands: readonly Command[]): Command | undefined {
	const name = word.toLowerCase();
	return commands.find(command => command.name === name || command.aliases.includes(name));
}

type Arguments = {readonly values: Readonly<Record<string, unknown>>} | Problem;

function parse(command: Command, line: string, context: Context): Arguments {
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
function fits(kind: ArgumentKind<unknown> | undefined, word: string, context: Context): boolean {
	return kind !== undefined && 'value' in kind.parse(word, context);
}

/** Splits off the first word; of the spaces, only one belongs to neither part. */
function firstWord(text: string): [word: string, rest: string] {
	const [, word = '', rest = ''] = /^\s*(\S*)\s?([^]*)$/.exec(text) ?? [];
	return [word, rest];
}

function unknown(word: string, commands: readonly Command[]): SafeText {
	const none = absence(word);
	if (none) return none;
	const said = shown(word);
	const nearest = nearestCommand(word.toLowerCase(), commands);
	const instead =
		nearest === undefined ? safeText`/help lists them all.` : safeText`did you mean /${nearest}?`;
	return safeText`There is no command /${said}; ${instead} To send it as text, type //${said}.`;
}

/** Finds the command with the nearest name, if it is near enough and has no consequence for others. */
function nearestCommand(typed: string, commands: readonly Command[]): string | undefined {
	const names = commands.flatMap(({name, aliases, consequence}) =>
		consequence === undefined ? [name, ...aliases] : [],
	);
	// Of two that are equally near, people mean the one that begins alike.
	const far = (name: string) => distance(typed, name) + (name[0] === typed[0] ? 0 : 0.5);
	const [nearest] = names.toSorted((one, other) => far(one) - far(other));
	return nearest !== undefined && far(nearest) <= Math.max(1, typed.length / 2) ? nearest : undefined;
}

/** Completions of the word before the cursor: `stem` stays, each candidate replaces the word. `path`: the disk has to be asked. */
type Completions = {
	readonly stem: string;
	readonly candidates: readonly string[];
	readonly path?: string;
};

export function complete(before: string, context: Context): Completions {
	const [, stem = '', word = ''] = /^([^]*?)(\S*)$/.exec(before) ?? [];
	if (!isCommand(before)) return {stem, candidates: word === '' ? [] : people(word, context)};
	if (stem === '') return {stem: '/', candidates: commandNames(word.slice(1), context.commands)};
	const words = before.split(/\s+/);
	const command = named(words[0]?.slice(1) ?? '', context.commands);
	const kinds = Object.values(command?.args ?? {});
	const last = kinds.at(-1);
	const kind = kinds[words.length - 2] ?? (last?.rest ? last : undefined);
	const earlier = words.slice(1, kind === last ? kinds.length : -1); // the last one may hold several words
	if (kind?.onDisk?.(earlier) || kind?.whole) return wholeRest(before, kind, earlier, context);
	return {stem, candidates: beginningWith(word, kind?.complete?.(context, earlier) ?? [])};
}

/** Completes the raw remainder of the line, from the words of the argument that takes it. */
function wholeRest(
	before: string,
	kind: ArgumentKind<unknown>,
	earlier: readonly string[],
	context: Context,
): Completions {
	const skipped = new RegExp(`^(?:\\S+\\s+){${earlier.length + 1}}`).exec(before)?.[0] ?? before;
	const typed = before.slice(skipped.length);
	if (kind.onDisk?.(earlier)) return {stem: skipped, candidates: [], path: typed};
	return {stem: skipped, candidates: beginningWith(typed, kind.complete?.(context, earlier) ?? [])};
}

/** Completes the name of a command; aliases only where no name fits, so that `/m` becomes `/msg`. */
function commandNames(word: string, commands: readonly Command[]): string[] {
	const names = beginningWith(
		word,
		commands.map(({name}) => name),
	);
	return names.length > 0
		? names
		: beginningWith(
				word,
				commands.flatMap(({aliases}) => aliases),
			);
}

function people(word: string, {state}: Context): string[] {
	const at = word.startsWith('@') ? '@' : '';
	return beginningWith(word.slice(at.length), [...state.people.keys()].sort()).map(name => at + name);
}

function beginningWith(word: string, all: readonly string[]): string[] {
	return all.filter(one => one.toLowerCase().startsWith(word.toLowerCase()));
}

/** Returns what is shown beside a line while it is typed: the usage of its command, or its completions. */
export function hintFor(line: string, commands: readonly Command[]): SafeText | undefined {
	if (!isCommand(line)) return undefined;
	const [, word = '', blank = ''] = /^\/(\S*)(\s?)/.exec(normalize(line)) ?? [];
	const exact = named(word, commands);
	if (exact && (blank !== '' || commandNames(word, commands).length <= 1)) return usage(exact);
	const names = blank === '' ? commandNames(word, commands) : [];
	const only = names.length === 1 ? named(names[0] ?? '', commands) : undefined;
	if (only) return usage(only);
	if (names.length > 1) return safeText`${names.map(name => `/${name}`).join('  ')}`;
	return unknown(word, commands);
}
