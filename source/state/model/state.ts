/** Declares the state: everything the client knows and shows, one immutable value that update() alone changes. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Chat} from '../../../protocol/chat-sessions.ts';
import type {Presence} from '../../../protocol/presence.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {Address} from '../../../protocol/address.ts';
import type {LinkStatus, VisitedServer} from './link.ts';
import type {Dialog} from './dialog.ts';
import type {Editor} from '../../../terminal/editor.ts';
import type {Place} from './place.ts';
import type {Size} from './size.ts';
import type {Settings} from './settings.ts';
import type {Conversation, Notice} from './conversation.ts';

/** What the first screen keeps while another one is shown: servers visited before, and the address field of "join". */
export type Welcome = {
	readonly known: readonly VisitedServer[];
	readonly choice: number;
	readonly address: Editor;
	/** What stood in the field when the waiting began: what comes after it was typed ahead. */
	readonly typedAheadAfter?: string;
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
	/** When this presence began; of a person who is offline: when they were last seen. */
	readonly since: number;
	/** Why the person is away, as they wrote it: whatever draws it cleans it. */
	readonly awayText?: string;
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
type Recall = {
	readonly lines: readonly string[];
	readonly at: number;
	readonly kept: Editor;
	readonly copies: ReadonlyMap<number, string>;
};

export type State = {
	readonly size: Size;
	/** Whether the terminal has the focus; true where it does not tell. */
	readonly focused: boolean;
	/** Which screen is shown. */
	readonly place: Place;
	readonly welcome: Welcome;
	/** Open dialogs: the last one is on top and owns every key; the others wait behind it. */
	readonly dialogs: readonly Dialog[];
	/** Dialogs that other users caused: they wait until the bar is empty and the keys rest, or for F2. */
	readonly pendingDialogs: readonly Dialog[];
	/** When a dialog of each user last opened by itself: their next one within a minute does not. */
	readonly lastDialogFrom: ReadonlyMap<UserName, number>;
	readonly link: LinkStatus;
	readonly me?: Me;
	readonly ids: Ids;
	readonly people: ReadonlyMap<UserName, Person>;
	/** The open chat sessions, by number. */
	readonly chats: ReadonlyMap<number, Chat>;
	readonly friends: ReadonlySet<UserName>;
	/** Users whom the user has blocked. */
	readonly blocked: ReadonlySet<UserName>;
	/** Proposals to the user and by the user that wait for an answer. */
	readonly proposals: readonly Proposal[];
	readonly settings: Settings;
	/** Set away automatically, after minutes without a key: the next key sets the user online. */
	readonly isAutoAway: boolean;
	readonly conversations: ReadonlyMap<ConversationId, Conversation>;
	readonly open?: ConversationId;
	readonly pane: Pane;
	/** The chosen row of the contact list; undefined: the open conversation's. */
	readonly contact?: ConversationId;
	/** The first row shown of the contact list, where the wheel has moved it. */
	readonly listTop?: number;
	/** A command's reply will open a conversation: where the command was typed, and the lines held since. */
	readonly awaitedOpening?: {readonly from: ConversationId | undefined; readonly lines: readonly string[]};
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
	readonly chosenFailed?: string;
	/**
	 * Help is drawn over the transcript; `topic` is a command's name, `row` the first row shown. `wanted`: the words that are searched
	 * for, which have the keyboard while they are there.
	 */
	readonly help?: {readonly topic?: string; readonly wanted?: Editor; readonly row: number};
	/** What the status line says: a hint, or what went wrong with the last key. */
	readonly statusMessage?: SafeText;
	/** When the status message came, if no key has caused it. */
	readonly statusMessageAt?: number;
	/** What this program says while no conversation is open. */
	readonly notices: readonly Notice[];
	/** Ctrl-C was pressed on an empty bar: the next Ctrl-C quits. */
	readonly quitOnInterrupt: boolean;
	/** UTF-16 units of the messages heard since messages of conversations that are not open were last dropped. */
	readonly receivedUnits: number;
	/** When typing was last reported to the server. */
	readonly typingReportedAt: number;
	/** When activity was last reported to the server. */
	readonly activityReportedAt: number;
	/** When the bell last rang. */
	readonly bellRangAt: number;
	/** When the last event happened, in milliseconds since 1970. */
	readonly now: number;
	/** When a key was last pressed: a dialog that others cause waits for a pause. */
	readonly keyAt: number;
};
