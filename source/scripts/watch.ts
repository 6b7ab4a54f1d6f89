/** Runs `chat-tui watch`: prints messages as they arrive, one a line, until it is interrupted. */
import {isRoom} from '../../protocol/conversation-kind.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import type {ChatEvent} from '../library/api.ts';
import type {SignedInChat} from '../library/chat.ts';
import {conversationWith} from '../library/names.ts';
import {endedBySignal} from './ended-by-signal.ts';
import {changeText, headOf, jsonLine, jsonLineOfChange, said} from './message-line.ts';
import {
	print,
	runScript,
	ScriptFailure,
	type ExitCode,
	type ScriptAccount,
	type ScriptEnvironment,
} from './script.ts';
import {withChat} from './with-chat.ts';

type WatchOptions = ScriptAccount & {
	/** For programs: one JSON object a line. */
	readonly json?: boolean;
};

/** Formats a message, or what was changed of one. */
type Line = (event: Extract<ChatEvent, {readonly type: 'message' | 'changed'}>) => SafeText;

/** Prints what arrives. @param args the users and rooms; without any: all that reaches the user */
export async function watch(
	args: readonly string[],
	{json = false, ...account}: WatchOptions,
	environment: ScriptEnvironment,
): Promise<ExitCode> {
	return runScript(environment, async () => {
		const wanted = args.map(conversationWith);
		const work = async (chat: SignedInChat) =>
			endedBySignal(async signal => {
				signal.addEventListener('abort', () => void chat.close());
				const conversations = new Set(wanted.map(conversationOf => conversationOf(chat.user)));
				checkMembership(chat, conversations);
				await follow(
					chat,
					conversations,
					json ? forPrograms : forPeople(conversations.size !== 1),
					environment,
				);
			}, chat);
		await withChat(account, environment, work, {reconnect: true});
	});
}

/** Prints until the chat is over. @throws ChatError if that is not what the user wanted */
async function follow(
	chat: SignedInChat,
	conversations: ReadonlySet<ConversationId>,
	line: Line,
	{stdout, stderr}: ScriptEnvironment,
): Promise<void> {
	for await (const event of chat.events()) {
		if (event.type === 'message' || event.type === 'changed') {
			if (conversations.size === 0 || conversations.has(event.conversation as ConversationId))
				await print(stdout, line(event));
		} else if (event.type === 'offline')
			await print(stderr, safeText`chat-tui: ${event.reason} Trying again.`);
		else if (event.type === 'online') await print(stderr, safeText`chat-tui: Connected again.`);
		else if (event.type === 'closed' && event.error) throw event.error;
	}
}

/** Nothing arrives from a room in which the user is not. @throws ScriptFailure */
function checkMembership(chat: SignedInChat, conversations: ReadonlySet<ConversationId>): void {
	for (const conversation of conversations)
		if (isRoom(conversation) && !chat.isIn(conversation))
			throw new ScriptFailure(
				safeText`${chat.user} is not in ${conversation}; enter it in the client with /join ${conversation}, then watch it.`,
			);
}

const forPrograms: Line = event => (event.type === 'message' ? jsonLine(event) : jsonLineOfChange(event));

/** @param isNamed whether the line says where the message was written */
function forPeople(isNamed: boolean): Line {
	return event => {
		const [from, text] = event.type === 'message' ? [event.from, said(event)] : [event.by, changeText(event)];
		return cleanLine(
			headOf({from, at: event.at}) + (isNamed ? `${event.conversation}  ` : '') + cleanLine(text),
		);
	};
}
