/** Generates the tables of slash commands, of the client and of the operator, from their definitions. */
import {commands as ofOperator} from '../../server/operator/commands/index.ts';
import {commands as ofClient} from '../../source/commands/index.ts';
import type {AnyCommand} from '../../terminal/commands/command.ts';
import {usage} from '../../terminal/commands/line.ts';
import {table} from './section.ts';

export function commands(): string {
	return tableOf(ofClient);
}

export function operatorCommands(): string {
	return tableOf(ofOperator);
}

function tableOf(all: readonly AnyCommand[]): string {
	const rows = all.map(command => {
		const aliases = command.aliases.map(alias => `\`/${alias}\``).join(', ');
		return [`\`${usage(command)}\``, aliases, command.summary];
	});
	return table(['command', 'also', 'does'], rows);
}
