/** Defines a user's own settings of a conversation, which follow the account: muted, pinned, closed. */
import {z} from 'zod';
import {count, time} from './bounded.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {conversationSchema} from './name-schemas.ts';

/** Maximum conversations of a user that have such settings. */
export const MAX_CONVERSATION_SETTINGS = 1000;

/**
 * `muted`: of its messages, only mentions count as unread. `pinned`: since when it stands at the top of the list. `closed`: the list leaves
 * it out until a message after this sequence.
 */
export const conversationSettings = z.object({
	muted: z.literal(true).optional(),
	pinned: time.optional(),
	closed: count.optional(),
});
export type ConversationSettings = Readonly<z.infer<typeof conversationSettings>>;

const flag = z.boolean().optional();

export const conversationSettingsRequests = defineRequests({
	/** Changes the settings that it names; replies with all of the conversation. */
	setConversation: {
		fields: {conversation: conversationSchema, muted: flag, pinned: flag, closed: flag},
		reply: conversationSettings,
	},
});

export const conversationSettingsAnnouncements = defineAnnouncements({
	/** The user has changed the settings from another screen. */
	conversationSet: z.object({conversation: conversationSchema, settings: conversationSettings}),
});
