/** Reports that a command has failed. */
import {cleanLine} from '../../protocol/text.ts';

/**
 * Prints the sentence, in which a word of the command line, a file's name or an answer of the server may stand.
 * @returns the exit code
 */
export function failed(sentence: string, code = 1): number {
	process.stderr.write(`chat-tui: ${cleanLine(sentence)}\n`);
	return code;
}
