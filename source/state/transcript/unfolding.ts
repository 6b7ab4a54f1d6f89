/** Unfolds a long message, of which only the beginning is shown until the user asks for all of it. */
import {change, openConversation} from '../chats/conversations.ts';
import {switchTo} from '../chats/opening.ts';
import type {State} from '../model/state.ts';
import {transcriptSize} from '../panes/layout.ts';
import {blockAt, sceneOf} from './blocks.ts';

/**
 * Shows all of the message at this sequence of the open conversation, from its first row on.
 * @returns undefined if it is shown whole already
 */
export function unfold(state: State, sequence: number): State | undefined {
	const here = openConversation(state);
	if (!here || !isFolded(state, sequence)) return undefined;
	const unfolded = [...(here.unfolded ?? []), sequence];
	return switchTo(
		change(state, here.id, held => ({...held, unfolded})),
		here.id,
		sequence,
	);
}

/** Checks whether only the beginning of the message at this sequence of the open conversation is shown. */
export function isFolded(state: State, sequence: number): boolean {
	const here = openConversation(state);
	if (!here) return false;
	const rows = blockAt(sceneOf(state, here, transcriptSize(state).columns), sequence);
	return rows.some(row => row.type === 'more' && row.isFold);
}
