/** Parses argv: the command, its checked options, and the remaining words. */
import meow from 'meow';
import {version} from '../../package.json';
import {nearest} from '../../lib/nearest.ts';
import {COMMANDS, isCommand, type CommandName, type Option} from './commands.ts';
import {helpOf, optionName} from './help.ts';
import {FLAG_ALIASES} from './suggest.ts';
import {commandOf, UsageError, type Input} from './words.ts';

type CommandLine = {
	readonly word: CommandName;
	readonly input: Input;
	/** Known options of the command, none of them empty. */
	readonly flags: Readonly<Record<string, unknown>>;
};

/** Parses the command line; --help and --version end the process. @throws UsageError */
export function readCommandLine(argv: readonly string[]): CommandLine {
	const word = commandOf(argv);
	const typed = wordAsFlag(argv) ?? withFullFlags(word === 'client' ? argv : argv.slice(1));
	const {input, flags, showHelp, showVersion} = parse(typed, word);
	if (flags['help']) showHelp(0);
	if (flags['version']) showVersion();
	return {word, input, flags: checked(flags, word, typed)};
}

/** Takes `help`, `help serve` and `version` for the flags. */
function wordAsFlag(argv: readonly string[]): string[] | undefined {
	const [first = '', second] = argv;
	if (first === 'version' && second === undefined) return ['--version'];
	const isHelp = first === 'help' && (second === undefined || (isCommand(second) && argv.length === 2));
	return isHelp ? ['--help'] : undefined;
}

/** Replaces aliases such as `-h` by the full option, up to `--`. */
function withFullFlags(argv: readonly string[]): string[] {
	const end = argv.indexOf('--');
	return argv.map((text, at) => ((end === -1 || at < end) && FLAG_ALIASES.get(text)) || text);
}

function parse(argv: readonly string[], word: CommandName) {
	const flags = Object.fromEntries(
		Object.entries<Option>(COMMANDS[word].options).map(([name, {kind}]) => [
			name,
			kind === 'on' ? ({type: 'boolean', default: true} as const) : {type: kind},
		]),
	);
	try {
		return meow({
			help: `\n${helpOf(word)}`,
			importMeta: import.meta,
			pkg: {name: 'chat-tui', version},
			argv: [...argv],
			flags,
			description: false,
			helpIndent: 0,
			autoHelp: false,
			autoVersion: false,
			allowUnknownFlags: true,
		});
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
	}
}

function checked(flags: Readonly<Record<string, unknown>>, word: CommandName, argv: readonly string[]) {
	const known = COMMANDS[word].options;
	const read: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(flags)) {
		if (!Object.hasOwn(known, name)) throw new UsageError(noOption(name, Object.keys(known), argv));
		read[name] = typeof value === 'string' ? valueOf(optionName(name), value) : value;
	}

	return read;
}

/** Removes a byte order mark and line ends, which a value from a file may bring along. @throws UsageError */
function valueOf(option: string, given: string): string {
	const value = given.replace(/^\ufeff/, '').replace(/[\r\n]+$/, '');
	if (value.trim() === '') throw new UsageError(`${option} needs a value`);
	if (/\p{Cc}/u.test(value)) throw new UsageError(`${option} holds a control character; write it without`);
	return value;
}

/** Names the unknown option, and the one that may have been meant. */
function noOption(name: string, known: readonly string[], argv: readonly string[]): string {
	const option = optionName(name);
	const isTyped = (text: string) =>
		text.replace(/=.*/s, '') === option || (name.length === 1 && /^-[^-]/.test(text) && text.includes(name));
	const typed = argv.find(isTyped)?.replace(/=.*/s, '') ?? option;
	const letters = typed.replace(/^-+/, '').toLowerCase();
	const names = [...known.map(optionName), '--help', '--version'].map(each => each.slice(2));
	const near = nearest(letters, names);
	return `There is no option ${typed} here${near === undefined ? '' : `; --${near} may be what you want`}`;
}
