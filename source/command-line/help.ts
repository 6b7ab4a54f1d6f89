/** Writes what --help prints: of the whole program, and of one command. */
import {COMMANDS, commandWords, type CommandName, type Option} from './commands.ts';

const PROGRAM = 'npx chat-tui';
const ENVIRONMENT = `Environment
  CHAT_TUI_PASSWORD  the password, for --user
  CHAT_TUI_HOME      the folder of the client's own files
  CHAT_TUI_LAN=off   neither looks for servers on the network nor announces one
  NO_COLOR           no colours, unless a theme is set

Exit codes: 0 done, 1 it failed, 2 the command line is wrong; 128 and more: a
signal ended it.`;

/** Returns the help of a command; of the client, that of the whole program. Its lines have at most 80 columns. */
export function helpOf(word: CommandName): string {
	if (word === 'client') return wholeHelp();
	const usage = COMMANDS[word].words.map(words => `  ${PROGRAM} ${word} ${words}`.trimEnd());
	const {does, options, notes}: {does: string; options: Readonly<Record<string, Option>>; notes?: string} =
		COMMANDS[word];
	return [
		`Usage\n${usage.join('\n')}\n\n${sentence(does)}`,
		...(notes === undefined ? [] : [notes]),
		...optionLines(options),
	].join('\n\n');
}

/** Returns the option as it is typed, such as `--block-duration`. */
export function optionName(name: string): string {
	return `--${name.replace(/[A-Z]/g, capital => `-${capital.toLowerCase()}`)}`;
}

function wholeHelp(): string {
	const rows = [
		['[address]', COMMANDS.client.does] as const,
		...commandWords().map(word => [word, COMMANDS[word].does] as const),
	];
	return [
		`Usage\n${columns(rows.map(([word, does]) => [`${PROGRAM} ${word}`, does])).join('\n')}`,
		`  ${PROGRAM} COMMAND --help says more about one of them.`,
		...optionLines(COMMANDS.client.options),
		`  --help, --version everywhere`,
		ENVIRONMENT,
	].join('\n\n');
}

function optionLines(options: Readonly<Record<string, Option>>): string[] {
	const rows = Object.entries(options).map(([name, {kind, value, does}]): [string, string] => [
		[
			kind === 'on' ? `--no-${optionName(name).slice(2)}` : optionName(name),
			...(value === undefined ? [] : [value]),
		].join(' '),
		does,
	]);
	return rows.length === 0 ? [] : [`Options\n${columns(rows).join('\n')}`];
}

/** Sets rows of two texts in columns; a line break in the second goes on in its column. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
	const width = Math.max(...rows.map(([first]) => first.length));
	return rows.map(
		([first, second]) => `  ${first.padEnd(width)}  ${second.replaceAll('\n', `\n${' '.repeat(width + 4)}`)}`,
	);
}

function sentence(does: string): string {
	return `${does.charAt(0).toUpperCase()}${does.slice(1)}.`;
}
