/** Reads the newest messages of a conversation, page by page. */
import {MAX_PAGE_MESSAGES} from '../../protocol/bounds.ts';
import type {Message} from '../../protocol/messages.ts';
import type {ConversationId} from '../../protocol/names.ts';
import type {Connection} from './connection.ts';

/** Fetches the newest `limit` messages in order. Sequences have no gaps, so it is known where they begin. @throws ChatError */
export async function* history(
	connection: Pick<Connection, 'ask'>,
	conversation: ConversationId,
	limit: number,
): AsyncGenerator<Message> {
	const {last} = await connection.ask({type: 'history', conversation, limit: 1});
	let after = Math.max(0, last - limit);
	while (after < last) {
		const most = Math.min(MAX_PAGE_MESSAGES, last - after);
		const {messages} = await connection.ask({type: 'history', conversation, after, limit: most});
		if (messages.length === 0) return;
		yield* messages;
		after = messages.at(-1)?.sequence ?? last;
	}
}
