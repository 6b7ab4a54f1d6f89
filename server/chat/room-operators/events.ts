/** Defines the events of a room's operators: bans, operators and who may do what. */
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';

type InRoom = {conversation: ConversationId; by: UserName; at: number};

/** Times are milliseconds since 1970. */
export type RoomOperatorEvent =
	| ({type: 'roomBanned' | 'roomUnbanned'; user: UserName} & InRoom)
	/** `by`: the owner, or the operator who resigns. */
	| ({type: 'roomOperatorSet'; user: UserName; operator: boolean} & InRoom)
	| ({type: 'roomSet'; private?: boolean; guardedTopic?: boolean} & InRoom);

export const roomOperatorPersistence = {
	roomBanned: 'durable',
	roomUnbanned: 'durable',
	roomOperatorSet: 'durable',
	roomSet: 'durable',
} as const satisfies PersistenceOf<RoomOperatorEvent>;
