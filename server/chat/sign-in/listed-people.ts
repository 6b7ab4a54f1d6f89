/** Chooses the people whom the reply to a sign-in lists, so that it costs the same however many accounts there are. */
import {MAX_LISTED_PEOPLE, MAX_SHOWN} from '../../../protocol/bounds.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {SignedIn} from '../../../protocol/sign-in.ts';
import {hasBlocked, isBlocked, isLarge, personOf} from '../people.ts';
import {accountExists} from '../rule.ts';
import type {State} from '../state.ts';

/** What else the reply has: those whom it names matter to the user. */
type Named = Pick<SignedIn, 'conversations' | 'friends' | 'blocked' | 'questions'>;

/**
 * Lists everybody on a server of at most {@link MAX_LISTED_PEOPLE} accounts. On a larger one: the user, all who matter to them, and of those
 * whom they see online as many as the list then has room for.
 */
export function listedPeople(
	state: State,
	viewer: UserName,
	named: Named,
): Pick<SignedIn, 'people' | 'others'> {
	const {byName} = state.accounts;
	const listed = isLarge(state) ? someOf(state, viewer, named) : byName.keys();
	const people = [...listed].map(user => personOf(state, user, viewer));
	const others = byName.size - people.length;
	return {people, ...(others > 0 && {others})};
}

function someOf(state: State, viewer: UserName, named: Named): Set<UserName> {
	const listed = namesIn(named).add(viewer);
	for (const user of listed) if (!accountExists(state, user)) listed.delete(user); // deleted since
	for (const user of shownTo(state, viewer)) {
		if (listed.size >= MAX_LISTED_PEOPLE) break;
		listed.add(user);
	}

	return listed;
}

/** Collects the partners of direct conversations, the members of small rooms, friends, blocked users, and those with an open proposal. */
function namesIn({conversations, friends, blocked, questions}: Named): Set<UserName> {
	const names = new Set([...friends, ...blocked]);
	for (const {others} of conversations) for (const {user} of others) names.add(user);
	for (const {from, to} of questions) names.add(from).add(to);
	return names;
}

/**
 * Lists the users present whom a large server shows to the viewer though they have nothing to do with each other. For a blocked viewer those
 * who have blocked them take no place.
 */
export function shownTo(state: State, viewer: UserName): Set<UserName> {
	const {byUser, shown} = state.presence;
	if (!isBlocked(state, viewer)) return shown;
	const visible = new Set<UserName>();
	for (const user of byUser.keys()) {
		if (visible.size >= MAX_SHOWN) break;
		if (!hasBlocked(state, user, viewer)) visible.add(user);
	}

	return visible;
}
