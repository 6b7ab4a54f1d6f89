/** What the simple chat answers about changes of messages. */
import {kindOf} from '../../../protocol/conversation-kind.ts';
import type {Change} from '../../../protocol/changes.ts';
import type {UserName} from '../../../protocol/names.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import {shownTo} from './messages.ts';
import type {Rows} from './rows.ts';
import type {Said, SimpleChat} from './simple-chat.ts';
import {hasBlockedIn, mute, operates, outside} from './why-not.ts';

export const changes: Rows<'change' | 'changedSince' | 'messagesAt'> = {
	change(chat, {user}, {conversation, messageId, target, change}) {
		const text = JSON.stringify([conversation, target, change]);
		const before = chat.sent.get(`${user} ${messageId}`);
		if (before && (before.place !== 'change' || before.text !== text)) return refuse('idReused');
		if (before) return {sequence: before.sequence, ...before.outcome};
		const no = outside(chat, conversation, user);
		if (no) return no;
		if (kindOf(conversation) === 'broadcasts') return refuse('readOnly');
		const own = chat.sent.get(`${user} ${target}`);
		const sequence =
			typeof target === 'number' ? target : own?.conversation === conversation ? own.sequence : 0;
		const said = chat.said(conversation)[sequence - 1];
		if (!said) return refuse('noSuchMessage');
		const refusal = whyNot(chat, user, said, change);
		if (refusal) return refusal;
		if (said.revision !== undefined && isMade(user, said, change)) return {sequence, revision: said.revision};
		const revision = (chat.revisions.get(conversation) ?? 0) + 1;
		chat.revisions.set(conversation, revision);
		said.revision = revision;
		make(chat, user, said, sequence, change);
		chat.sent.set(`${user} ${messageId}`, {
			place: 'change',
			text,
			conversation,
			sequence,
			outcome: {revision},
		});
		for (const member of chat.members(conversation)) {
			const isHidden =
				hasBlockedIn(chat, conversation, member, said.from) ||
				(change.type === 'react' && hasBlockedIn(chat, conversation, member, user));
			const what = isHidden ? 'hidden' : JSON.stringify(change);
			chat.tellScriptsToo([member], `messageChanged ${conversation} ${sequence} ${user} ${revision} ${what}`);
		}

		return {sequence, revision};
	},
	changedSince(chat, {user}, {conversation, since, from, upTo}) {
		const no = outside(chat, conversation, user);
		if (no) return no;
		const messages = chat
			.said(conversation)
			.map((said, at) => shownTo(chat, user, said, at + 1))
			.filter(({sequence, revision = 0}) => sequence >= from && sequence <= upTo && revision > since);
		return {messages, revision: chat.revisions.get(conversation) ?? 0};
	},
	messagesAt(chat, {user}, {conversation, sequences}) {
		const no = outside(chat, conversation, user);
		if (no) return no;
		const messages = chat
			.said(conversation)
			.map((said, at) => shownTo(chat, user, said, at + 1))
			.filter(({sequence}) => sequences.includes(sequence));
		return {messages, revision: chat.revisions.get(conversation) ?? 0};
	},
};

function whyNot(chat: SimpleChat, user: UserName, said: Said, change: Change): Refusal | undefined {
	const {from} = said;
	if (said.deleted !== undefined) return refuse('messageDeleted');
	if (change.type === 'delete')
		return from === user || operates(chat, said.conversation, user)
			? undefined
			: refuse('notYourMessage', {user: from});
	const silent = mute(chat, said.conversation, user);
	if (silent || change.type !== 'edit') return silent;
	if (from !== user) return refuse('notYourMessage', {user: from});
	return change.text.trim() === '' ? refuse('textEmpty') : undefined;
}

function isMade(user: UserName, {reactions = []}: Said, change: Change): boolean {
	if (change.type !== 'react') return false;
	const by = reactions.find(({emoji}) => emoji === change.emoji)?.by ?? [];
	return by.includes(user) === change.on;
}

function make(chat: SimpleChat, user: UserName, said: Said, sequence: number, change: Change): void {
	const pins = (chat.pins.get(said.conversation) ?? []).filter(pinned => pinned !== sequence);
	if (change.type === 'edit') {
		said.text = change.text;
		said.edited = chat.now;
	} else if (change.type === 'delete') {
		Object.assign(said, {text: '', deleted: user, calls: [], reactions: []});
		delete said.edited;
		chat.pins.set(said.conversation, pins);
	} else if (change.type === 'pin') {
		chat.pins.set(said.conversation, change.on ? [...pins, sequence] : pins);
	} else {
		const others = (said.reactions ?? []).map(({emoji, by}) => ({
			emoji,
			by: emoji === change.emoji ? by.filter(other => other !== user) : by,
		}));
		if (change.on) {
			const same = others.find(({emoji}) => emoji === change.emoji);
			if (same) same.by = [...same.by, user];
			else others.push({emoji: change.emoji, by: [user]});
		}

		said.reactions = others.filter(({by}) => by.length > 0);
	}
}
