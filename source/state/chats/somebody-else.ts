/** Finds an example of somebody to write to. */
import type {UserName} from '../../../protocol/names.ts';
import type {State} from '../model/state.ts';

/** Returns an example of somebody to write to, who is online if anybody is. */
export function somebodyElse({me, people}: State): UserName | undefined {
	let any: UserName | undefined;
	for (const {user, presence} of people.values()) {
		if (user === me?.user) continue;
		if (presence !== 'offline') return user;
		any ??= user;
	}

	return any;
}
