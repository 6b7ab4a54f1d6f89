/** Marks sent lines and cleared texts of private chats, which never reach the disk. */
import {distance} from 'fastest-levenshtein';
import {kindOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import {lineOf} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';

/** Names of the command that takes the first message of a private chat: its line holds private text. */
export const PRIVATE_COMMAND = {name: 'private', aliases: ['startprivate']} as const;

/** Maximum letters that differ: a line with the name mistyped was meant to be private as well. */
const MAX_TYPOS = 2;

/** Tells whether the line, perhaps in the spelling of another messenger, holds a text for a private chat. */
export function isPrivateLine(line: string): boolean {
	const [, word] = /^\/([^\s(]{1,16})[\s(]+\S/.exec(line) ?? [];
	const names = [PRIVATE_COMMAND.name, ...PRIVATE_COMMAND.aliases];
	return word !== undefined && names.some(name => distance(word.toLowerCase(), name) <= MAX_TYPOS);
}

export function isPrivate(id: ConversationId | ''): boolean {
	return id !== '' && kindOf(id) === 'private';
}

/** Tells whether the command bar holds private text. @param line what stands there, or has just been taken from there */
export function holdsPrivate(state: State, line = lineOf(barOf(state))): boolean {
	return isPrivate(state.open ?? '') || isPrivateLine(line);
}

/** Marks texts that have just come to the sent lines or to the kill ring. Marks of texts that have left both are dropped. */
export function withUnsaved(state: State, ...texts: readonly string[]): State {
	const held = new Set([...state.recall.lines, ...state.cleared]);
	return {...state, unsaved: new Set([...state.unsaved, ...texts].filter(text => held.has(text)))};
}

/** Selects the texts that may be written to disk. */
export function savedOf({unsaved}: State, texts: readonly string[]): readonly string[] {
	return unsaved.size === 0 ? texts : texts.filter(text => !unsaved.has(text));
}

/** Tells whether a text may come into the bar: private text comes back only where private text is written. */
export function isOffered(state: State, text: string): boolean {
	return !state.unsaved.has(text) || isPrivate(state.open ?? '') || isPrivateLine(text);
}
