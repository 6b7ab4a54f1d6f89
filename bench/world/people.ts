/** The people of the benchmark: their names, and by what they get in. */
import {directConversation, userName, type ConversationId, type UserName} from '../../protocol/names.ts';

/** Everybody's password. */
export const PASSWORD = 'tulip-tree-42';

export type Person = {readonly user: UserName; readonly device: string; readonly token: string};

/** The `at`-th person, from 0. */
export function person(at: number): Person {
	const number = String(at).padStart(6, '0');
	const user = userName(`user${number}`);
	if (user === undefined) throw new RangeError(`There is no ${at}-th person.`);
	return {user, device: `device${number}`, token: `token-of-${number}`};
}

/** Whom the `at`-th person talks with: the 0th with the 1st, the 2nd with the 3rd. */
export function pairOf(at: number): ConversationId {
	return directConversation(person(at).user, person(at ^ 1).user);
}
