/** Declares the dialogs as one tagged union; the top one owns every key. */
import type {InviteCode} from '../../../protocol/invite-codes.ts';
import type {Address} from '../../../protocol/address.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {RequestOf} from '../../../protocol/index.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import type {SearchPlace} from '../../../protocol/search.ts';
import type {Editor} from '../../../terminal/editor.ts';
import type {TextToCopy} from '../../../terminal/layout/join-line.ts';
import type {Credentials, RequestedAccount} from './credentials.ts';
import type {FileOffer} from './exchange.ts';
import type {Fields, ProfileField} from './form.ts';

/** What an admin is asked about before it is sent. */
export type ModerationRequest = RequestOf<'kick'> | RequestOf<'ban'> | RequestOf<'resetPassword'>;

/** What is lost or waits when the user leaves. `unreceived`: messages of private chats. `transfers`: files on their way. */
type UnderWay = {
	readonly unsent: number;
	readonly unreceived?: number;
	readonly transfers?: number;
};

/** A message that was found. */
export type Found = {
	readonly conversation: ConversationId;
	readonly sequence: number;
	readonly from: UserName;
	readonly at: number;
	readonly text: string;
};

/** A search: its text, its hits so far, and the conversations still to search. */
export type Search = {
	readonly text: string;
	readonly found: readonly Found[];
	readonly left: readonly SearchPlace[];
	/** Why the search failed. */
	readonly problem?: SafeText;
};

/**
 * State of a dialog that another user caused. `openedAt`: when it opened by itself; no key answers it until F2 or a
 * click takes it. `postponed`: it does not open by itself; the status line mentions it.
 */
type Unsolicited = {readonly fromOthers?: true; readonly openedAt?: number; readonly postponed?: true};

/**
 * `chosen`: index of the row or button that Enter presses; the harmless button until an arrow key moves it. `top`:
 * the first line shown of a text that is too long.
 */
export type Dialog = {readonly chosen: number; readonly top?: number} & Unsolicited &
	(
		| ({readonly type: 'quit'} & UnderWay)
		| ({readonly type: 'signOut'} & UnderWay)
		/** This account is signed in already, perhaps from another client of the user. */
		| {
				readonly type: 'takeOver';
				readonly credentials: Credentials;
				readonly since: number;
				readonly from: SafeText;
				/** How many screens the account may have, and has, where that is more than one. */
				readonly screens?: number;
		  }
		| {
				readonly type: 'unknownServer';
				readonly address: Address;
				readonly fingerprint: string;
				readonly account?: RequestedAccount;
		  }
		| {
				readonly type: 'changedServer';
				readonly address: Address;
				readonly expected: string;
				readonly got: string;
		  }
		/** Asks at a server without a known account which form is wanted: of who has one, or of a newcomer. */
		| {readonly type: 'newcomer'; readonly address: Address}
		/** An admin is about to act on a user. */
		| {
				readonly type: 'moderate';
				readonly request: ModerationRequest;
				readonly shownIn?: ConversationId;
		  }
		/** Offers to host for this machine only, or for the network. */
		| {readonly type: 'host'}
		/** Shows the join lines and how to stop the server. */
		| {
				readonly type: 'hosting';
				readonly joinLines: readonly SafeText[];
				/** The port at which others know the server, if it listens on another one since. */
				readonly movedFrom?: number;
		  }
		/** Shows text alone on the screen, to be copied. */
		| {readonly type: 'copyView'; readonly view: TextToCopy}
		/** Shows the join line with a new invite code. */
		| {readonly type: 'invited'; readonly made: InviteCode}
		/** Another user sends a friend request, or an invitation to a room. */
		| {readonly type: 'proposal'; readonly proposal: Proposal}
		/** Another user invites to a private chat. `fingerprint`: of their key, as the server says. */
		| {
				readonly type: 'privateInvitation';
				readonly chat: string;
				readonly user: UserName;
				readonly fingerprint: string;
		  }
		/** The key of a user is not the pinned one: there is nothing to answer. */
		| {
				readonly type: 'changedPeer';
				readonly user: UserName;
				readonly expected: string;
				readonly got: string;
		  }
		/** The user compares the safety number with the partner. */
		| {
				readonly type: 'verify';
				readonly user: UserName;
				readonly fingerprint: string;
				readonly safetyNumber: SafeText;
		  }
		/** A user offers a file. */
		| {readonly type: 'fileOffer'; readonly user: UserName; readonly offer: FileOffer}
		/** The user requests a chat session with a user who is offline: a message can wait for them. */
		| {readonly type: 'leaveMessage'; readonly user: UserName}
		/** `/password`: old, new and new again. Its fields have the keyboard, so no letter answers it. */
		| {readonly type: 'password'; readonly form: Fields}
		/** `/profile`: what the user tells friends. Its form waits until the profile is read, and again until it is saved. */
		| {
				readonly type: 'profile';
				readonly form: Fields<ProfileField>;
				readonly step: 'reading' | 'editing' | 'saving';
		  }
		/** A long text was pasted into the command bar: as what is it meant? */
		| {readonly type: 'longPaste'; readonly text: string}
		/** Opens a chat, or finds a command, by a part of its name. */
		| {readonly type: 'jump'; readonly editor: Editor}
		/** Searches messages by words, in the open conversation or in all of them. */
		| {
				readonly type: 'search';
				readonly editor: Editor;
				readonly everywhere: boolean;
				readonly search?: Search;
		  }
		/** Asks before a message is deleted for all. */
		| {
				readonly type: 'deleteMessage';
				readonly conversation: ConversationId;
				readonly sequence: number;
				readonly from: UserName;
				readonly text: string;
		  }
		/** Shows what is known of a message: when it was sent and changed, and who has received and read it. */
		| {readonly type: 'messageInfo'; readonly conversation: ConversationId; readonly sequence: number}
		/** Shows a short text that somebody has sent as a file. */
		| {readonly type: 'filePreview'; readonly name: SafeText; readonly lines: readonly SafeText[]}
		/** Finds an emoji by a part of its name, for a reaction to a message. */
		| {
				readonly type: 'react';
				readonly editor: Editor;
				readonly conversation: ConversationId;
				readonly sequence: number;
		  }
		/** Lists the pinned messages of a conversation. */
		| {readonly type: 'pins'; readonly editor: Editor; readonly conversation: ConversationId}
	);

/** A dialog with fields to type into. */
export type FieldsDialog = Extract<Dialog, {readonly type: 'password' | 'profile'}>;

/** A dialog with a line of text and a list that follows from it. */
export type Picker = Extract<Dialog, {readonly type: 'jump' | 'search' | 'react' | 'pins'}>;
