/** Declares the state: everything the client knows and shows, one immutable value that update() alone changes. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Chat} from '../../../protocol/chat-sessions.ts';
import type {InviteCode} from '../../../protocol/invite-codes.ts';
import type {Presence} from '../../../protocol/presence.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {Address} from '../../../protocol/address.ts';
import type {LinkStatus} from './link.ts';
import type {Dialog, Found} from './dialog.ts';
import type {Exchange, Folders} from './exchange.ts';
import type {KnownPeer} from './peer.ts';
import type {PrivateChat} from './private-chat.ts';
import type {TerminalColours} from '../../../terminal/background.ts';
import type {Editor} from '../../../terminal/editor.ts';
import type {OwnTheme} from '../../../terminal/own-theme.ts';
import type {Place} from './place.ts';
import type {Size} from '../../../terminal/layout/size.ts';
import type {MemberList} from './members.ts';
import type {Settings} from './settings.ts';
import type {Welcome} from './welcome.ts';
import type {Conversation, Notice} from './conversation.ts';

export type Me = {
	readonly user: UserName;
	readonly address: Address;
	/** Id of the server's store; another id voids the conversations held. */
	readonly store: string;
	/** Who may make an account at the server: anybody, who has an invite code, or nobody. */
	readonly signUp: 'open' | 'invite' | 'closed';
	readonly since: number;
	/** How many screens the user may have at once, where it is more than one. */
	readonly screens?: number;
	/** The user is an admin of the server. */
	readonly isAdmin?: true;
	/** Fingerprint of the server's key; undefined without TLS. */
	readonly fingerprint?: string | undefined;
	/** `HOST:PORT#fingerprint.code` for other users, when this machine hosts the server. */
	readonly joinLines: readonly SafeText[];
	/** Whether the user may make invite codes, and the newest one that this client has made. */
	readonly mayInvite?: true;
	readonly inviteCode?: InviteCode;
	/** When the message of the day that was shown last was set. */
	readonly motdAt?: number;
};

export type Person = {
	readonly user: UserName;
	readonly presence: Presence;
	/** When this presence began; offline: when the user was last seen. */
	readonly since: number;
	/** The user's away text, as written: it must be cleaned before it is drawn. */
	readonly awayText?: string;
};

export type Pane = 'contacts' | 'transcript' | 'members' | 'bar';

/** The parts of message ids, `<device>.<start>.<next>`. */
export type Ids = {readonly device: string; readonly start: string; readonly next: number};

/**
 * A cycle of completions: the text before the word, the candidates, and the index of the current one. `isPath`: the path goes on
 * behind it. `open`: the word; the candidates that the server finds for it are added.
 */
export type Completion = {
	readonly stem: string;
	readonly candidates: readonly string[];
	readonly chosen: number;
	readonly isPath?: true;
	readonly open?: string;
};

/**
 * Sent lines, oldest first. `at`: index of the line recalled in the bar (`lines.length`: none); `kept`: the draft
 * that it covers; `copies`: edited lines that the user left, by index.
 */
type Recall = {
	readonly lines: readonly string[];
	readonly at: number;
	readonly kept: Editor;
	readonly copies: ReadonlyMap<number, string>;
};

/** `isTyped`: the change after it was typed; `steps`: how many there are, with the earlier ones. */
type Undo = {
	readonly text: Editor;
	readonly isTyped: boolean;
	readonly steps: number;
	readonly earlier?: Undo;
};

export type State = {
	readonly size: Size;
	/** Whether the terminal has the focus; true if it does not report that. */
	readonly focused: boolean;
	/** Which screen is shown. */
	readonly place: Place;
	readonly welcome: Welcome;
	/** Text that was typed before anything could take it, a line for each field. */
	readonly held: readonly string[];
	/** Open dialogs: the last one is on top and has the keyboard; the others wait behind it. */
	readonly dialogs: readonly Dialog[];
	/** Dialogs that other users caused: they wait until the bar is empty and the keys rest, or for F2. */
	readonly pendingDialogs: readonly Dialog[];
	/** When a dialog of each user last opened by itself: their next one within a minute does not. */
	readonly lastDialogFrom: ReadonlyMap<UserName, number>;
	readonly link: LinkStatus;
	readonly me?: Me;
	readonly ids: Ids;
	/** The people whom the client lists: everybody, where `others` is 0. */
	readonly people: ReadonlyMap<UserName, Person>;
	/** How many more accounts the server has, as of the sign-in: about. */
	readonly others: number;
	/** Names of people whom the server has found and the client does not list. */
	readonly found: ReadonlySet<UserName>;
	/** Rooms that the server has listed, the newest ones: the user need not be in them. */
	readonly foundRooms: ReadonlySet<ConversationId>;
	/** The open chat sessions, by number. */
	readonly chats: ReadonlyMap<number, Chat>;
	readonly friends: ReadonlySet<UserName>;
	/** Users whom the user has blocked. */
	readonly blocked: ReadonlySet<UserName>;
	/** Deleted accounts, whose messages are still there. */
	readonly deleted: ReadonlySet<UserName>;
	/** Proposals to the user and by the user, without an answer. */
	readonly proposals: readonly Proposal[];
	/** The user's own invitations, and the private chats that were accepted, by partner. */
	readonly privateChats: ReadonlyMap<UserName, PrivateChat>;
	/** Fingerprint of the user's own key for private chats, once it is read. */
	readonly identity?: string;
	/** Absolute path of the folder in which the texts of private chats are kept, once the user's key is read. */
	readonly keptIn?: string;
	/** The pinned keys of users. */
	readonly peers: ReadonlyMap<UserName, KnownPeer>;
	readonly exchange: Exchange;
	readonly folders: Folders;
	readonly settings: Settings;
	/** What the colours of the theme depend on. */
	readonly colours: TerminalColours;
	/** The names of the user's own themes, and the one that was read last. */
	readonly ownThemes: {readonly names: readonly string[]; readonly read?: OwnTheme};
	/** Set away automatically, after minutes without a key: the next key sets the user online. */
	readonly isAutoAway: boolean;
	readonly conversations: ReadonlyMap<ConversationId, Conversation>;
	readonly open?: ConversationId;
	readonly pane: Pane;
	/** The list of chats is hidden, so that the messages have its room. */
	readonly isListHidden?: boolean;
	/** The chosen row of the contact list; undefined: the open conversation's. */
	readonly contact?: ConversationId;
	/** Index of the first row shown of the contact list, where the wheel has moved it. */
	readonly listTop?: number;
	/** The members of the rooms in which they were looked at last. */
	readonly memberLists: ReadonlyMap<ConversationId, MemberList>;
	/** The list of members is shown beside the messages of rooms, where the screen is wide enough. */
	readonly areMembersShown?: boolean;
	/** The chosen row of the list of members, and the index of the first row shown, where the wheel has moved it. */
	readonly member?: UserName;
	readonly memberTop?: number;
	/** A command whose reply will open a conversation: where it was typed, and the lines held since. */
	readonly awaitedOpening?: {readonly from: ConversationId | undefined; readonly lines: readonly string[]};
	/** The conversation that was open before. */
	readonly previous?: ConversationId;
	/** The command bar of the open conversation; each of the others keeps a draft of its own. */
	readonly bar: Editor;
	readonly recall: Recall;
	readonly completion?: Completion;
	/** The last key was Tab behind a word that may be a name: it is completed when the server has found people, or rooms. */
	readonly awaitedNames?: {readonly word: string; readonly by: 1 | -1};
	/** The drafts that the user's screens have told each other; empty: one that was sent or removed. */
	readonly sharedDrafts: ReadonlyMap<ConversationId, string>;
	/** The kill ring, oldest first; `killing`: the last key cleared text, so that the next adds to it. */
	readonly cleared: readonly string[];
	/** The sent lines and cleared texts that belong to private chats: they are never written to disk. */
	readonly unsaved: ReadonlySet<string>;
	readonly killing: boolean;
	/** What stood in the bar before the last change to it. */
	readonly undo?: Undo;
	/** The last key was Ctrl-Y: index of the text it restored, and the text in the bar before. */
	readonly brought?: {readonly at: number; readonly under: Editor};
	/** The hits of the last search, while the user goes through them, and which one is shown. */
	readonly hits?: {readonly text: string; readonly found: readonly Found[]; readonly at: number};
	/** The selected message: letters are keys for it. */
	readonly selected?: {readonly conversation: ConversationId; readonly sequence: number};
	/**
	 * What the command bar is for, if not a new message: a reply, or an edit, which covers the draft `kept`. `original`: the text to be
	 * edited.
	 */
	readonly composing?:
		| {readonly type: 'reply'; readonly to: number}
		| {
				readonly type: 'edit';
				readonly target: number | string;
				readonly kept: Editor;
				readonly original: string;
		  };
	/** The last key was Esc, with nothing to end: Up selects a message. */
	readonly escaped?: true;
	/** The last key was Ctrl-X: Ctrl-E opens the editor. */
	readonly prefixed?: true;
	/** Emoji of the user's last reactions, newest first. */
	readonly recentEmoji: readonly string[];
	/** Id of the chosen failed message. */
	readonly chosenFailed?: string;
	/**
	 * Help over the transcript. `topic`: a command's name; `row`: index of the first row shown; `wanted`: the
	 * search line, which has the keyboard; `isByMark`: a `?` opened it, which may be the beginning of a text.
	 */
	readonly help?: {
		readonly topic?: string;
		readonly wanted?: Editor;
		readonly row: number;
		readonly isByMark?: true;
	};
	/** Status message: a hint, or why the last key failed. */
	readonly statusMessage?: SafeText;
	/** When the status message came, if no key has caused it. */
	readonly statusMessageAt?: number;
	/** What to try next, in the place of the key reminders. */
	readonly suggestion?: SafeText;
	/** Notices shown while no conversation is open. */
	readonly notices: readonly Notice[];
	/** The line that the last Enter did not send, because it may be meant as a command. */
	readonly unsure?: string;
	/** Ctrl-C was pressed on an empty bar: the next Ctrl-C quits. */
	readonly quitOnInterrupt: boolean;
	/** UTF-16 units of messages received since those of closed conversations were last dropped. */
	readonly receivedUnits: number;
	/** When typing was last reported to the server. */
	readonly typingReportedAt: number;
	/** When activity was last reported to the server. */
	readonly activityReportedAt: number;
	/** When the user was last notified. */
	readonly notifiedAt: number;
	/** When the last event happened, in milliseconds since 1970. */
	readonly now: number;
	/** When a key was last pressed: a dialog that other users cause waits for a pause. */
	readonly keyAt: number;
};
