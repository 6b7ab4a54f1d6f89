/** Defines the commands of the client: what they read, and the groups in which help lists them. */
import {
	commandDefiner,
	type ArgumentKind as ArgumentKindOf,
	type Command as CommandOf,
} from '../../terminal/commands/command.ts';
import type {Me, State} from '../state/model/state.ts';
import type {Step} from '../state/model/step.ts';

export type {Problem} from '../../terminal/commands/command.ts';

/** What a command reads: the state once its line has left the command bar, the signed-in user, and all commands. */
export type Context = {readonly state: State; readonly me: Me; readonly commands: readonly Command[]};

export type ArgumentKind<V> = ArgumentKindOf<V, Context>;

type Group =
	'talking' | 'finding your way' | 'people' | 'files' | 'rooms' | 'yourself' | 'the program' | 'moderation';

export type Command = CommandOf<Context, Step, Group>;

export const defineCommand = commandDefiner<Context, Step, Group>();
