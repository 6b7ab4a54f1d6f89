/** Declares handler tables: one of announcements, one of replies. */
import type {
	AnnouncementOf,
	AnnouncementType,
	ReplyOf,
	RequestOf,
	RequestType,
} from '../../../protocol/index.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import type {State} from '../model/state.ts';
import type {Step} from '../model/step.ts';

export type Answer<T extends RequestType> = {
	readonly request: RequestOf<T>;
	readonly reply: ReplyOf<T>;
	/** Where the result is shown; undefined: in the open conversation. */
	readonly shownIn?: ConversationId;
};

export type Replies<T extends RequestType> = {
	readonly [K in T]: (state: State, answer: Answer<K>) => Step;
};

export type Announced<T extends AnnouncementType> = {
	readonly [K in T]: (state: State, announcement: AnnouncementOf<K>) => Step;
};
