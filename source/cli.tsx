/** The command line: flags → what to run. The only place with argv and exit. */
import {NoPlace, placesOf} from '../lib/places.ts';
import {DEFAULT_PORT, parseAddress, parseFingerprint, type Address} from '../protocol/address.ts';
import {passwordFault, passwordIn} from '../protocol/passwords.ts';
import {readCommandLine, UsageError, type Input} from './command-line.ts';
import {wordMeant, type Given, type Word} from './usage.ts';

process.umask(0o077); // whatever this program writes is for its owner alone
// Where nobody reads what is said, or the disk that it goes to is full, what is to be done is done all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** Whatever has been done or has failed, in milliseconds: what else goes on then keeps nobody waiting. */
const LEAVE_WITHIN = 500;
/** Of terminals that understand no sequence: the names that they have. */
const TERMINALS_WITHOUT = /^(?:|dumb.*|unknown)$/i;

/** What each word runs; the number is the exit code. Everything that is slow to load is loaded when it is needed. */
const words: {readonly [W in Word]: (input: Input, given: Given<W>) => Promise<number>} = {
	async client(input, given) {
		const [first = ''] = input;
		const meant = wordMeant(first);
		if (meant !== undefined || (input.length > 1 && /^[\w-]+$/.test(first)))
			throw new UsageError(noCommand(first, meant));
		const start = connection(given, atMost(1, input)[0]);
		const lack = lackOfTerminal();
		if (lack !== undefined) return failed(lack);
		const places = await placesOf(process.env);
		const {runClient} = await import('./client/root.ts');
		process.exit(await runClient({...start, program: process.argv[1] ?? '', places}));
	},
	async serve(input, given) {
		const {serve} = await import('../server/cli.ts');
		return serve(atMost(3, input), given, failed);
	},
	async send(input, given) {
		const [{send}, world] = await Promise.all([import('./scripts/send.ts'), scriptWorld()]);
		return send(input, connection(given), world);
	},
	async history(input, given) {
		const [{history}, world] = await Promise.all([import('./scripts/history.ts'), scriptWorld()]);
		return history(atMost(1, input), {...given, ...connection(given)}, world);
	},
	async 'forget-server'(input) {
		const [{forgetServer}, world] = await Promise.all([import('./scripts/forget-server.ts'), scriptWorld()]);
		return forgetServer(atMost(1, input), world);
	},
};

try {
	const {word, input, flags} = readCommandLine(process.argv.slice(2));
	const carryOut = words[word] as (input: Input, given: unknown) => Promise<number>; // its own options are checked here
	process.exitCode = await carryOut(input, flags);
} catch (error) {
	process.exitCode = failedBy(error);
}

setTimeout(() => process.exit(), LEAVE_WITHIN).unref();

function failedBy(error: unknown): number {
	if (error instanceof UsageError)
		return failed(`${error.message}; npx chat-tui --help shows how it is used.`, 2);
	if (error instanceof NoPlace) return failed(error.message);
	throw error;
}

async function scriptWorld() {
	const {thisProcess} = await import('./scripts/script.ts');
	return thisProcess();
}

/** A word that is no command may be the name of a machine as well. */
function noCommand(word: string, meant: string | undefined): string {
	const none = `There is no command ${JSON.stringify(word)}`;
	if (meant === undefined) return `${none}, and the client takes one address and no other word`;
	return `${none}; chat-tui ${meant} may be what you want (a machine of that name is ${word}:${DEFAULT_PORT})`;
}

/** Why the client cannot be shown here. */
function lackOfTerminal(): string | undefined {
	if (!process.stdin.isTTY || !process.stdout.isTTY)
		return 'The client needs a terminal; in a script use chat-tui send and chat-tui history.';
	const {TERM = ''} = process.env;
	if (process.platform === 'win32' || !TERMINALS_WITHOUT.test(TERM)) return undefined; // there it is not set
	return `This terminal (TERM=${TERM}) cannot show the client; use another one, or chat-tui send and chat-tui history.`;
}

/** What the options say about the server and the account. */
function connection(
	{server, user, signup = false, trust, insecurePlaintext = false}: Given<'client'>,
	positional?: string,
) {
	if (server !== undefined && positional !== undefined) throw new UsageError('The server is named twice');
	const address = place(server ?? positional, trust);
	const password = passwordIn(process.env['CHAT_TUI_PASSWORD'] ?? '');
	if (passwordFault('', password) === 'passwordUntypable') {
		throw new UsageError(
			'CHAT_TUI_PASSWORD holds a line break or another control character, which nobody can type; set it without',
		);
	}

	if (signup && (address === undefined || user === undefined || password === '')) {
		throw new UsageError('--signup needs --server, --user and a password in CHAT_TUI_PASSWORD');
	}

	return {
		signUp: signup,
		insecurePlaintext,
		...(address && {address}),
		...(user !== undefined && {user}),
		...(password !== '' && {password}),
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
	if (address === undefined)
		throw new UsageError(`${JSON.stringify(text)} is no address; it is HOST:PORT or a join line`);
	return {...address, ...(fingerprint && {fingerprint})};
}

function atMost(most: number, input: Input): Input {
	const [extra] = input.slice(most);
	if (extra !== undefined) throw new UsageError(`${JSON.stringify(extra)} is one word too many`);
	return input;
}

function failed(sentence: string, code = 1): number {
	process.stderr.write(`chat-tui: ${sentence}\n`);
	return code;
}
