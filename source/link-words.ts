/** The words in which the link speaks of the server: plain data, so that who listens knows nothing of what is behind it. */
import type {Address} from '../protocol/address.ts';
import type {Announcement} from '../protocol/events.ts';
import type {ConversationId, UserName} from '../protocol/names.ts';
import type {Refusal} from '../protocol/refusals.ts';
import type {ReplyOf, SignedIn} from '../protocol/requests.ts';
import type {SafeText} from '../protocol/text.ts';
import type {Written} from './written.ts';

/** A server that this client has been to. `resumable`: this machine can go back there without a password. */
export type Remembered = {readonly address: Address; readonly user?: UserName; readonly resumable: boolean};

/** Nothing was sent to a server that is `unknown` or `changed`. */
export type NotTrusted =
	| {readonly found: 'unknown'; readonly fingerprint: string}
	| {readonly found: 'changed'; readonly expected: string; readonly got: string}
	| {readonly found: 'nothing'; readonly problem: SafeText};

/** What looking at a server found. `resumableAs`: who signed in there last, if this machine keeps the token. */
export type Knocked =
	{readonly found: 'server'; readonly hello: ReplyOf<'hello'>; readonly resumableAs?: UserName} | NotTrusted;

/** A message on its way. `id` is `<device>.<start>.<counter>`, unique for ever; `at` is in milliseconds since 1970. */
export type OutboxEntry = {
	readonly id: string;
	readonly conversation: ConversationId;
	readonly text: string;
	readonly at: number;
	/** Why the server does not take it, ever: it waits for its writer, and does not go out by itself. */
	readonly problem?: SafeText;
};

export type LinkStatus =
	| {readonly status: 'stopped'; readonly reason?: SafeText}
	| {readonly status: 'connecting'}
	| {readonly status: 'online'}
	/** `retryAt`: in milliseconds since 1970; `attempt` counts from 1. */
	| {
			readonly status: 'waiting';
			readonly retryAt: number;
			readonly attempt: number;
			readonly reason: SafeText;
	  };

export type LinkEvent =
	| {readonly type: 'linkChanged'; readonly link: LinkStatus}
	/**
	 * Also after each reconnect. `store`: which one the server has; another one than before voids what was cached of it.
	 * `fingerprint`: of the key that the server has shown; in the clear there is none.
	 */
	| {
			readonly type: 'signedIn';
			readonly address: Address;
			readonly reply: SignedIn;
			readonly store: string;
			readonly device: string;
			readonly fingerprint?: string | undefined;
	  }
	/** What an earlier run left unsent, or could not send, once, as soon as it is certain whose it is. */
	| {readonly type: 'outboxLoaded'; readonly entries: readonly OutboxEntry[]}
	/** What an earlier run has kept of what was written and not sent, once, behind `signedIn`. */
	| {readonly type: 'draftsLoaded'; readonly written: Written}
	| {readonly type: 'announced'; readonly announcement: Announcement}
	| {
			readonly type: 'stored';
			readonly id: string;
			readonly conversation: ConversationId;
			readonly sequence: number;
			readonly at: number;
			readonly waitsFor: readonly UserName[];
	  }
	/** It does not go out by itself any more. */
	| {readonly type: 'notSent'; readonly entry: OutboxEntry; readonly problem: SafeText}
	/** The server takes no more for now; all that waits goes out by itself later. Told once for all of it. */
	| {readonly type: 'putOff'; readonly problem: SafeText}
	/** The session is over and does not come back by itself. `refusal`: the server's answer to the token, if that is why. */
	| {readonly type: 'signedOut'; readonly reason: SafeText; readonly refusal?: Refusal}
	/** One of the client's own files could not be written. */
	| {readonly type: 'failed'; readonly problem: SafeText};

export type LinkListener = (event: LinkEvent) => void;
