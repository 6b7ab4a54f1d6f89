/** Defines the events of chat sessions. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';

/** Times are milliseconds since 1970. */
export type ChatSessionEvent =
	| {
			type: 'chatStarted';
			number: number;
			conversation: ConversationId;
			from: UserName;
			to: UserName;
			at: number;
	  }
	/** `user` ended the chat session, or left. */
	| {
			type: 'chatEnded';
			number: number;
			conversation: ConversationId;
			user: UserName;
			why: ChatEnd;
			at: number;
	  };

export type ChatEnd = 'ended' | 'signedOut' | 'vanished';

export const chatSessionPersistence = {
	chatStarted: 'durable',
	chatEnded: 'durable',
} as const satisfies PersistenceOf<ChatSessionEvent>;
