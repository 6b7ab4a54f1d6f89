/** Defines the events of private chats. */
import type {UserName} from '../../../protocol/names.ts';
import type {AnnouncementOf} from '../../../protocol/index.ts';
import type {Purpose} from '../../../protocol/private-chats.ts';
import type {PersistenceOf} from '../persistence.ts';
import type {ConnectionId, Secret, TokenHash} from '../session.ts';

/** The two sides of a private chat: `from` has invited `to`. `script`: the connection of `from`, unless that is a screen. */
export type Pair = {chat: string; from: UserName; to: UserName; script?: ConnectionId};
/** A one-time secret of each side for a relay, valid until this uptime. */
export type RelaySecrets = {own: Secret; partners: Secret; until: number};
export type PrivateChatEnd = AnnouncementOf<'privateEnded'>['why'];

/** Times are milliseconds since 1970; `uptime`: milliseconds of this run, for durations. */
export type PrivateChatEvent =
	| ({type: 'privateInvited'; purpose: Purpose; at: number; uptime: number} & Pair)
	/** `own` is the secret of `to`, who accepted. */
	| ({type: 'privateAccepted'; purpose: Purpose} & Pair & RelaySecrets)
	/** Tells `partner` where the other client listens. */
	| ({partner: UserName} & AnnouncementOf<'addressesOffered'>)
	/** `own` is the secret of `user`, who asked; the secrets before are void. */
	| ({type: 'relayRenewed'; chat: string; user: UserName; partner: UserName} & RelaySecrets)
	/** A connection becomes the relay of `user`, and the secret is used up. */
	| {type: 'relayOpened'; chat: string; user: UserName; token: TokenHash}
	/** `otherKeyOf`: whose partner's client has pinned another key of theirs. */
	| ({type: 'privateEnded'; why: PrivateChatEnd; otherKeyOf?: UserName} & Pair);

export const privateChatPersistence = {
	privateInvited: 'volatile',
	privateAccepted: 'volatile',
	addressesOffered: 'volatile',
	relayRenewed: 'volatile',
	relayOpened: 'volatile',
	privateEnded: 'volatile',
} as const satisfies PersistenceOf<PrivateChatEvent>;
