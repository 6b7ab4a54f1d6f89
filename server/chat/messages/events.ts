/** Events of messages: sent, broadcast, read, being typed. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';
import type {ConnectionId} from '../session.ts';

/** Times are milliseconds since 1970. */
export type MessageEvent =
	| {
			type: 'messageSent';
			conversation: ConversationId;
			sequence: number;
			id: string;
			from: UserName;
			at: number;
			text: string;
			/** What tells a repeat of this id from its misuse for another text. */
			hash: string;
			/** The chat session in which it was written. */
			chat?: number;
			/** Members of the room whom it mentions, and who are to hear of it; absent: nobody. */
			mentions?: readonly UserName[];
			/** Members of the room who have blocked the sender, so that it is hidden from them. Absent: nobody. */
			folded?: readonly UserName[];
	  }
	| {
			type: 'broadcastSent';
			id: string;
			from: UserName;
			at: number;
			text: string;
			hash: string;
			/** Where it stands: the sender's own place first. */
			to: ReadonlyArray<{conversation: ConversationId; sequence: number}>;
			/** Somebody has blocked the sender. */
			missed?: boolean;
	  }
	| {type: 'marked'; conversation: ConversationId; user: UserName; delivered: number; read: number}
	| {type: 'typed'; conversation: ConversationId; user: UserName; connection: ConnectionId};

export const messagePersistence = {
	messageSent: 'durable',
	broadcastSent: 'durable',
	marked: 'lazy',
	typed: 'volatile',
} as const satisfies PersistenceOf<MessageEvent>;
