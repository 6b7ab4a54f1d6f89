/** Declares a row of the transcript, already cut to its width, and divides the width into columns. */
import type {UserName} from '../../../protocol/names.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {Mark} from '../chats/conversations.ts';
import type {Notice} from '../model/conversation.ts';
import type {Piece} from './pieces.ts';

export type Row =
	/** The line between two days. */
	| {readonly type: 'day'; readonly text: SafeText}
	/** The line above the unread messages. */
	| {readonly type: 'new'; readonly text: SafeText}
	/** The name above the messages of a run, where the screen is too narrow for a column of names. */
	| {
			readonly type: 'sender';
			readonly time: SafeText;
			readonly from: UserName | undefined;
			readonly text: SafeText;
			readonly own: boolean;
	  }
	/** First row of a message. `time` and `sender`, which is `from` truncated, are padded to their columns. */
	| {
			readonly type: 'message';
			readonly time: SafeText;
			readonly from: UserName | undefined;
			readonly sender: SafeText;
			readonly own: boolean;
			/** Whether the name is not drawn, because it stands above: it does not, in the first row of the screen. */
			readonly isContinued?: true;
			readonly text: SafeText;
			/** Together the text, where parts of it look different. */
			readonly pieces?: readonly Piece[];
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
			/** Whether it stands for the rest of a long message. */
			readonly isFold?: true;
			readonly text: SafeText;
			readonly pieces?: readonly Piece[];
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
	/** Maximum cells of a name, and whether it stands in a row of its own, above the text. */
	readonly name: number;
	readonly isStacked: boolean;
	/** Offset of the text, and its width. */
	readonly indent: number;
	readonly text: number;
	readonly mark: number;
};

const MARK = 3;
/** Minimum cells of a name beside the time: below this, no time is shown. */
const BESIDE_TIME = 14;
/** Minimum cells of a transcript with a column of names. */
const BESIDE_NAMES = 50;
/** Cells before the text where the name stands above it. */
const BELOW_NAME = 2;

/**
 * Divides the width of the transcript into columns; all widths are in cells.
 * @param longestName of the senders
 * @param longestTime with its blank
 */
export function columnsOf(width: number, longestName: number, longestTime: number): Columns {
	const time = width >= BESIDE_TIME + longestTime ? longestTime : 0;
	const isStacked = width < BESIDE_NAMES;
	const name = isStacked
		? Math.max(1, width - time)
		: Math.max(1, Math.min(longestName, 14, Math.floor(width / 4)));
	const sender = isStacked ? Math.min(BELOW_NAME, width - 1) : name + 2;
	const indent = isStacked ? sender : time + sender;
	const mark = width > indent + 2 * MARK ? MARK : 0;
	return {width, time, sender, name, isStacked, indent, text: Math.max(1, width - indent - mark), mark};
}
