/** Defines the events of messages: sent, broadcast, read, being typed. */
import type {MessageKind} from '../../../protocol/messages.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {SentFile} from '../../../protocol/uploads.ts';
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
			/** Content hash: distinguishes a repeat from another text under the same id. */
			hash: string;
			/** The chat session in which it was written. */
			chat?: number;
			kind?: MessageKind;
			/** The sequence of the message that it replies to. */
			replyTo?: number;
			file?: SentFile;
			/** Members of the room whom the text mentions, without those who have blocked the sender. */
			mentions?: readonly UserName[];
			/** Members of the room from whom the message is hidden, because they have blocked the sender. */
			folded?: readonly UserName[];
	  }
	| {
			type: 'broadcastSent';
			id: string;
			from: UserName;
			at: number;
			text: string;
			hash: string;
			/** The broadcasts of each recipient, the sender's own first. */
			to: ReadonlyArray<{conversation: ConversationId; sequence: number}>;
			/** A user has blocked the sender. */
			missed?: boolean;
	  }
	/** The messages up to this sequence are not kept any more. */
	| {type: 'messagesForgotten'; conversation: ConversationId; upTo: number}
	| {type: 'marked'; conversation: ConversationId; user: UserName; delivered: number; read: number}
	| {type: 'typed'; conversation: ConversationId; user: UserName; connection: ConnectionId};

export const messagePersistence = {
	messageSent: 'durable',
	broadcastSent: 'durable',
	messagesForgotten: 'durable',
	marked: 'lazy',
	typed: 'volatile',
} as const satisfies PersistenceOf<MessageEvent>;
