/** What the simple chat answers about chat sessions. */
import {directConversation} from '../../../protocol/names.ts';
import {refuse} from '../../../protocol/refusals.ts';
import type {Rows} from './rows.ts';
import {blockBetween, stranger} from './why-not.ts';

export const talks: Rows<'openChat' | 'endChat' | 'findChat'> = {
	openChat(chat, {user}, {user: other}) {
		const no = stranger(chat, user, other) ?? blockBetween(chat, user, other);
		if (no) return no;
		const presence = chat.presence(other, user);
		if (presence === 'offline') return refuse('userOffline', {user: other});
		if (presence === 'busy') return refuse('userBusy', {user: other});
		if (!chat.on.has(user)) return refuse('notSignedIn');
		const conversation = directConversation(user, other);
		const open = chat.openTalk(conversation);
		if (open) return refuse('chatOpen', {user: other, number: open.number});
		const number = chat.talks.length + 1;
		chat.talks.push({number, conversation, after: chat.last(conversation)});
		chat.tell([user], `chatStarted ${number} ${other}`);
		chat.tell([other], `chatStarted ${number} ${user}`);
		return {number, conversation, user: other};
	},
	endChat(chat, {user}, {number}) {
		const talk = chat.openTalks(user).find(each => each.number === number);
		if (!talk) return refuse('noSuchChat', {number});
		chat.endTalk(talk, 'ended');
		return {number, conversation: talk.conversation};
	},
	findChat(chat, {user}, {number}) {
		const talk = chat.talks[number - 1];
		if (!talk || !chat.members(talk.conversation).includes(user)) return refuse('noSuchChat', {number});
		const {conversation, after, upTo = chat.last(conversation)} = talk;
		return {number, conversation, after, upTo};
	},
};
