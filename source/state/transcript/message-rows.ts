/** Lays out the rows of a message: the quoted line, its text, what was changed, and the reactions. */
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import type {SentFile} from '../../../protocol/uploads.ts';
import type {UserName} from '../../../protocol/names.ts';
import {truncate, width as widthOf} from '../../../terminal/width.ts';
import {withPending} from '../chats/changing.ts';
import {isHidden, type Mark} from '../chats/conversations.ts';
import {quotedBy} from '../chats/quotes.ts';
import type {Message, Queued} from '../model/conversation.ts';
import {inWords} from '../text/emoji.ts';
import {byteSize} from '../../../protocol/byte-size.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {clockTime} from '../text/time.ts';
import type {Scene} from './scene.ts';
import type {Row} from './rows.ts';
import {linesOf} from './pieces.ts';

/** Behind the name of a deleted account. */
export const DELETED = ' (deleted)';

/** Maximum rows of a message that is shown whole; of a longer one, the first ones are. */
const MAX_ROWS = 15;
const SHOWN_ROWS = 10;

const QUOTE = '┌ ';
/** Stands in the column of the sender, who is in the text: * alice waves. */
const ACTION = '*';

const inText = memoizeByObject<Message | Queued>();

/** Returns the message with its emoji as text. */
function worded(message: Message | Queued): Message | Queued {
	return inText(message, [], () => ({...message, text: inWords(message.text)}));
}

type Told = {
	readonly from: UserName | undefined;
	readonly mark: Mark | undefined;
	/** Whether the name of the sender stands above it already. */
	readonly continues: boolean;
};

/** @param message one that the server has stored, or one of the user's own that waits */
export function messageRows(scene: Scene, message: Message | Queued, told: Told): Row[] {
	const {from} = told;
	const stored = 'sequence' in message ? message : {...message, sequence: 0, from: from as UserName};
	const {message: shown, isPending} = withPending(scene.conversation, stored, scene.me);
	const said = shown === stored ? message : shown;
	const remark = remarkOf(scene, shown, isPending);
	return [
		...quoteRows(scene, shown),
		...textRows(scene, scene.style.emoji === 'text' ? worded(said) : said, told, remark),
		...reactionRows(scene, shown),
	];
}

function textRows(
	scene: Scene,
	message: Message | Queued,
	{from, mark, continues}: Told,
	remark: SafeText | undefined,
): Row[] {
	const {columns, me, style, deleted} = scene;
	const time = clockTime(message.at, style).padEnd(columns.time).slice(0, columns.time) as SafeText;
	const doer = senderText(from, columns.name, deleted);
	const acts = message.kind === 'action';
	const own = from === me;
	const name = acts ? ACTION : columns.isStacked ? '' : doer;
	const sender = (name + ' '.repeat(columns.sender - widthOf(name))) as SafeText; // a user name, cut and padded
	const isAction = acts && {isAction: true as const};
	const rows = linesOf(
		acts ? actionOf(message, from) : message,
		columns.text,
		own ? undefined : me,
		scene.searched,
	).map((line, at): Row =>
		at > 0
			? {type: 'more', indent: columns.indent, ...line, ...isAction}
			: {
					type: 'message',
					time: columns.isStacked ? ('' as SafeText) : time,
					from,
					sender,
					own,
					...(continues && {isContinued: true}),
					...line,
					...isAction,
					...(mark && {mark}),
				},
	);
	const shown = 'sequence' in message ? folded(scene, message.sequence, rows) : rows;
	const told = remark === undefined ? shown : withRemark(shown, remark, scene);
	return columns.isStacked && !acts && !continues
		? [{type: 'sender', time, from, text: doer as SafeText, own}, ...told]
		: told; // a user name, cut
}

const actions = memoizeByObject<{readonly text: string}>();

function actionOf(message: Message | Queued, from: UserName | undefined): {readonly text: string} {
	return actions(message, [from], () => ({text: `${from ?? ''} ${message.text}`}));
}

/** Shows only the beginning of a long message, until the user asks for all of it. */
function folded({conversation, columns}: Scene, sequence: number, rows: Row[]): Row[] {
	if (rows.length <= MAX_ROWS || conversation.unfolded?.includes(sequence)) return rows;
	const more = safeText`… ${rows.length - SHOWN_ROWS} more lines: choose it, Enter`;
	const text = truncate(more, columns.text) as SafeText; // cutting adds only an ellipsis
	return [
		...rows.slice(0, SHOWN_ROWS),
		{type: 'more', indent: columns.indent, isFold: true, text: '' as SafeText, remark: text},
	];
}

/** Puts the remark behind the last row, or below it where it does not fit. */
function withRemark(rows: readonly Row[], remark: SafeText, {columns}: Scene): Row[] {
	const last = rows.at(-1);
	if (last?.type !== 'message' && last?.type !== 'more') return [...rows];
	const {text: said, remark: before = ''} = last;
	const gap = said + before === '' ? '' : ' ';
	const fits = widthOf(said + before + gap + remark) <= columns.text;
	if (fits) return [...rows.slice(0, -1), {...last, remark: (before + gap + remark) as SafeText}]; // a blank more
	const text = truncate(remark, columns.text) as SafeText; // cutting adds only an ellipsis
	return [...rows, {type: 'more', indent: columns.indent, text: '' as SafeText, remark: text}];
}

/** Says what the program knows of a message. */
function remarkOf({conversation, now}: Scene, message: Message, isPending: boolean): SafeText | undefined {
	const {sequence, from, edited, deleted, file, text} = message;
	const waits = isPending ? safeText`, to be sent` : safeText``;
	if (deleted !== undefined)
		return deleted === from
			? safeText`(message deleted${waits})`
			: safeText`(message deleted by ${deleted}${waits})`;
	const words = [
		...(file ? [fileText(file, text, now)] : []),
		...(edited === undefined ? [] : ['edited']),
		...(sequence > 0 && conversation.pins.includes(sequence) ? ['pinned'] : []),
		...(isPending ? ['to be sent'] : []),
	];
	return words.length === 0 ? undefined : safeText`(${words.join(', ')})`;
}

/** `file, 1.2 MiB`; with its name where the text is another. */
function fileText({name, size, until}: SentFile, text: string, now: number): string {
	const what = text === name ? 'file' : safeText`file ${name}`;
	return until <= now ? `${what} expired` : `${what}, ${byteSize(size)}`;
}

/** Lays out the line that a reply quotes, as far as it is known. */
function quoteRows(scene: Scene, {replyTo}: Message | Queued): Row[] {
	if (replyTo === undefined) return [];
	const {conversation, columns, blocked} = scene;
	const quoted = quotedBy(conversation, replyTo);
	const said =
		quoted === undefined
			? safeText`an earlier message`
			: isHidden(blocked, conversation.id, quoted)
				? safeText`${quoted.from} is blocked`
				: quoted.deleted === undefined
					? safeText`${quoted.from}: ${shownText(scene, quoted.text)}`
					: safeText`${quoted.from}: (message deleted)`;
	const text = truncate(cleanLine(QUOTE + said), columns.text) as SafeText; // cutting adds only an ellipsis
	return [{type: 'quote', indent: columns.indent, text, sequence: replyTo}];
}

/** Lays out the reactions, counted; the user's own stand in brackets. */
function reactionRows(scene: Scene, {reactions = []}: Message): Row[] {
	const {columns, me} = scene;
	if (reactions.length === 0) return [];
	const words = reactions.map(({emoji, by}) => {
		const isOwn = me !== undefined && by.includes(me);
		const shown = cleanLine(shownText(scene, emoji));
		return isOwn ? `[${shown} ${by.length}]` : `${shown} ${by.length}`;
	});
	const lines: string[] = [];
	for (const word of words) {
		const longer = lines.length === 0 ? word : `${lines.at(-1)}  ${word}`;
		if (lines.length > 0 && widthOf(longer) <= columns.text) lines[lines.length - 1] = longer;
		else lines.push(truncate(word, columns.text));
	}

	return lines.map(text => ({type: 'reactions', indent: columns.indent, text: text as SafeText})); // of cleaned words
}

function shownText({style}: Scene, text: string): string {
	return style.emoji === 'text' ? inWords(text) : text;
}

/** Cuts the name to `width` cells; of a deleted account: `bob (deleted)`, or where that is too long, `(bob)`. */
function senderText(from: UserName | undefined, width: number, deleted: ReadonlySet<UserName>): string {
	if (from === undefined || !deleted.has(from)) return truncate(from ?? '', width);
	const whole = from + DELETED;
	return widthOf(whole) <= width ? whole : `(${truncate(from, width - 2)})`;
}
