/** Defines the event of a changed message. */
import type {Change} from '../../../protocol/changes.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';

export type ChangeEvent = {
	type: 'messageChanged';
	conversation: ConversationId;
	sequence: number;
	/** The sender of the message. */
	from: UserName;
	by: UserName;
	/** Id and content hash of the change, by which a repeat is recognized. */
	id: string;
	hash: string;
	/** Milliseconds since 1970. */
	at: number;
	/** Counts the changes in the conversation, from 1. */
	revision: number;
	change: Change;
};

export const changePersistence = {messageChanged: 'durable'} as const satisfies PersistenceOf<ChangeEvent>;
