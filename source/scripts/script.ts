/** Runs script commands: their input, their output, their failures and exit codes. */
import type {Readable, Writable} from 'node:stream';
import {userFoldersOf} from '../../lib/user-folders.ts';
import {cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import type {Address} from '../../protocol/address.ts';
import type {Clock} from '../../lib/clock.ts';
import {ownCertificate} from '../link/client-folder.ts';
import {ChatError} from '../library/chat-error.ts';
import {codeOf, ClientFileError} from '../../lib/client-file-error.ts';
import {askPassword} from './ask-password.ts';

/** The server and the user, from the command line; what is missing is taken from the last sign-in on this machine. */
export type ScriptAccount = {
	/** With a fingerprint, the server must show this key. */
	readonly address?: Address;
	readonly user?: string;
	readonly password?: string;
	readonly signUp?: boolean;
	readonly insecurePlaintext?: boolean;
};

/** The streams and folders of a script. */
export type ScriptEnvironment = {
	readonly stdin: Readable & {readonly isTTY?: boolean};
	readonly stdout: Writable;
	readonly stderr: Writable;
	/** The client's own folder. */
	readonly home: string;
	/** The file with the certificate of this user's own server; it need not exist. */
	readonly ownCertificate?: string;
	/** Asks the person at the terminal. @returns '' or undefined if there is no answer */
	readonly askPassword?: (question: SafeText) => Promise<string | undefined>;
	/** For pauses; the system's clock unless it is given. */
	readonly clock?: Clock;
};

/** Finds the streams and folders of this process. @throws NoUserFolder */
export async function processEnvironment(): Promise<ScriptEnvironment> {
	const {stdin, stdout, stderr, env} = process;
	const {home, data} = await userFoldersOf(env);
	return {stdin, stdout, stderr, home, ownCertificate: ownCertificate(data), askPassword};
}

/** 0: done; 1: failed; 2: the command line is wrong. */
export type ExitCode = 0 | 1 | 2;

/** A failure that ends the script; the message is a sentence for people. */
export class ScriptFailure extends Error {
	readonly exitCode: ExitCode;

	constructor(sentence: SafeText, exitCode: ExitCode = 1) {
		super(sentence);
		this.exitCode = exitCode;
	}
}

/** Makes the failure of a wrong command line. */
export function usage(sentence: SafeText): ScriptFailure {
	return new ScriptFailure(sentence, 2);
}

/** Runs a script to its exit code. Any failure is one sentence on stderr, never a stack trace. */
export async function runScript(
	{stdout, stderr}: ScriptEnvironment,
	work: () => Promise<void>,
): Promise<ExitCode> {
	const ignore = (): void => undefined; // print() is rejected with the same error
	stdout.on('error', ignore);
	try {
		await work();
		return 0;
	} catch (error) {
		if (codeOf(error) === 'EPIPE') return 0; // `| head` has seen enough
		stderr.write(safeText`chat-tui: ${sentenceOf(error)}` + '\n');
		return exitCodeOf(error);
	} finally {
		stdout.off('error', ignore);
	}
}

/** Writes a line, and waits for a slow reader. */
export async function print(stream: Writable, line: SafeText): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		stream.write(line + '\n', error => (error ? reject(error) : resolve()));
	});
}

function exitCodeOf(error: unknown): ExitCode {
	if (error instanceof ScriptFailure) return error.exitCode;
	return error instanceof ChatError && error.code === 'usage' ? 2 : 1;
}

function sentenceOf(error: unknown): SafeText {
	const isForPeople =
		error instanceof ScriptFailure || error instanceof ChatError || error instanceof ClientFileError;
	if (isForPeople) return cleanLine(error.message);
	return safeText`This failed: ${error instanceof Error ? error.message : String(error)}`;
}
