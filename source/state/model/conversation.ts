/** Declares a conversation as the client holds it: messages, notices, cursors, scroll position. */
import type {Change} from '../../../protocol/changes.ts';
import type {ConversationSettings} from '../../../protocol/conversation-settings.ts';
import type {RoomRole} from '../../../protocol/conversations.ts';
import type {MessageKind, Reaction} from '../../../protocol/messages.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Runs} from '../../../protocol/own-message-runs.ts';
import type {SentFile} from '../../../protocol/uploads.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {Editor} from '../../../terminal/editor.ts';

export type Message = {
	readonly sequence: number;
	readonly id: string;
	readonly from: UserName;
	readonly at: number;
	/** As sent: it must be cleaned before it is drawn. */
	readonly text: string;
	readonly kind?: MessageKind;
	/** Sequence of the message that it replies to. */
	readonly replyTo?: number;
	readonly file?: SentFile;
	/** When its sender changed the text last. */
	readonly edited?: number;
	/** The user who has deleted it. */
	readonly deleted?: UserName;
	readonly reactions?: readonly Reaction[];
	/** The revision of the conversation that changed it last. */
	readonly revision?: number;
	/** Hidden because its sender is blocked: the server did not send the text. */
	readonly hidden?: boolean;
};

/** A message of the user that the server has not stored: queued, or failed because of `problem`. */
export type Queued = {
	readonly id: string;
	readonly at: number;
	readonly text: string;
	readonly kind?: MessageKind;
	readonly replyTo?: number;
	readonly file?: SentFile;
	readonly problem?: SafeText;
};

/** A change by the user that the server has not made. `target`: a sequence, or the id of a message of this client. */
export type PendingChange = {
	readonly id: string;
	readonly target: number | string;
	readonly change: Change;
	readonly at: number;
};

/** A notice in the transcript, below the message at `after` (0: above all). It never looks like a message. */
export type Notice = {
	readonly after: number;
	readonly at: number;
	/** `quiet`: of low importance, such as joins and leaves. */
	readonly tone: 'info' | 'quiet' | 'good' | 'bad';
	readonly text: SafeText;
	/** Whether it answers a command: it goes away when the user leaves the conversation. */
	readonly isAnswer?: true;
};

/**
 * A chat session, with messages from `after` (exclusive, if known) to `upTo` once it is over. `ending`: how it
 * ended, if known.
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
/** The lowest row shown: `end` follows new messages; else the row `line` (from 0) of the item at `sequence`. */
export type Anchor = 'end' | RowPosition;
export type RowPosition = {readonly sequence: number; readonly line: number};
type Cursors = {readonly delivered: number; readonly read: number};
export type Conversation = {
	readonly id: ConversationId;
	/** Last sequence the server holds. */
	readonly last: number;
	/** First sequence that the server keeps, if it keeps not all. */
	readonly first?: number;
	/** The user's own cursors. Messages of other users after `read` are unread. */
	readonly delivered: number;
	readonly read: number;
	/** Sequences of the newest unread messages that mention the user. */
	readonly mentions: readonly number[];
	/** The user's own messages after `read`. */
	readonly own: Runs;
	/** Time of the newest message; 0: there is none. */
	readonly activeAt: number;
	/** Whether a `mark` request is due within 250 ms. */
	readonly markDue: boolean;
	readonly others: ReadonlyMap<UserName, Cursors>;
	/** Topic of a room, as set: it must be cleaned before it is drawn. */
	readonly topic?: string;
	readonly members?: number;
	/** Of a room: the role of the user, whether only invited users join, and whether only operators set the topic. */
	readonly role?: RoomRole;
	readonly isPrivate?: boolean;
	readonly hasGuardedTopic?: boolean;
	/** The user's own: muted, pinned, closed. */
	readonly settings?: ConversationSettings;
	readonly window: Window;
	/** How often messages have changed: up to `revision`, those of the window are as the server has them; `newest` is the last one. */
	readonly revision: number;
	readonly newest: number;
	/** Whether the changes between the two are being fetched. */
	readonly catchingUp?: true;
	/** Sequences of the pinned messages, the one pinned last at the end. */
	readonly pins: readonly number[];
	/** Messages outside the window that replies quote; undefined for one that is not kept. */
	readonly quoted: ReadonlyMap<number, Message | undefined>;
	readonly changing: readonly PendingChange[];
	readonly queued: readonly Queued[];
	readonly notices: readonly Notice[];
	/** Known chat sessions, by number. */
	readonly sessions: readonly Session[];
	/** The `new` line stands below this sequence; undefined: no such line. */
	readonly newAfter?: number;
	readonly anchor: Anchor;
	/** Sequences of the long messages of which the user has asked to see all. */
	readonly unfolded?: readonly number[];
	/** Sequence of the message to show in the transcript once it is held. */
	readonly goTo?: number;
	/** Which page is being fetched; `stuck`: the last request failed, so none follows until the next sign-in. */
	readonly loading?: 'older' | 'newer' | 'latest' | 'around' | 'stuck';
	/** Whether a notice has said that the partner is absent; it is not repeated for each message. */
	readonly absenceTold: boolean;
	/** Users who are typing, and when each entry expires. */
	readonly typing: ReadonlyMap<UserName, number>;
	/** The draft of the command bar; empty while the conversation is open, so that a key changes no conversation. */
	readonly draft: Editor;
};
