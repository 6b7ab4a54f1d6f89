/** Declares a row of the transcript, already cut to its width, and divides the width into columns. */
import type {UserName} from '../../../protocol/names.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {Mark} from '../chats/conversations.ts';
import type {Notice} from '../model/conversation.ts';

export type Row =
	/** The line between two days. */
	| {readonly type: 'day'; readonly text: SafeText}
	/** The line above the unread messages. */
	| {readonly type: 'new'; readonly text: SafeText}
	/** First row of a message. `time` and `sender`, which is `from` truncated, are padded to their columns. */
	| {
			readonly type: 'message';
			readonly time: SafeText;
			readonly from: UserName | undefined;
			readonly sender: SafeText;
			readonly own: boolean;
			readonly text: SafeText;
			/** What the program says of the message, behind its last row. */
			readonly remark?: SafeText;
			/** Whether it is what the sender does, not says. */
			readonly isAction?: true;
			/** Delivery mark of the user's own messages, right-aligned after the text. */
			readonly mark?: Mark;
			/** Whether it is the message that the next key acts on. */
			readonly chosen?: true;
	  }
	/** A further row of a message, indented by `indent` cells, so that it never looks like another row. */
	| {
			readonly type: 'more';
			readonly indent: number;
			readonly text: SafeText;
			readonly remark?: SafeText;
			readonly isAction?: true;
			readonly chosen?: true;
	  }
	/** The message that the one below replies to. */
	| {readonly type: 'quote'; readonly indent: number; readonly text: SafeText; readonly sequence: number}
	/** The reactions to the message above; `own` says which are the user's. */
	| {readonly type: 'reactions'; readonly indent: number; readonly text: SafeText}
	/** A notice: its first row (`begins`) has the {@link PROGRAM_MARK}, the others are indented by its width. */
	| {
			readonly type: 'notice';
			readonly tone: Notice['tone'];
			readonly begins: boolean;
			readonly text: SafeText;
	  }
	| {readonly type: 'typing'; readonly text: SafeText};

/**
 * Begins a notice in the first column, where no message has it: message rows begin with a digit, a letter or more
 * blanks.
 */
export const PROGRAM_MARK = '— ';

/** Widths and offsets of the transcript's columns, in cells. */
export type Columns = {
	readonly width: number;
	/** 0 if the time does not fit. */
	readonly time: number;
	readonly sender: number;
	/** Offset of the text, and its width. */
	readonly indent: number;
	readonly text: number;
	readonly mark: number;
};

const MARK = 3;
/** Minimum cells beside the time: below this, the text would be too narrow, and no time is shown. */
const BESIDE_TIME = 28;

/**
 * Divides the width of the transcript into columns; all widths are in cells.
 * @param longestName of the senders
 * @param longestTime with its blank
 */
export function columnsOf(width: number, longestName: number, longestTime: number): Columns {
	const time = width >= BESIDE_TIME + longestTime ? longestTime : 0;
	const sender = Math.max(1, Math.min(longestName, width >= 60 ? 14 : 8, Math.floor(width / 4))) + 2;
	const indent = time + sender;
	const mark = width > indent + 2 * MARK ? MARK : 0;
	return {width, time, sender, indent, text: Math.max(1, width - indent - mark), mark};
}
