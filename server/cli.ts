/** Runs `chat-tui serve`: starts the server, prints how others join, and stops it on a signal. */
import {userFoldersOf} from '../lib/user-folders.ts';
import {isLoopback} from '../protocol/address.ts';
import {CannotStart} from '../lib/cannot-start.ts';
import {DEFAULT_POLICY} from './chat/rule.ts';
import {limitsWith} from './net/limits.ts';
import type {RunningServer} from './running-server.ts';
import {serveOptions, UsageFault, type ServeFlags, type ServeOptions} from './options.ts';
import {ServerHost} from './host.ts';
import {stopOther} from './control/stop-other.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Prints why the command failed, and returns the exit code. */
type Failed = (sentence: string, code: number) => number;

/** Runs the command; resolves with the exit code when the server has ended. @param words after `serve` on the command line */
export async function serve(words: readonly string[], flags: ServeFlags, failed: Failed): Promise<number> {
	process.umask(0o077); // all files of the server are for their owner alone
	try {
		const options = serveOptions(words, flags);
		const folder = options.folder ?? (await userFoldersOf(process.env)).data;
		return options.stop ? await stop(folder) : await run({...options, folder});
	} catch (error) {
		if (error instanceof UsageFault) return failed(error.message, 2);
		if (error instanceof CannotStart) return failed(error.message, 1);
		throw error;
	}
}

async function run({
	signUp,
	memberInvites,
	daily,
	blockFor,
	idle,
	retain,
	plain,
	...options
}: ServeOptions & {folder: string}): Promise<number> {
	process.stdout.on('error', () => undefined); // the reader of the log has gone; the server stays
	const looks = !plain && inColours(process.env) ? withFaintTime : (line: string) => line;
	const host: ServerHost = new ServerHost({
		...options,
		// Before that a signal ends it at once, as it ends any program: the next start finds what a crash leaves.
		onStarted() {
			for (const signal of SIGNALS) process.on(signal, () => void host.stop(signal));
		},
		announce: options.announce && process.env['CHAT_TUI_LAN'] !== 'off',
		limits: limitsWith(daily),
		policy: {...DEFAULT_POLICY, signUp, memberInvites, blockFor, idleLimit: idle, retain},
		write: line => process.stdout.write(looks(line)),
	});
	const server = await host.open();
	for (const line of greeting(server, signUp)) process.stdout.write(`${line}\n`);
	return host.ended;
}

/** Whether stdout is a terminal that shows colours, and they are not switched off. */
function inColours({NO_COLOR, TERM}: NodeJS.ProcessEnv): boolean {
	return process.stdout.isTTY && !NO_COLOR && TERM !== 'dumb';
}

/** Prints the date and time of a log line faint, so that what happened stands out. */
function withFaintTime(line: string): string {
	return line.replace(/^\S+ \S+ /, time => `\u001B[2m${time}\u001B[22m`);
}

function* greeting(server: RunningServer, signUp: ServeOptions['signUp']): Generator<string> {
	const [best, ...others] = server.joinLines;
	const who = signUp === 'closed' ? 'Nobody can sign up; those who have an account join' : 'Others join';
	if (best !== undefined) yield `${who} with: npx chat-tui ${best}`;
	for (const line of others) yield `or, on another network of this machine: npx chat-tui ${line}`;
	if (!isLoopback(server.address) && Number.parseInt(process.versions.node, 10) < 22)
		yield `Node ${process.versions.node} gets no security fixes any more; run the server with Node 22 or newer.`;
}

async function stop(folder: string): Promise<number> {
	const stopped = await stopOther(folder);
	process.stdout.write(stopped ? `The server of ${folder} has stopped.\n` : `No server uses ${folder}.\n`);
	return 0;
}
