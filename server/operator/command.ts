/** Defines the commands of the operator: what they read, and what they come to. */
import {safeText} from '../../protocol/text.ts';
import {commandDefiner, type Command, type Problem} from '../../terminal/commands/command.ts';
import type {OperatedServer, OperatorHost} from './operated-server.ts';
import type {Outcome} from './report.ts';

/** `server`: of a stopped one only commands that run {@link whileStopped} may ask, and they ask `host.server`. */
export type OperatorContext = {
	readonly server: OperatedServer;
	readonly host: OperatorHost;
	readonly commands: readonly OperatorCommand[];
};

export type Result = Outcome | Promise<Outcome>;

type Group = 'the server' | 'people' | 'invitations' | 'rooms' | 'the database';

export type OperatorCommand = Command<OperatorContext, Result, Group> & {
	/** It also runs while the server is stopped. */
	readonly whileStopped?: true;
};

export const defineOperatorCommand = commandDefiner<OperatorContext, Result, Group>();

export function whileStopped(command: OperatorCommand): OperatorCommand {
	return {...command, whileStopped: true};
}

export const STOPPED: Problem = {problem: safeText`The server is stopped; /start starts it.`};
