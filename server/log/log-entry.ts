/** Types of the operator's log: everything that may be logged, without passwords, tokens, texts and phone numbers. */
import {UnusableFile} from '../../lib/unusable-file.ts';
import type {RefusalCode} from '../../protocol/refusals.ts';
import type {SessionKind} from '../chat/session.ts';
import type {SignOutReason} from '../chat/sign-in/events.ts';

/** One thing that happened. Names may be anything that a stranger typed; addresses have no port. */
export type LogEntry =
	| {type: 'started'; address: string; port: number; folder: string; plaintext: boolean}
	| {type: 'imported'; accounts: number; file: string}
	/** `folder`: where what stood before is kept. */
	| {type: 'loaded'; file: string; folder: string}
	/** Messages that were older than they are kept. */
	| {type: 'forgotten'; messages: number; conversations: number}
	/** A token does not tell its `user`. */
	| {type: 'attempt'; how: 'signIn' | 'signUp' | 'resume'; user?: string; address: string}
	| {type: 'denied'; user?: string; address: string; why: RefusalCode}
	/** Too many wrong passwords for this account came from this address. */
	| {type: 'blocked'; user: string; address: string}
	| {type: 'signedUp'; user: string}
	| {type: 'roomMade'; room: string; user: string}
	| {type: 'roomDeleted'; room: string; by: string}
	/** What an admin or the operator has done to a user. `until`: when a ban ends. */
	| {type: 'moderated'; what: ModerationAct; user: string; by: string; reason?: string; until?: number}
	/** A refusal to a user who is signed in. */
	| {type: 'refused'; user: string; what: string; why: RefusalCode}
	| {type: 'signedIn'; user: string; address: string; as: SessionKind}
	| {type: 'signedOut'; user: string; address: string; as: SessionKind; why: SignOutReason}
	/** A connection that was not accepted. */
	| {type: 'turnedAway'; address: string; why: 'tooManyStrangers' | 'tooFast' | 'full' | 'noTls'}
	/** A connection that broke a limit. */
	| {type: 'cut'; address: string; why: RefusalCode | 'silent' | 'slowReader'}
	| {type: 'relayOpened'; user: string; address: string}
	/** `bytes`: how many the user has sent. */
	| {type: 'relayClosed'; user: string; address: string; why: RelayEnd; bytes?: number}
	/** A file that went by way of the server, or did not: `why`. */
	| {
			type: 'transferred';
			user: string;
			address: string;
			direction: 'up' | 'down';
			size: number;
			why: TransferEnd;
	  }
	/** A mistake of this program: where it showed, and the error. */
	| {type: 'fault'; what: string; error: unknown}
	/** A sentence for the operator: the server goes on (`warning`), or must end (`failed`). */
	| {type: 'warning'; what: string}
	| {type: 'failed'; what: string}
	| {type: 'diskFull'}
	| {type: 'diskFreed'}
	| {type: 'recordAway'}
	| {type: 'recordBack'}
	/** Another server on the record came, or left it, or was lost. */
	| {type: 'serverCame'; server: string}
	| {type: 'serverGone'; server: string}
	| {type: 'stopping'; why: string}
	| {type: 'stopped'};

export type ModerationAct =
	'adminAppointed' | 'adminDismissed' | 'kicked' | 'banned' | 'unbanned' | 'passwordReset' | 'userDeleted';

/** `alone`: nobody came to the other side. `replaced`: a user has opened the same relay again. */
export type RelayEnd = 'left' | 'alone' | 'idle' | 'quota' | 'replaced' | 'ended' | 'stopping';

/** `left`: by the client, too early. */
export type TransferEnd =
	'done' | 'left' | 'idle' | 'tooSlow' | 'transferTooLong' | 'wrongHash' | 'failed' | 'stopping';

export type LogType = LogEntry['type'];
export type Log = (entry: LogEntry) => void;

/** Makes the entry of an error: an unusable file is named, for the operator to mend; anything else is a mistake of this program. */
export function errorEntry(what: string, error: unknown): LogEntry {
	return error instanceof UnusableFile
		? {type: 'warning', what: error.message}
		: {type: 'fault', what, error};
}
