/** Lays out the rows of the open conversation that are on the screen, and no others. */
import {isNewLobby, openConversation} from '../chats/conversations.ts';
import {greeting} from '../chats/greeting.ts';
import {transcriptSize} from '../panes/layout.ts';
import type {State} from '../model/state.ts';
import type {RowPosition, Anchor} from '../model/conversation.ts';
import type {Size} from '../../../terminal/layout/size.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {blockAt, sceneOf} from './blocks.ts';
import type {Scene} from './scene.ts';
import {somebodyElse} from '../chats/somebody-else.ts';
import {noticeRows} from './notice-rows.ts';
import type {Row} from './rows.ts';

const shown = memoizeByObject<readonly Row[]>();

/** Lays out the rows on the screen, the lowest last. Fewer rows than the pane has belong at its bottom. */
export function transcriptRows(state: State, size: Size = transcriptSize(state)): readonly Row[] {
	const {columns, rows} = size;
	if (rows < 1 || columns < 1) return [];
	const conversation = openConversation(state);
	const year = new Date(state.now).getFullYear();
	const {times, seconds} = state.settings;
	const somebody = conversation && isNewLobby(conversation) ? somebodyElse(state) : undefined;
	return shown(
		conversation ?? state.notices,
		[
			columns,
			rows,
			state.me,
			somebody,
			state.blocked,
			state.deleted,
			state.chosenFailed,
			state.selected,
			state.hits?.text,
			year,
			times,
			seconds,
		],
		() => {
			if (!conversation) return emptyRows(state, size);
			const scene = sceneOf(state, conversation, columns);
			return rowsAbove(scene, placeOf(scene, conversation.anchor), rows);
		},
	);
}

/** Resolves an anchor to the lowest row shown, which is valid even after the window was trimmed. */
export function placeOf(scene: Scene, anchor: Anchor): RowPosition {
	const {first, tail} = scene;
	if (anchor === 'end') return lastPlace(scene);
	if (anchor.sequence < first) return {sequence: first, line: 0};
	if (anchor.sequence > tail) return lastPlace(scene);
	const rows = blockAt(scene, anchor.sequence).length;
	return {sequence: anchor.sequence, line: Math.max(0, Math.min(anchor.line, rows - 1))};
}

/** Returns the position of the last row; in an empty transcript, a position without a row. */
export function lastPlace(scene: Scene): RowPosition {
	for (let sequence = scene.tail; sequence >= scene.first; sequence--) {
		const rows = blockAt(scene, sequence).length;
		if (rows > 0) return {sequence, line: rows - 1};
	}

	return {sequence: scene.tail, line: 0};
}

function rowsAbove(scene: Scene, {sequence, line}: RowPosition, height: number): readonly Row[] {
	let rows: readonly Row[] = blockAt(scene, sequence).slice(0, line + 1);
	for (let above = sequence - 1; above >= scene.first && rows.length < height; above--)
		rows = [...blockAt(scene, above), ...rows];
	return withName(rows.slice(-height));
}

/** Draws the name in the first row of the screen, whose run may have begun above it. */
function withName([first, ...rest]: readonly Row[]): readonly Row[] {
	if (first?.type !== 'message' || !first.isContinued) return first ? [first, ...rest] : [];
	const {isContinued: _hidden, ...named} = first;
	return [named, ...rest];
}

/**
 * Finds the message to which a row on the screen belongs.
 * @param above rows between it and the lowest row of the pane
 * @returns undefined for a row above the first message, or below the last
 */
export function sequenceAt(state: State, above: number): number | undefined {
	const here = openConversation(state);
	if (!here) return undefined;
	const scene = sceneOf(state, here, transcriptSize(state).columns);
	let {sequence, line} = placeOf(scene, here.anchor);
	for (let left = above; sequence >= scene.first; sequence--, line = blockAt(scene, sequence).length - 1) {
		if (left <= line) return sequence < scene.tail ? sequence : undefined;
		left -= line + 1;
	}

	return undefined;
}

/** Lays out greeting and notices, shown while no conversation is open. */
function emptyRows(state: State, {columns, rows}: Size): readonly Row[] {
	const said = [
		...greeting(state).map(text => ({after: 0, at: 0, tone: 'info' as const, text})),
		...state.notices,
	];
	return said.flatMap(notice => noticeRows(notice, Math.max(1, columns))).slice(-Math.max(0, rows));
}
