/** Handles moderation: the own role, deleted accounts, and what came of an admin's requests. */
import {banText} from '../../../protocol/administration-refusals.ts';
import type {Ban} from '../../../protocol/administration.ts';
import {MAX_ACCOUNTS} from '../../../protocol/bounds.ts';
import type {UserName} from '../../../protocol/names.ts';
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {answer, say, shortened} from '../chats/saying.ts';
import type {State} from '../model/state.ts';
import {memberDeleted} from '../presence/members.ts';
import {step} from '../model/step.ts';
import type {Announced, Replies} from './tables.ts';

/** Forgets a user whose account was deleted; the name stays at what they wrote, marked as deleted. */
function withoutUser(state: State, user: UserName): State {
	const people = new Map(state.people);
	people.delete(user);
	const {memberLists} = memberDeleted(state, user);
	const found = new Set(state.found);
	found.delete(user);
	const deleted = state.deleted.size < MAX_ACCOUNTS ? new Set([...state.deleted, user]) : state.deleted;
	const others = (users: ReadonlySet<UserName>) => new Set([...users].filter(each => each !== user));
	return {
		...state,
		people,
		memberLists,
		found,
		deleted,
		friends: others(state.friends),
		blocked: others(state.blocked),
		proposals: state.proposals.filter(({from, to}) => from !== user && to !== user),
	};
}

export const administrationAnnouncements: Announced<'roleChanged' | 'userDeleted'> = {
	roleChanged(state, {admin}) {
		if (!state.me) return step(state);
		const {isAdmin: _before, ...me} = state.me;
		const changed = {...state, me: admin ? {...me, isAdmin: true as const, mayInvite: true as const} : me};
		return step(
			say(changed, [
				admin
					? safeText`The operator made you an admin: /server-kick, /server-ban, /server-unban, /server-bans and /reset-password are yours now`
					: safeText`You are no longer an admin`,
			]),
		);
	},
	userDeleted(state, {user}) {
		const said = safeText`The account of ${user} was deleted; what was said stays`;
		return step(say(withoutUser(state, user), [said]));
	},
};

function banLine({user, by, until = 0, reason = '', networks}: Ban): SafeText {
	const whom =
		networks.length > 0 ? safeText`${user} and ${networks.join(', ')}: banned` : safeText`${user}: banned`;
	return banText(safeText`${whom} by ${by}`, until, reason);
}

type Requests = 'kick' | 'ban' | 'unban' | 'bans' | 'resetPassword';

export const administrationReplies: Replies<Requests> = {
	kick: (state, {request: {user}, shownIn}) =>
		step(answer(state, [safeText`${user} is signed out`], 'good', shownIn)),
	ban: (state, {reply, shownIn}) => step(answer(state, [banLine(reply)], 'good', shownIn)),
	unban: (state, {request: {user}, shownIn}) =>
		step(answer(state, [safeText`${user} is no longer banned`], 'good', shownIn)),
	bans(state, {reply: {bans, more}, shownIn}) {
		const lines = bans.length === 0 ? [safeText`Nobody is banned.`] : shortened(bans.map(banLine), more);
		return step(answer(state, lines, 'info', shownIn));
	},
	resetPassword: (state, {request: {user}, reply: {password}, shownIn}) =>
		step(
			say(
				state,
				[
					safeText`The one-time password of ${user} is ${cleanLine(password)}`,
					safeText`It is shown this once. Tell it to ${user} alone: it lets them choose a new password.`,
				],
				'good',
				shownIn,
			),
		),
};
