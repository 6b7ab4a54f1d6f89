/** Defines the slice of drafts, in memory only. */
import {MAX_DRAFTS} from '../../../protocol/bounds.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Appliers} from '../slice.ts';

/** By user; the newest draft is the last. Who had one in this run keeps a map, so that their clients know which are gone. */
type Drafts = Map<UserName, Map<ConversationId, string>>;

const apply: Appliers<Drafts> = {
	draftSet(all, {user, conversation, text}) {
		const own = all.get(user) ?? new Map<ConversationId, string>();
		all.set(user, own);
		own.delete(conversation);
		if (text !== '') own.set(conversation, text);
		const [oldest] = own.keys();
		if (own.size > MAX_DRAFTS && oldest !== undefined) own.delete(oldest);
	},
	memberLeft(all, {conversation, user}) {
		all.get(user)?.delete(conversation);
	},
	roomDeleted(all, {conversation, members}) {
		for (const user of members) all.get(user)?.delete(conversation);
	},
	userDeleted(all, {user}) {
		all.delete(user);
	},
};

export const drafts = {empty: (): Drafts => new Map(), apply};
