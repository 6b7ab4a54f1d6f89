/** Declares a conversation as the server's state has it, and the schema of its file. */
import {z} from 'zod';
import {userNameSchema} from '../../../protocol/name-schemas.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {run} from '../../../protocol/conversations.ts';
import {storedList, storedWord} from '../stored-bounds.ts';
import type {Member} from './members.ts';
import {storedRights, type Rights} from './rights.ts';

/** A chat session. Its messages have sequences above `after`, and up to `upTo` once it has ended. */
export type ChatSession = Readonly<{
	number: number;
	since: number;
	after: number;
	upTo?: number | undefined;
}>;
export type Conversation = {
	id: ConversationId;
	last: number;
	/** The first sequence that is kept; after `last` if none is. */
	first: number;
	/** When the last message was sent; 0 before the first. */
	lastAt: number;
	/** How often its messages have changed. */
	revision: number;
	/** The newest revision of each segment that has changed, by its first sequence. */
	changed: Map<number, number>;
	/** The sequences of pinned messages, the one pinned last at the end. */
	pins: readonly number[];
	members: Map<UserName, Member>;
	/** Of a room; empty where no user has set one. */
	topic: string;
	/** The user who has set the topic; undefined if none has, or if an older server stored it. */
	topicBy?: UserName | undefined;
	/** Of a room; undefined where they are those of {@link NO_RIGHTS}. */
	rights?: Rights | undefined;
	/** By number, oldest first. */
	chats: Map<number, ChatSession>;
	/** The open chat session. */
	chat?: ChatSession | undefined;
};

export type Conversations = {
	byId: Map<ConversationId, Conversation>;
	/** The conversations of each user. */
	ofUser: Map<UserName, Set<Conversation>>;
	/** The conversation of each chat session, open or ended. */
	ofChat: Map<number, ConversationId>;
};

const count = z.int().min(0);
export const schema = z.strictObject({
	last: count,
	lastAt: count,
	/** Absent where nothing was forgotten. */
	first: z.int().min(1).optional(),
	/** Absent where nothing was changed. */
	revision: count.optional(),
	changed: storedList(z.tuple([count, count])).optional(),
	pins: storedList(count).optional(),
	members: storedList(
		z.strictObject({
			user: userNameSchema,
			delivered: count,
			read: count,
			after: count,
			mentions: storedList(count).optional(),
			own: storedList(run).optional(),
		}),
	),
	topic: storedWord,
	topicBy: userNameSchema.optional(),
	rights: storedRights.optional(),
	chats: storedList(z.strictObject({number: count, since: count, after: count, upTo: count.optional()})),
});
export type Part = z.infer<typeof schema>;
