/** Defines the event of a user's own settings of a conversation. */
import type {ConversationSettings} from '../../../protocol/conversation-settings.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';

/** `settings`: all of the conversation, from then on. */
export type ConversationSettingsEvent = {
	type: 'conversationSet';
	conversation: ConversationId;
	user: UserName;
	settings: ConversationSettings;
};

export const conversationSettingsPersistence = {
	conversationSet: 'durable',
} as const satisfies PersistenceOf<ConversationSettingsEvent>;
