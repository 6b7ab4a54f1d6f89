/** Names the command of a command line, and checks the words behind it. */
import {isCommand, type CommandName} from './commands.ts';

/** A wrong command line; the message is a sentence for people. */
export class UsageError extends Error {}

export type Input = readonly string[];

/** Returns the command of a command line, also of one that asks `help` about it. */
export function commandOf([first = '', second = '']: readonly string[]): CommandName {
	const word = first === 'help' ? second : first;
	return isCommand(word) ? word : 'client';
}

/** @throws UsageError if there are more words */
export function atMost(most: number, input: Input): Input {
	const [extra] = input.slice(most);
	if (extra !== undefined) throw new UsageError(`Too many arguments, from ${JSON.stringify(extra)} on`);
	return input;
}

/** @throws UsageError unless the input is one file */
export function fileIn(input: Input): string {
	const [file] = atMost(1, input);
	if (file === undefined) throw new UsageError('Which file? Name one, such as chat.json');
	return file;
}
