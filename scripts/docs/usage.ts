/** Generates the chapter of the command line: the help of the program, and of each command. */
import {commandWords} from '../../source/command-line/commands.ts';
import {helpOf} from '../../source/command-line/help.ts';

export function usage(): string {
	const each = commandWords().map(word => `### ${word}\n\n${block(helpOf(word))}`);
	return [block(helpOf('client')), ...each].join('\n\n');
}

function block(text: string): string {
	return `\`\`\`text\n${text}\n\`\`\``;
}
