/** Runs the commands that take the whole terminal, the client and its demo; bundled as one script. */
import {userFoldersOf} from '../lib/user-folders.ts';
import {DEFAULT_PORT} from '../protocol/address.ts';
import {isCapable} from '../terminal/capable.ts';
import type {FaceMaker} from './client/face.ts';
import {runClient, type ClientOptions} from './client/root.ts';
import {FullScreenFace} from './client/full-screen-face.ts';
import type {FlagsOf} from './command-line/commands.ts';
import {connection} from './command-line/connection.ts';
import {failed} from './command-line/failed.ts';
import {runCommand, type Commands} from './command-line/run.ts';
import {suggestCommand} from './command-line/suggest.ts';
import {atMost, UsageError} from './command-line/words.ts';

const NO_TERMINAL = 'The client needs a terminal; in a script use chat-tui send and chat-tui history.';

const commands: Commands<'client' | 'demo'> = {
	async client(input, given) {
		const [first = ''] = input;
		const meant = suggestCommand(first);
		if (meant !== undefined || (input.length > 1 && /^[\w-]+$/.test(first)))
			throw new UsageError(noCommand(first, meant));
		const start = connection(given, atMost(1, input)[0]);
		if (!isTerminal()) return failed(NO_TERMINAL);
		const places = await userFoldersOf(process.env);
		const program = process.argv[1] ?? '';
		process.exit(
			await runClient({
				...start,
				face: await faceFor(given),
				program,
				places,
				demo: async () => {
					const {demoAfter} = await import('./client/demo-after.ts');
					return demoAfter(program);
				},
			}),
		);
	},
	async demo(input, given) {
		atMost(0, input);
		if (!isTerminal()) return failed(NO_TERMINAL);
		const {runDemo} = await import('./demo/demo.ts');
		const face = await faceFor(given);
		const client = async (options: Omit<ClientOptions, 'face'>) => runClient({...options, face});
		process.exit(await runDemo(process.argv[1] ?? '', client));
	},
};

void runCommand(commands);

/** Explains an unknown command. The word may be the name of a machine as well. */
function noCommand(word: string, meant: string | undefined): string {
	const none = `There is no command ${JSON.stringify(word)}`;
	if (meant === undefined) return `${none}, and the client takes one address and no other word`;
	return `${none}; chat-tui ${meant} may be what you want (a machine of that name is ${word}:${DEFAULT_PORT})`;
}

function isTerminal(): boolean {
	return process.stdin.isTTY && process.stdout.isTTY;
}

/** Chooses how the client is shown: in appended lines where that is wanted, or where the terminal can do no more. */
async function faceFor({screenReader = false}: FlagsOf<'client' | 'demo'>): Promise<FaceMaker> {
	if (!screenReader && isCapable(process.env)) return options => new FullScreenFace(options);
	const {LineFace} = await import('./client/line-face.ts'); // seldom wanted
	return options => new LineFace(options);
}
