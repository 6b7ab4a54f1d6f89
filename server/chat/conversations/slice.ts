/** Defines the slice of conversations: last sequence, members, cursors, topic and chat sessions, but no texts. */
import type {ConversationId} from '../../../protocol/names.ts';
import {changeMessageIn, keepFrom} from './changed.ts';
import type {ChatEvent} from '../event.ts';
import type {Slice} from '../slice.ts';
import {rightsAppliers, rightsOf} from './change-rights.ts';
import {schema, type Conversations, type Part} from './conversation.ts';
import {afterLeaving, type Rights} from './rights.ts';
import {begin, enter, grow, leave, open} from './growing.ts';
import {memberFrom, moveCursors, type Member} from './members.ts';

type Captured = Omit<Part, 'members' | 'pins' | 'rights'> & {
	members: Member[];
	pins?: readonly number[];
	rights?: Rights;
};

const NONE: readonly never[] = [];

function keys(event: ChatEvent): string[] {
	if (event.type === 'broadcastSent') return event.to.map(({conversation}) => conversation);
	if (event.type === 'typed' || !('conversation' in event)) return [];
	return [event.conversation];
}

export const conversations: Slice<Conversations, Part, Captured> = {
	empty: () => ({byId: new Map(), ofUser: new Map(), ofChat: new Map()}),
	apply: {
		messageSent(all, message) {
			grow(all, message.conversation, message);
		},
		broadcastSent(all, {to, from, at}) {
			for (const {conversation, sequence} of to) grow(all, conversation, {sequence, from, at});
		},
		messageChanged(all, event) {
			const conversation = all.byId.get(event.conversation);
			if (conversation) changeMessageIn(conversation, event);
		},
		marked(all, {conversation: id, user, delivered, read}) {
			const members = all.byId.get(id)?.members;
			const member = members?.get(user);
			if (!members || !member) return;
			members.set(user, moveCursors(member, {delivered, read}));
		},
		/** Nobody can read them any more, so they are unread for nobody. */
		messagesForgotten(all, {conversation: id, upTo}) {
			const conversation = all.byId.get(id);
			if (!conversation) return;
			keepFrom(conversation, upTo + 1);
			for (const [user, member] of conversation.members) {
				if (member.read < upTo)
					conversation.members.set(user, moveCursors(member, {delivered: upTo, read: upTo}));
			}
		},
		chatStarted(all, {conversation: id, number, at}) {
			const conversation = open(all, id);
			conversation.chat = {number, since: at, after: conversation.last};
			conversation.chats.set(number, conversation.chat);
			all.ofChat.set(number, id);
		},
		chatEnded(all, {conversation: id, number}) {
			const conversation = all.byId.get(id);
			const chat = conversation?.chats.get(number);
			if (!conversation || !chat) return;
			conversation.chats.set(number, {...chat, upTo: conversation.last});
			conversation.chat = undefined;
		},
		/** Earlier messages are readable for the new member, and not unread. */
		memberJoined(all, {conversation: id, user, owner}) {
			const conversation = open(all, id);
			if (owner) conversation.rights = {...rightsOf(conversation), owner: user};
			enter(all, conversation, memberFrom(user, conversation.last));
		},
		memberLeft(all, {conversation: id, user, heir}) {
			leave(all, id, user);
			const conversation = all.byId.get(id);
			if (conversation && (conversation.rights ?? heir))
				conversation.rights = afterLeaving(rightsOf(conversation), user, heir);
		},
		/** The numbers of its messages go on, so that what clients know of them never means another message. */
		roomDeleted(all, {conversation: id, members, upTo}) {
			const conversation = all.byId.get(id);
			if (!conversation) return;
			for (const user of members) leave(all, id, user);
			keepFrom(conversation, upTo + 1);
			conversation.topic = '';
			delete conversation.topicBy;
			delete conversation.rights;
		},
		topicChanged(all, {conversation: id, topic, user}) {
			Object.assign(open(all, id), {topic, topicBy: user});
		},
		...rightsAppliers,
	},
	keys,
	dump(all, id) {
		const conversation = all.byId.get(id as ConversationId); // the store's keys are those that keys() gave
		if (!conversation) return undefined;
		const {last, lastAt, first, revision, changed, pins, topic, topicBy, rights, members, chats} =
			conversation;
		return {
			last,
			lastAt,
			...(first > 1 && {first}),
			...(revision > 0 && {revision, changed: [...changed]}),
			...(pins.length > 0 && {pins}),
			topic,
			...(topicBy !== undefined && {topicBy}),
			...(rights !== undefined && {rights}),
			members: [...members.values()],
			chats: [...chats.values()],
		};
	},
	load(all, key, {members, chats, ...rest}) {
		const id = key as ConversationId;
		const conversation = begin(all, id, rest);
		for (const {user, delivered, read, after, mentions = NONE, own = NONE} of members)
			enter(all, conversation, {user, delivered, read, after, mentions, own}); // of ten thousand, copying the rest takes longest
		for (const chat of chats) {
			conversation.chats.set(chat.number, chat);
			if (chat.upTo === undefined) conversation.chat = chat;
			all.ofChat.set(chat.number, id);
		}
	},
	schema,
};
