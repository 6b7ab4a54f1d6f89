/** Declares effects: what the outside world is to do, as plain data; perform.ts carries them out. */
import type {Address} from '../../../protocol/address.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Request} from '../../../protocol/index.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {OutboxEntry} from './link.ts';
import type {SavedInputChange} from './saved-input.ts';
import type {StateEvent} from './event.ts';
import type {Credentials, RequestedAccount} from './credentials.ts';
import type {Settings} from './settings.ts';

export type Effect =
	/** Asks the server; comes back as `answered`, or `refused`, or `unanswered` when the link is down. `shownIn`: where its result is shown. */
	| {readonly type: 'request'; readonly request: Request; readonly shownIn?: ConversationId}
	/** Puts a message into the outbox on disk, from where it goes out; comes back as `stored` or `notSent`. */
	| {readonly type: 'send'; readonly entry: OutboxEntry}
	/** Takes a message that was refused out of the outbox. */
	| {readonly type: 'forget'; readonly id: string}
	/**
	 * Connects to a server and says hello if its key is trusted: comes back as `serverProbed`, with the same `account`.
	 * `acceptUnknown`: a key that is seen for the first time is trusted without a question.
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
	| {readonly type: 'setTitle'; readonly title: SafeText}
	| {readonly type: 'setMouse'; readonly on: boolean}
	/** Writes what was changed where the next start finds it. */
	| {readonly type: 'keepSettings'; readonly changed: Partial<Settings>}
	/** Keeps on disk what has changed of what `user` has written there and not sent. */
	| {
			readonly type: 'keepDrafts';
			readonly user: UserName;
			readonly address: Address;
			readonly changed: SavedInputChange;
	  }
	/** Puts text on the terminal's clipboard (OSC 52). */
	| {readonly type: 'copy'; readonly text: string}
	/** Ctrl-Z. */
	| {readonly type: 'suspend'}
	| {readonly type: 'redraw'}
	/** Gives the event back after a while. A later one with the same `key` replaces it. */
	| {readonly type: 'after'; readonly milliseconds: number; readonly key: string; readonly event: StateEvent}
	| {readonly type: 'quit'};
