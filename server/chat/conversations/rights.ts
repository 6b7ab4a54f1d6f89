/** Keeps the rights in a room: its owner, its operators, who is banned, and what everybody may do. */
import {z} from 'zod';
import {userNameSchema} from '../../../protocol/name-schemas.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {EventOf} from '../event.ts';
import {storedList} from '../stored-bounds.ts';

/** What operators do in their room. */
export type RoomOperatorEvent = EventOf<'roomBanned' | 'roomUnbanned' | 'roomOperatorSet' | 'roomSet'>;

/** A record is replaced, never changed. */
export type Rights = {
	/** Undefined in the lobby, and in a room that an older server has stored: see `ownerOf`. An empty room keeps its last owner. */
	readonly owner?: UserName | undefined;
	/** Members; the one who has been an operator for longest is the first. */
	readonly operators: readonly UserName[];
	readonly banned: readonly UserName[];
	/** Only invited users join. */
	readonly isPrivate: boolean;
	/** Only operators set the topic. */
	readonly hasGuardedTopic: boolean;
};

export const NO_RIGHTS: Rights = {operators: [], banned: [], isPrivate: false, hasGuardedTopic: false};

/** The rights in the file of a conversation. */
export const storedRights = z.strictObject({
	owner: userNameSchema.optional(),
	operators: storedList(userNameSchema),
	banned: storedList(userNameSchema),
	isPrivate: z.boolean(),
	hasGuardedTopic: z.boolean(),
});

const without = (users: readonly UserName[], user: UserName): readonly UserName[] =>
	users.filter(each => each !== user);

/** Takes the rights of a user who leaves; `heir` is the owner from then on. */
export function afterLeaving(rights: Rights, user: UserName, heir: UserName | undefined): Rights {
	const {owner, operators} = rights;
	const left = {...rights, owner: heir ?? owner, operators: without(operators, user)};
	return heir === undefined ? left : {...left, operators: without(left.operators, heir)};
}

/** Only an owner appoints operators: who does so in a room that an older server has stored stays its owner. */
export function afterEvent(rights: Rights, event: RoomOperatorEvent): Rights {
	const {operators, banned, isPrivate, hasGuardedTopic} = rights;
	switch (event.type) {
		case 'roomBanned':
			return {...rights, banned: [...banned, event.user]};
		case 'roomUnbanned':
			return {...rights, banned: without(banned, event.user)};
		case 'roomOperatorSet':
			return event.operator
				? {...rights, owner: rights.owner ?? event.by, operators: [...operators, event.user]}
				: {...rights, operators: without(operators, event.user)};
		case 'roomSet': {
			const {private: becomesPrivate = isPrivate, guardedTopic = hasGuardedTopic} = event;
			return {...rights, isPrivate: becomesPrivate, hasGuardedTopic: guardedTopic};
		}

		default:
			return event satisfies never;
	}
}
