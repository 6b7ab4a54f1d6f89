/** Runs the commands that take the whole terminal, the client and its demo; bundled as one script. */
import {userFoldersOf} from '../lib/user-folders.ts';
import {DEFAULT_PORT} from '../protocol/address.ts';
import {isCapable} from '../terminal/capable.ts';
import {runClient} from './client/root.ts';
import {connection} from './command-line/connection.ts';
import {failed} from './command-line/failed.ts';
import {runCommand, type Commands} from './command-line/run.ts';
import {suggestCommand} from './command-line/suggest.ts';
import {atMost, UsageError} from './command-line/words.ts';

const commands: Commands<'client' | 'demo'> = {
	async client(input, given) {
		const [first = ''] = input;
		const meant = suggestCommand(first);
		if (meant !== undefined || (input.length > 1 && /^[\w-]+$/.test(first)))
			throw new UsageError(noCommand(first, meant));
		const start = connection(given, atMost(1, input)[0]);
		const lack = terminalProblem();
		if (lack !== undefined) return failed(lack);
		const places = await userFoldersOf(process.env);
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
	async demo(input) {
		atMost(0, input);
		const lack = terminalProblem();
		if (lack !== undefined) return failed(lack);
		const {runDemo} = await import('./demo/demo.ts');
		process.exit(await runDemo(process.argv[1] ?? '', runClient));
	},
};

void runCommand(commands);

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
