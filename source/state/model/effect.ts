/** Declares effects: I/O for the client to perform, as plain data; perform.ts carries them out. */
import type {Address} from '../../../protocol/address.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Request} from '../../../protocol/index.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {OutboxEntry} from './link.ts';
import type {ExchangeEffect} from './exchange.ts';
import type {UploadEffect} from './upload.ts';
import type {PeerEffect} from './peer.ts';
import type {SavedInputChange} from './saved-input.ts';
import type {StateEvent} from './event.ts';
import type {Credentials, RequestedAccount} from './credentials.ts';
import type {Settings} from './settings.ts';

export type Effect =
	/**
	 * Sends a request; comes back as `answered` or `refused`, or as `unanswered` when the link is down. `shownIn`:
	 * where its result is shown.
	 */
	| {readonly type: 'request'; readonly request: Request; readonly shownIn?: ConversationId}
	/** Puts a message into the outbox on disk, from where it is sent; comes back as `stored` or `notSent`. */
	| {readonly type: 'send'; readonly entry: OutboxEntry}
	/** Removes a refused message from the outbox. */
	| {readonly type: 'forget'; readonly id: string}
	/**
	 * Connects to a server and says hello if its key is trusted; comes back as `serverProbed`, with the same
	 * `account`. `acceptUnknown`: trusts a key seen for the first time without a question.
	 */
	| {
			readonly type: 'probeServer';
			readonly address: Address;
			readonly account?: RequestedAccount;
			readonly acceptUnknown?: true;
	  }
	| {readonly type: 'signIn'; readonly credentials: Credentials}
	/** Accepts the key just seen at the address, then probes the server again. */
	| {
			readonly type: 'trust';
			readonly address: Address;
			readonly fingerprint: string;
			readonly account?: RequestedAccount;
	  }
	/** Starts a server in the background, for this machine or the network: comes back as `hosted` or `notHosted`. */
	| {readonly type: 'host'; readonly network: boolean}
	| {readonly type: 'retryNow'}
	/** Signs out and forgets the token. */
	| {readonly type: 'signOut'}
	| {readonly type: 'bell'}
	/** Shows a desktop notification, by the sequence that the user's terminal understands. */
	| {readonly type: 'notify'; readonly by: 'osc9' | 'osc777'; readonly text: SafeText}
	| {readonly type: 'setTitle'; readonly title: SafeText}
	| {readonly type: 'setMouse'; readonly on: boolean}
	/** Lists the user's own themes, and reads one of them; comes back as `themesRead`. `isChosen`: the user chooses it now. */
	| {readonly type: 'readThemes'; readonly name?: string; readonly isChosen?: true}
	/** Saves changed settings for the next start. */
	| {readonly type: 'keepSettings'; readonly changed: Partial<Settings>}
	/** Saves changed drafts, sent lines and cleared text of `user` on disk. */
	| {
			readonly type: 'keepDrafts';
			readonly user: UserName;
			readonly address: Address;
			readonly changed: SavedInputChange;
	  }
	/** Puts text on the terminal's clipboard (OSC 52). */
	| {readonly type: 'copy'; readonly text: string}
	/** Opens a web address in the user's browser; comes back as `linkNotOpened` where there is none. */
	| {readonly type: 'openLink'; readonly link: string}
	/** Writes a conversation to a file, by its absolute path; comes back as `exported`. */
	| {readonly type: 'exportChat'; readonly conversation: ConversationId; readonly file: string}
	/** Lets the user write a text in their editor; comes back as `textEdited` or `textNotEdited`. */
	| {readonly type: 'editText'; readonly text: string; readonly conversation: ConversationId | undefined}
	/** Suspends the program (Ctrl-Z). */
	| {readonly type: 'suspend'}
	| {readonly type: 'redraw'}
	/** Dispatches the event after a delay. A later effect with the same `key` replaces it. */
	| {readonly type: 'after'; readonly milliseconds: number; readonly key: string; readonly event: StateEvent}
	| PeerEffect
	| ExchangeEffect
	| UploadEffect
	/** Quits, and runs the demo in its place. */
	| {readonly type: 'demo'}
	| {readonly type: 'quit'};
