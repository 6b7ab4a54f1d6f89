/** Runs the command that the command line names, to its exit code. */
import {NoUserFolder} from '../../lib/user-folders.ts';
import type {CommandName, FlagsOf} from './commands.ts';
import {failed} from './failed.ts';
import {readCommandLine} from './read.ts';
import {commandOf, UsageError, type Input} from './words.ts';

export type Commands<W extends CommandName> = {
	readonly [word in W]: (input: Input, given: FlagsOf<word>) => Promise<number>;
};

/** Milliseconds after a command is done until the process exits, whatever still runs. */
const LEAVE_WITHIN = 500;

/** @param commands with the one that the command line names */
export async function runCommand<W extends CommandName>(commands: Commands<W>): Promise<void> {
	try {
		const {word, input, flags} = readCommandLine(process.argv.slice(2));
		const carryOut = commands[word as W] as (input: Input, given: unknown) => Promise<number>; // its own options are checked here
		process.exitCode = await carryOut(input, flags);
	} catch (error) {
		process.exitCode = failedBy(error);
	}

	setTimeout(() => process.exit(), LEAVE_WITHIN).unref();
}

function failedBy(error: unknown): number {
	if (error instanceof UsageError) return failed(`${error.message}; ${helpCall()} shows how it is used.`, 2);
	if (error instanceof NoUserFolder) return failed(error.message);
	throw error;
}

function helpCall(): string {
	const word = commandOf(process.argv.slice(2));
	return `npx chat-tui ${word === 'client' ? '' : `${word} `}--help`;
}
