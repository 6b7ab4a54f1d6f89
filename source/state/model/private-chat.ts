/** Declares a private chat as the client holds it: its progress, its way, and what the partner's key is. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Introduction, PeerAddress} from '../../../protocol/private-chats.ts';
import type {SafeText} from '../../../protocol/text.ts';

/** `relayed`: via the server, which sees ciphertext only. */
export type Way = 'direct' | 'relayed';

export type PrivateChat = {
	/** The server's id of it; empty until the server has replied to the invitation. */
	readonly chat: string;
	readonly user: UserName;
	readonly isInviter: boolean;
	/** `lost`: the clients try to connect again. */
	readonly status: 'inviting' | 'connecting' | 'open' | 'lost';
	readonly way?: Way;
	/** Of the partner's key, once the channel was open. */
	readonly fingerprint?: string;
	/** 12 groups of 5 digits, equal on both sides. */
	readonly safetyNumber?: SafeText;
	/** The text typed with /private: the first message, once the channel is open. */
	readonly first?: string;
	/** What waits until the user's own key and the pinned ones are read; before, a changed key would pass for a new one. */
	readonly waiting?: {
		readonly introduction: Introduction;
		/** Where the partner listens, once the server has told it. */
		readonly offer?: {readonly addresses: readonly PeerAddress[]; readonly seen: string};
	};
	/** Where the user invited the partner; undefined: where no conversation was open. */
	readonly from?: ConversationId | undefined;
};
