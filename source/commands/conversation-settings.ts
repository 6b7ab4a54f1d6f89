/** Defines the commands of a user's own settings of the open conversation: /mute, /unmute, /pin, /unpin and /close. */
import {traitsOf} from '../../protocol/conversation-kind.ts';
import type {RequestOf} from '../../protocol/index.ts';
import {safeText} from '../../protocol/text.ts';
import type {State} from '../state/model/state.ts';
import type {Step} from '../state/model/step.ts';
import {defineCommand, type Problem} from './command.ts';
import {sendRequest} from './request.ts';

const group = 'talking' as const;

function set(
	state: State,
	settings: Omit<RequestOf<'setConversation'>, 'type' | 'conversation'>,
): Step | Problem {
	const {open: conversation} = state;
	if (conversation === undefined || !traitsOf(conversation).isStored)
		return {problem: safeText`Open a conversation that the server keeps first; /msg or Ctrl-G goes to one.`};
	return sendRequest(state, {type: 'setConversation', conversation, ...settings});
}

export const mute = defineCommand({
	name: 'mute',
	group,
	summary: safeText`count nothing of this conversation as unread but mentions, and ring no bell`,
	details: [
		safeText`It is marked with – in the list of chats. Kept by the server: it holds wherever you sign in.`,
	],
	run: (_args, {state}) => set(state, {muted: true}),
});

export const unmute = defineCommand({
	name: 'unmute',
	group,
	summary: safeText`count what is new in this conversation as unread again`,
	run: (_args, {state}) => set(state, {muted: false}),
});

export const pin = defineCommand({
	name: 'pin',
	group,
	summary: safeText`keep this conversation at the top of the list of chats`,
	details: [safeText`It is marked with ^ there. Kept by the server: it holds wherever you sign in.`],
	run: (_args, {state}) => set(state, {pinned: true}),
});

export const unpin = defineCommand({
	name: 'unpin',
	group,
	summary: safeText`let this conversation stand where it belongs in the list again`,
	run: (_args, {state}) => set(state, {pinned: false}),
});

export const close = defineCommand({
	name: 'close',
	group,
	consequence: 'leaves',
	summary: safeText`take this conversation out of the list until something new is said there`,
	details: [safeText`A room is not left, and nothing is lost: /msg or Ctrl-G opens it again.`],
	run: (_args, {state}) => set(state, {closed: true}),
});
