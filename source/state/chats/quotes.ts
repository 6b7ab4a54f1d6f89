/** Fetches the messages that replies on the screen quote, where the window does not hold them. */
import type {RequestOf} from '../../../protocol/index.ts';
import {MAX_PINS} from '../../../protocol/bounds.ts';
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import type {Conversation, Message} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {change, openConversation} from './conversations.ts';
import {messageAt} from './window.ts';

/** Maximum quoted messages that are fetched for a conversation until it is opened again. */
const MAX_QUOTED = 500;

/** Returns the message that another one replies to. @returns undefined where it is not held */
export function quotedBy({window, quoted}: Conversation, sequence: number): Message | undefined {
	return messageAt(window, sequence) ?? quoted.get(sequence);
}

/** Requests the quoted messages that the open conversation lacks, each once. */
export function fetchQuotes(state: State): Step {
	const here = openConversation(state);
	if (!here || state.link.status !== 'online' || !traitsOf(here.id).isStored) return step(state);
	const missing = missingIn(here);
	return withAsked(state, here.id, missing);
}

/** Requests messages that are to be held beside the window. */
export function withAsked(state: State, id: ConversationId, sequences: readonly number[]): Step {
	if (sequences.length === 0) return step(state);
	const asked = change(state, id, before => ({...before, quoted: withEntries(before.quoted, sequences)}));
	return step(asked, {
		type: 'request',
		request: {type: 'messagesAt', conversation: id, sequences: [...sequences]},
	});
}

function missingIn({window, quoted, first = 1}: Conversation): number[] {
	if (quoted.size >= MAX_QUOTED) return [];
	const wanted = new Set<number>();
	for (const chunk of window.chunks) {
		for (const sequence of quotedIn(chunk))
			if (sequence >= first && !quoted.has(sequence) && !messageAt(window, sequence)) wanted.add(sequence);
	}

	return [...wanted].slice(-MAX_PINS);
}

const known = memoizeByObject<readonly number[]>();

function quotedIn(chunk: readonly Message[]): readonly number[] {
	return known(chunk, [], () => chunk.flatMap(({replyTo}) => (replyTo === undefined ? [] : [replyTo])));
}

function withEntries(quoted: Conversation['quoted'], missing: readonly number[]): Conversation['quoted'] {
	const kept = new Map(quoted);
	for (const sequence of missing) kept.set(sequence, undefined);
	return kept;
}

/** Takes the messages that were asked for. */
export function quotesArrived(
	state: State,
	{conversation: id}: RequestOf<'messagesAt'>,
	messages: readonly Message[],
): State {
	if (!state.conversations.has(id)) return state;
	return change(state, id, before => {
		const quoted = new Map(before.quoted);
		for (const message of messages) quoted.set(message.sequence, message);
		return {...before, quoted};
	});
}
