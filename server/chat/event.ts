/** Everything that can happen to the chat: past tense, complete, and enough to build the state again. */
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {Presence, Question} from '../../protocol/requests.ts';

/** One socket of one server run; never reused within it. */
export type ConnectionId = number;
/** base64url SHA-256 of a token: the token itself is known to its device alone. */
export type TokenHash = string;
export type DeviceId = string;
/** `screen` is a person's client; `script` is `send` and `history`. */
export type Kind = 'screen' | 'script';

/** Durable before anything leaves the server. Times are milliseconds since 1970. */
type DurableEvent =
	| {type: 'storeFounded'; store: string; code: string}
	| {type: 'accountCreated'; user: UserName; password: string; phone?: string; at: number}
	| {type: 'passwordChanged'; user: UserName; password: string; at: number}
	/** The same password under a hash of another cost. */
	| {type: 'passwordRehashed'; user: UserName; password: string}
	| {type: 'tokenIssued'; user: UserName; device: DeviceId; token: TokenHash; at: number; expires: number}
	| {type: 'tokenRevoked'; user: UserName; token: TokenHash}
	| {
			type: 'messageSent';
			conversation: ConversationId;
			sequence: number;
			id: string;
			from: UserName;
			at: number;
			text: string;
			/** What tells a repeat of this id from its misuse for another text. */
			hash: string;
			/** The chat session in which it was written. */
			chat?: number;
			/** Members of the room whom it calls by name, and who are to hear of it; absent: nobody. */
			mentions?: readonly UserName[];
			/** Members of the room who have blocked the sender: nothing that they have yet to read. Absent: nobody. */
			folded?: readonly UserName[];
	  }
	| {
			type: 'broadcastSent';
			id: string;
			from: UserName;
			at: number;
			text: string;
			hash: string;
			/** Where it stands: the sender's own place first. */
			to: ReadonlyArray<{conversation: ConversationId; sequence: number}>;
			/** Somebody has blocked the sender. */
			missed?: boolean;
	  }
	| {
			type: 'chatStarted';
			number: number;
			conversation: ConversationId;
			from: UserName;
			to: UserName;
			at: number;
	  }
	/** `user` ended it, or is the one who left. */
	| {
			type: 'chatEnded';
			number: number;
			conversation: ConversationId;
			user: UserName;
			why: ChatEnd;
			at: number;
	  }
	| {type: 'blocked'; user: UserName; other: UserName}
	| {type: 'unblocked'; user: UserName; other: UserName}
	| ({type: 'asked'} & Question)
	| ({type: 'answered'; accepted: boolean} & Question)
	| ({type: 'withdrawn'} & Question)
	| {type: 'unfriended'; user: UserName; other: UserName}
	| {type: 'memberJoined'; conversation: ConversationId; user: UserName; at: number}
	| {type: 'memberLeft'; conversation: ConversationId; user: UserName; at: number}
	| {type: 'topicChanged'; conversation: ConversationId; user: UserName; topic: string; at: number};

export type ChatEnd = 'ended' | 'signedOut' | 'vanished';

/** Written to the journal within a quarter of a second, nobody waits: losing one is harmless. Those of one subject come in order, others may be overtaken. */
type LazyEvent =
	| {type: 'marked'; conversation: ConversationId; user: UserName; delivered: number; read: number}
	| {type: 'seen'; user: UserName; at: number}
	/** `count`: wrong ones in a row, this one included. `uptime` is of the run in which it happened. */
	| {type: 'passwordFailed'; user: string; address: string; count: number; at: number; uptime: number}
	| {type: 'passwordRight'; user: string; address: string};

/** Held in memory only: gone when the server stops, as the connections are. `uptime`: from when a duration is counted. */
type VolatileEvent =
	/** The server runs: durations that began in an earlier run go on from here. */
	| {type: 'started'; at: number; uptime: number}
	| {
			type: 'signedIn';
			connection: ConnectionId;
			user: UserName;
			as: Kind;
			device: DeviceId;
			address: string;
			token: TokenHash;
			at: number;
			uptime: number;
	  }
	/** `by`: the address that took the session over. */
	| {
			type: 'signedOut';
			connection: ConnectionId;
			user: UserName;
			as: Kind;
			why: SignOutReason;
			by?: string;
			at: number;
			uptime: number;
	  }
	/** The 60 s in which a link that merely broke may come back are over. */
	| {type: 'graceEnded'; user: UserName; at: number}
	/** After a start: somebody with an open chat may come back within the grace period. */
	| {type: 'awaited'; user: UserName; at: number; uptime: number}
	| {
			type: 'presenceChanged';
			user: UserName;
			presence: Exclude<Presence, 'offline'>;
			remark?: string;
			at: number;
	  }
	| {type: 'active'; connection: ConnectionId; uptime: number}
	/** They have done nothing for long, and are signed out in so many seconds. */
	| {type: 'idleWarned'; user: UserName; seconds: number}
	| {type: 'typed'; conversation: ConversationId; user: UserName; connection: ConnectionId};

export type SignOutReason =
	'signOut' | 'linkLost' | 'replaced' | 'passwordChanged' | 'idle' | 'kicked' | 'stopping';

export type ChatEvent = DurableEvent | LazyEvent | VolatileEvent;
export type EventType = ChatEvent['type'];
export type EventOf<T extends EventType> = Extract<ChatEvent, {type: T}>;
export type JournaledEvent = DurableEvent | LazyEvent;

/** What becomes of each event. */
export const PERSISTENCE: {[T in EventType]: 'durable' | 'lazy' | 'volatile'} = {
	storeFounded: 'durable',
	accountCreated: 'durable',
	passwordChanged: 'durable',
	passwordRehashed: 'durable',
	tokenIssued: 'durable',
	tokenRevoked: 'durable',
	messageSent: 'durable',
	broadcastSent: 'durable',
	chatStarted: 'durable',
	chatEnded: 'durable',
	blocked: 'durable',
	unblocked: 'durable',
	asked: 'durable',
	answered: 'durable',
	withdrawn: 'durable',
	unfriended: 'durable',
	memberJoined: 'durable',
	memberLeft: 'durable',
	topicChanged: 'durable',
	marked: 'lazy',
	seen: 'lazy',
	passwordFailed: 'lazy',
	passwordRight: 'lazy',
	started: 'volatile',
	signedIn: 'volatile',
	signedOut: 'volatile',
	graceEnded: 'volatile',
	awaited: 'volatile',
	presenceChanged: 'volatile',
	active: 'volatile',
	idleWarned: 'volatile',
	typed: 'volatile',
};
