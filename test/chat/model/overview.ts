/** What the simple chat shows to whoever comes in. */
import type {Run} from '../../../protocol/own-message-runs.ts';
import {isRoom, partner} from '../../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {people} from './presence.ts';
import {identityOf} from './private-chats.ts';
import type {SimpleChat} from './simple-chat.ts';

/** `[[3, 5, 3], [7, 7, 1]]` for 3, 4, 5, 7; nothing for nothing. */
function runsOf(sequences: readonly number[]): Run[] | undefined {
	const runs: Run[] = [];
	for (const sequence of sequences) {
		const [first, last, count] = runs.at(-1) ?? [0, 0, 0];
		if (last === sequence - 1 && last > 0) runs[runs.length - 1] = [first, sequence, count + 1];
		else runs.push([sequence, sequence, 1]);
	}

	return runs.length > 0 ? runs : undefined;
}

/** One conversation as this person finds it. */
export function summary(chat: SimpleChat, conversation: ConversationId, user: UserName) {
	const others = chat.members(conversation).filter(other => other !== user);
	const mentionedAt = chat.unread(conversation, user, ({calls}) => calls.includes(user));
	return {
		conversation,
		last: chat.last(conversation),
		...chat.cursor(conversation, user),
		revision: chat.revisions.get(conversation),
		pins: chat.pins.get(conversation)?.length ? chat.pins.get(conversation) : undefined,
		mentions: mentionedAt.length,
		mentionedAt: mentionedAt.length > 0 ? mentionedAt : undefined,
		own: runsOf(chat.unread(conversation, user, ({spared}) => spared.includes(user))),
		others: others.map(other => ({
			user: other,
			...(chat.blocks(other, user) ? {delivered: 0, read: 0} : chat.cursor(conversation, other)),
		})),
		topic: chat.topic(conversation, user),
		members: isRoom(conversation) ? chat.members(conversation).length : undefined,
		settings: chat.settings.get(`${user} ${conversation}`),
		role: chat.roleIn(conversation, user),
		private: chat.facts.has(`${conversation} is private`) || undefined,
		guardedTopic: chat.facts.has(`${conversation} has a guarded topic`) || undefined,
	};
}

/** What a person finds when they come in. */
export function overview(chat: SimpleChat, user: UserName) {
	return {
		user,
		people: people(chat, chat.accounts, user),
		conversations: chat
			.conversationsOf(user)
			.map(conversation => summary(chat, conversation, user))
			.concat(
				[...chat.settings.keys()]
					.filter(key => key.startsWith(`${user} `))
					.map(key => key.slice(user.length + 1) as ConversationId)
					.filter(conversation => !chat.exists(conversation))
					.map(conversation => ({...summary(chat, conversation, user), others: []})),
			),
		chats: chat.openTalks(user).map(({number, conversation}) => ({
			number,
			conversation,
			user: partner(conversation, user),
		})),
		friends: chat.accounts.filter(other => chat.areFriends(user, other)),
		blocked: chat.accounts.filter(other => chat.blocks(user, other)),
		identity: chat.identities.has(user) ? identityOf(user).fingerprint : undefined,
		questions: [...chat.questions].filter(
			words => words.startsWith(`${user} `) || words.includes(` ${user} `),
		),
	};
}
