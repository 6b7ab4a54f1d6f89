/** Completes command lines, and says beside a line what its command takes. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {AnyCommand, ArgumentKind, Command} from './command.ts';
import {isCommand, named, unknown, usage, type SayUnknown} from './line.ts';

/**
 * Completions of the word before the cursor: `stem` stays, each candidate replaces the word. `path`: the disk has to be asked. `open`: what the program
 * is to find, if there may be candidates of which only it hears.
 */
type Completions = {
	readonly stem: string;
	readonly candidates: readonly string[];
	readonly path?: string;
	readonly open?: string;
};

/** Completes the last word of a line that is a command. */
export function complete<C extends {readonly commands: ReadonlyArray<Command<C, unknown>>}>(
	before: string,
	context: C,
): Completions {
	const [, stem = '', word = ''] = /^([^]*?)(\S*)$/.exec(before) ?? [];
	if (stem === '') return {stem: '/', candidates: commandNames(word.slice(1), context.commands)};
	const words = before.split(/\s+/);
	const command = named(words[0]?.slice(1) ?? '', context.commands);
	const kinds = Object.values(command?.args ?? {});
	const last = kinds.at(-1);
	const kind = kinds[words.length - 2] ?? (last?.rest ? last : undefined);
	const earlier = words.slice(1, kind === last ? kinds.length : -1); // the last one may hold several words
	if (kind?.onDisk?.(earlier) || kind?.whole) return wholeRest(before, kind, earlier, context);
	const candidates = beginningWith(word, kind?.complete?.(context, earlier) ?? []);
	return {stem, candidates, ...(kind?.finds && {open: kind.finds(word)})};
}

/** Completes the raw remainder of the line, from the words of the argument that takes it. */
function wholeRest<C>(
	before: string,
	kind: ArgumentKind<unknown, C>,
	earlier: readonly string[],
	context: C,
): Completions {
	const skipped = new RegExp(`^(?:\\S+\\s+){${earlier.length + 1}}`).exec(before)?.[0] ?? before;
	const typed = before.slice(skipped.length);
	if (kind.onDisk?.(earlier)) return {stem: skipped, candidates: [], path: typed};
	return {stem: skipped, candidates: beginningWith(typed, kind.complete?.(context, earlier) ?? [])};
}

/** Completes the name of a command; aliases only where no name fits, so that `/m` becomes `/msg`. */
function commandNames(word: string, commands: readonly AnyCommand[]): string[] {
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

export function beginningWith(word: string, all: readonly string[]): string[] {
	return all.filter(one => one.toLowerCase().startsWith(word.toLowerCase()));
}

/** Returns what is shown beside a line while it is typed: the usage of its command, or its completions. */
export function hintFor(
	line: string,
	commands: readonly AnyCommand[],
	sayUnknown: SayUnknown = unknown,
): SafeText | undefined {
	if (!isCommand(line)) return undefined;
	const [, word = '', blank = ''] = /^\/(\S*)(\s?)/.exec(line) ?? [];
	const exact = named(word, commands);
	if (exact && (blank !== '' || commandNames(word, commands).length <= 1)) return usage(exact);
	const names = blank === '' ? commandNames(word, commands) : [];
	const only = names.length === 1 ? named(names[0] ?? '', commands) : undefined;
	if (only) return usage(only);
	if (names.length > 1) return safeText`${names.map(name => `/${name}`).join('  ')}`;
	return sayUnknown(word, commands);
}
