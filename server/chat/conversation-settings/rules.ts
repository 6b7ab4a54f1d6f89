/** Decides on a user's own settings of a conversation. */
import {
	MAX_CONVERSATION_SETTINGS,
	type ConversationSettings,
} from '../../../protocol/conversation-settings.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {refuse} from '../../../protocol/refusals.ts';
import {closedTo} from '../conversations/access.ts';
import type {ChatEvent} from '../event.ts';
import {answer, type MemberRule} from '../rule.ts';
import type {State} from '../state.ts';

const NONE: ConversationSettings = {};

function settingsOf(state: State, user: UserName, conversation: ConversationId): ConversationSettings {
	return state.settingsOfConversations.get(user)?.get(conversation) ?? NONE;
}

const isOnlyClosed = ({muted, pinned}: ConversationSettings) => muted === undefined && pinned === undefined;

/** Where the user has settings for too many conversations, the one that was closed first comes back into the list. */
const setConversation: MemberRule<'setConversation'> = (
	state,
	{session: {user}},
	{conversation, ...wanted},
	{now},
) => {
	const refusal = closedTo(state, conversation, user);
	if (refusal) return refusal;
	const before = settingsOf(state, user, conversation);
	const last = state.conversations.byId.get(conversation)?.last ?? 0;
	const muted = wanted.muted ?? before.muted ?? false;
	const pinned = wanted.pinned === false ? undefined : (before.pinned ?? (wanted.pinned ? now : undefined));
	const closed = wanted.closed === undefined ? before.closed : wanted.closed ? last : undefined;
	const settings: ConversationSettings = {
		...(muted && {muted}),
		...(pinned !== undefined && {pinned}),
		...(closed !== undefined && {closed}),
	};
	const isSame = muted === (before.muted ?? false) && pinned === before.pinned && closed === before.closed;
	if (isSame) return answer(settings);
	const events: ChatEvent[] = [{type: 'conversationSet', conversation, user, settings}];
	const own = state.settingsOfConversations.get(user);
	if (own && own.size >= MAX_CONVERSATION_SETTINGS && !own.has(conversation)) {
		const [oldest] = [...own].find(([, each]) => isOnlyClosed(each)) ?? [];
		if (oldest === undefined) return refuse('tooManyConversationSettings', {most: MAX_CONVERSATION_SETTINGS});
		events.unshift({type: 'conversationSet', conversation: oldest, user, settings: NONE});
	}

	return {events, reply: () => settings};
};

export const conversationSettingsRules = {setConversation};
