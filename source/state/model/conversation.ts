/** Declares a conversation as the client holds it: messages, notices, cursors, scroll position. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Runs} from '../../../protocol/own-message-runs.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {Editor} from '../../../terminal/editor.ts';

export type Message = {
	readonly sequence: number;
	readonly id: string;
	readonly from: UserName;
	readonly at: number;
	/** As it was sent: whatever draws it cleans it. */
	readonly text: string;
	/** Hidden because its sender is blocked: the server did not send the text. */
	readonly hidden?: boolean;
};

/** A message of the user that the server has not stored: `…` while queued, `problem` says why it was not sent. */
export type Queued = {
	readonly id: string;
	readonly at: number;
	readonly text: string;
	readonly problem?: SafeText;
};

/** A line of this program in the transcript, below the message `after` (0: above all). Never mistaken for a message. */
export type Notice = {
	readonly after: number;
	readonly at: number;
	/** `quiet`: worth seeing only where it stands anyway, such as who came and went. */
	readonly tone: 'info' | 'quiet' | 'good' | 'bad';
	readonly text: SafeText;
};

/**
 * A chat session: its messages come after `after`, where that is known, and go up to `upTo` once it is over. `ending`: how, where
 * one heard of it.
 */
export type Session = {
	readonly number: number;
	readonly since: number;
	readonly after?: number;
	readonly upTo?: number | undefined;
	readonly endedAt?: number;
	readonly ending?: SafeText;
};

/** A contiguous run of the messages that the server holds, in chunks of at most 64; at most 2,000 messages. */
export type Window = {readonly chunks: ReadonlyArray<readonly Message[]>};
/** The lowest row shown: `end` follows what arrives; else the row `line` (from 0) of the item at `sequence`. */
export type Anchor = 'end' | RowPosition;
export type RowPosition = {readonly sequence: number; readonly line: number};
type Cursors = {readonly delivered: number; readonly read: number};
export type Conversation = {
	readonly id: ConversationId;
	/** Last sequence the server holds. */
	readonly last: number;
	/** The user's own cursors: received up to, read up to. Unread is what others wrote after that. */
	readonly delivered: number;
	readonly read: number;
	/** Sequences of the newest unread messages that mention the user. */
	readonly mentions: readonly number[];
	/** The user's own messages after `read`. */
	readonly own: Runs;
	/** When the newest message was sent; 0: there is none. */
	readonly activeAt: number;
	/** Whether a `mark` request is due within 250 ms. */
	readonly markDue: boolean;
	readonly others: ReadonlyMap<UserName, Cursors>;
	/** Of a room, as it was set: whatever draws it cleans it. */
	readonly topic?: string;
	readonly members?: number;
	readonly window: Window;
	readonly queued: readonly Queued[];
	readonly notices: readonly Notice[];
	/** The chat sessions there were, as far as they are known, by number. */
	readonly sessions: readonly Session[];
	/** The `new` line stands below this sequence; undefined: no such line. */
	readonly newAfter?: number;
	readonly anchor: Anchor;
	/** The message that is to stand at the top of the transcript as soon as it is held. */
	readonly goTo?: number;
	/** Which page is being fetched; `stuck`: the last request failed, so none follows until the next sign-in. */
	readonly loading?: 'older' | 'newer' | 'latest' | 'around' | 'stuck';
	/** Whether a notice has said that the partner is absent: it is not repeated for each message. */
	readonly absenceTold: boolean;
	/** Who is typing, and until when that is believed. */
	readonly typing: ReadonlyMap<UserName, number>;
	/** What was left unsent in the command bar; empty while the conversation is open, so that a key changes no conversation. */
	readonly draft: Editor;
};
