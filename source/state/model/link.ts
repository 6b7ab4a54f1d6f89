/** Declares the events and the status of the link, as plain data. */
import type {Address} from '../../../protocol/address.ts';
import type {Announcement, ReplyOf} from '../../../protocol/index.ts';
import type {Change} from '../../../protocol/changes.ts';
import type {MessageKind} from '../../../protocol/messages.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Refusal} from '../../../protocol/refusals.ts';
import type {SignedIn} from '../../../protocol/sign-in.ts';
import type {SentFile} from '../../../protocol/uploads.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {Credentials} from './credentials.ts';
import type {SavedInput} from './saved-input.ts';

/** A server where this client has signed in before. `resumable`: this machine has a token for it. */
export type VisitedServer = {
	readonly address: Address;
	readonly user?: UserName;
	readonly resumable: boolean;
};

/**
 * A server that announces itself on the local network. Nobody vouches for its name or its key: the user is asked as for any new
 * server.
 */
export type FoundServer = {
	readonly name: SafeText;
	readonly address: Address;
	readonly fingerprint?: string;
};

/** What the client says of a server that this machine hosts; of any other, no line. */
export type Hosted = {
	/** With which other users join. */
	readonly joinLines: readonly SafeText[];
	/** The port at which they know the server, if it listens on another one since. */
	readonly movedFrom?: number;
};

/** The client has sent nothing to a server that is `unknown` or `changed`. */
export type NotTrusted =
	| {readonly found: 'unknown'; readonly fingerprint: string}
	| {readonly found: 'changed'; readonly expected: string; readonly got: string}
	| {readonly found: 'nothing'; readonly problem: SafeText};

/** Result of probing a server. `resumableAs`: the user who signed in there last, if this machine has the token. */
export type ProbeResult =
	{readonly found: 'server'; readonly hello: ReplyOf<'hello'>; readonly resumableAs?: UserName} | NotTrusted;

/**
 * A message or a change of this client in the outbox. `id` is `<device>.<start>.<counter>`, never reused; `at` is in
 * milliseconds since 1970.
 */
export type OutboxEntry = {
	readonly id: string;
	readonly conversation: ConversationId;
	/** Empty for a change. */
	readonly text: string;
	readonly at: number;
	readonly kind?: MessageKind;
	readonly replyTo?: number;
	/** A file that the server has received for this message. */
	readonly file?: Omit<SentFile, 'until'>;
	/** A change of the message with this sequence or id, instead of a message. */
	readonly changes?: {readonly target: number | string; readonly change: Change};
	/** Why the server refuses it for good: it is not resent automatically. */
	readonly problem?: SafeText;
};

export type LinkStatus =
	| {readonly status: 'stopped'; readonly reason?: SafeText}
	| {readonly status: 'connecting'}
	/** `isStoring`: false while the server cannot store what is sent. */
	| {readonly status: 'online'; readonly isStoring?: false}
	/** `retryAt`: in milliseconds since 1970; `attempt` counts from 1. */
	| {
			readonly status: 'waiting';
			readonly retryAt: number;
			readonly attempt: number;
			readonly reason: SafeText;
	  };

export type LinkEvent =
	/** All servers that announce themselves on the local network now. */
	| {readonly type: 'serversFound'; readonly servers: readonly FoundServer[]}
	| {readonly type: 'linkChanged'; readonly link: LinkStatus}
	/**
	 * Also after each reconnect. `store`: id of the server's store; another id voids what was cached.
	 * `fingerprint`: of the server's key; undefined without TLS.
	 */
	| ({
			readonly type: 'signedIn';
			readonly address: Address;
			readonly reply: SignedIn;
			readonly store: string;
			/** Who may make an account at the server. */
			readonly signUp: ReplyOf<'hello'>['signUp'];
			readonly device: string;
			readonly fingerprint?: string | undefined;
	  } & Hosted)
	/** Sign-in failed. With a token the link retries, unless the refusal is final. */
	| {readonly type: 'signInFailed'; readonly credentials: Credentials; readonly problem: Refusal | SafeText}
	/** Messages left by an earlier run, once, as soon as the account is certain. */
	| {readonly type: 'outboxLoaded'; readonly entries: readonly OutboxEntry[]}
	/** Input saved by an earlier run, once, after `signedIn`. */
	| {readonly type: 'draftsLoaded'; readonly saved: SavedInput}
	| {readonly type: 'announced'; readonly announcement: Announcement}
	| {
			readonly type: 'stored';
			readonly id: string;
			readonly conversation: ConversationId;
			readonly sequence: number;
			readonly at: number;
			readonly waitsFor: readonly UserName[];
	  }
	/** The server has made a change. */
	| {
			readonly type: 'changeMade';
			readonly id: string;
			readonly conversation: ConversationId;
			readonly sequence: number;
			readonly at: number;
			readonly revision: number;
	  }
	/** The message or change failed, and is not resent automatically. */
	| {readonly type: 'notSent'; readonly entry: OutboxEntry; readonly problem: SafeText}
	/** The server accepts no messages for now; all queued ones are resent later. Sent once for all of them. */
	| {readonly type: 'putOff'; readonly problem: SafeText}
	/**
	 * The session is over and does not resume automatically. `refusal`: the server's refusal of the token, if that
	 * is why.
	 */
	| {readonly type: 'signedOut'; readonly reason: SafeText; readonly refusal?: Refusal}
	/** A file of the client could not be written. */
	| {readonly type: 'failed'; readonly problem: SafeText};

export type LinkDispatch = (event: LinkEvent) => void;
