/** Defines the slice of the users' own settings of conversations: muted, pinned, closed. */
import {z} from 'zod';
import {conversationSettings, type ConversationSettings} from '../../../protocol/conversation-settings.ts';
import {conversationSchema} from '../../../protocol/name-schemas.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {ChatEvent} from '../event.ts';
import type {Slice} from '../slice.ts';
import {storedList} from '../stored-bounds.ts';

/** By user; the settings that were changed first are the first. Who had some once keeps a map, so that the file is emptied. */
type Settings = Map<UserName, Map<ConversationId, ConversationSettings>>;

const schema = z.strictObject({
	conversations: storedList(
		z.strictObject({conversation: conversationSchema, settings: conversationSettings}),
	),
});
type Part = z.infer<typeof schema>;

function ownOf(all: Settings, user: UserName): Map<ConversationId, ConversationSettings> {
	const own = all.get(user) ?? new Map<ConversationId, ConversationSettings>();
	all.set(user, own);
	return own;
}

function keys(event: ChatEvent): string[] {
	switch (event.type) {
		case 'conversationSet':
		case 'memberLeft':
		case 'userDeleted':
			return [event.user];
		case 'roomDeleted':
			return [...event.members];
		default:
			return [];
	}
}

export const settingsOfConversations: Slice<Settings, Part> = {
	empty: () => new Map(),
	apply: {
		conversationSet(all, {conversation, user, settings}) {
			const own = ownOf(all, user);
			own.delete(conversation);
			if (Object.keys(settings).length > 0) own.set(conversation, settings);
		},
		memberLeft(all, {conversation, user}) {
			all.get(user)?.delete(conversation);
		},
		roomDeleted(all, {conversation, members}) {
			for (const user of members) all.get(user)?.delete(conversation);
		},
		userDeleted(all, {user}) {
			all.get(user)?.clear();
		},
	},
	keys,
	dump(all, user) {
		const own = all.get(user as UserName); // the store's keys are those that keys() gave
		if (!own) return undefined;
		return {conversations: [...own].map(([conversation, settings]) => ({conversation, settings}))};
	},
	load(all, user, {conversations}) {
		const own = ownOf(all, user as UserName);
		for (const {conversation, settings} of conversations) own.set(conversation, settings);
	},
	schema,
};
