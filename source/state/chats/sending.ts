/** Queues the user's own messages with an id, until the server has stored them. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {change} from './conversations.ts';
import {sendPrivately} from './private-chats.ts';
import type {State} from '../model/state.ts';
import type {Conversation, Message, Queued} from '../model/conversation.ts';
import type {OutboxEntry} from '../model/link.ts';
import {step, type Step} from '../model/step.ts';

/** Stands for the end of a file's life until the server is asked for the message: only the server knows it. */
const UNKNOWN = Number.MAX_SAFE_INTEGER;

/** What a message is besides its text. */
type Meant = Pick<OutboxEntry, 'kind' | 'replyTo' | 'file'>;

/**
 * Queues a message in its conversation, and sends it. Where sendingFault has a sentence, call it instead.
 * @param text valid by textFault
 */
export function send(
	state: State,
	conversation: ConversationId,
	text: string,
	{kind, replyTo, file}: Meant = {},
): Step {
	if (!traitsOf(conversation).isStored) return sendPrivately(state, conversation, text);
	const {device, start, next} = state.ids;
	const how = {
		...(kind !== undefined && {kind}),
		...(replyTo !== undefined && {replyTo}),
		...(file && {file}),
	};
	const entry = {id: `${device}.${start}.${next}`, conversation, text, at: state.now, ...how};
	const queued = queuedOf(entry);
	const shown = change({...state, ids: {...state.ids, next: next + 1}}, conversation, before => ({
		...before,
		queued: [...before.queued, queued],
		activeAt: state.now,
		anchor: 'end',
	}));
	return step(shown, {type: 'send', entry});
}

/** Returns the message of an outbox entry as its conversation shows it. */
export function queuedOf({id, at, text, kind, replyTo, file}: OutboxEntry): Queued {
	return {
		id,
		at,
		text,
		...(kind !== undefined && {kind}),
		...(replyTo !== undefined && {replyTo}),
		...(file && {file: {...file, until: UNKNOWN}}),
	};
}

/** Sends a broadcast to all users who are online. It is never queued: users who sign in later are not meant. */
export function broadcast(state: State, text: string): Step {
	const {device, start, next} = state.ids;
	const request = {type: 'broadcast', messageId: `${device}.${start}.${next}`, text} as const;
	const shownIn = state.open !== undefined && {shownIn: state.open};
	return step({...state, ids: {...state.ids, next: next + 1}}, {type: 'request', request, ...shownIn});
}

/** Removes queued messages that the server has stored. Messages of other users with the same ids have no effect. */
export function unqueue(
	conversation: Conversation,
	stored: readonly Message[],
	me: UserName | undefined,
): Conversation {
	const ids = new Set(stored.filter(({from}) => from === me).map(({id}) => id));
	const queued = conversation.queued.filter(({id}) => !ids.has(id));
	return queued.length === conversation.queued.length ? conversation : {...conversation, queued};
}
