/** Ends all that is private at a sign-out: channels, pinned keys, what was said and what was being written. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import {EMPTY} from '../../../terminal/editor.ts';
import {asideOf, draftOf, withCleared} from '../command-bar/bar.ts';
import {savedOf} from '../command-bar/unsaved.ts';
import type {Effect} from '../model/effect.ts';
import type {State} from '../model/state.ts';
import {closing} from './private-chats.ts';

/** Returns the effects that close all channels at a sign-out, and forget the user's identity. */
export function closeAllChannels({privateChats}: State): readonly Effect[] {
	return [...[...privateChats.values()].flatMap(chat => closing(chat, 'signedOut')), {type: 'closePeers'}];
}

/** Drops all that is private at a sign-out: chats, pinned keys, what was said and what was being written. */
export function withoutPrivateChats(state: State): State {
	const isKept = (id: ConversationId | undefined) => id === undefined || traitsOf(id).isStored;
	const {identity, keptIn, open, previous, contact, ...rest} = withoutUnsaved(state, isKept(state.open));
	return {
		...rest,
		privateChats: new Map(),
		peers: new Map(),
		conversations: new Map([...state.conversations].filter(([id]) => isKept(id))),
		...(open !== undefined && isKept(open) && {open}),
		...(previous !== undefined && isKept(previous) && {previous}),
		...(contact !== undefined && isKept(contact) && {contact}),
	};
}

/** Drops the sent lines and cleared texts of private chats; and what stands in the bar, unless it is public. */
function withoutUnsaved(state: State, isPublic: boolean): State {
	if (isPublic && state.unsaved.size === 0) return state;
	const lines = savedOf(state, state.recall.lines);
	const aside = isPublic ? withCleared(state, ...asideOf(state)) : state;
	return {
		...aside,
		bar: isPublic ? draftOf(state) : EMPTY,
		recall: {lines, at: lines.length, kept: EMPTY, copies: new Map()},
		cleared: savedOf(aside, aside.cleared),
		unsaved: new Set(),
	};
}
