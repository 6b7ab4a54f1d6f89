/** What a slash command is: one definition, from which parsing, completion, usage, help and the README's table derive. */
import type {ConversationId} from '../../protocol/names.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {Question} from '../state/dialogs/dialogs.ts';
import type {Effect} from '../state/model/effect.ts';
import type {Me, Settings, State} from '../state/model/state.ts';

/** What a command knows: the state, as whom one is signed in, and the other commands. */
export type Context = {readonly state: State; readonly me: Me; readonly commands: readonly Command[]};

export type Parsed<V> = {readonly value: V} | {readonly problem: SafeText};

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

/** What a command wants, as plain data; the state carries it out. Nothing at all is a valid wish. */
export type Outcome = {
	/** The line was no good: a sentence, and the bar keeps its text. */
	readonly problem?: SafeText;
	/** Lines of this program in the open conversation. */
	readonly show?: readonly SafeText[];
	/** Opens a conversation, with the message at this sequence on top if one is given. */
	readonly open?: ConversationId;
	readonly goTo?: number;
	readonly send?: {readonly conversation: ConversationId; readonly text: string};
	/** To everyone who is on. */
	readonly broadcast?: string;
	readonly set?: Partial<Settings>;
	readonly ask?: Question;
	/** Help on a command, on what these words are about, or on everything. */
	readonly help?: {readonly topic?: string; readonly words?: string};
	/** Back to the sign-in form. */
	readonly leave?: true;
	readonly effects?: readonly Effect[];
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
	readonly run: (args: Readonly<Record<string, unknown>>, context: Context) => Outcome;
};

type Definition<K extends Kinds> = Omit<Command, 'aliases' | 'args' | 'run'> & {
	readonly aliases?: readonly string[];
	readonly args?: K;
	readonly run: (args: Values<K>, context: Context) => Outcome;
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
