/** Generates the table of slash commands from their definitions. */
import {commands as all} from '../../source/commands/index.ts';
import {usage} from '../../terminal/commands/line.ts';
import {table} from './section.ts';

export function commands(): string {
	const rows = all.map(command => {
		const aliases = command.aliases.map(alias => `\`/${alias}\``).join(', ');
		return [`\`${usage(command)}\``, aliases, command.summary];
	});
	return table(['command', 'also', 'does'], rows);
}
