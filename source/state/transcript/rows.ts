/** Declares a row of the transcript, already cut to its width, and divides the width into columns. */
import type {UserName} from '../../../protocol/names.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {Mark} from '../chats/conversations.ts';
import type {Notice} from '../model/conversation.ts';

export type Row =
	/** The line between two days. */
	| {readonly type: 'day'; readonly text: SafeText}
	/** The line above what has not been read. */
	| {readonly type: 'new'; readonly text: SafeText}
	/** The first row of a message. `time` and `sender`, which is `from` cut short where need be, are padded to their columns. */
	| {
			readonly type: 'message';
			readonly time: SafeText;
			readonly from: UserName | undefined;
			readonly sender: SafeText;
			readonly own: boolean;
			readonly text: SafeText;
			/** Of the user's own messages, right-aligned after the text. */
			readonly mark?: Mark;
			/** The message that could not be sent, and that the next key is for. */
			readonly chosen?: true;
	  }
	/** A further row of the message above, indented by `indent` cells, so that it never looks like anything else. */
	| {readonly type: 'more'; readonly indent: number; readonly text: SafeText; readonly chosen?: true}
	/** This program speaks: behind a {@link PROGRAM_MARK} where it `begins`, else indented by as much. */
	| {
			readonly type: 'notice';
			readonly tone: Notice['tone'];
			readonly begins: boolean;
			readonly text: SafeText;
	  }
	| {readonly type: 'typing'; readonly text: SafeText};

/** In the first column, where no message has one: a row of a message begins with a digit, a letter or more blanks than this. */
export const PROGRAM_MARK = '— ';

/** How the columns of a transcript of some width are divided. */
export type Columns = {
	readonly width: number;
	/** 0 where there is no room for the time. */
	readonly time: number;
	readonly sender: number;
	/** Where the text begins, and how wide it is. */
	readonly indent: number;
	readonly text: number;
	readonly mark: number;
};

const MARK = 3;
/** Narrower than this, the text would have too little left beside the time. */
const TIMED = 34;

export function columnsOf(width: number, longestName: number, longestTime: number): Columns {
	const time = width >= TIMED ? longestTime : 0;
	const sender = Math.max(1, Math.min(longestName, width >= 60 ? 14 : 8, Math.floor(width / 4))) + 2;
	const indent = time + sender;
	const mark = width > indent + 2 * MARK ? MARK : 0;
	return {width, time, sender, indent, text: Math.max(1, width - indent - mark), mark};
}
