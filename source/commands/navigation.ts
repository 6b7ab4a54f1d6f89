/** Defines the commands that go to chats and messages: /goto, /last, /unread, /mentions and /catchup. */
import type {ConversationId} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {optional} from '../../terminal/commands/arguments.ts';
import {EMPTY} from '../../terminal/editor.ts';
import {contactRows} from '../state/chats/contacts.ts';
import {switchTo} from '../state/chats/opening.ts';
import {previousConversation} from '../state/chats/switching.ts';
import {openDialog} from '../state/dialogs/dialogs.ts';
import {searchEverywhere} from '../state/dialogs/searching.ts';
import {keysOf} from '../state/keyboard/reminders.ts';
import {step} from '../state/model/step.ts';
import {catchUp as nextStep, firstUnread} from '../state/transcript/landmarks.ts';
import {conversation} from './addressees.ts';
import {defineCommand, type ArgumentKind, type Context} from './command.ts';

export const goto = defineCommand({
	name: 'goto',
	aliases: ['buffer', 'b', 'win', 'window', 'switch'],
	group: 'finding your way',
	summary: safeText`go to a chat by its name, a part of it, or its place in the list; /3 goes to the third`,
	details: [safeText`Without a name it lists them all, as ${keysOf('bar', 'jump')} does.`],
	args: {chat: optional(chat())},
	run({chat}, {state}) {
		if (chat === undefined) return step(openDialog(state, {type: 'jump', editor: EMPTY}));
		return step(switchTo(state, chat));
	},
});

/** Accepts the place of a chat in the list, its name, or a part of the name that is in no other one. */
export function chat(): ArgumentKind<ConversationId> {
	const named = conversation();
	return {
		...named,
		label: 'number|name',
		parse(word, context) {
			const rows = contactRows(context.state);
			if (/^[0-9]+$/.test(word)) return numbered(word, rows.length, context);
			const exact = named.parse(word, context);
			if ('value' in exact) return exact;
			const part = word.toLowerCase();
			const [only, ...others] = rows.filter(({label}) => label.toLowerCase().includes(part));
			return only && others.length === 0 ? {value: only.id} : exact;
		},
	};
}

function numbered(
	word: string,
	count: number,
	{state}: Context,
): ReturnType<ArgumentKind<ConversationId>['parse']> {
	const row = contactRows(state)[Number(word) - 1];
	return row ? {value: row.id} : {problem: safeText`The list has ${count} chats; type a number from 1 on.`};
}

export const last = defineCommand({
	name: 'last',
	group: 'finding your way',
	summary: safeText`go back to the chat before`,
	run: (_args, {state}) =>
		state.previous === undefined
			? {problem: safeText`No other chat was open before; /goto lists them all.`}
			: step(previousConversation(state)),
});

export const unread = defineCommand({
	name: 'unread',
	group: 'finding your way',
	summary: safeText`go to the first unread message here, else to the next unread chat`,
	run: (_args, {state}) => step(firstUnread(state)),
});

export const mentions = defineCommand({
	name: 'mentions',
	group: 'finding your way',
	summary: safeText`list the messages with your name, in all chats, newest first`,
	details: [
		safeText`${keysOf('bar', 'mentionPrevious')} and ${keysOf('bar', 'mentionNext')} go through those of this chat.`,
	],
	run: (_args, {state, me}) => searchEverywhere(state, me.user),
});

export const catchUp = defineCommand({
	name: 'catchup',
	group: 'finding your way',
	summary: safeText`go through all that is unread, chat by chat, newest mention first`,
	details: [safeText`${keysOf('bar', 'catchUp')} does the same, and goes on: a page, then the next chat.`],
	run: (_args, {state}) => step(nextStep(state)),
});
