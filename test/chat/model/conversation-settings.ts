/** What the simple chat answers to who mutes, pins or closes a conversation. */
import {refuse} from '../../../protocol/refusals.ts';
import type {Rows} from './rows.ts';
import {outside} from './why-not.ts';

export const conversationSettings: Rows<'setConversation' | 'setDraft'> = {
	/** On one screen a draft goes nowhere. */
	setDraft(chat, {user, as}, {conversation}) {
		if (as === 'script') return refuse('notSignedIn');
		return outside(chat, conversation, user) ?? {};
	},
	setConversation(chat, {user}, {conversation, muted, pinned, closed}) {
		const no = outside(chat, conversation, user);
		if (no) return no;
		const key = `${user} ${conversation}`;
		const before = chat.settings.get(key) ?? {};
		const after = {...before};
		if (muted) after.muted = true;
		if (muted === false) delete after.muted;
		if (pinned) after.pinned ??= chat.now;
		if (pinned === false) delete after.pinned;
		if (closed) after.closed = chat.last(conversation);
		if (closed === false) delete after.closed;
		const isSame =
			before.muted === after.muted && before.pinned === after.pinned && before.closed === after.closed;
		if (Object.keys(after).length === 0) chat.settings.delete(key);
		else chat.settings.set(key, after);
		if (!isSame) chat.tell([user], 'conversationSet');
		return after;
	},
};
