/** Defines what a slash command is: parsing, completion, usage, help and the README's table derive from one definition. */
import type {SafeText} from '../../protocol/text.ts';

/** Why a line cannot be carried out; the command bar keeps the text. */
export type Problem = {readonly problem: SafeText};

export type Parsed<V> = {readonly value: V} | Problem;

/**
 * A kind of argument; `C` is what its program's commands read. `rest`: it takes the raw remainder of the line; `whole`: Tab completes
 * that with its blanks, not only its last word; `optional`: it may be missing.
 */
export type ArgumentKind<V, C = unknown> = {
	readonly label: string;
	readonly rest?: true;
	readonly whole?: true;
	readonly optional?: true;
	parse(word: string, context: C): Parsed<V>;
	/** Returns all candidates; those that do not begin like the typed word are dropped later. `words`: those typed before it. */
	complete?(context: C, words: readonly string[]): readonly string[];
	/** There may be more candidates than `complete` knows: what the program is to find for a word. */
	finds?(word: string): string;
	/** Whether it is a path, which the disk completes. */
	onDisk?(words: readonly string[]): boolean;
};

type ArgumentKinds<C> = Readonly<Record<string, ArgumentKind<unknown, C>>>;
type Values<K extends ArgumentKinds<never>> = {
	readonly [N in keyof K]: K[N] extends ArgumentKind<infer V, never> ? V : never;
};

/** The consequence for others, or for the session. A command that has one is never proposed for a mistyped word. */
type Consequence = 'ends' | 'leaves' | 'sends';

/** A command that reads a `C` and returns an `R`; `G` names the groups in which help lists the commands. */
export type Command<C, R, G extends string = string> = {
	readonly name: string;
	readonly aliases: readonly string[];
	readonly group: G;
	readonly consequence?: Consequence;
	/** Its name is hardly ever a message: typed alone without the slash, it is asked about before it is sent. */
	readonly isNoMessage?: true;
	/** One line of the list of all commands: begins with a verb in lower case. */
	readonly summary: SafeText;
	/** Further lines for the help on this command. */
	readonly details?: readonly SafeText[];
	readonly args: ArgumentKinds<C>;
	readonly run: (args: Readonly<Record<string, unknown>>, context: C) => R | Problem;
};

/** A command of any program. */
export type AnyCommand = Command<never, unknown>;

type Definition<C, R, G extends string, K extends ArgumentKinds<C>> = Omit<
	Command<C, R, G>,
	'aliases' | 'args' | 'run'
> & {
	readonly aliases?: readonly string[];
	readonly args?: K;
	readonly run: (args: Values<K>, context: C) => R | Problem;
};

/** Returns the function with which a program defines its commands: it types the arguments of `run` by the kinds in `args`, in the order of the line. */
export function commandDefiner<C, R, G extends string = string>() {
	return <K extends ArgumentKinds<C> = Record<never, never>>({
		aliases = [],
		args,
		run,
		...rest
	}: Definition<C, R, G, K>): Command<C, R, G> => {
		// The line parses each argument by its kind before it calls run, so that the values are those of `args`.
		return {...rest, aliases, args: args ?? {}, run: run as Command<C, R, G>['run']};
	};
}
