/** Computes scroll positions: the anchor is a message and a row of it, never a distance. */
import type {State} from '../model/state.ts';
import type {Conversation, RowPosition, Anchor} from '../model/conversation.ts';
import {transcriptSize} from '../panes/layout.ts';
import {isHeld, lastOf} from '../chats/window.ts';
import {blockAt, sceneOf} from './blocks.ts';
import type {Scene} from './scene.ts';
import type {Row} from './rows.ts';
import {lastPlace, placeOf, transcriptRows} from './transcript.ts';

/**
 * Computes the anchor after a scroll; the first row held never leaves the top.
 * @param rows down; up if negative
 */
export function scrolledBy(state: State, conversation: Conversation, rows: number): Anchor {
	const {columns, rows: height} = transcriptSize(state);
	if (columns < 1 || height < 1) return conversation.anchor;
	const scene = sceneOf(state, conversation, columns);
	const from = placeOf(scene, conversation.anchor);
	if (rows >= 0) return down(scene, from, rows);
	const lowest = down(scene, {sequence: scene.first, line: 0}, height - 1);
	const to = up(scene, from, -rows);
	return lowest === 'end' || isAbove(to, lowest) ? lowest : to;
}

/** Finds the first and the last message of which a row is on the screen. */
export function spanShown(
	state: State,
	conversation: Conversation,
): {readonly top: number; readonly bottom: number} {
	const {columns, rows: height} = transcriptSize(state);
	const scene = sceneOf(state, conversation, Math.max(1, columns));
	const lowest = placeOf(scene, conversation.anchor);
	return {top: up(scene, lowest, Math.max(0, height - 1)).sequence, bottom: lowest.sequence};
}

/**
 * Computes the anchor at which a block begins in the first row, if the rows below fill the screen: below notices and hints, which may
 * fill the screen themselves.
 */
function anchorWithTop(state: State, conversation: Conversation, sequence: number): Anchor {
	const {columns, rows: height} = transcriptSize(state);
	const scene = sceneOf(state, conversation, columns);
	const at = Math.max(scene.first, sequence);
	const line = Math.max(
		0,
		blockAt(scene, at).findIndex(({type}) => type !== 'notice'),
	);
	return down(scene, {sequence: at, line}, Math.max(0, height - 1));
}

/** Computes the anchor at which a block, or the first hit in it, stands below what was said before. */
function anchorWithContext(state: State, conversation: Conversation, sequence: number): Anchor {
	const {columns, rows: height} = transcriptSize(state);
	const scene = sceneOf(state, conversation, columns);
	const line = Math.max(0, blockAt(scene, sequence).findIndex(isFound));
	const top = up(scene, {sequence: Math.max(scene.first, sequence), line}, Math.floor(height / 3));
	return down(scene, top, Math.max(0, height - 1));
}

function isFound(row: Row): boolean {
	return 'pieces' in row && (row.pieces ?? []).some(piece => piece.isFound);
}

/**
 * Computes the anchor that shows the wanted message: at the top what is unread or was unfolded, else with its context.
 * @returns undefined until that message, and those below it, are held
 */
export function anchorWanted(state: State, conversation: Conversation): Anchor | undefined {
	const {goTo, window, last, newAfter, unfolded} = conversation;
	if (goTo === undefined || !isHeld(window, goTo)) return undefined;
	const full = lastOf(window) === last || lastOf(window) - goTo >= transcriptSize(state).rows;
	if (!full) return undefined;
	const isTop = goTo - 1 === newAfter || (!state.hits && unfolded?.includes(goTo));
	return isTop ? anchorWithTop(state, conversation, goTo) : anchorWithContext(state, conversation, goTo);
}

/** Computes the anchor at which the chosen failed message is visible; unchanged if it is visible already. */
export function anchorWithChosen(state: State, conversation: Conversation): Anchor {
	if (transcriptRows(state).some(row => row.type === 'message' && isChosen(row))) return conversation.anchor;
	const {columns, rows: height} = transcriptSize(state);
	const scene = sceneOf(state, conversation, columns);
	const rows = blockAt(scene, scene.tail);
	const first = rows.findIndex(isChosen);
	if (first === -1 || height < 1) return conversation.anchor;
	const line = Math.min(rows.findLastIndex(isChosen), first + height - 1);
	return atEnd(scene, {sequence: scene.tail, line});
}

/** Computes the anchor at which the selected message is visible, at the end of the screen to which it moves. */
export function anchorWithSelected(state: State, conversation: Conversation, by: 1 | -1): Anchor {
	const {selected} = state;
	const {columns, rows: height} = transcriptSize(state);
	if (!selected || height < 1) return conversation.anchor;
	const scene = sceneOf(state, conversation, columns);
	const rows = blockAt(scene, selected.sequence);
	const [first, last] = [rows.findIndex(isChosen), rows.findLastIndex(isChosen)];
	const seen = transcriptRows(state).filter(isChosen).length;
	if (first === -1 || seen >= Math.min(last - first + 1, height)) return conversation.anchor;
	if (by === -1) return anchorWithTop(state, conversation, selected.sequence);
	const line = Math.min(rows.length - 1, Math.max(first + height - 1, last));
	return atEnd(scene, {sequence: selected.sequence, line});
}

function isChosen(row: Row): boolean {
	return 'chosen' in row;
}

function down(scene: Scene, from: RowPosition, rows: number): Anchor {
	let {sequence, line} = from;
	line += rows;
	for (; sequence <= scene.tail; sequence++) {
		const count = blockAt(scene, sequence).length;
		if (line < count) return atEnd(scene, {sequence, line});
		line -= count;
	}

	return atEnd(scene, lastPlace(scene));
}

function up(scene: Scene, from: RowPosition, rows: number): RowPosition {
	let {sequence, line} = from;
	line -= rows;
	while (line < 0 && sequence > scene.first) {
		sequence--;
		line += blockAt(scene, sequence).length;
	}

	return {sequence, line: Math.max(0, line)};
}

/** Returns `end` for the last row, unless the server holds later messages. */
function atEnd(scene: Scene, place: RowPosition): Anchor {
	const end = lastPlace(scene);
	const isEnd = place.sequence === end.sequence && place.line === end.line;
	const {window, last} = scene.conversation;
	return isEnd && lastOf(window) >= last ? 'end' : place;
}

function isAbove(one: RowPosition, other: RowPosition): boolean {
	return one.sequence < other.sequence || (one.sequence === other.sequence && one.line < other.line);
}
