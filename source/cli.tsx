/** The command line: flags → what to run. The only place with argv and exit. */
import meow from 'meow';
import {parseAddress, parseFingerprint, type Address} from '../protocol/address.ts';
import {help, options, SHORT, wordMeant, type Given, type Option, type Word} from './usage.ts';

process.umask(0o077); // whatever this program writes is for its owner alone

/** A mistake in the command line; the message is a sentence for people. */
class UsageError extends Error {}

type Input = readonly string[];

/** What each word runs; the number is the exit code. Everything that is slow to load is loaded when it is needed. */
const words: {readonly [W in Word]: (input: Input, given: Given<W>) => Promise<number>} = {
	async client(input, given) {
		const [first = ''] = input;
		const meant = wordMeant(first);
		if (meant !== undefined) {
			throw new UsageError(
				`There is no command ${JSON.stringify(first)}; chat-tui ${meant} may be what you want`,
			);
		}

		const start = connection(given, atMost(1, input)[0]);
		if (!process.stdin.isTTY || !process.stdout.isTTY) {
			return failed('The client needs a terminal; in a script use chat-tui send and chat-tui history.');
		}

		if (process.env['TERM'] === 'dumb') {
			return failed(
				'This terminal (TERM=dumb) cannot show the client; use another one, or chat-tui send and chat-tui history.',
			);
		}

		const {runClient} = await import('./root.ts');
		process.exit(await runClient({...start, program: process.argv[1] ?? '', env: process.env}));
	},
	async serve(input, given) {
		const {serve} = await import('../server/cli.ts');
		return serve(atMost(3, input), given, failed);
	},
	async send(input, given) {
		const {send} = await import('./scripts/send.ts');
		return send(input, connection(given));
	},
	async history(input, given) {
		const {history} = await import('./scripts/history.ts');
		return history(atMost(1, input), {...given, ...connection(given)});
	},
	async 'forget-server'(input) {
		const {forgetServer} = await import('./scripts/forget-server.ts');
		return forgetServer(atMost(1, input));
	},
};

try {
	process.exitCode = await run(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof UsageError)) throw error;
	process.exitCode = failed(`${error.message}; npx chat-tui --help shows how it is used.`, 2);
}

async function run(argv: readonly string[]): Promise<number> {
	const [first = ''] = argv;
	const word = Object.hasOwn(words, first) && first !== 'client' ? (first as Word) : undefined;
	if (word === undefined) return start('client', argv);
	return start(word, argv.slice(1));
}

async function start(word: Word, argv: readonly string[]): Promise<number> {
	const [first = '', ...rest] = argv;
	const spelled = Object.hasOwn(SHORT, first) ? [SHORT[first] ?? '', ...rest] : argv;
	const {input, flags, showHelp, showVersion} = parse(spelled, options[word]);
	if (flags['help']) showHelp(0);
	if (flags['version']) showVersion();
	const carryOut = words[word] as (input: Input, given: unknown) => Promise<number>; // its own options are checked here
	return carryOut(input, given(flags, options[word]));
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

/** The options as given, once all of them are known and have a value. */
function given(flags: Readonly<Record<string, unknown>>, known: Readonly<Record<string, Option>>) {
	for (const [name, value] of Object.entries(flags)) {
		const option = `--${name.replace(/[A-Z]/g, capital => `-${capital.toLowerCase()}`)}`;
		if (!Object.hasOwn(known, name)) throw new UsageError(`There is no option ${option} here`);
		if (value === '') throw new UsageError(`${option} needs a value`);
	}

	return flags;
}

/** What the options say about the server and the account. */
function connection(
	{server, user, signup = false, trust, insecurePlaintext = false}: Given<'client'>,
	positional?: string,
) {
	if (server !== undefined && positional !== undefined) throw new UsageError('The server is named twice');
	const address = place(server ?? positional, trust);
	const password = process.env['CHAT_TUI_PASSWORD']?.replace(/\r?\n$/, '');
	if (password !== undefined && /\p{Cc}/u.test(password)) {
		throw new UsageError(
			'CHAT_TUI_PASSWORD holds a control character, which nobody can type; set it without',
		);
	}

	if (signup && (address === undefined || user === undefined || !password)) {
		throw new UsageError('--signup needs --server, --user and a password in CHAT_TUI_PASSWORD');
	}

	return {
		signUp: signup,
		insecurePlaintext,
		...(address && {address}),
		...(user !== undefined && {user}),
		...(password && {password}),
	};
}

function place(text: string | undefined, trust: string | undefined): Address | undefined {
	const fingerprint = trust === undefined ? undefined : parseFingerprint(trust);
	if (trust !== undefined && fingerprint === undefined) {
		throw new UsageError('--trust takes a fingerprint as it is shown, SHA256: and 43 characters');
	}

	if (text === undefined) {
		if (fingerprint !== undefined) throw new UsageError('--trust needs the server it is about');
		return undefined;
	}

	const address = parseAddress(text);
	if (address === undefined) throw new UsageError(`"${text}" is no address; it is HOST:PORT or a join line`);
	return {...address, ...(fingerprint && {fingerprint})};
}

function atMost(most: number, input: Input): Input {
	if (input.length > most) throw new UsageError(`"${input[most]}" is one word too many`);
	return input;
}

function failed(sentence: string, code = 1): number {
	process.stderr.write(`chat-tui: ${sentence}\n`);
	return code;
}
