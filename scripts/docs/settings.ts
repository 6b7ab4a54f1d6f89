/** Generates the table of settings from their definitions. */
import {initialState} from '../../source/state/model/initial.ts';
import {commandName, settingNames, settings as all, valueNow} from '../../source/commands/settings-table.ts';
import {table} from './section.ts';

export function settings(): string {
	const state = initialState({columns: 80, rows: 24}, {device: '', start: '', next: 1});
	const rows = settingNames.map(name => [
		`\`${commandName(name)}\``,
		all[name].takes.join(', '),
		valueNow(state, name),
		all[name].about,
	]);
	return table(['setting', 'takes', 'at first', 'says'], rows);
}
