/** Names the users of the benchmark, and their credentials. */
import {directConversation, userName, type ConversationId, type UserName} from '../../protocol/names.ts';

/** The password of all users. */
export const PASSWORD = 'tulip-tree-42';

type Person = {readonly user: UserName; readonly device: string; readonly token: string};

/** Returns the `at`-th user, from 0. */
export function person(at: number): Person {
	const number = String(at).padStart(6, '0');
	const user = userName(`user${number}`);
	if (user === undefined) throw new RangeError(`There is no ${at}-th person.`);
	return {user, device: `device${number}`, token: `token-of-${number}`};
}

/** Returns the partner of the `at`-th user: the 0th and the 1st, the 2nd and the 3rd. */
export function pairOf(at: number): ConversationId {
	return directConversation(person(at).user, person(at ^ 1).user);
}
