/** Changes messages: the user's own changes wait in the outbox until the server has made them, and are shown at once. */
import {applyChange} from '../../../protocol/apply-change.ts';
import type {Change} from '../../../protocol/changes.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {withCleared} from '../command-bar/bar.ts';
import {keysOf} from '../keyboard/reminders.ts';
import type {Conversation, Message, PendingChange} from '../model/conversation.ts';
import type {OutboxEntry} from '../model/link.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {change, openConversation} from './conversations.ts';
import {setStatusMessage} from './saying.ts';
import {firstOf, lastOf, replace} from './window.ts';

/** Puts a change into the outbox. @param target sequence of the message, or the id of one that waits to be sent */
export function changeMessage(
	state: State,
	conversation: ConversationId,
	target: number | string,
	what: Change,
): Step {
	const {device, start, next} = state.ids;
	const id = `${device}.${start}.${next}`;
	const entry = {id, conversation, text: '', at: state.now, changes: {target, change: what}};
	const pending = {id, target, change: what, at: state.now};
	const shown = change({...state, ids: {...state.ids, next: next + 1}}, conversation, before => ({
		...before,
		changing: [...before.changing, pending],
	}));
	return step(shown, {type: 'send', entry});
}

type Made = {
	readonly sequence: number;
	readonly by: UserName;
	readonly at: number;
	readonly revision: number;
	readonly change?: Change | undefined;
};

/** Applies a change that the server has made, to what the client holds of the message. */
export function withChange(conversation: Conversation, made: Made): Conversation {
	const {sequence, revision, change: what} = made;
	const apply = (message: Message) => applyChange(message, made);
	const quote = conversation.quoted.get(sequence);
	const quoted = quote ? new Map(conversation.quoted).set(sequence, apply(quote)) : conversation.quoted;
	const isNext = revision === conversation.revision + 1;
	return {
		...conversation,
		window: replace(conversation.window, sequence, apply),
		quoted,
		pins: pinsAfter(conversation.pins, sequence, what),
		mentions: what?.type === 'delete' ? without(conversation.mentions, sequence) : conversation.mentions,
		revision: isNext ? revision : conversation.revision,
		newest: Math.max(conversation.newest, revision),
	};
}

function pinsAfter(pins: readonly number[], sequence: number, what: Change | undefined): readonly number[] {
	if (what?.type === 'delete') return without(pins, sequence);
	if (what?.type !== 'pin') return pins;
	return what.on ? [...without(pins, sequence), sequence] : without(pins, sequence);
}

function without(sequences: readonly number[], sequence: number): readonly number[] {
	return sequences.includes(sequence) ? sequences.filter(one => one !== sequence) : sequences;
}

/** Takes a change out that the server has made or refused. */
export function unqueueChange(conversation: Conversation, id: string): Conversation {
	return {...conversation, changing: conversation.changing.filter(pending => pending.id !== id)};
}

/** Takes back a change that the server has refused; the text of an edit can be brought back. */
export function changeRefused(
	state: State,
	{id, conversation}: OutboxEntry,
	{change: what}: Pick<PendingChange, 'change'>,
	problem: SafeText,
): Step {
	const isThere = state.conversations.has(conversation); // the user may have left the room since
	const without = isThere ? change(state, conversation, before => unqueueChange(before, id)) : state;
	const forget = {type: 'forget', id} as const;
	if (what.type !== 'edit') return step(setStatusMessage(without, problem), forget);
	const kept = withCleared(without, what.text);
	const text = safeText`${problem} ${keysOf('bar', 'bringBack')} brings your text back.`;
	return step(setStatusMessage(kept, text), forget);
}

/** Returns the message as it will be once the user's own changes are made, or the same message if there are none. */
export function withPending(
	{changing}: Conversation,
	message: Message,
	me: UserName | undefined,
): {readonly message: Message; readonly isPending: boolean} {
	const own = changing.filter(
		({target}) => target === message.sequence || (target === message.id && message.from === me),
	);
	if (own.length === 0 || me === undefined) return {message, isPending: false};
	const after = own.reduce(
		(next, {change, at}) => applyChange(next, {by: me, at, revision: (next.revision ?? 0) + 1, change}),
		message,
	);
	return {message: after, isPending: true};
}

/**
 * Asks for the changes of the open conversation that the client has not heard of; one request at a time, and after a failure none until
 * the next sign-in. Until they have come, `revision` stays.
 */
export function catchUp(state: State): Step {
	const here = openConversation(state);
	if (!here || here.revision >= here.newest || here.catchingUp || state.link.status !== 'online')
		return step(state);
	const {id, revision, newest, window} = here;
	const [from, upTo] = [firstOf(window), lastOf(window)];
	if (from === 0) return step(change(state, id, before => ({...before, revision: newest})));
	return step(
		change(state, id, before => ({...before, catchingUp: true})),
		{type: 'request', request: {type: 'changedSince', conversation: id, since: revision, from, upTo}},
	);
}
