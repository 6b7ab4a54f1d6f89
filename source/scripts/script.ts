/** What the commands for scripts have in common: what they are given, how they fail, and their exit codes. */
import type {Readable, Writable} from 'node:stream';
import {placesOf} from '../../lib/places.ts';
import {cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import type {Address} from '../../protocol/address.ts';
import type {Clock} from '../../lib/clock.ts';
import {ownCertificate} from '../link/home.ts';
import {codeOf, ClientFileError} from '../../lib/atomic-json-file.ts';
import {askPassword} from './ask-password.ts';

/** Where to and as whom, from the command line; what is missing is taken from the last sign-in on this machine. */
export type Who = {
	/** A fingerprint in it is the one that the server must have. */
	readonly address?: Address;
	readonly user?: string;
	readonly password?: string;
	readonly signUp?: boolean;
	readonly insecurePlaintext?: boolean;
};

/** What a script reads, writes and finds around it. */
export type World = {
	readonly stdin: Readable & {readonly isTTY?: boolean};
	readonly stdout: Writable;
	readonly stderr: Writable;
	/** The client's own folder. */
	readonly home: string;
	/** The certificate of this user's own server, a file that need not exist. */
	readonly ownCertificate?: string;
	/** Asks the person, if there is one; undefined or nothing: there is no answer. */
	readonly askPassword?: (question: SafeText) => Promise<string | undefined>;
	/** For pauses; the real one, unless it is given. */
	readonly clock?: Clock;
};

/** @throws NoPlace */
export async function thisProcess(): Promise<World> {
	const {stdin, stdout, stderr, env} = process;
	const {home, data} = await placesOf(env);
	return {stdin, stdout, stderr, home, ownCertificate: ownCertificate(data), askPassword};
}

/** 0: done; 1: it failed; 2: it was called wrongly. */
export type ExitCode = 0 | 1 | 2;

/** Ends the script with one sentence for people. */
export class ScriptFailure extends Error {
	readonly exitCode: ExitCode;

	constructor(sentence: SafeText, exitCode: ExitCode = 1) {
		super(sentence);
		this.exitCode = exitCode;
	}
}

export function usage(sentence: SafeText): ScriptFailure {
	return new ScriptFailure(sentence, 2);
}

/** Runs a script to its exit code. A failure is one sentence on stderr, never a stack trace. */
export async function runScript({stdout, stderr}: World, work: () => Promise<void>): Promise<ExitCode> {
	const ignore = (): void => undefined; // print() is told of the same error
	stdout.on('error', ignore);
	try {
		await work();
		return 0;
	} catch (error) {
		if (codeOf(error) === 'EPIPE') return 0; // `| head` has seen enough
		stderr.write(safeText`chat-tui: ${sentenceOf(error)}` + '\n');
		return error instanceof ScriptFailure ? error.exitCode : 1;
	} finally {
		stdout.off('error', ignore);
	}
}

/** Writes a line, and waits while the reader is slower. */
export async function print(stream: Writable, line: SafeText): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		stream.write(line + '\n', error => (error ? reject(error) : resolve()));
	});
}

function sentenceOf(error: unknown): SafeText {
	if (error instanceof ScriptFailure || error instanceof ClientFileError) return cleanLine(error.message);
	return safeText`This failed: ${error instanceof Error ? error.message : String(error)}`;
}
