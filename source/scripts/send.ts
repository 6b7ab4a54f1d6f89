/** Runs `chat-tui send`: sends a text as one or more messages, and a file; succeeds once the server, or the friend, has all of it. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {SettingsFile} from '../client/settings-file.ts';
import type {SignedInChat} from '../library/chat.ts';
import {conversationWith} from '../library/names.ts';
import {MAX_MESSAGES, shortened} from '../library/shortened.ts';
import {readText} from './read-text.ts';
import {
	print,
	runScript,
	usage,
	type ExitCode,
	type ScriptAccount,
	type ScriptEnvironment,
} from './script.ts';
import {withChat} from './with-chat.ts';

type SendOptions = ScriptAccount & {
	/** Path of a file that is sent after the text. */
	readonly file?: string;
	/** The text keeps its layout, as a block of code. */
	readonly code?: boolean;
};

/** Sends the text, then the file. @param args the user or room, then the text; without a text and a file it is read from stdin */
export async function send(
	args: readonly string[],
	{file: given, code = false, ...account}: SendOptions,
	environment: ScriptEnvironment,
): Promise<ExitCode> {
	return runScript(environment, async () => {
		const [to, ...words] = args;
		const {stdin, stderr, home} = environment;
		if (to === undefined)
			throw usage(safeText`Name a user or a room. Usage: chat-tui send <user|#room> [text...]`);
		const isFileAlone = words.length === 0 && given !== undefined;
		if (words.length === 0 && !isFileAlone && stdin.isTTY)
			throw usage(safeText`The text is missing. Usage: chat-tui send ${to} <text...>`);
		conversationWith(to); // a word that is wrong fails before anything is sent
		const sendFile = given === undefined ? undefined : await fileSender(to, given);
		const {parts, leftOut} = isFileAlone ? nothing : await textOf(words, stdin, code);
		const {direct} = sendFile ? await new SettingsFile(home).read() : {};
		const work = async (chat: SignedInChat) => {
			if (!isFileAlone) await chat.sendAll(to, parts, {code});
			if (leftOut > 0) await print(stderr, leftOutSentence(leftOut));
			await sendFile?.(chat, environment);
		};
		await withChat(account, environment, work, {...(direct && {direct})});
	});
}

const nothing = {parts: [], leftOut: 0};

/** Takes the text from the command line, else from stdin. @throws ScriptFailure if it is not a text */
async function textOf(words: readonly string[], stdin: ScriptEnvironment['stdin'], code: boolean) {
	return shortened(words.length > 0 ? {beginning: words.join(' '), lines: 1} : await readText(stdin), code);
}

/** Checks the file, and loads what sends it. @throws ScriptFailure if it cannot be sent */
async function fileSender(to: string, given: string) {
	const {fileFor, sendFile} = await import('./send-file.ts');
	const file = await fileFor(to, given);
	return async (chat: SignedInChat, environment: ScriptEnvironment) => sendFile(file, chat, environment);
}

function leftOutSentence(lines: number): SafeText {
	return safeText`chat-tui: The text is too long for ${MAX_MESSAGES} messages: its beginning and its end were sent, ${lines} lines between them were not. A friend gets all of it as a file: … > log.txt; chat-tui send --file log.txt ….`;
}
