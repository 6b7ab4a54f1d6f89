/** Reads argv: the word that it begins with, its options, checked, and what else was typed. */
import meow from 'meow';
import {nearest} from '../lib/nearest.ts';
import {help, options, SHORT, type Option, type Word} from './usage.ts';

/** A mistake in the command line; the message is a sentence for people. */
export class UsageError extends Error {}

export type Input = readonly string[];
export type CommandLine = {
	readonly word: Word;
	readonly input: Input;
	/** As they were given, all of them known to the word, and none of them empty. */
	readonly flags: Readonly<Record<string, unknown>>;
};

/** Ends the process where help or the version is asked for. @throws UsageError */
export function readCommandLine(argv: readonly string[]): CommandLine {
	const [first = ''] = argv;
	const word = isWord(first) ? first : 'client';
	const typed = spelled(word === 'client' ? argv : argv.slice(1));
	const {input, flags, showHelp, showVersion} = parse(typed, options[word]);
	if (flags['help']) showHelp(0);
	if (flags['version']) showVersion();
	return {word, input, flags: checked(flags, word, typed)};
}

function isWord(text: string): text is Word {
	return Object.hasOwn(options, text) && text !== 'client';
}

/** What is asked for in short, written in full; behind `--` everything is meant as it is. */
function spelled(argv: readonly string[]): string[] {
	const end = argv.indexOf('--');
	return argv.map((text, at) => ((end === -1 || at < end) && SHORT.get(text)) || text);
}

function parse(argv: readonly string[], known: Readonly<Record<string, Option>>) {
	const flags = Object.fromEntries(Object.entries(known).map(([name, type]) => [name, {type}]));
	try {
		return meow({
			help,
			importMeta: import.meta,
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

function checked(flags: Readonly<Record<string, unknown>>, word: Word, argv: readonly string[]) {
	const known = options[word];
	const read: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(flags)) {
		if (!Object.hasOwn(known, name)) throw new UsageError(noOption(name, Object.keys(known), argv));
		read[name] = typeof value === 'string' ? valueOf(optionName(name), value) : value;
	}

	return read;
}

/** Without the end of its line and the mark that some editors put at a file's beginning, which came along from a file. */
function valueOf(option: string, given: string): string {
	const value = given.replace(/^\ufeff/, '').replace(/[\r\n]+$/, '');
	if (value.trim() === '') throw new UsageError(`${option} needs a value`);
	if (/\p{Cc}/u.test(value)) throw new UsageError(`${option} holds a control character; write it without`);
	return value;
}

/** Names what was typed, and the option that may have been meant. */
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

function optionName(name: string): string {
	return `--${name.replace(/[A-Z]/g, capital => `-${capital.toLowerCase()}`)}`;
}
