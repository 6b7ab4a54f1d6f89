/** Says what is open, its new messages and notices, and which of its messages have changed. */
import {kindOf} from '../../protocol/conversation-kind.ts';
import {quotation, safeText, type SafeText} from '../../protocol/text.ts';
import {labelOf} from '../state/chats/contacts.ts';
import {isHidden, openConversation, partnerIn, unreadOf} from '../state/chats/conversations.ts';
import {linesOf} from '../state/chats/sessions.ts';
import {messageAt} from '../state/chats/window.ts';
import type {Conversation, Message, Notice} from '../state/model/conversation.ts';
import type {State} from '../state/model/state.ts';
import {selectedReminders} from '../state/view/selected-reminders.ts';
import {mentioned, messageLine, nameOf, reactionWords, words} from './message-line.ts';
import type {Part, Said} from './said.ts';

/** Messages said again when a conversation is opened. */
const BACKLOG = 10;

/** Says which conversation is open, when that changes, and from which message on its messages are said. */
export const whatIsOpen: Part = (said, state) => {
	const here = openConversation(state);
	if (!here || here.id === said.state.open) return {lines: []};
	const unread = unreadOf(here);
	const count = unread === 0 ? [] : [safeText`${unread} unread.`];
	const first = Math.max(
		said.shown.get(here.id) ?? 0,
		here.last - Math.max(BACKLOG, Math.min(unread, 2 * BACKLOG)),
	);
	return {
		lines: [safeText`${[introduction(state, here), ...count].join(' ')}`],
		shown: new Map(said.shown).set(here.id, first),
	};
};

function introduction(state: State, conversation: Conversation): SafeText {
	const empty = conversation.last === 0 ? ['No messages yet.'] : [];
	return safeText`${[nameOfPlace(state, conversation), ...empty].join(' ')}`;
}

function nameOfPlace(state: State, {id, topic = '', members}: Conversation): SafeText {
	const label = labelOf(state, id);
	const partner = partnerIn(state, id);
	const presence = partner === undefined ? undefined : state.people.get(partner)?.presence;
	switch (kindOf(id)) {
		case 'room': {
			const room =
				members === undefined
					? safeText`Room ${label}.`
					: safeText`Room ${label}, ${members} ${members === 1 ? 'member' : 'members'}.`;
			return topic === '' ? room : safeText`${room} Topic: ${quotation(topic)}.`;
		}

		case 'notes':
			return safeText`Your own notes.`;
		case 'broadcasts':
			return safeText`Broadcasts to everybody.`;
		case 'private':
			return safeText`Private chat with ${partner ?? label}.`;
		case 'direct':
			return presence === undefined
				? safeText`Chat with ${partner ?? label}.`
				: safeText`Chat with ${partner ?? label}, ${presence}.`;
	}
}

/** Says the messages and notices that the open conversation has more, and which message was selected or scrolled to. */
export const newMessages: Part = (said, state) => {
	const here = openConversation(state);
	if (!here) return {lines: noticesSince(said.state.notices, state.notices)};
	const before = said.state.conversations.get(here.id);
	if (here === before && state.selected === said.state.selected && state.open === said.state.open)
		return {lines: []};
	const shown = said.shown.get(here.id) ?? here.last;
	const typed = new Set(before?.queued.map(({id}) => id));
	const fresh = messagesAfter(here, shown);
	const lines = fresh
		.filter(({id, from, file}) => !(from === state.me?.user && typed.has(id) && !file))
		.filter(message => !isHidden(state.blocked, here.id, message))
		.map(message => messageLine(state, here, message, message.sequence <= (before?.last ?? here.last)));
	const partner = partnerIn(state, here.id);
	const isSame = said.state.open === here.id && before !== undefined;
	const notices = isSame ? noticesSince(linesOf(before, partner), linesOf(here, partner)) : [];
	return {
		lines: [...lines, ...notices, ...failures(before, here), ...pointedAt(said, state, here)],
		shown: new Map(said.shown).set(here.id, fresh.at(-1)?.sequence ?? shown),
	};
};

function messagesAfter({window}: Conversation, sequence: number): readonly Message[] {
	return window.chunks.flatMap(chunk =>
		(chunk.at(-1)?.sequence ?? 0) > sequence ? chunk.filter(message => message.sequence > sequence) : [],
	);
}

function noticesSince(before: readonly Notice[], after: readonly Notice[]): readonly SafeText[] {
	if (before === after) return [];
	const known = new Map<string, number>();
	const keyOf = ({at, text}: Notice) => `${at} ${text}`;
	for (const notice of before) known.set(keyOf(notice), (known.get(keyOf(notice)) ?? 0) + 1);
	return after
		.filter(notice => {
			const left = known.get(keyOf(notice)) ?? 0;
			known.set(keyOf(notice), left - 1);
			return left <= 0;
		})
		.map(({text}) => text);
}

function failures(before: Conversation | undefined, {queued}: Conversation): readonly SafeText[] {
	const known = new Set(before?.queued.filter(({problem}) => problem !== undefined).map(({id}) => id));
	return queued.flatMap(({id, problem}) =>
		problem === undefined || known.has(id) ? [] : [safeText`Not sent: ${problem}`],
	);
}

/** Says the message that was selected or unfolded, or that the user has scrolled to. */
function pointedAt({state: before}: Said, state: State, here: Conversation): readonly SafeText[] {
	const was = before.conversations.get(here.id);
	const scrolled = here.anchor !== was?.anchor && here.anchor !== 'end' ? here.anchor.sequence : undefined;
	const isNews = state.selected !== before.selected || here.unfolded !== was?.unfolded;
	const isSelected = isNews && state.selected?.conversation === here.id;
	const sequence = isSelected ? state.selected.sequence : scrolled;
	const message = sequence === undefined ? undefined : messageAt(here.window, sequence);
	if (!message) return [];
	const line = messageLine(state, here, message, true);
	if (!isSelected) return [line];
	const keys = before.selected ? [] : [safeText`${selectedReminders(state).join(', ')}.`];
	return [(safeText`Selected: ` + line) as SafeText, ...keys]; // of safe parts
}

/** Says which messages of the open conversation, said before, were edited, deleted or reacted to. */
export const changesOfMessages: Part = (said, state) => {
	const here = openConversation(state);
	const before = here && said.state.conversations.get(here.id);
	if (!before || here.window === before.window || said.state.open !== here.id) return {lines: []};
	const known = new Set(before.window.chunks);
	const shown = said.shown.get(here.id) ?? 0;
	const lines = here.window.chunks
		.filter(chunk => !known.has(chunk))
		.flatMap(chunk => chunk.filter(({sequence}) => sequence <= shown))
		.filter(message => !isHidden(state.blocked, here.id, message))
		.flatMap(message => {
			const was = messageAt(before.window, message.sequence);
			return was && was !== message ? changeLine(state, was, message) : [];
		});
	return {lines};
};

function changeLine(state: State, was: Message, message: Message): readonly SafeText[] {
	const who = nameOf(state, message);
	if (message.deleted !== undefined && was.deleted === undefined)
		return [
			safeText`${message.deleted === state.me?.user ? 'you' : message.deleted} deleted a message of ${mentioned(was)}`,
		];
	if (message.text !== was.text) return [(safeText`${who} edited: ` + words(state, message)) as SafeText]; // of safe parts
	if (message.reactions === was.reactions) return [];
	const reactions = reactionWords(message);
	const now = reactions.length === 0 ? 'no reactions now' : `reactions now ${reactions.join(', ')}`;
	return [safeText`To ${mentioned(message)}: ${now}`];
}
