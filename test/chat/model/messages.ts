/** What the simple chat answers about messages. */
import {isRoom} from '../../../protocol/conversation-kind.ts';
import {broadcastsOf, type UserName} from '../../../protocol/names.ts';
import {refuse} from '../../../protocol/refusals.ts';
import type {Rows} from './rows.ts';
import type {Said, SimpleChat} from './simple-chat.ts';
import {mute, outside} from './why-not.ts';

/** A message as this person gets it. */
export function shownTo(chat: SimpleChat, user: UserName, said: Said, sequence: number) {
	const {conversation, from, text, chat: number, edited, deleted, reactions = [], revision} = said;
	const blocks = (other: UserName) => isRoom(conversation) && chat.blocks(user, other);
	if (blocks(from)) return {sequence, from, text: '', folded: true, revision};
	const seen = reactions
		.map(({emoji, by}) => ({emoji, by: by.filter(other => !blocks(other))}))
		.filter(({by}) => by.length > 0);
	const shown = {sequence, from, text, chat: number, edited, deleted, revision};
	return seen.length > 0 ? {...shown, reactions: seen} : shown;
}

export const messages: Rows<'send' | 'broadcast' | 'history' | 'search' | 'mark' | 'typing' | 'receipts'> = {
	send(chat, {user}, {conversation, messageId, text}) {
		if (text.trim() === '') return refuse('textEmpty');
		const before = chat.sent.get(`${user} ${messageId}`);
		if (before && (before.place !== conversation || before.text !== text)) return refuse('idReused');
		const no = before ? undefined : (outside(chat, conversation, user) ?? mute(chat, conversation, user));
		if (no) return no;
		const sequence = before?.sequence ?? chat.say(conversation, user, text);
		chat.sent.set(`${user} ${messageId}`, {place: conversation, text, conversation, sequence});
		const others = isRoom(conversation) ? [] : chat.members(conversation).filter(other => other !== user);
		return {sequence, waitsFor: others.filter(other => chat.presence(other, user) === 'offline')};
	},
	broadcast(chat, {user}, {messageId, text}) {
		if (text.trim() === '') return refuse('textEmpty');
		const before = chat.sent.get(`${user} ${messageId}`);
		if (before && (before.place !== '!' || before.text !== text)) return refuse('idReused');
		if (before) return {conversation: before.conversation, sequence: before.sequence, ...before.outcome};
		const others = [...chat.on.keys()].filter(other => other !== user);
		const reached = others.filter(other => !chat.blocks(other, user));
		const conversation = broadcastsOf(user);
		const sequence = chat.say(conversation, user, text);
		for (const other of reached) chat.say(broadcastsOf(other), user, text);
		const missed = chat.accounts.some(other => chat.blocks(other, user));
		const outcome = {reached: reached.length, missed};
		chat.sent.set(`${user} ${messageId}`, {place: '!', text, conversation, sequence, outcome});
		return {conversation, sequence, ...outcome};
	},
	history(chat, {user}, {conversation}) {
		const no = outside(chat, conversation, user);
		if (no) return no;
		const messages = chat.said(conversation);
		return {
			last: messages.length,
			revision: chat.revisions.get(conversation),
			messages: messages.map((said, at) => shownTo(chat, user, said, at + 1)),
		};
	},
	search(chat, {user}, {text, places}) {
		const no = places.map(({conversation}) => outside(chat, conversation, user)).find(refusal => refusal);
		if (no) return no;
		const found = places.flatMap(({conversation, before}) => {
			const messages = chat.log.filter(said => said.conversation === conversation);
			return messages
				.map((said, at) => ({conversation, ...shownTo(chat, user, said, at + 1)}))
				.filter(said => said.sequence < before && said.text.toLowerCase().includes(text.toLowerCase()))
				.filter(said => !chat.blocks(user, said.from))
				.reverse();
		});
		return {found, left: []};
	},
	mark(chat, {user, as}, {conversation, delivered = 0, read = 0}) {
		const no = outside(chat, conversation, user);
		if (no || as === 'script') return no ?? {};
		const own = chat.cursor(conversation, user);
		const last = chat.last(conversation);
		const moved = {
			delivered: Math.min(last, Math.max(own.delivered, delivered, read)),
			read: Math.min(last, Math.max(own.read, read)),
		};
		if (moved.delivered === own.delivered && moved.read === own.read) return {};
		chat.setCursor(conversation, user, {
			delivered: chat.pastOwn(conversation, user, moved.delivered),
			read: chat.pastOwn(conversation, user, moved.read),
		});
		chat.tell(
			chat.members(conversation).filter(member => !chat.blocks(user, member)),
			`marked ${conversation} ${user} ${moved.delivered} ${moved.read}`,
		);
		return {};
	},
	typing(chat, {user}, {conversation}) {
		const no = outside(chat, conversation, user) ?? mute(chat, conversation, user);
		if (no) return no;
		const others = chat.members(conversation).filter(member => member !== user);
		chat.tell(
			others.filter(other => !chat.blocks(user, other) && !chat.blocks(other, user)),
			`typing ${conversation} ${user}`,
		);
		return {};
	},
	receipts(chat, {user}, {conversation, sequence}) {
		if (!chat.exists(conversation) || !chat.members(conversation).includes(user))
			return refuse('notYourConversation');
		const others = chat
			.members(conversation)
			.filter(other => other !== user && (chat.rooms.get(conversation)?.get(other) ?? 0) < sequence);
		const shown = others
			.filter(other => !chat.blocks(other, user))
			.map(other => chat.cursor(conversation, other));
		return {
			members: others.length,
			delivered: shown.filter(({delivered}) => delivered >= sequence).length,
			read: shown.filter(({read}) => read >= sequence).length,
		};
	},
};
