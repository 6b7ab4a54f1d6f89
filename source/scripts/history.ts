/** Runs `chat-tui history`: prints the newest messages of a conversation, for people or, with --json, for programs. */
import {clean, safeText, type SafeText} from '../../protocol/text.ts';
import type {Message} from '../library/api.ts';
import {conversationWith} from '../library/names.ts';
import {headOf, jsonLine, said} from './message-line.ts';
import {
	print,
	runScript,
	usage,
	type ExitCode,
	type ScriptAccount,
	type ScriptEnvironment,
} from './script.ts';
import {withChat} from './with-chat.ts';

const DEFAULT_LIMIT = '50';

type HistoryOptions = ScriptAccount & {
	/** For programs: one JSON object a line. */
	readonly json?: boolean;
	/** How many messages, in digits. */
	readonly limit?: string;
};

/** Prints the newest messages, the oldest of them first. @param args the user or room */
export async function history(
	args: readonly string[],
	{json, limit: digits = DEFAULT_LIMIT, ...account}: HistoryOptions,
	environment: ScriptEnvironment,
): Promise<ExitCode> {
	return runScript(environment, async () => {
		const [whom] = args;
		if (whom === undefined)
			throw usage(safeText`Name a user or a room. Usage: chat-tui history <user|#room>`);
		if (!/^[1-9]\d{0,9}$/.test(digits)) throw usage(safeText`--limit is a whole number from 1 on.`);
		conversationWith(whom); // a word that is wrong fails before anything is sent
		await withChat(account, environment, async chat => {
			for await (const message of chat.history(whom, {limit: Number(digits)}))
				await print(environment.stdout, json ? jsonLine(message) : readable(message));
		});
	});
}

/** Formats a message for people. Lines after the first are indented, so that no message can imitate the next one. */
function readable(message: Message): SafeText {
	const head = headOf(message);
	return clean(head + said(message).replaceAll('\n', '\n' + ' '.repeat(head.length)));
}
