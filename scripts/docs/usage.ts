/** Generates the chapter of the command line: the help of the program, and of each command. */
import {commandWords} from '../../source/command-line/commands.ts';
import {helpOf} from '../../source/command-line/help.ts';

export function usage(): string {
	return block(helpOf('client'));
}

export function usageOfEach(): string {
	return commandWords()
		.map(word => `## ${word}\n\n${block(helpOf(word))}`)
		.join('\n\n');
}

function block(text: string): string {
	return `\`\`\`text\n${text}\n\`\`\``;
}
