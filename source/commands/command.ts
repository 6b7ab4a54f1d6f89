/** Defines what a slash command is: parsing, completion, usage, help and the README's table derive from one definition. */
import type {SafeText} from '../../protocol/text.ts';
import type {Me, State} from '../state/model/state.ts';
import type {Step} from '../state/model/step.ts';

/** What a command reads: the state once its line has left the command bar, the signed-in user, and all commands. */
export type Context = {readonly state: State; readonly me: Me; readonly commands: readonly Command[]};

/** Why a line cannot be carried out: the status line shows it, and the command bar keeps the text. */
export type Problem = {readonly problem: SafeText};

export type Parsed<V> = {readonly value: V} | Problem;

/**
 * A kind of argument. `rest`: it takes the raw remainder of the line; `whole`: Tab completes that with its blanks, not only its
 * last word; `optional`: it may be missing.
 */
export type ArgumentKind<V> = {
	readonly label: string;
	readonly rest?: true;
	readonly whole?: true;
	readonly optional?: true;
	parse(word: string, context: Context): Parsed<V>;
	/** Returns all candidates; those that do not begin like the typed word are dropped later. `words`: those typed before it. */
	complete?(context: Context, words: readonly string[]): readonly string[];
	/** Whether it is a path, which the disk completes. */
	onDisk?(words: readonly string[]): boolean;
};

type ArgumentKinds = Readonly<Record<string, ArgumentKind<unknown>>>;
type Values<K extends ArgumentKinds> = {
	readonly [N in keyof K]: K[N] extends ArgumentKind<infer V> ? V : never;
};

type Group = 'talking' | 'people' | 'files' | 'rooms' | 'yourself' | 'the program';

/** The consequence for others, or for the session. A command that has one is never proposed for a mistyped word. */
type Consequence = 'ends' | 'leaves' | 'sends';

export type Command = {
	readonly name: string;
	readonly aliases: readonly string[];
	readonly group: Group;
	readonly consequence?: Consequence;
	/** One line of the list of all commands: begins with a verb in lower case. */
	readonly summary: SafeText;
	/** Further lines for the help on this command. */
	readonly details?: readonly SafeText[];
	readonly args: ArgumentKinds;
	readonly run: (args: Readonly<Record<string, unknown>>, context: Context) => Step | Problem;
};

type Definition<K extends ArgumentKinds> = Omit<Command, 'aliases' | 'args' | 'run'> & {
	readonly aliases?: readonly string[];
	readonly args?: K;
	readonly run: (args: Values<K>, context: Context) => Step | Problem;
};

/** Types the arguments of `run` by the kinds in `args`, whose order is that on the line. */
export function defineCommand<K extends ArgumentKinds = Record<never, never>>({
	aliases = [],
	args,
	run,
	...rest
}: Definition<K>): Command {
	// The line parses each argument by its kind before it calls run, so that the values are those of `args`.
	return {...rest, aliases, args: args ?? {}, run: run as Command['run']};
}
