/** Decides on presence: lists users online or recently seen, describes a user, sets away and busy. */
import {refuse} from '../../../protocol/refusals.ts';
import {isAdmin, isDeleted} from '../roles.ts';
import {areFriends, hasBlocked, idleOf, isOffline, peopleOn, personOf, sessionsOf} from '../people.ts';
import {accountExists, answer, type MemberRule} from '../rule.ts';
import {shortList} from '../short-list.ts';
import {findPeople} from './find-people.ts';
import type {Account} from '../accounts/slice.ts';

const who: MemberRule<'who'> = (state, {session: {user: viewer}}, _request, {uptime}) => {
	const {listed, more} = shortList(peopleOn(state, viewer));
	const people = listed.map(user => ({...personOf(state, user, viewer), idle: idleOf(state, user, uptime)}));
	return answer({people, ...more});
};

/** Lists users online or recently seen, across restarts, without those who have blocked the asker. */
const whoSince: MemberRule<'whoSince'> = (state, {session: {user: viewer}}, {milliseconds}, {now}) => {
	const from = Math.max(1, now - milliseconds); // a user who has never signed in was last seen at 0
	const isOn = ({user}: Account) => !isOffline(state, user);
	const known = [...state.accounts.byName.values()].filter(({user}) => !hasBlocked(state, user, viewer));
	const {listed, more} = shortList(
		known.filter(account => isOn(account) || account.seen >= from),
		isOn,
	);
	return answer({people: listed.map(({user}) => personOf(state, user, viewer)), ...more});
};

/** Describes a user. Only friends get the address; a blocked asker gets no more than the contact list has. */
const whois: MemberRule<'whois'> = (state, {session}, {user}, {now, uptime}) => {
	if (isDeleted(state, user)) return refuse('userDeleted', {user});
	if (!accountExists(state, user)) return refuse('noSuchUser', {user});
	const person = personOf(state, user, session.user);
	const friend = areFriends(state, session.user, user);
	const role = isAdmin(state, user) ? {admin: true} : {};
	if (person.presence === 'offline') return answer({...person, seen: person.since, friend, ...role});
	const screen = sessionsOf(state, user).find(({as}) => as === 'screen');
	const since = person.presence === 'online' && screen ? screen.since : person.since; // no screen: a broken link
	const address = screen?.address;
	const shown = address !== undefined && (friend || user === session.user) ? {address} : {};
	return answer({...person, since, seen: now, idle: idleOf(state, user, uptime), ...shown, friend, ...role});
};

/** Milliseconds within which a client need not report a second key. */
const REPORTED_EVERY = 30_000;

const setPresence: MemberRule<'setPresence'> = (
	state,
	{session},
	{presence, remark, idle},
	{now: at, uptime},
) => {
	const {user, as} = session;
	if (idle !== undefined && idleOf(state, user, uptime) < idle - REPORTED_EVERY)
		return answer({unchanged: true});
	const before = state.presence.byUser.get(user);
	if (as === 'script' || (before?.presence === presence && before.remark === remark)) return answer({});
	const change = {
		type: 'presenceChanged',
		user,
		presence,
		...(remark === undefined ? {} : {remark}),
		at,
	} as const;
	return {events: [change], reply: () => ({})};
};

/** Does nothing: like every request of a screen, it ends the idle time. */
const active: MemberRule<'active'> = () => answer({});

export const presenceRules = {setPresence, active, who, whoSince, whois, findPeople};
