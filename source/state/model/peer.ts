/** Declares what the peer layer tells the state, and what it is told: known keys, channels, messages. */
import type {UserName} from '../../../protocol/names.ts';
import type {Announcement} from '../../../protocol/index.ts';
import type {Introduction, PeerAddress} from '../../../protocol/private-chats.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {Address} from '../../../protocol/address.ts';
import type {Way} from './private-chat.ts';

/** A user whose key was pinned at the first private chat. `verified`: the safety numbers were compared. */
export type KnownPeer = {
	readonly user: UserName;
	readonly fingerprint: string;
	readonly verified: boolean;
	/** Milliseconds since 1970. */
	readonly since: number;
};

/** Which addresses a client offers to its partner: those of private ranges, all, or none. */
export type Direct = 'lan' | 'always' | 'never';

/** A message of a private chat. `id` is made by the sender's client; `at` is in milliseconds since 1970. */
type PeerText = {readonly id: string; readonly text: string; readonly at: number};

/** A text as it is kept on this machine. `key`: fingerprint of the partner's key at that time. */
export type KeptText = PeerText & {readonly from: UserName; readonly key: string};

/** Why a channel is over. */
export type ChannelEnd =
	/** The partner has ended it. */
	| 'ended'
	/** The partner has signed out. */
	| 'signedOut'
	/** The connection was lost, and none came about again. */
	| 'lost'
	/** The connection was lost, and the server, by which alone it went, does not know the chat any more. */
	| 'forgotten'
	/** No connection came about. */
	| 'unreachable'
	/** The key is not that of the partner. */
	| 'notThePeer'
	/** The partner's client has sent a frame of a wrong shape. */
	| 'badFrame'
	| 'tooMuchUnacknowledged';

type InChannel = {readonly chat: string; readonly user: UserName};

export type PeerEvent =
	/** The user's identity and the pinned keys are read. `fingerprint`: of the user's own key; `keptIn`: see the state. */
	| {
			readonly type: 'peersLoaded';
			readonly fingerprint: string;
			readonly peers: readonly KnownPeer[];
			readonly keptIn: string;
	  }
	/** Also when a lost channel is back. */
	| ({
			readonly type: 'channelOpened';
			readonly way: Way;
			readonly fingerprint: string;
			readonly safetyNumber: SafeText;
	  } & InChannel)
	| ({readonly type: 'channelLost'} & InChannel)
	| ({readonly type: 'channelEnded'; readonly why: ChannelEnd} & InChannel)
	| ({readonly type: 'peerSaid'; readonly message: PeerText} & InChannel)
	/** The partner's client has the user's messages up to this one. */
	| ({readonly type: 'peerReceived'; readonly id: string} & InChannel)
	/** The partner has read the user's messages up to this one. */
	| ({readonly type: 'peerRead'; readonly id: string} & InChannel)
	| ({readonly type: 'peerTyping'} & InChannel)
	/** The newest kept texts of a private chat, oldest first. */
	| {readonly type: 'keptTextsRead'; readonly user: UserName; readonly messages: readonly KeptText[]}
	/** The channel of an exchange to the holder of this key has opened. */
	| {readonly type: 'peerMet'; readonly user: UserName; readonly fingerprint: string};

export type PeerEffect =
	/**
	 * Opens the identity of an account, and registers it with the server unless it is `registered` already. Comes back as
	 * `peersLoaded`; also after each reconnect.
	 */
	| {
			readonly type: 'openPeers';
			readonly user: UserName;
			readonly address: Address;
			readonly store: string;
			readonly registered?: string;
	  }
	/** The user has signed out: nothing of the account stays in memory, and no file of theirs is on its way. */
	| {readonly type: 'closePeers'}
	/** Connects to the partner's client: comes back as `channelOpened`, or `channelEnded`. */
	| {
			readonly type: 'openChannel';
			readonly chat: string;
			readonly user: UserName;
			readonly isInviter: boolean;
			readonly introduction: Introduction;
			readonly direct: Direct;
	  }
	| {
			readonly type: 'dialPeer';
			readonly chat: string;
			readonly addresses: readonly PeerAddress[];
			readonly seen: string;
	  }
	| {readonly type: 'renewChannelRelay'; readonly chat: string; readonly relay: string}
	| {readonly type: 'tellPeer'; readonly chat: string; readonly message: PeerMessage}
	/** Comes back as nothing: the state knows it already. */
	| {readonly type: 'closeChannel'; readonly chat: string; readonly why: 'ended' | 'signedOut'}
	/** Writes a pinned key, in place of the one before. */
	| {readonly type: 'keepPeer'; readonly peer: KnownPeer}
	| {readonly type: 'forgetPeer'; readonly user: UserName}
	/** Appends a text to the kept ones of the private chat with the user. */
	| {readonly type: 'keepPrivateText'; readonly user: UserName; readonly message: KeptText}
	/** Comes back as `keptTextsRead`. */
	| {readonly type: 'readKeptTexts'; readonly user: UserName}
	/** Hands on an announcement of an exchange, or of a chat that the state does not know. */
	| {readonly type: 'exchangeAnnounced'; readonly announcement: ExchangeAnnouncement; readonly direct: Direct}
	/** Who the user's friends are, at the sign-in and whenever that changes. */
	| {readonly type: 'friendsAre'; readonly friends: readonly UserName[]};

export type ExchangeAnnouncement = Extract<
	Announcement,
	{readonly type: 'privateInvited' | 'privateAccepted' | 'addressesOffered' | 'relayRenewed' | 'privateEnded'}
>;

export type PeerMessage =
	| ({readonly type: 'text'} & PeerText)
	/** The user has read the partner's messages up to this one. */
	| {readonly type: 'read'; readonly id: string}
	| {readonly type: 'typing'};
