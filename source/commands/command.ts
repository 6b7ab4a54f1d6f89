/** Defines what a slash command is: parsing, completion, usage, help and the README's table derive from one definition. */
import type {SafeText} from '../../protocol/text.ts';
import type {Me, State} from '../state/model/state.ts';
import type {Step} from '../state/model/step.ts';

/** What a command reads: the state once its line has left the command bar, the signed-in user, and all commands. */
export type Context = {readonly state: State; readonly me: Me; readonly commands: readonly Command[]};

/** Why a line cannot be carried out: the status line shows it, and the command bar keeps the text. */
export type Problem = {readonly problem: SafeText};

export type Parsed<V> = {readonly value: V} | Problem;

/** A kind of argument. `rest`: it takes the raw remainder of the line; `optional`: it may be missing. */
export type Kind<V> = {
	readonly label: string;
	readonly rest?: true;
	readonly optional?: true;
	parse(word: string, context: Context): Parsed<V>;
	/** Everything that may stand here; the line keeps what begins like the word. */
	complete?(context: Context): readonly string[];
};

export type Kinds = Readonly<Record<string, Kind<unknown>>>;
export type Values<K extends Kinds> = {
	readonly [N in keyof K]: K[N] extends Kind<infer V> ? V : never;
};

export type Group = 'talking' | 'people' | 'rooms' | 'yourself' | 'the program';

/** What others notice, or what is over, once a line is carried out: such a command is never proposed for a mistyped word. */
export type Consequence = 'ends' | 'leaves' | 'sends';

export type Command = {
	readonly name: string;
	readonly aliases: readonly string[];
	readonly group: Group;
	readonly consequence?: Consequence;
	/** A few words, in lower case, for the list of all. */
	readonly summary: SafeText;
	/** What else there is to know, for the help of this one. */
	readonly details?: readonly SafeText[];
	readonly args: Kinds;
	readonly run: (args: Readonly<Record<string, unknown>>, context: Context) => Step | Problem;
};

type Definition<K extends Kinds> = Omit<Command, 'aliases' | 'args' | 'run'> & {
	readonly aliases?: readonly string[];
	readonly args?: K;
	readonly run: (args: Values<K>, context: Context) => Step | Problem;
};

/** The arguments of `run` are typed by the kinds in `args`, whose order is that on the line. */
export function defineCommand<K extends Kinds = Record<never, never>>({
	aliases = [],
	args,
	run,
	...rest
}: Definition<K>): Command {
	// The line parses each argument by its kind before it calls run, so that the values are those of `args`.
	return {...rest, aliases, args: args ?? {}, run: run as Command['run']};
}
