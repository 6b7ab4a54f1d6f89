/** Finds accounts by a part of their name. */
import {MAX_FOUND_PEOPLE} from '../../../protocol/bounds.ts';
import {folded} from '../../../protocol/folding.ts';
import type {UserName} from '../../../protocol/names.ts';
import {refuse} from '../../../protocol/refusals.ts';
import {isLarge, personOf} from '../people.ts';
import {accountExists, answer, type MemberRule, type Pace} from '../rule.ts';

/** Names between two looks at the clock. */
const STRIDE = 1000;

/**
 * Looks through all names in time slices, without a turn of its own: a hundred thousand names take about one slice. On a large server, a
 * client that asks for a whole name hears of that user from then on.
 */
export const findPeople: MemberRule<'findPeople'> = (state, {connection, session: {user}}, {name}) => {
	const part = folded(name).trim();
	if (part === '') return answer({people: []});
	const isThere = () => state.presence.sessions.get(connection)?.user === user;
	const named = isLarge(state) ? state.accounts.byName.get(part as UserName) : undefined; // another name is simply not found
	return {
		events: named ? [{type: 'watched', connection, user: named.user}] : [],
		async reply(_logs, pace) {
			const {first, count} = await namesWith(part, state.accounts.byName.keys(), pace);
			if (!isThere()) return refuse('notSignedIn');
			const there = first.filter(found => accountExists(state, found)); // it may have been deleted meanwhile
			const more = count - first.length;
			return {people: there.map(found => personOf(state, found, user)), ...(more > 0 && {more})};
		},
	};
};

/** Returns the name that is the part itself, then those that begin with it, then those that contain it; `count`: how many there are. */
async function namesWith(part: string, names: Iterable<UserName>, pace: Pace) {
	const exact: UserName[] = [];
	const begin: UserName[] = [];
	const contain: UserName[] = [];
	let looked = 0;
	let count = 0;
	for (const name of names) {
		if (++looked % STRIDE === 0 && pace.isOver()) await pace.next();
		const at = name.indexOf(part);
		if (at < 0) continue;
		count++;
		const kind = name === part ? exact : at === 0 ? begin : contain;
		if (kind.length < MAX_FOUND_PEOPLE) kind.push(name);
	}

	return {first: [...exact, ...begin.sort(), ...contain.sort()].slice(0, MAX_FOUND_PEOPLE), count};
}
