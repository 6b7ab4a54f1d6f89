/** Defines the event of drafts. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';

/** `text`: empty where the draft was sent or removed. */
export type DraftEvent = {type: 'draftSet'; user: UserName; conversation: ConversationId; text: string};

export const draftPersistence = {draftSet: 'volatile'} as const satisfies PersistenceOf<DraftEvent>;
