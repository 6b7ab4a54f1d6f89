/** Defines the events of private chats. */
import type {UserName} from '../../../protocol/names.ts';
import type {AnnouncementOf} from '../../../protocol/index.ts';
import type {Purpose} from '../../../protocol/private-chats.ts';
import type {PersistenceOf} from '../persistence.ts';
import type {ConnectionId, DeviceId, Secret, TokenHash} from '../session.ts';

/**
 * The two sides of a private chat: `from` has invited `to`. Each side belongs to one client: to the device that has invited, or to the
 * `script`, a connection of `from`; and to the device on which `to` has accepted.
 */
export type Pair = {
	chat: string;
	from: UserName;
	to: UserName;
	device: DeviceId;
	script?: ConnectionId;
	accepter?: DeviceId;
};
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
	/** The grace period of a side whose link broke is over: the server forgets a private chat, which may go on without it. */
	| {type: 'privateForgotten'; chat: string}
	/** `otherKeyOf`: whose partner's client has pinned another key of theirs. */
	| ({type: 'privateEnded'; why: PrivateChatEnd; otherKeyOf?: UserName} & Pair);

export const privateChatPersistence = {
	privateInvited: 'volatile',
	privateAccepted: 'volatile',
	addressesOffered: 'volatile',
	relayRenewed: 'volatile',
	relayOpened: 'volatile',
	privateForgotten: 'volatile',
	privateEnded: 'volatile',
} as const satisfies PersistenceOf<PrivateChatEvent>;
