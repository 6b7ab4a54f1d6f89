/** Everything the client knows and shows: one immutable value, changed by update() alone. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Runs} from '../../../protocol/own-message-runs.ts';
import type {Chat} from '../../../protocol/chat-sessions.ts';
import type {Presence} from '../../../protocol/presence.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {Address} from '../../../protocol/address.ts';
import type {LinkStatus, VisitedServer} from './link.ts';
import type {Dialog} from '../dialogs/dialog.ts';
import type {Editor} from '../keyboard/editor.ts';
import type {Form} from '../sign-in/form.ts';

export type Size = {readonly columns: number; readonly rows: number};

/** The first screen: a list of things to do, the remembered servers first. `address` is the field of "join". */
export type Welcome = {
	readonly known: readonly VisitedServer[];
	readonly choice: number;
	readonly address: Editor;
	/** What is being waited for, such as a server's answer; what was typed stays. */
	readonly waiting?: SafeText;
	/** What stood in the field when the waiting began: what comes after it was typed ahead. */
	readonly asked?: string;
	readonly problem?: SafeText;
};

export type Me = {
	readonly user: UserName;
	readonly address: Address;
	/** Which store the server has; another one voids what is held of the conversations. */
	readonly store: string;
	readonly since: number;
	/** Of the key that the server has shown; in the clear there is none. */
	readonly fingerprint?: string | undefined;
	/** `HOST:PORT#fingerprint.code` for others, when this machine hosts the server. */
	readonly joinLines: readonly SafeText[];
};

export type Person = {
	readonly user: UserName;
	readonly presence: Presence;
	/** When this presence began; of somebody offline: when they were last seen. */
	readonly since: number;
	/** Why somebody is away, as they wrote it: whoever draws it cleans it. */
	readonly remark?: string;
};

export type Message = {
	readonly sequence: number;
	readonly id: string;
	readonly from: UserName;
	readonly at: number;
	/** As it was sent: whoever draws it cleans it. */
	readonly text: string;
	/** Its sender is blocked, and the server did not send the text. */
	readonly folded?: boolean;
};

/** One's own message that the server has not stored: `…` while queued, `problem` says why it was not sent. */
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
export type Anchor = 'end' | Place;
export type Place = {readonly sequence: number; readonly line: number};

export type Cursors = {readonly delivered: number; readonly read: number};

export type Conversation = {
	readonly id: ConversationId;
	/** Last sequence the server holds. */
	readonly last: number;
	/** One's own cursors: received up to, read up to. Unread is what others wrote after that. */
	readonly delivered: number;
	readonly read: number;
	/** The unread messages of a room that call one by name: their sequences, the newest ones. */
	readonly mentions: readonly number[];
	/** One's own messages after `read`. */
	readonly own: Runs;
	/** When the newest message was sent; 0: there is none. */
	readonly activeAt: number;
	/** Whether a `mark` request is due within 250 ms. */
	readonly markDue: boolean;
	readonly others: ReadonlyMap<UserName, Cursors>;
	/** Of a room, as it was set: whoever draws it cleans it. */
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
	/** Which page is being fetched; `stuck`: the last one could not be had, so none is asked for until the next sign-in. */
	readonly loading?: 'older' | 'newer' | 'latest' | 'around' | 'stuck';
	/** The partner's absence was told, so it is not told again for each message. */
	readonly absenceTold: boolean;
	/** Who is typing, and until when that is believed. */
	readonly typing: ReadonlyMap<UserName, number>;
	/** What was left unsent in the command bar; empty while the conversation is open, so that a key changes no conversation. */
	readonly draft: Editor;
};

/** What a person has chosen with `/set`. */
export type Settings = {
	/** Whether it is told, quietly, who comes and goes. */
	readonly presence: boolean;
	/** Whether the mouse scrolls and clicks here, or selects text as the terminal does. */
	readonly mouse: boolean;
	/** Whether the bell rings for what is meant for oneself, while the terminal has no focus. */
	readonly bell: boolean;
};

export type Pane = 'contacts' | 'transcript' | 'bar';

/** Message ids are made here: `<device>.<start>.<next>`. */
export type Ids = {readonly device: string; readonly start: string; readonly next: number};

/** Cycling through completions: what stands before the word, the words it can become, and which one stands now. */
export type Completion = {
	readonly stem: string;
	readonly candidates: readonly string[];
	readonly chosen: number;
};

/**
 * The lines sent before, oldest first. `at`: the one of which a copy stands in the bar (`lines.length`: none); `kept`: the draft
 * that stood there before; `copies`: those that were changed and left again, by their place.
 */
export type Recall = {
	readonly lines: readonly string[];
	readonly at: number;
	readonly kept: Editor;
	readonly copies: ReadonlyMap<number, string>;
};

export type State = {
	readonly size: Size;
	/** Whether the terminal has the focus; true where it does not tell. */
	readonly focused: boolean;
	readonly place: 'welcome' | 'form' | 'chat';
	readonly welcome: Welcome;
	readonly form?: Form;
	/** Questions: the last one is on top and owns every key; the others wait behind it. */
	readonly dialogs: readonly Dialog[];
	/** Questions that somebody else caused: they wait until the bar is empty and the keys rest, or for F2. */
	readonly knocking: readonly Dialog[];
	/** Whose question last opened by itself, and when: the same person's next one within a minute does not. */
	readonly heardFrom: ReadonlyMap<UserName, number>;
	readonly link: LinkStatus;
	readonly me?: Me;
	readonly ids: Ids;
	readonly people: ReadonlyMap<UserName, Person>;
	/** The open chat sessions, by number. */
	readonly chats: ReadonlyMap<number, Chat>;
	readonly friends: ReadonlySet<UserName>;
	/** Whom one has blocked. */
	readonly blocked: ReadonlySet<UserName>;
	/** Those that wait for one's answer, and those of one's own that wait for another's. */
	readonly questions: readonly Proposal[];
	readonly settings: Settings;
	/** Gone away by itself, after minutes without a key: the next key comes back. */
	readonly dozing: boolean;
	readonly conversations: ReadonlyMap<ConversationId, Conversation>;
	readonly open?: ConversationId;
	readonly pane: Pane;
	/** The chosen row of the contact list; undefined: the open conversation's. */
	readonly contact?: ConversationId;
	/** The first row shown of the contact list, where the wheel has moved it. */
	readonly listTop?: number;
	/** A command's answer will open a conversation: where the command was typed, and the lines sent since. */
	readonly going?: {readonly from: ConversationId | undefined; readonly lines: readonly string[]};
	/** The open conversation before this one. */
	readonly previous?: ConversationId;
	/** The command bar, for the open conversation if there is one; each of the others keeps a draft of its own. */
	readonly bar: Editor;
	readonly recall: Recall;
	readonly completion?: Completion;
	/** What was cleared from the bar at once, oldest first; `killing`: the last key cleared, so that the next adds to it. */
	readonly cleared: readonly string[];
	readonly killing: boolean;
	/** The last key was Ctrl-Y: which one it brought back, and what stood in the bar before. */
	readonly brought?: {readonly at: number; readonly under: Editor};
	/** Which of the messages that could not be sent is chosen, by its id. */
	readonly failed?: string;
	/**
	 * Help is drawn over the transcript; `topic` is a command's name, `row` the first row shown. `wanted`: the words that are searched
	 * for, which have the keyboard while they are there.
	 */
	readonly help?: {readonly topic?: string; readonly wanted?: Editor; readonly row: number};
	/** A short remark in the status line: a hint, or what went wrong with the last key. */
	readonly hint?: SafeText;
	/** When it came, if no key has caused it. */
	readonly hintAt?: number;
	/** What this program says while no conversation is open. */
	readonly notices: readonly Notice[];
	/** Ctrl-C was pressed on an empty bar: the next one quits. */
	readonly leaving: boolean;
	/** UTF-16 units of the messages heard since messages of conversations that are not open were last dropped. */
	readonly heard: number;
	/** When `typing` was last told to others. */
	readonly typingAt: number;
	/** When the server was last told that the keyboard is used. */
	readonly activeAt: number;
	/** When the bell last rang. */
	readonly rangAt: number;
	/** When the last event happened, in milliseconds since 1970. */
	readonly now: number;
	/** When a key was last pressed: a dialog that others cause waits for a pause. */
	readonly keyAt: number;
};
