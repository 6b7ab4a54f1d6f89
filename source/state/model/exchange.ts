/** Declares what the peer layer and the state tell each other of files and profiles, as plain data. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {Direct} from './peer.ts';

/** A file that a friend shares. `id`: of the friend's client. `folder`: where it stands below a shared folder. */
export type ListedFile = {
	readonly id: string;
	readonly name: SafeText;
	readonly size: number;
	readonly folder?: SafeText;
};

/** A file that a partner offers, until it is answered or withdrawn. */
export type FileOffer = {readonly id: string; readonly name: SafeText; readonly size: number};

/** A file on its way. */
export type Transfer = {
	/** Counts the transfers with one user, of both directions, from 1. */
	readonly transfer: number;
	readonly direction: 'in' | 'out';
	readonly name: SafeText;
	readonly bytes: number;
	readonly size: number;
	/** `asked`: for the file, or whether the partner wants it. `interrupted`: it goes on when the channel is open again. */
	readonly status: 'asked' | 'running' | 'interrupted' | 'done' | 'ended';
	/** Why it `ended` without the whole file. */
	readonly problem?: SafeText;
	/** The chat that it belongs to, where it goes by way of the server. */
	readonly where?: SafeText;
	/** Path of the received file, if `done`. */
	readonly file?: SafeText;
};

/** What users tell their friends about themselves; a field that is empty is not told. */
export type ProfileFields = {
	readonly displayName: string;
	readonly city: string;
	readonly languages: string;
	readonly work: string;
	readonly interests: string;
	readonly phone: string;
	readonly lines: readonly string[];
};

/** A profile as it may be shown. `at`: when its owner changed it last, in milliseconds since 1970. */
export type ShownProfile = {
	readonly user: UserName;
	/** Counts from 1 with each change. */
	readonly version: number;
	readonly at: number;
	readonly displayName: SafeText;
	readonly city: SafeText;
	readonly languages: SafeText;
	readonly work: SafeText;
	readonly interests: SafeText;
	readonly phone: SafeText;
	readonly lines: readonly SafeText[];
};

/** What a user asks of another's client. `getProfile`: of that user, or the copy of a third one's. */
export type PeerAsk =
	| {readonly type: 'listFiles'}
	| {readonly type: 'getFile'; readonly file: ListedFile}
	/** `path`: absolute. */
	| {readonly type: 'offerFile'; readonly path: string}
	| {readonly type: 'getProfile'; readonly of: UserName};

export type ExchangeEffect =
	/** Asks the client of a user, over the open private chat or an exchange between friends. */
	| {
			readonly type: 'askPeer';
			readonly user: UserName;
			readonly ask: PeerAsk;
			readonly direct: Direct;
	  }
	| {
			readonly type: 'answerOffer';
			readonly user: UserName;
			readonly offer: string;
			readonly accept: boolean;
	  }
	| {readonly type: 'cancelTransfer'; readonly user: UserName; readonly transfer: number}
	/** Shares a file or a folder with friends: comes back as `sharedListed` or `exchangeFailed`. `path`: absolute. */
	| {readonly type: 'share'; readonly path: string}
	| {readonly type: 'unshare'; readonly name: string}
	| {readonly type: 'listShared'}
	/** Where received files go; undefined: the client's own folder. */
	| {readonly type: 'setDownloads'; readonly folder: string | undefined}
	/** Reads the user's own profile, or the copy of a friend's: comes back as `profileShown` or `noProfileCopy`. */
	| {readonly type: 'readProfile'; readonly user: UserName}
	/** Saves a new version of the user's own profile: comes back as `profileShown`. */
	| {readonly type: 'saveProfile'; readonly fields: ProfileFields}
	/** Asks the disk how a path goes on: comes back as `pathsCompleted`. `before`: absolute, as far as it is typed. */
	| {readonly type: 'completePath'; readonly before: string};

export type ExchangeEvent =
	| {readonly type: 'filesListed'; readonly user: UserName; readonly files: readonly ListedFile[]}
	/** The names of what the user shares. `change`: what was just shared or unshared. */
	| {
			readonly type: 'sharedListed';
			readonly names: readonly SafeText[];
			readonly change?: {readonly name: SafeText; readonly isShared: boolean};
	  }
	| {readonly type: 'fileOffered'; readonly user: UserName; readonly offer: FileOffer}
	| {readonly type: 'offerWithdrawn'; readonly user: UserName; readonly offer: string}
	| {readonly type: 'transferMoved'; readonly user: UserName; readonly transfer: Transfer}
	/** Something about files or profiles did not come about. `user`: whose client was asked. */
	| {readonly type: 'exchangeFailed'; readonly user?: UserName; readonly problem: SafeText}
	/** The client of a user has been silent for too long after it was asked. */
	| {readonly type: 'askExpired'; readonly user: UserName}
	/** `source`: the client of its owner, a friend who had a copy, or this machine. `receivedAt`: of a copy, when it came here. */
	| {
			readonly type: 'profileShown';
			readonly profile: ShownProfile;
			readonly source: 'own' | 'owner' | 'copy';
			readonly receivedAt?: number;
	  }
	/** The user has no profile yet, or there is no copy of the friend's. */
	| {readonly type: 'noProfileCopy'; readonly user: UserName}
	/** `candidates`: the names in the path's folder that begin like its last part; those of folders end with a slash. */
	| {readonly type: 'pathsCompleted'; readonly before: string; readonly candidates: readonly string[]};

/** A transfer that is not over. */
export type ShownTransfer = Transfer & {
	/** Identifies it for the user, among the transfers with all users. */
	readonly number: number;
	/** The other user, or the conversation where it goes by way of the server. */
	readonly user: UserName | ConversationId;
	/** The last measurement of its rate, while it runs. */
	readonly measured?: {readonly at: number; readonly bytes: number};
	/** Bytes per second over the last seconds, from the second measurement on. */
	readonly rate?: number;
};

/** A list of files that was asked for: where it is shown, or which of its files is wanted. */
export type AwaitedFiles = {readonly shownIn?: ConversationId; readonly wanted?: string};

/** Files of this user and of others, as far as this client knows them. */
export type Exchange = {
	/** In the order in which they began. */
	readonly transfers: readonly ShownTransfer[];
	/** What others share, the newest list last. */
	readonly files: ReadonlyMap<UserName, readonly ListedFile[]>;
	readonly awaited: ReadonlyMap<UserName, AwaitedFiles>;
	/** What the clients of others were asked for and have not answered yet, the newest last. */
	readonly asked: ReadonlyMap<UserName, PeerAsk>;
	/** Names of what the user shares. */
	readonly shared: readonly SafeText[];
};

/** Absolute paths that stand behind typed ones: where the client was started, and the user's home. */
export type Folders = {readonly start: string; readonly home: string};

/** Maximum UTF-16 units of each field of a profile. */
export const MAX_PROFILE = {
	displayName: 40,
	city: 60,
	languages: 100,
	work: 100,
	interests: 200,
	phone: 40,
	lines: {number: 12, length: 200},
} as const;
