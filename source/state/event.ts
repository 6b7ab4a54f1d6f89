/** Everything that can happen to the client: keys, the link, answers, time. Past tense; update() is told of each, once. */
import type {Address} from '../../protocol/address.ts';
import type {Announcement} from '../../protocol/events.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {Refusal} from '../../protocol/refusals.ts';
import type {ReplyOf, Request, RequestOf, RequestType, SignedIn} from '../../protocol/requests.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {Action} from './action.ts';
import type {OutboxEntry} from './effect.ts';
import type {Credentials, Wish} from './form.ts';
import type {KnownServer, Link, Size} from './state.ts';

/** What looking at a server found. */
export type Knocked =
	| {readonly found: 'server'; readonly hello: ReplyOf<'hello'>; readonly resumableAs?: UserName}
	| {readonly found: 'unknown'; readonly fingerprint: string}
	| {readonly found: 'changed'; readonly expected: string; readonly got: string}
	| {readonly found: 'nothing'; readonly problem: SafeText};

type Answered = {
	[T in RequestType]: {
		readonly type: 'answered';
		readonly request: RequestOf<T>;
		readonly reply: ReplyOf<T>;
		readonly shownIn?: ConversationId;
	};
}[RequestType];

export type StateEvent =
	// the terminal
	| {readonly type: 'resized'; readonly size: Size}
	| {readonly type: 'focusChanged'; readonly focused: boolean}
	/** A key that ui/keys.ts knows. */
	| {readonly type: 'acted'; readonly action: Action}
	/** The text input of the field that has the keyboard changed what stands before the cursor. */
	| {readonly type: 'edited'; readonly before: string}
	| {readonly type: 'pasted'; readonly text: string}
	| {readonly type: 'clicked'; readonly column: number; readonly row: number}
	/** The mouse moved with its button held: as one selects text. */
	| {readonly type: 'dragged'}
	| {readonly type: 'wheeled'; readonly column: number; readonly row: number; readonly rows: number}
	// the first screens
	| {
			readonly type: 'started';
			readonly known: readonly KnownServer[];
			readonly go?: Credentials | {readonly kind: 'knock'; readonly address: Address; readonly wish?: Wish};
	  }
	| ({readonly type: 'knocked'; readonly address: Address; readonly wish?: Wish} & Knocked)
	| {readonly type: 'signInFailed'; readonly credentials: Credentials; readonly problem: Refusal | SafeText}
	| {
			readonly type: 'hosted';
			readonly address: Address;
			readonly signUp: ReplyOf<'hello'>['signUp'];
			readonly joinLines: readonly SafeText[];
	  }
	| {readonly type: 'notHosted'; readonly problem: SafeText}
	// the link
	| {readonly type: 'linkChanged'; readonly link: Link}
	| {
			readonly type: 'signedIn';
			readonly address: Address;
			readonly reply: SignedIn;
			/** Which store the server has, from its hello. */
			readonly store: string;
			readonly device: string;
			readonly joinLines: readonly SafeText[];
	  }
	| {readonly type: 'outboxLoaded'; readonly entries: readonly OutboxEntry[]}
	| {readonly type: 'announced'; readonly announcement: Announcement}
	| {
			readonly type: 'stored';
			readonly id: string;
			readonly conversation: ConversationId;
			readonly sequence: number;
			readonly at: number;
			readonly waitsFor: readonly UserName[];
	  }
	| {readonly type: 'notSent'; readonly entry: OutboxEntry; readonly problem: SafeText}
	/** The session is over; one must sign in again. */
	| {readonly type: 'signedOut'; readonly reason: SafeText}
	// answers
	| Answered
	| {
			readonly type: 'refused';
			readonly request: Request;
			readonly refusal: Refusal;
			readonly shownIn?: ConversationId;
	  }
	| {readonly type: 'unanswered'; readonly request: Request; readonly shownIn?: ConversationId}
	/** Something of this program went wrong that a person should know. */
	| {readonly type: 'failed'; readonly problem: SafeText}
	// time: these come back from `after` effects
	/** A second has passed while something on the screen counts them. */
	| {readonly type: 'ticked'}
	| {readonly type: 'keysRested'}
	/** It is time to see whether there was no key for so long that nobody can be there. */
	| {readonly type: 'dozeDue'}
	| {readonly type: 'markDue'; readonly conversation: ConversationId}
	| {readonly type: 'typingEnded'; readonly conversation: ConversationId};

export type EventOf<T extends StateEvent['type']> = Extract<StateEvent, {readonly type: T}>;
