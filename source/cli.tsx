/** Runs the command that the command line names. The only file that reads argv and exits. */
import {NoUserFolder, userFoldersOf} from '../lib/user-folders.ts';
import {DEFAULT_PORT, parseAddress, parseFingerprint, type Address} from '../protocol/address.ts';
import {isCapable} from '../terminal/capable.ts';
import {passwordFault, passwordIn} from '../protocol/passwords.ts';
import {cleanLine} from '../protocol/text.ts';
import type {CommandName, FlagsOf} from './command-line/commands.ts';
import {commandOf, readCommandLine, UsageError, type Input} from './command-line/read.ts';
import {suggestCommand} from './command-line/suggest.ts';

process.umask(0o077); // all files of this program are for their owner alone
// A closed pipe or a full disk behind stdout does not end the program.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** Milliseconds after a command is done until the process exits, whatever still runs. */
const LEAVE_WITHIN = 500;

/** Runs each command to its exit code. Modules that are slow to load are loaded when they are needed. */
const commands: {readonly [W in CommandName]: (input: Input, given: FlagsOf<W>) => Promise<number>} = {
	async client(input, given) {
		const [first = ''] = input;
		const meant = suggestCommand(first);
		if (meant !== undefined || (input.length > 1 && /^[\w-]+$/.test(first)))
			throw new UsageError(noCommand(first, meant));
		const start = connection(given, atMost(1, input)[0]);
		const lack = terminalProblem();
		if (lack !== undefined) return failed(lack);
		const places = await userFoldersOf(process.env);
		const {runClient} = await import('./client/root.ts');
		const program = process.argv[1] ?? '';
		process.exit(
			await runClient({
				...start,
				program,
				places,
				demo: async () => {
					const {demoAfter} = await import('./client/demo-after.ts');
					return demoAfter(program);
				},
			}),
		);
	},
	async serve(input, given) {
		const {serve} = await import('../server/cli.ts');
		return serve(atMost(3, input), given, failed);
	},
	async send(input, given) {
		const [{send}, environment] = await Promise.all([import('./scripts/send.ts'), scriptEnvironment()]);
		const {file, code} = given;
		const wishes = {...(file !== undefined && {file}), ...(code && {code})};
		return send(input, {...connection(given), ...wishes}, environment);
	},
	async history(input, given) {
		const [{history}, environment] = await Promise.all([import('./scripts/history.ts'), scriptEnvironment()]);
		return history(atMost(1, input), {...given, ...connection(given)}, environment);
	},
	async watch(input, given) {
		const {watch} = await import('./scripts/watch.ts');
		return watch(input, {...given, ...connection(given)}, await scriptEnvironment());
	},
	async demo(input) {
		atMost(0, input);
		const lack = terminalProblem();
		if (lack !== undefined) return failed(lack);
		const {runDemo} = await import('./demo/demo.ts');
		process.exit(await runDemo(process.argv[1] ?? ''));
	},
	async 'forget-server'(input) {
		const [{forgetServer}, environment] = await Promise.all([
			import('./scripts/forget-server.ts'),
			scriptEnvironment(),
		]);
		return forgetServer(atMost(1, input), environment);
	},
	async status(input, given) {
		atMost(0, input);
		const {admin} = await import('../server/admin.ts');
		return admin(['status'], given, failed);
	},
	async admin(input, given) {
		if (input.length === 0) throw new UsageError('Which command? chat-tui admin help lists them');
		const {admin} = await import('../server/admin.ts');
		return admin(input, given, failed);
	},
	async export(input, given) {
		const {runExport} = await import('../server/database/cli.ts');
		return runExport(fileIn(input), given, failed);
	},
	async import(input, given) {
		const {runImport} = await import('../server/database/cli.ts');
		return runImport(fileIn(input), given, failed);
	},
	async backup(input, given) {
		const [folder] = atMost(1, input);
		if (folder === undefined) throw new UsageError('Which folder? Name a new one for the copy');
		const {runBackup} = await import('../server/database/cli.ts');
		return runBackup(folder, given, failed);
	},
	async doctor(input, given) {
		atMost(0, input);
		const {runDoctor} = await import('../server/database/cli.ts');
		return runDoctor(given, failed);
	},
	async 'hash-password'(input) {
		atMost(0, input);
		const {hashPassword} = await import('../server/hash-password.ts');
		const {askPassword} = await import('./scripts/ask-password.ts');
		return hashPassword({stdin: process.stdin, ask: askPassword, failed});
	},
};

try {
	const {word, input, flags} = readCommandLine(process.argv.slice(2));
	const carryOut = commands[word] as (input: Input, given: unknown) => Promise<number>; // its own options are checked here
	process.exitCode = await carryOut(input, flags);
} catch (error) {
	process.exitCode = failedBy(error);
}

setTimeout(() => process.exit(), LEAVE_WITHIN).unref();

function failedBy(error: unknown): number {
	if (error instanceof UsageError) return failed(`${error.message}; ${helpCall()} shows how it is used.`, 2);
	if (error instanceof NoUserFolder) return failed(error.message);
	throw error;
}

function helpCall(): string {
	const word = commandOf(process.argv.slice(2));
	return `npx chat-tui ${word === 'client' ? '' : `${word} `}--help`;
}

async function scriptEnvironment() {
	const {processEnvironment: thisProcess} = await import('./scripts/script.ts');
	return thisProcess();
}

/** Explains an unknown command. The word may be the name of a machine as well. */
function noCommand(word: string, meant: string | undefined): string {
	const none = `There is no command ${JSON.stringify(word)}`;
	if (meant === undefined) return `${none}, and the client takes one address and no other word`;
	return `${none}; chat-tui ${meant} may be what you want (a machine of that name is ${word}:${DEFAULT_PORT})`;
}

/** @returns why the client cannot be shown in this terminal; undefined if it can */
function terminalProblem(): string | undefined {
	if (!process.stdin.isTTY || !process.stdout.isTTY)
		return 'The client needs a terminal; in a script use chat-tui send and chat-tui history.';
	if (isCapable(process.env)) return undefined;
	const {TERM = ''} = process.env;
	return `This terminal (TERM=${TERM}) cannot show the client; use another one, or chat-tui send and chat-tui history.`;
}

/** Reads the server and the account from the options. @throws UsageError */
function connection(
	{server, user, signup = false, trust, insecurePlaintext = false}: FlagsOf<'client'>,
	positional?: string,
) {
	if (server !== undefined && positional !== undefined) throw new UsageError('The server is named twice');
	const address = addressOf(server ?? positional, trust);
	const password = passwordIn(process.env['CHAT_TUI_PASSWORD'] ?? '');
	if (passwordFault('', password) === 'passwordUntypable') {
		throw new UsageError(
			'CHAT_TUI_PASSWORD contains a line break or another control character, which cannot be typed; set it without',
		);
	}

	if (signup && (address === undefined || user === undefined || password === '')) {
		throw new UsageError('--signup needs --server, --user and a password in CHAT_TUI_PASSWORD');
	}

	return {
		signUp: signup,
		insecurePlaintext,
		lan: process.env['CHAT_TUI_LAN'] !== 'off',
		...(address && {address}),
		...(user !== undefined && {user}),
		...(password !== '' && {password}),
	};
}

function addressOf(text: string | undefined, trust: string | undefined): Address | undefined {
	const fingerprint = trust === undefined ? undefined : parseFingerprint(trust);
	if (trust !== undefined && fingerprint === undefined) {
		throw new UsageError('--trust takes a fingerprint as it is shown, SHA256: and 43 characters');
	}

	if (text === undefined) {
		if (fingerprint !== undefined) throw new UsageError('--trust needs the server it is about');
		return undefined;
	}

	const address = parseAddress(text);
	if (address === undefined)
		throw new UsageError(`${JSON.stringify(text)} is not a valid address; write HOST:PORT or a join line`);
	return {...address, ...(fingerprint && {fingerprint})};
}

/** @throws UsageError unless the input is one file */
function fileIn(input: Input): string {
	const [file] = atMost(1, input);
	if (file === undefined) throw new UsageError('Which file? Name one, such as chat.json');
	return file;
}

function atMost(most: number, input: Input): Input {
	const [extra] = input.slice(most);
	if (extra !== undefined) throw new UsageError(`Too many arguments, from ${JSON.stringify(extra)} on`);
	return input;
}

/** Prints the sentence, in which a word of the command line, a file's name or an answer of the server may stand. */
function failed(sentence: string, code = 1): number {
	process.stderr.write(`chat-tui: ${cleanLine(sentence)}\n`);
	return code;
}
