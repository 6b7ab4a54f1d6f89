/** Runs `chat-tui hash-password`: prints the hash of a password, for a file of users. */
import {sentence} from '../protocol/refusals.ts';
import {MAX_PASSWORD, passwordIn} from '../protocol/passwords.ts';
import {safeText, type SafeText} from '../protocol/text.ts';
import {Passwords} from './auth/passwords.ts';

/** Maximum bytes of stdin: a password, a byte order mark and a line end. */
const MAX_INPUT = 8 * MAX_PASSWORD;

type Entrance = {
	readonly stdin: AsyncIterable<Buffer> & {readonly isTTY?: boolean};
	/** Asks at the terminal without echo. @returns undefined if there is no answer */
	readonly ask: (question: SafeText) => Promise<string | undefined>;
	/** Prints why the command failed, and returns the exit code. */
	readonly failed: (sentence: string) => number;
};

/** Asks for the password twice at a terminal, else reads it from stdin. */
export async function hashPassword({stdin, ask, failed}: Entrance): Promise<number> {
	const password = stdin.isTTY ? await ask(safeText`Password: `) : await read(stdin);
	if (!password) return failed('There is no password; type one, or give it on stdin.');
	const passwords = new Passwords();
	const fault = passwords.fault('', password);
	if (fault) return failed(sentence(fault));
	if (stdin.isTTY && (await ask(safeText`The same once more: `)) !== password)
		return failed('The two are not the same; try again.');
	const hash = await passwords.hash(password);
	if (typeof hash !== 'string') return failed(sentence(hash));
	process.stdout.write(`${hash}\n`);
	return 0;
}

async function read(stdin: AsyncIterable<Buffer>): Promise<string> {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of stdin) {
		parts.push(part);
		size += part.length;
		if (size > MAX_INPUT) break; // found too long
	}

	return passwordIn(Buffer.concat(parts).toString());
}
