/** Classifies conversations by their ids, and defines what differs between the kinds. */
import type {ConversationId, UserName} from './names.ts';

/**
 * `direct`: of two users; `notes`: of one user alone; `broadcasts`: those that a user has received and sent. `private`: `~bob`, a
 * private chat with bob, which only a client knows: no schema of the wire accepts its id.
 */
export type ConversationKind = 'room' | 'direct' | 'notes' | 'broadcasts' | 'private';

/** Returns the kind; nothing else interprets the form of an id. Allocates next to nothing: each message asks several times. */
export function kindOf(id: ConversationId): ConversationKind {
	if (id.startsWith('#')) return 'room';
	if (id.startsWith('!')) return 'broadcasts';
	if (id.startsWith('~')) return 'private';
	const plus = id.indexOf('+');
	return id.length === 2 * plus + 1 && id.startsWith(id.slice(0, plus), plus + 1) ? 'notes' : 'direct';
}

type Traits = {
	/** Users join and leave; in the other kinds, the participants stand in the id. */
	readonly hasMembers: boolean;
	/** Users write into it; else only the server does. */
	readonly isWritable: boolean;
	/** Of the unread messages, those count for a user that mention them; in the other kinds, all do. */
	readonly countsMentions: boolean;
	/** Messages of a blocked sender arrive without their text; into the other kinds, a blocked user cannot write. */
	readonly hidesBlocked: boolean;
	/** The server stores it; else nothing of it may reach the server, and the client numbers its messages. */
	readonly isStored: boolean;
};

const TRAITS: Readonly<Record<ConversationKind, Traits>> = {
	room: {hasMembers: true, isWritable: true, countsMentions: true, hidesBlocked: true, isStored: true},
	direct: {hasMembers: false, isWritable: true, countsMentions: false, hidesBlocked: false, isStored: true},
	notes: {hasMembers: false, isWritable: true, countsMentions: false, hidesBlocked: false, isStored: true},
	broadcasts: {
		hasMembers: false,
		isWritable: false,
		countsMentions: false,
		hidesBlocked: false,
		isStored: true,
	},
	private: {hasMembers: false, isWritable: true, countsMentions: false, hidesBlocked: false, isStored: false},
};

export function traitsOf(id: ConversationId): Traits {
	return TRAITS[kindOf(id)];
}

/** Returns the conversation of the private chat with a user. */
export function privateWith(user: UserName): ConversationId {
	return `~${user}` as ConversationId;
}

export function isRoom(id: ConversationId): boolean {
	return kindOf(id) === 'room';
}

/** Returns the users that the id names: two, or the one of notes, broadcasts or a private chat; none for a room. */
export function participants(id: ConversationId): readonly UserName[] {
	const kind = kindOf(id);
	switch (kind) {
		case 'room':
			return [];
		case 'direct':
			return [id.slice(0, id.indexOf('+')), id.slice(id.indexOf('+') + 1)] as UserName[]; // what its id is made of
		case 'notes':
			return [id.slice(0, id.indexOf('+')) as UserName];
		case 'broadcasts':
		case 'private':
			return [id.slice(1) as UserName];
		default:
			return kind satisfies never;
	}
}

/** Returns the user to whom `me` writes here: the other one, or oneself in notes; undefined in rooms and broadcasts. */
export function partner(id: ConversationId, me: UserName): UserName | undefined {
	const kind = kindOf(id);
	switch (kind) {
		case 'room':
		case 'broadcasts':
			return undefined;
		case 'private':
			return id.slice(1) as UserName; // what the id of a private chat is made of
		case 'direct':
		case 'notes': {
			const plus = id.indexOf('+');
			const isFirst = plus === me.length && id.startsWith(me);
			return (isFirst ? id.slice(plus + 1) : id.slice(0, plus)) as UserName; // a part of the id
		}

		default:
			return kind satisfies never;
	}
}
