/** Runs `chat-tui serve`: starts the server, prints how others join, and stops it on a signal. */
import {userFoldersOf} from '../lib/user-folders.ts';
import {safeText} from '../protocol/text.ts';
import {CannotStart} from '../lib/cannot-start.ts';
import {DEFAULT_POLICY} from './chat/rule.ts';
import {greeting} from './greeting.ts';
import {limitsWith} from './net/limits.ts';
import {serveOptions, UsageFault, type ServeFlags, type ServeOptions} from './options.ts';
import {ServerHost} from './host.ts';
import {isCapable} from '../terminal/capable.ts';
import type {ServerOptions} from './server.ts';
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
		return options.stop ? await stop(folder) : await run({...options, folder}, failed);
	} catch (error) {
		if (error instanceof UsageFault) return failed(error.message, 2);
		if (error instanceof CannotStart) return failed(error.message, 1);
		throw error;
	}
}

async function run(
	{
		signUp,
		memberInvites,
		admins,
		daily,
		blockFor,
		idle,
		retain,
		screens,
		files,
		plain,
		...given
	}: ServeOptions & {folder: string},
	failed: Failed,
): Promise<number> {
	const options = {
		...given,
		limits: limitsWith(daily),
		announce: given.announce && process.env['CHAT_TUI_LAN'] !== 'off',
		policy: {
			...DEFAULT_POLICY,
			signUp,
			memberInvites,
			admins,
			blockFor,
			idleLimit: idle,
			retain,
			screens,
			files: {...DEFAULT_POLICY.files, ...files},
		},
	};
	return hasConsole(plain) ? runInConsole(options, failed) : runPlainly(options, plain);
}

type Options = Omit<ServerOptions, 'write'>;

/** Whether a full screen can be shown. */
function hasConsole(plain: boolean | undefined): boolean {
	return !plain && process.stdin.isTTY && process.stdout.isTTY && isCapable(process.env);
}

async function runPlainly(options: Options, plain: boolean | undefined): Promise<number> {
	process.stdout.on('error', () => undefined); // the reader of the log has gone; the server stays
	const looks = !plain && inColours(process.env) ? withFaintTime : (line: string) => line;
	const host: ServerHost = new ServerHost({
		...options,
		// Before that a signal ends it at once, as it ends any program: the next start finds what a crash leaves.
		onStarted() {
			for (const signal of SIGNALS) process.on(signal, () => void host.stop(signal));
		},
		write: line => process.stdout.write(looks(line)),
	});
	const server = await host.open();
	for (const line of greeting(server, options.policy.signUp)) process.stdout.write(`${line}\n`);
	return host.ended;
}

/** Runs the console; then the server, if it runs, stops in order, and its log goes to the terminal. */
async function runInConsole(options: Options, failed: Failed): Promise<number> {
	const {runConsole} = await import('./console/console.ts'); // which draws, and so is slow to load
	const write = (line: string) => process.stdout.write(line);
	const host = new ServerHost({...options, write});
	const {code, why, problem} = await runConsole(host);
	if (problem !== undefined) return failed(problem, code);
	if (host.status.is === 'starting') process.exit(code); // as a signal ends any program
	host.onLine = write;
	await host.stop(why);
	return host.status.is === 'failed' ? 1 : 0;
}

/** Whether stdout is a terminal that shows colours, and they are not switched off. */
function inColours({NO_COLOR, TERM}: NodeJS.ProcessEnv): boolean {
	return process.stdout.isTTY && !NO_COLOR && TERM !== 'dumb';
}

/** Prints the date and time of a log line faint, so that what happened stands out. */
function withFaintTime(line: string): string {
	return line.replace(/^\S+ \S+ /, time => `\u001B[2m${time}\u001B[22m`);
}

async function stop(folder: string): Promise<number> {
	const stopped = await stopOther(folder);
	const said = stopped ? safeText`The server of ${folder} has stopped.` : safeText`No server uses ${folder}.`;
	process.stdout.write(`${said}\n`);
	return 0;
}
