/** Defines the events of rooms: members and topics. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';

/** Times are milliseconds since 1970. */
export type RoomEvent =
	| {type: 'memberJoined'; conversation: ConversationId; user: UserName; at: number}
	| {type: 'memberLeft'; conversation: ConversationId; user: UserName; at: number}
	| {type: 'topicChanged'; conversation: ConversationId; user: UserName; topic: string; at: number};

export const roomPersistence = {
	memberJoined: 'durable',
	memberLeft: 'durable',
	topicChanged: 'durable',
} as const satisfies PersistenceOf<RoomEvent>;
