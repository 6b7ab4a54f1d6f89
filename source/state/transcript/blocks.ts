/**
 * Lays the transcript out in blocks, one per sequence: a message with the lines above and below it. The block after
 * the last message held is the tail: queued messages, and the users who are typing.
 */
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {kindOf, participants} from '../../../protocol/conversation-kind.ts';
import type {UserName} from '../../../protocol/names.ts';
import {truncate, width as widthOf} from '../../../terminal/width.ts';
import {isHidden, partnerIn} from '../chats/conversations.ts';
import {linesOf} from '../chats/sessions.ts';
import type {State} from '../model/state.ts';
import type {Conversation, Notice, Message} from '../model/conversation.ts';
import {dayOf, dayText} from '../text/time.ts';
import {firstOf, lastOf, messageAt} from '../chats/window.ts';
import {timeWidth} from './repeated-hour.ts';
import {firstRows} from './first-rows.ts';
import {noticeRows} from './notice-rows.ts';
import {messageRows, DELETED} from './message-rows.ts';
import {continuesRun, queuedContinuesRun, shownMark} from './runs.ts';
import {columnsOf, PROGRAM_MARK, type Row} from './rows.ts';
import type {Scene} from './scene.ts';
import {keysOf} from '../keyboard/reminders.ts';

/**
 * Collects what the rows of a conversation depend on.
 * @param width cells of a row
 */
export function sceneOf(state: State, conversation: Conversation, width: number): Scene {
	const {window} = conversation;
	const tail = lastOf(window) + 1;
	return {
		conversation,
		columns: columnsOf(
			width,
			longestName(conversation, state.me?.user, state.deleted),
			timeWidth(window, state.settings),
		),
		me: state.me?.user,
		blocked: state.blocked,
		deleted: state.deleted,
		now: state.now,
		style: state.settings,
		failed: state.chosenFailed,
		selected: state.selected?.conversation === conversation.id ? state.selected.sequence : undefined,
		searched: state.hits?.text,
		first: Math.max(1, firstOf(window)),
		tail,
		notices: placed(linesOf(conversation, partnerIn(state, conversation.id)), tail),
		firstRows: firstRows(state, conversation, width),
	};
}

/**
 * Lays out the rows of a block.
 * @param sequence from `first` to `tail` of the scene
 */
export function blockAt(scene: Scene, sequence: number): readonly Row[] {
	const {conversation, columns, notices, tail} = scene;
	if (sequence >= tail) return tailRows(scene);
	const message = messageAt(conversation.window, sequence);
	if (!message) return [];
	const {first = 1} = conversation;
	const begins = sequence === first ? (notices.get(0) ?? []) : [];
	return [
		...(sequence === first ? (first > 1 ? [forgottenRow(scene)] : scene.firstRows) : []),
		...begins.flatMap(notice => noticeRows(notice, columns.width)),
		...linesAbove(scene, message),
		...(isHidden(scene.blocked, conversation.id, message)
			? hiddenRows(scene, message)
			: storedRows(scene, message)),
		...(notices.get(sequence) ?? []).flatMap(notice => noticeRows(notice, columns.width)),
	];
}

function storedRows(scene: Scene, message: Message): readonly Row[] {
	const {from, sequence} = message;
	const mark = from === scene.me ? shownMark(scene, sequence) : undefined;
	const rows = messageRows(scene, message, {from, mark, continues: continuesRun(scene, message)});
	return scene.selected === message.sequence ? rows.map(chosen) : rows;
}

function chosen(row: Row): Row {
	return row.type === 'message' || row.type === 'more' ? {...row, chosen: true} : row;
}

/** Lays out the row above the first message that the server keeps. */
function forgottenRow({columns}: Scene): Row {
	const text = cut(safeText`Older messages are not kept here`, columns.width - PROGRAM_MARK.length);
	return {type: 'notice', tone: 'quiet', begins: true, text};
}

/** Lays out one quiet row for consecutive messages of a blocked user. */
function hiddenRows(scene: Scene, {sequence, from, at}: Message): Row[] {
	const before = messageAt(scene.conversation.window, sequence - 1);
	if (before?.from === from && dayOf(before.at) === dayOf(at)) return [];
	const text = cut(safeText`… ${from} is blocked`, scene.columns.width - PROGRAM_MARK.length);
	return [{type: 'notice', tone: 'quiet', begins: true, text}];
}

function linesAbove({conversation, columns, now, first}: Scene, {sequence, at}: Message): Row[] {
	const {newAfter, window} = conversation;
	const before = sequence > first ? messageAt(window, sequence - 1) : undefined;
	const rows: Row[] = [];
	const isNew = newAfter === sequence - 1;
	const day = !before || dayOf(before.at) !== dayOf(at) ? dayText(at, now) : undefined;
	if (day !== undefined && !(isNew && columns.isStacked))
		rows.push({type: 'day', text: ruled(day, columns.width)});
	if (isNew) {
		const text = day !== undefined && columns.isStacked ? safeText`new · ${day}` : safeText`new`;
		rows.push({type: 'new', text: ruled(text, columns.width)});
	}

	return rows;
}

function tailRows(scene: Scene): Row[] {
	const {conversation, columns, me, notices, tail, failed: failedId} = scene;
	const {queued, typing} = conversation;
	const said = (notices.get(tail) ?? []).flatMap(notice => noticeRows(notice, columns.width));
	const rows = [...(tail === 1 ? scene.firstRows : []), ...said];
	for (const [index, entry] of queued.entries()) {
		const failed = entry.problem !== undefined;
		const continues = queuedContinuesRun(scene, index);
		const sent = messageRows(scene, entry, {from: me, mark: failed ? 'failed' : 'queued', continues});
		rows.push(...(entry.id === failedId ? sent.map(chosen) : sent));
		if (entry.problem !== undefined) {
			const text = safeText`not sent: ${entry.problem} ${keysOf('bar', 'cancel')} takes this away.`;
			rows.push(...noticeRows({after: tail, at: entry.at, tone: 'bad', text}, columns.width));
		}
	}

	const names = [...typing.keys()];
	if (names.length > 0)
		rows.push({type: 'typing', text: cut(typingText(names), columns.width - PROGRAM_MARK.length)});
	return rows;
}

function typingText(names: readonly UserName[]): SafeText {
	if (names.length > 3) return safeText`several people are typing…`;
	return safeText`${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} typing…`;
}

/** Formats a line over the whole width: `──── text ────`. */
function ruled(text: SafeText, width: number): SafeText {
	const label = ` ${text} `;
	const left = Math.max(0, Math.floor((width - widthOf(label)) / 2));
	const right = Math.max(0, width - widthOf(label) - left);
	return cut(('─'.repeat(left) + label + '─'.repeat(right)) as SafeText, width);
}

function cut(text: SafeText, width: number): SafeText {
	return truncate(text, Math.max(0, width)) as SafeText; // cutting adds only an ellipsis
}

/** Groups the notices by the message above them; those above the first message held are not shown. */
function placed(notices: readonly Notice[], tail: number): ReadonlyMap<number, readonly Notice[]> {
	return places(notices, [tail], () => {
		const map = new Map<number, Notice[]>();
		for (const notice of notices) {
			const at = notice.after === 0 && tail === 1 ? tail : Math.min(notice.after, tail);
			map.set(at, [...(map.get(at) ?? []), notice]);
		}

		return map;
	});
}

const places = memoizeByObject<ReadonlyMap<number, readonly Notice[]>>();
const longest = memoizeByObject<number>();

/** Returns the cells of the longest name that stands in the transcript. */
function longestName(
	{id, window}: Conversation,
	me: UserName | undefined,
	deleted: ReadonlySet<UserName>,
): number {
	const kind = kindOf(id);
	switch (kind) {
		case 'direct':
		case 'notes':
			return Math.max(
				...participants(id).map(user => user.length + (deleted.has(user) ? DELETED.length : 0)),
			);
		case 'private':
			return Math.max(me?.length ?? 0, ...participants(id).map(({length}) => length));
		case 'room':
		case 'broadcasts':
			return Math.max(me?.length ?? 0, ...window.chunks.map(longestIn));
		default:
			return kind satisfies never;
	}
}

function longestIn(chunk: readonly Message[]): number {
	return longest(chunk, [], () => Math.max(0, ...chunk.map(({from}) => from.length)));
}
