/** Declares what a program that imports chat-tui sees; shipped as it stands, as dist/index.d.ts. */

/** How {@link connect} reaches the server and signs in. */
export type ConnectOptions = {
	/** `HOST`, `HOST:PORT` or a join line `HOST:PORT#fingerprint.code`. Default: the server that this machine used last. */
	readonly server?: string | undefined;
	/** Default: the user who signed in there last on this machine. */
	readonly user?: string | undefined;
	/** Default: `CHAT_TUI_PASSWORD`, else the token that the full-screen client keeps on this machine. */
	readonly password?: string | undefined;
	/** Makes the account; the code of the join line is used. */
	readonly signUp?: boolean | undefined;
	/**
	 * `script`, the default: beside the user's screen, with no presence; it moves no read cursor, and has no private chats.
	 * `screen`: in the place of the user's full-screen client, with all that it has. Needs a password.
	 */
	readonly as?: 'script' | 'screen' | undefined;
	/** Whether a lost connection comes back by itself, with growing pauses up to 30 s. Default: true. */
	readonly reconnect?: boolean | undefined;
	/** Folder for keys and known servers. Default: `CHAT_TUI_HOME`, else the one of the full-screen client. */
	readonly home?: string | undefined;
	/** Folder for received files. Default: `downloads` in `home`. */
	readonly downloads?: string | undefined;
	/** Which addresses are told to partners of private chats and files: those of private networks, all, none. Default: `lan`. */
	readonly direct?: 'lan' | 'always' | 'never' | undefined;
	/** No encryption; only for a server on this machine that has none. */
	readonly insecurePlaintext?: boolean | undefined;
};

/**
 * Connects and signs in: one attempt.
 * @throws ChatError if the server is not reached, not the known one, or lets the user not in
 */
export declare function connect(options?: ConnectOptions): Promise<Chat>;

/** Anything that did not come about. The message is a sentence for people. */
export declare class ChatError extends Error {
	/**
	 * The code of the server's refusal, such as `wrongPassword` or `notMember`; or `offline`, `closed`, `unknownServer`, `usage`,
	 * `keyChanged`, `privateChat`, `file`, `fellBehind`.
	 */
	readonly code: string;
	constructor(code: string, sentence: string);
}

/** Makes text of others safe for a terminal, a log or a file name: no escape sequences, no control or invisible characters. */
export declare function clean(text: string): string;

/** A message. Its text is as its sender wrote it: pass it through {@link clean} before it is shown. */
export type Message = {
	/** `#build`; `alice+bob`, a direct conversation; `!alice`, what was told to everybody. {@link Chat.send} takes it as it is. */
	readonly conversation: string;
	/** Counts from 1 in each conversation, without gaps. */
	readonly sequence: number;
	readonly id: string;
	readonly from: string;
	/** By the server's clock. */
	readonly at: Date;
	readonly text: string;
	/** Whether the user wrote it, here or elsewhere. */
	readonly isOwn: boolean;
	/** The user has blocked the sender: the text is empty. */
	readonly isHidden: boolean;
	/** Number of the chat session in which it was written. */
	readonly chatSession?: number;
	/** What it is, if not just text: an `action` is what the sender does, of `code` the layout matters. */
	readonly kind?: 'action' | 'code';
	/** Sequence of the message that it replies to. */
	readonly replyTo?: number;
	/** When its sender changed the text last. */
	readonly edited?: Date;
	/** Who has deleted it: the text is empty. */
	readonly deletedBy?: string;
	readonly reactions?: ReadonlyArray<{readonly emoji: string; readonly by: readonly string[]}>;
	/** The file that goes with it by way of the server, which keeps it until then. `size`: bytes. */
	readonly file?: {readonly name: string; readonly size: number; readonly until: Date};
};

/** A change of a stored message: of one's own text, of a reaction of one's own, or of what is pinned for all. */
export type Change =
	| {readonly type: 'edit'; readonly text: string}
	| {readonly type: 'delete'}
	| {readonly type: 'react'; readonly emoji: string; readonly on: boolean}
	| {readonly type: 'pin'; readonly on: boolean};

type Topic = {readonly topic: string; readonly at: Date};

/** What happened. Each type is heard by `chat.on(type, …)`. */
export type ChatEvent =
	/** A message of somebody else, or of the user elsewhere. Those that came while the connection was lost follow, in order. */
	| ({readonly type: 'message'} & Message)
	/** Somebody has changed a message, or the user elsewhere. What was changed while the connection was lost is not told. */
	| {
			readonly type: 'changed';
			readonly conversation: string;
			readonly sequence: number;
			readonly by: string;
			readonly at: Date;
			readonly change: Change;
	  }
	| {readonly type: 'joined' | 'left'; readonly room: string; readonly user: string; readonly at: Date}
	/** The operator has deleted a room of the user, with its messages. */
	| {readonly type: 'roomDeleted'; readonly room: string; readonly at: Date}
	| ({readonly type: 'topic'; readonly room: string; readonly user: string} & Topic)
	/** From here on: only `as: 'screen'`. */
	| ({readonly type: 'presence'} & Person)
	/** Up to which message a user has received and read the conversation. */
	| {
			readonly type: 'read';
			readonly conversation: string;
			readonly user: string;
			readonly delivered: number;
			readonly read: number;
	  }
	| {readonly type: 'typing'; readonly conversation: string; readonly user: string}
	/** Also for those that wait since before the sign-in. */
	| ({readonly type: 'friendRequest'; readonly from: string} & Question<void>)
	| ({readonly type: 'roomInvitation'; readonly from: string; readonly room: string} & Question<void>)
	| {readonly type: 'friend' | 'unfriended'; readonly user: string}
	/** An invitation to a private chat; it waits for 30 s. `key`: whether this machine knows the key of `from`. */
	| ({
			readonly type: 'privateInvitation';
			readonly from: string;
			readonly key: 'known' | 'new';
	  } & Question<PrivateChat>)
	| {
			readonly type: 'privateText';
			readonly chat: PrivateChat;
			readonly from: string;
			readonly text: string;
			readonly at: Date;
	  }
	| {readonly type: 'privateEnded'; readonly chat: PrivateChat; readonly reason: string}
	/** A file that a friend or a partner offers. `accept` resolves with the path of the received file. `size` is in bytes. */
	| ({
			readonly type: 'fileOffered';
			readonly from: string;
			readonly name: string;
			readonly size: number;
	  } & Question<string>)
	/** In both kinds. The connection is lost; `retryAt`: when the next attempt is made. */
	| {readonly type: 'offline'; readonly reason: string; readonly retryAt: Date}
	| {readonly type: 'online'}
	/** The server has put a message off; it is sent again after that time. */
	| {readonly type: 'waiting'; readonly reason: string; readonly milliseconds: number}
	/** Something of this machine failed that nobody waits for, such as a file that cannot be written. */
	| {readonly type: 'problem'; readonly reason: string}
	/** The last event. `error`: a {@link ChatError}; without one the program itself has closed. */
	| {readonly type: 'closed'; readonly error?: Error & {readonly code: string}};

/** Something that somebody asks. Unanswered questions wait, as they do for a person. */
export type Question<T> = {
	/** @throws ChatError if the question is over, or what it leads to fails */
	readonly accept: () => Promise<T>;
	readonly decline: () => Promise<void>;
};

/** A text that the server has stored, as one message or, where it was too long for one, as several. */
export type Sent = {
	/** Of the last message. */
	readonly sequence: number;
	/** Of all of them, in order. */
	readonly sequences: readonly number[];
	readonly at: Date;
	/** How many lines of a text longer than 50 messages were left out: a message in the middle says so. */
	readonly leftOut: number;
};

export type Room = {
	readonly room: string;
	readonly topic: string;
	readonly members: number;
	readonly joined: boolean;
};

/** A user, and since when they are so. */
export type Person = {
	readonly user: string;
	readonly presence: 'online' | 'away' | 'busy' | 'offline';
	readonly since: Date;
};

/** A file that a friend shares. `folder`: where it stands below a shared folder. `size` is in bytes. */
export type SharedFile = {
	readonly id: string;
	readonly name: string;
	readonly size: number;
	readonly folder?: string;
};

/** An encrypted chat with the client of another user, which no server can read. */
export type PrivateChat = {
	readonly user: string;
	/** 60 digits, the same on both sides unless somebody sits in between; compare them by phone. */
	readonly safetyNumber: string;
	/** Resolves once the other client has the text. @throws ChatError */
	send(text: string): Promise<void>;
	/** Ends it for both. */
	close(): Promise<void>;
};

/** Somebody who is signed in. All methods throw {@link ChatError}; `offline` while the connection is lost. */
export type Chat = {
	/** The user. */
	readonly user: string;
	/** `HOST:PORT`. */
	readonly server: string;

	/** Calls the listener for each event of the type, from now on. @returns a function that ends this */
	on<T extends ChatEvent['type']>(
		type: T,
		listener: (event: Extract<ChatEvent, {readonly type: T}>) => unknown,
	): () => void;
	/**
	 * Iterates over all events from now on; it ends after `closed`.
	 * @throws ChatError `fellBehind` if 10,000 events wait for the loop
	 */
	events(): AsyncIterableIterator<ChatEvent>;

	/**
	 * Sends a text; it resolves once the server has stored it. A text too long for one message becomes several, split between
	 * lines; of one that is longer than 50 messages, the beginning and the end are sent. While the connection is lost it waits. A message is stored once, however often it had to be sent.
	 * @param to a user, a room (`#build` or `room:build`), or the conversation of a message
	 * @param options `code`: the text keeps its layout, as a block of code; `replyTo`: sequence of the message that it replies to
	 */
	send(
		to: string,
		text: string,
		options?: {readonly code?: boolean; readonly replyTo?: number},
	): Promise<Sent>;
	/** Changes a message; it resolves once the server has stored that. While the connection is lost it waits. */
	change(message: Pick<Message, 'conversation' | 'sequence'>, change: Change): Promise<void>;
	/** Reads the newest messages, oldest first, page by page. @param options `limit`: how many, 50 unless given */
	history(to: string, options?: {readonly limit?: number}): AsyncIterableIterator<Message>;
	/** Tells the others of the conversation that the user has read it up to this message. Only `as: 'screen'`. */
	markRead(message: Pick<Message, 'conversation' | 'sequence'>): void;
	/** Lists who is online, at most 90. */
	people(): Promise<Person[]>;
	/** Finds users by a part of their name, online or not, at most 50: first those whose names begin with it. */
	findPeople(name: string): Promise<Person[]>;

	readonly rooms: {
		/** Joins a room, and creates it if there is none. */
		join(room: string): Promise<void>;
		leave(room: string): Promise<void>;
		/** Lists the rooms of the server, at most 90. */
		list(): Promise<Room[]>;
		/** Lists the members, at most 90. */
		members(room: string): Promise<Person[]>;
		setTopic(room: string, topic: string): Promise<void>;
		invite(user: string, room: string): Promise<void>;
	};

	readonly friends: {
		list(): Promise<string[]>;
		/** Sends a friend request, or accepts the other user's. @returns whether the two are friends now */
		add(user: string): Promise<boolean>;
		/** Ends the friendship, or withdraws or declines a friend request. */
		remove(user: string): Promise<void>;
	};

	/** Invites a user, and resolves once the private chat is open. Only `as: 'screen'`. */
	private(user: string): Promise<PrivateChat>;

	/**
	 * Offers a friend a file, and resolves once the friend has it; they have 2 min to accept.
	 * @param options `waiting` is called when the offer has reached the friend's client; `signal` withdraws it
	 */
	sendFile(
		user: string,
		path: string,
		options?: {readonly waiting?: () => void; readonly signal?: AbortSignal},
	): Promise<void>;

	/** Files of friends and the user's own. Only `as: 'screen'`. */
	readonly files: {
		/** Lists what a friend shares. */
		list(user: string): Promise<SharedFile[]>;
		/** Fetches a file. @returns the path of the received file */
		get(user: string, file: SharedFile): Promise<string>;
		/** Lets friends fetch a file or a folder. */
		share(path: string): Promise<void>;
		unshare(name: string): Promise<void>;
	};

	/** Signs out and closes; nothing is left running. */
	close(): Promise<void>;
};
