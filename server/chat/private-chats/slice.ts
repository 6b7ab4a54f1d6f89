/** Defines the slice of private chats and the secrets for their relays, in memory only. */
import type {UserName} from '../../../protocol/names.ts';
import type {Purpose} from '../../../protocol/private-chats.ts';
import type {DeviceId, Session, TokenHash} from '../session.ts';
import type {Appliers} from '../slice.ts';
import type {Pair, RelaySecrets} from './events.ts';

/** A private chat, or an invitation to one until it is `accepted`. */
export type PrivateChat = Pair & {
	purpose: Purpose;
	/** Uptime in milliseconds of the invitation. */
	invited: number;
	accepted: boolean;
	/** Uptime in milliseconds at which the link of a side broke, by user. */
	lost?: ReadonlyMap<UserName, number>;
	/** The hashes of its newest secrets. */
	secrets: readonly TokenHash[];
};

export function partnerOf({from, to}: Pair, user: UserName): UserName {
	return user === from ? to : from;
}

/** Tells whether a side of it is at the user's screens; the side of a script lives as long as its connection. */
export function isAtScreen({from, to, script}: Pair, user: UserName): boolean {
	return user === to || (user === from && script === undefined);
}

/** Tells whether the user's side of it is that of this device, which has invited or accepted. */
export function isOnDevice(
	{from, to, device, script, accepter}: Pair,
	user: UserName,
	on: DeviceId,
): boolean {
	return user === from ? script === undefined && device === on : user === to && accepter === on;
}

/** Tells whether the session holds a side of it. */
export function isHeldBy(pair: Pair, {user, as, device, connection}: Session): boolean {
	return as === 'screen' ? isOnDevice(pair, user, device) : pair.from === user && pair.script === connection;
}

type RelaySecret = {chat: string; user: UserName; until: number};

type PrivateChats = {
	byId: Map<string, Readonly<PrivateChat>>;
	ofUser: Map<UserName, Set<string>>;
	/** Unused secrets for relays. */
	relays: Map<TokenHash, RelaySecret>;
};

/** Replaces the secrets of a chat: `own` belongs to `user`, and `partners` to the other. */
function renew(
	{byId, relays}: PrivateChats,
	{chat, user, own, partners, until}: {chat: string; user: UserName} & RelaySecrets,
): void {
	const known = byId.get(chat);
	if (!known) return;
	for (const old of known.secrets) relays.delete(old);
	relays.set(own.hash, {chat, user, until});
	relays.set(partners.hash, {chat, user: partnerOf(known, user), until});
	byId.set(chat, {...known, accepted: true, secrets: [own.hash, partners.hash]});
}

/** Notes since when a device has no link, or that it has one. */
function setLost(
	{byId, ofUser}: PrivateChats,
	user: UserName,
	device: DeviceId,
	uptime: number | undefined,
): void {
	for (const chat of ofUser.get(user) ?? []) {
		const known = byId.get(chat);
		if (!known || !isOnDevice(known, user, device)) continue;
		const lost = new Map(known.lost);
		if (uptime === undefined) lost.delete(user);
		else lost.set(user, uptime);
		byId.set(chat, {...known, lost});
	}
}

function remove({byId, ofUser, relays}: PrivateChats, chat: string): void {
	const known = byId.get(chat);
	if (!known) return;
	byId.delete(chat);
	for (const secret of known.secrets) relays.delete(secret);
	for (const user of [known.from, known.to]) {
		const own = ofUser.get(user);
		own?.delete(chat);
		if (own?.size === 0) ofUser.delete(user);
	}
}

const apply: Appliers<PrivateChats> = {
	privateInvited({byId, ofUser}, {type: _type, at: _at, uptime: invited, ...offer}) {
		const {chat, from, to} = offer;
		byId.set(chat, {...offer, invited, accepted: false, secrets: []});
		for (const user of [from, to]) ofUser.set(user, (ofUser.get(user) ?? new Set()).add(chat));
	},
	privateAccepted(chats, {to: user, ...accepted}) {
		const {byId} = chats;
		const {chat, accepter} = accepted;
		const known = byId.get(chat);
		if (known && accepter !== undefined) byId.set(chat, {...known, accepter});
		renew(chats, {...accepted, user});
	},
	relayRenewed: renew,
	relayOpened({relays}, {token}) {
		relays.delete(token);
	},
	privateEnded(chats, {chat}) {
		remove(chats, chat);
	},
	privateForgotten(chats, {chat}) {
		remove(chats, chat);
	},
	/** A client that comes back in time keeps its private chats. */
	signedIn(chats, {user, as, device}) {
		if (as === 'screen') setLost(chats, user, device, undefined);
	},
	signedOut(chats, {user, as, device, why, uptime}) {
		if (as === 'screen' && why === 'linkLost') setLost(chats, user, device, uptime);
	},
};

export const privateChats = {
	empty: (): PrivateChats => ({byId: new Map(), ofUser: new Map(), relays: new Map()}),
	apply,
};
