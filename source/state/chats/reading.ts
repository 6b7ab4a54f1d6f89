/** Moves the delivered and read cursors, and reports them at most once in 250 ms per conversation. */
import {isInChat} from '../model/place.ts';
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import {change, conversationOf, openConversation, readTo} from './conversations.ts';
import type {Effect} from '../model/effect.ts';
import {privateMarks} from './private-chats.ts';
import type {State} from '../model/state.ts';
import type {Conversation} from '../model/conversation.ts';
import {step, type Step} from '../model/step.ts';

const MARK_PAUSE = 250;

/** Checks whether the user can see the newest messages of this conversation now. */
export function isReading(state: State, {id, anchor, goTo}: Conversation): boolean {
	return isWatching(state, id) && anchor === 'end' && goTo === undefined;
}

function isWatching(state: State, id: ConversationId): boolean {
	return (
		isInChat(state) &&
		state.open === id &&
		state.focused &&
		state.help === undefined &&
		state.dialogs.length === 0
	);
}

/** Finds the last message of which every row was on the screen. */
function seenUpTo(state: State, conversation: Conversation): number {
	const {id, anchor, goTo, last} = conversation;
	if (!isWatching(state, id) || goTo !== undefined) return 0;
	return anchor === 'end' ? last : Math.min(last, anchor.sequence - 1);
}

/** Moves the read cursor over the messages on the screen. */
export function readWhatIsShown(state: State): Step {
	const conversation = openConversation(state);
	if (!conversation) return step(state);
	const read = seenUpTo(state, conversation);
	if (read <= conversation.read) return step(state);
	return scheduleMark(
		change(state, conversation.id, before => readTo(before, read)),
		conversation.id,
	);
}

/** Schedules the report of the conversation's cursors. */
export function scheduleMark(state: State, id: ConversationId): Step {
	if (conversationOf(state, id).markDue) return step(state);
	return step(
		change(state, id, before => ({...before, markDue: true})),
		markEffect(id),
	);
}

/** Returns the effect that reports the cursors when their delay is over. */
export function markEffect(id: ConversationId): Effect {
	return {
		type: 'after',
		milliseconds: MARK_PAUSE,
		key: `mark ${id}`,
		event: {type: 'markDue', conversation: id},
	};
}

export function reportCursors(state: State, id: ConversationId): Step {
	if (!state.conversations.has(id)) return step(state); // the user has left the room since
	const told = change(state, id, before => ({...before, markDue: false}));
	return step(told, ...marks(state, conversationOf(state, id)));
}

/** Returns the mark requests that are due, for a client that is about to quit. */
export function dueMarks(state: State): readonly Effect[] {
	return marks(state, ...[...state.conversations.values()].filter(({markDue}) => markDue));
}

function marks(state: State, ...conversations: readonly Conversation[]): readonly Effect[] {
	return conversations.flatMap((conversation): readonly Effect[] => {
		const {id, delivered, read} = conversation;
		if (!traitsOf(id).isStored) return privateMarks(state, conversation);
		if (state.link.status !== 'online') return [];
		return [{type: 'request', request: {type: 'mark', conversation: id, delivered, read}}];
	});
}
