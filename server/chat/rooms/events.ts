/** Defines the events of rooms: members, owners and topics. */
import type {Administrator} from '../../../protocol/administration.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';

/** Times are milliseconds since 1970. */
export type RoomEvent =
	/** `owner`: nobody else was in it, so the user owns it. */
	| {type: 'memberJoined'; conversation: ConversationId; user: UserName; owner?: true; at: number}
	/**
	 * `heir`: who owns the room from then on, where its owner has left. `by`: the operator of the room who has removed the user, for a
	 * while or by a ban.
	 */
	| {
			type: 'memberLeft';
			conversation: ConversationId;
			user: UserName;
			heir?: UserName;
			by?: UserName;
			reason?: string;
			banned?: true;
			at: number;
	  }
	| {type: 'topicChanged'; conversation: ConversationId; user: UserName; topic: string; at: number}
	/** Nobody is in the room any more, it has no topic, and the messages up to this sequence are not kept any more. */
	| {
			type: 'roomDeleted';
			conversation: ConversationId;
			members: readonly UserName[];
			upTo: number;
			by: Administrator;
			at: number;
	  };

export const roomPersistence = {
	memberJoined: 'durable',
	memberLeft: 'durable',
	topicChanged: 'durable',
	roomDeleted: 'durable',
} as const satisfies PersistenceOf<RoomEvent>;
