/** Defines the commands of a user's own settings of a conversation: /mute, /unmute, /pin, /unpin and /close. */
import {traitsOf} from '../../protocol/conversation-kind.ts';
import type {RequestOf} from '../../protocol/index.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {optional} from '../../terminal/commands/arguments.ts';
import type {State} from '../state/model/state.ts';
import type {Step} from '../state/model/step.ts';
import {chat} from './navigation.ts';
import {defineCommand, type Problem} from './command.ts';
import {sendRequest} from './request.ts';

const group = 'talking' as const;

const args = {chat: optional(chat())};

function set(
	state: State,
	conversation: ConversationId | undefined,
	settings: Omit<RequestOf<'setConversation'>, 'type' | 'conversation'>,
): Step | Problem {
	if (conversation === undefined || !traitsOf(conversation).isStored)
		return {problem: safeText`Open a conversation that the server keeps first; /msg or Ctrl-G goes to one.`};
	return sendRequest(state, {type: 'setConversation', conversation, ...settings});
}

export const mute = defineCommand({
	name: 'mute',
	group,
	summary: safeText`count nothing of this chat, or another one, as unread but mentions, and ring no bell`,
	details: [
		safeText`It is marked with – in the list of chats. Kept by the server: it holds wherever you sign in.`,
	],
	args,
	run: ({chat}, {state}) => set(state, chat ?? state.open, {muted: true}),
});

export const unmute = defineCommand({
	name: 'unmute',
	group,
	summary: safeText`count what is new in this chat, or another one, as unread again`,
	args,
	run: ({chat}, {state}) => set(state, chat ?? state.open, {muted: false}),
});

export const pin = defineCommand({
	name: 'pin',
	group,
	summary: safeText`keep this chat, or another one, at the top of the list of chats`,
	details: [safeText`It is marked with ^ there. Kept by the server: it holds wherever you sign in.`],
	args,
	run: ({chat}, {state}) => set(state, chat ?? state.open, {pinned: true}),
});

export const unpin = defineCommand({
	name: 'unpin',
	group,
	summary: safeText`let this chat, or another one, stand where it belongs in the list again`,
	args,
	run: ({chat}, {state}) => set(state, chat ?? state.open, {pinned: false}),
});

export const close = defineCommand({
	name: 'close',
	group,
	consequence: 'leaves',
	summary: safeText`take this chat, or another one, out of the list until something new is said there`,
	details: [safeText`A room is not left, and nothing is lost: /msg or Ctrl-G opens it again.`],
	args,
	run: ({chat}, {state}) => set(state, chat ?? state.open, {closed: true}),
});
