/** Runs `chat-tui history`: prints the newest messages of a conversation, for people or, with --json, for programs. */
import {offsetIfRepeated, twoDigits} from '../../protocol/clock-time.ts';
import {toJson} from '../../protocol/json.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {MAX_PAGE_MESSAGES, type Message} from '../../protocol/messages.ts';
import {clean, cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import type {Calls} from '../link/calls.ts';
import {conversationWith} from './conversation.ts';
import {
	print,
	runScript,
	usage,
	type ExitCode,
	type ScriptAccount,
	type ScriptEnvironment,
} from './script.ts';
import {orFail, withSignIn} from './sign-in.ts';

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
		const conversationOf = conversationWith(whom);
		await withSignIn(account, environment, async (calls, {user}) => {
			const conversation = conversationOf(user);
			for await (const message of newest(calls, conversation, Number(digits))) {
				await print(environment.stdout, json ? jsonLine(conversation, message) : readable(message));
			}
		});
	});
}

/** Fetches the newest `limit` messages in order, page by page. Sequences have no gaps, so it is known where they begin. */
async function* newest(calls: Calls, conversation: ConversationId, limit: number): AsyncGenerator<Message> {
	const {last} = orFail(await calls.request({type: 'history', conversation, limit: 1}));
	let after = Math.max(0, last - limit);
	while (after < last) {
		const most = Math.min(MAX_PAGE_MESSAGES, last - after);
		const {messages} = orFail(await calls.request({type: 'history', conversation, after, limit: most}));
		if (messages.length === 0) return;
		yield* messages;
		after = messages.at(-1)?.sequence ?? last;
	}
}

/** Formats a message as one JSON line. The text is as it was sent, with control characters escaped. */
function jsonLine(conversation: ConversationId, message: Message): SafeText {
	const {sequence, id, from, at, text, chat, folded} = message;
	const time = new Date(at).toISOString();
	const said = {conversation, sequence, id: cleanLine(id), from, at: time, text};
	const inChat = chat === undefined ? {} : {chat}; // the chat session in which it was written
	return toJson({...said, ...inChat, ...(folded && {folded})});
}

/** Formats a message for people. Lines after the first are indented, so that no message can imitate the next one. */
function readable({from, at, text: said, folded}: Message): SafeText {
	const time = new Date(at);
	const [year, month, day] = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(twoDigits);
	const [hours, minutes] = [time.getHours(), time.getMinutes()].map(twoDigits);
	const head = `${year}-${month}-${day} ${hours}:${minutes}${offsetIfRepeated(at)} ${from}  `;
	const text = folded ? `… ${from} is blocked` : said;
	return clean(head + clean(text).replaceAll('\n', '\n' + ' '.repeat(head.length)));
}
