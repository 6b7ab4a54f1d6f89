/** Defines private chats: the server introduces two clients to each other, and relays bytes that it cannot read. */
import {z} from 'zod';
import {list, shaped, time} from './bounded.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {certificateSchema, fingerprintSchema} from './identities.ts';
import {userNameSchema} from './name-schemas.ts';

/** Maximum addresses that a client offers to another. */
export const MAX_PEER_ADDRESSES = 8;
/** Id of a private chat, from its invitation on. */
const chat = shaped(/^[\w-]{43}$/, 43);
/** A one-time secret that opens one side of a relay. */
const relay = shaped(/^[\w-]{43}$/, 43);
const user = userNameSchema;
/** Said to the partner: this client has pinned another key of theirs, and no channel comes about. */
const otherKey = z.literal('otherKey');
/** What a channel is for: a `chat` of two users, or an `exchange` of files and profiles between friends, which asks nobody. */
const purpose = z.enum(['chat', 'exchange']);
export type Purpose = z.infer<typeof purpose>;

/** An IP address and a port on which a client listens for its partner. */
const peerAddress = z.object({
	host: shaped(/^[0-9a-f:.]{2,45}$/i, 45),
	port: z.int().min(1024).max(65_535),
});
export type PeerAddress = z.infer<typeof peerAddress>;

/** The partner's identity, and the user's own side of a relay. */
const introduction = z.object({certificate: certificateSchema, fingerprint: fingerprintSchema, relay});
export type Introduction = z.infer<typeof introduction>;

export const privateChatRequests = defineRequests({
	/**
	 * Invites a user, who must be a friend for an `exchange`. If that user has invited the asker for the same purpose, this accepts: then
	 * there is an `introduction`. An invitation to an exchange ends the exchange before it.
	 */
	invitePrivate: {fields: {user, purpose}, reply: z.object({chat, introduction: introduction.optional()})},
	/** Accepts or declines an invitation. `introduction`: if accepted. */
	answerPrivate: {
		fields: {chat, accept: z.boolean(), why: otherKey.optional()},
		reply: z.object({introduction: introduction.optional()}),
	},
	/** Tells the partner of an accepted chat where this client listens; empty: nowhere. */
	offerAddresses: {
		fields: {chat, addresses: z.array(peerAddress).max(MAX_PEER_ADDRESSES)},
		reply: z.object({}),
	},
	/** Asks for new secrets for a relay, for both sides, since the channel was lost. */
	renewRelay: {fields: {chat}, reply: z.object({relay})},
	/** Withdraws an invitation, or ends a private chat. */
	endPrivate: {fields: {chat, why: otherKey.optional()}, reply: z.object({})},
	/**
	 * Turns this connection into one side of a relay: after the reply, every byte goes to the other side as it is. Needs no `hello`.
	 * `token`: from `introduction`, `renewRelay` or `relayRenewed`; it is valid once, for 30 s. Where there are several `servers`, both sides
	 * open it at the one whose place in that list, from 0, is the sum of the character codes of `chat`, modulo their number.
	 */
	openRelay: {open: true, fields: {token: relay}, reply: z.object({})},
});

export const privateChatAnnouncements = defineAnnouncements({
	/** `from` invites the recipient. `fingerprint`: of the key of `from`. `script`: the inviter is a script, and serves nothing itself. */
	privateInvited: z.object({
		chat,
		from: user,
		fingerprint: fingerprintSchema,
		purpose,
		script: z.literal(true).optional(),
		at: time,
	}),
	/** `user` accepted. */
	privateAccepted: z.object({chat, user, purpose, introduction}),
	/** Another screen of the recipient has answered the invitation of `user`. */
	privateAnswered: z.object({chat, user}),
	/** Where the partner listens. `seen`: the IP address from which the server sees the partner. */
	addressesOffered: z.object({
		chat,
		addresses: list(peerAddress, MAX_PEER_ADDRESSES),
		seen: z.string().max(45),
	}),
	/** The partner lost the channel and asked for a relay. */
	relayRenewed: z.object({chat, relay}),
	/**
	 * An invitation, or an accepted private chat, is over. `user`: the partner. `otherKey`: the partner's client has pinned another key
	 * of the recipient.
	 */
	privateEnded: z.object({
		chat,
		user,
		why: z.enum(['declined', 'expired', 'withdrawn', 'ended', 'signedOut']),
		otherKey: z.literal(true).optional(),
	}),
});
