/** Declares events: keys, the link, replies, time. update() handles each once. */
import type {Address} from '../../../protocol/address.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import type {Refusal} from '../../../protocol/refusals.ts';
import type {ReplyOf, Request, RequestOf, RequestType} from '../../../protocol/index.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {ProbeResult, LinkEvent, VisitedServer} from './link.ts';
import type {ExchangeEvent, Folders} from './exchange.ts';
import type {UploadEvent} from './upload.ts';
import type {PeerEvent} from './peer.ts';
import type {Action} from './action.ts';
import type {Credentials, RequestedAccount} from './credentials.ts';
import type {Settings} from './settings.ts';
import type {Background} from '../../../terminal/background.ts';
import type {OwnTheme} from '../../../terminal/own-theme.ts';
import type {Size} from '../../../terminal/layout/size.ts';

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
	/** The terminal has told its background. */
	| {readonly type: 'backgroundTold'; readonly background: Background}
	/** The demo suggests what to try next. */
	| {readonly type: 'suggested'; readonly suggestion: SafeText}
	/** A key bound in keyboard/keys.ts. */
	| {readonly type: 'acted'; readonly action: Action}
	/** The focused text input changed the text before the cursor. */
	| {readonly type: 'edited'; readonly before: string}
	| {readonly type: 'pasted'; readonly text: string}
	/** Text was typed where nothing can take it yet. */
	| {readonly type: 'typedAhead'; readonly text: string}
	| {readonly type: 'clicked'; readonly column: number; readonly row: number}
	/** The mouse moved with its button held, as in selecting text. */
	| {readonly type: 'dragged'}
	| {readonly type: 'wheeled'; readonly column: number; readonly row: number; readonly rows: number}
	// the first screens
	| {
			readonly type: 'started';
			readonly known: readonly VisitedServer[];
			/** Settings saved by an earlier run. */
			readonly settings?: Partial<Settings>;
			readonly folders?: Folders;
			readonly go?:
				| Credentials
				| {readonly kind: 'probeServer'; readonly address: Address; readonly account?: RequestedAccount};
	  }
	| ({
			readonly type: 'serverProbed';
			readonly address: Address;
			readonly account?: RequestedAccount;
	  } & ProbeResult)
	| {
			readonly type: 'hosted';
			readonly address: Address;
			readonly signUp: ReplyOf<'hello'>['signUp'];
			readonly joinLines: readonly SafeText[];
	  }
	| {readonly type: 'notHosted'; readonly problem: SafeText}
	// the link
	| LinkEvent
	| PeerEvent
	| ExchangeEvent
	| UploadEvent
	/** A conversation was written to a file, or why not. */
	| {
			readonly type: 'exported';
			readonly conversation: ConversationId;
			readonly file: string;
			readonly result: {readonly count: number} | {readonly problem: SafeText};
	  }
	/** The user has left their editor. `conversation`: for which the text is; `before`: as it was. */
	| {
			readonly type: 'textEdited';
			readonly conversation: ConversationId | undefined;
			readonly before: string;
			readonly text: string;
	  }
	| {readonly type: 'textNotEdited'; readonly problem: SafeText}
	/** The names of the user's own themes, and the one that was asked for, or why it cannot be used. */
	| {
			readonly type: 'themesRead';
			readonly names: readonly string[];
			readonly found?: OwnTheme | {readonly problem: SafeText};
			readonly isChosen?: true;
	  }
	/** No browser could be started for the link. */
	| {readonly type: 'linkNotOpened'; readonly link: string}
	/** The program is about to end; there is no event after this one. */
	| {readonly type: 'left'}
	// answers
	| Answered
	| {readonly type: 'refused'; readonly request: Request; readonly refusal: Refusal}
	| {readonly type: 'unanswered'; readonly request: Request}
	// timers: these come back from `after` effects
	/** A second has passed while a countdown is on the screen. */
	| {readonly type: 'ticked'}
	| {readonly type: 'keysRested'}
	/** No letter was typed into the jump dialog for a moment. */
	| {readonly type: 'findPeopleDue'}
	/** It is time to check whether the user is idle enough to be set away. */
	| {readonly type: 'dozeDue'}
	/** Nothing was typed into the command bar for a moment: its draft is shared with the user's other screens. */
	| {readonly type: 'draftDue'}
	/** An invitation to a private chat has waited longer than the server lets it. */
	| {readonly type: 'invitationLapsed'; readonly chat: string}
	| {readonly type: 'markDue'; readonly conversation: ConversationId}
	| {readonly type: 'typingEnded'; readonly conversation: ConversationId};

export type EventOf<T extends StateEvent['type']> = Extract<StateEvent, {readonly type: T}>;
