/** Defines the events of files that go by way of the server. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';
import type {TokenHash} from '../session.ts';

/** What a ticket is for. */
export type Offer = {user: UserName; conversation: ConversationId; name: string; size: number} & (
	{direction: 'up'} | {direction: 'down'; sequence: number; sha256: string}
);

/** `until`: the uptime in milliseconds at which it is void. */
export type UploadEvent =
	| {type: 'transferOffered'; ticket: TokenHash; offer: Offer; until: number}
	/** A connection becomes the transfer, and the ticket is used up. `offset`: from which byte on a file is sent. */
	| {type: 'transferOpened'; ticket: TokenHash; offer: Offer; offset: number; until: number}
	/** `stored`: the SHA-256 of what was uploaded, which is on disk; a message of its user may have it until then. */
	| {type: 'transferEnded'; ticket: TokenHash; stored?: {sha256: string; until: number}}
	/** Tickets and uploads that are void at this uptime are forgotten. */
	| {type: 'transfersLapsed'; uptime: number}
	/** Files that were to be kept until then, in milliseconds since 1970, are not kept any more. */
	| {type: 'filesExpired'; at: number};

export const uploadPersistence = {
	transferOffered: 'volatile',
	transferOpened: 'volatile',
	transferEnded: 'volatile',
	transfersLapsed: 'volatile',
	filesExpired: 'durable',
} as const satisfies PersistenceOf<UploadEvent>;
