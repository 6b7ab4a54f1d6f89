/** The shape of what handles the server's words: a table of announcements, and one of replies to requests. */
import type {AnnouncementOf, AnnouncementType} from '../../../protocol/index.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import type {ReplyOf, RequestOf, RequestType} from '../../../protocol/index.ts';
import type {State} from '../model/state.ts';
import type {Step} from '../model/step.ts';

export type Answer<T extends RequestType> = {
	readonly request: RequestOf<T>;
	readonly reply: ReplyOf<T>;
	/** Where what it says is shown; undefined: in the open conversation. */
	readonly shownIn?: ConversationId;
};

export type Replies<T extends RequestType> = {
	readonly [K in T]: (state: State, answer: Answer<K>) => Step;
};

export type Announced<T extends AnnouncementType> = {
	readonly [K in T]: (state: State, announcement: AnnouncementOf<K>) => Step;
};
