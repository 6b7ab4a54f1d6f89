/** Whom a sign-in lists: everybody of a small server; of a large one those who matter to the user, and some of those online. */
import {expect, test} from 'vitest';
import {MAX_LISTED_PEOPLE} from '../../protocol/bounds.ts';
import {LOBBY, roomName, type UserName} from '../../protocol/names.ts';
import {isRefusal} from '../../protocol/refusals.ts';
import {message, Rules, type Seat} from '../harness/rules.ts';

const build = roomName('#build')!;
const name = (user: string) => user as UserName;
const somebody = (at: number) => name(`person${at}`);

/** Alice and bob, and so many others that the server has `accounts` accounts. */
async function server(accounts: number) {
	const rules = new Rules();
	const alice = await rules.newcomer('alice');
	const bob = await rules.newcomer('bob');
	for (let at = 0; at < accounts - 2; at++)
		rules.happen([
			{type: 'accountCreated', user: somebody(at), password: '', at: rules.now},
			{type: 'memberJoined', conversation: LOBBY, user: somebody(at), at: rules.now},
		]);
	return {rules, alice, bob};
}

/** Makes these users count as online. */
function arrive(rules: Rules, ...users: UserName[]): void {
	rules.happen(users.map(user => ({type: 'awaited', user, at: rules.now, uptime: 0})));
}

async function signInOf(rules: Rules, seat: Seat, user: string) {
	await seat.ask({type: 'signOut'});
	const {answer} = await rules.signIn(user, user + user);
	if (isRefusal(answer)) throw new Error(answer.refusal);
	return {...answer, names: answer.people.map(({user}) => user as string)};
}

test('a server of as many accounts as are listed lists everybody, online or not', async () => {
	const {rules, alice} = await server(MAX_LISTED_PEOPLE);
	const {names, others} = await signInOf(rules, alice, 'alice');
	expect(names).toHaveLength(MAX_LISTED_PEOPLE);
	expect(others).toBeUndefined();
});

test('with one account more, nobody is listed who is offline and a stranger, and the others are counted', async () => {
	const {rules, alice} = await server(MAX_LISTED_PEOPLE + 1);
	arrive(rules, somebody(7));
	const {names, others} = await signInOf(rules, alice, 'alice');
	expect(names).toEqual(['alice', 'bob', 'person7']);
	expect(others).toBe(MAX_LISTED_PEOPLE + 1 - 3);
});

test('partners, members of small rooms, friends, blocked users and those with a proposal are listed, though offline', async () => {
	const {rules, alice, bob} = await server(2 * MAX_LISTED_PEOPLE);
	await alice.ask(message('alice', 'person1', 'hi'));
	await alice.ask({type: 'block', user: somebody(2)});
	await alice.ask({type: 'befriend', user: somebody(3)});
	await bob.ask({type: 'befriend', user: name('alice')});
	await alice.ask({type: 'befriend', user: name('bob')});
	await alice.ask({type: 'join', room: build});
	rules.happen([{type: 'memberJoined', conversation: build, user: somebody(4), at: rules.now}]);
	await bob.ask({type: 'signOut'});
	const {names} = await signInOf(rules, alice, 'alice');
	expect(names.toSorted()).toEqual(['alice', 'bob', 'person1', 'person2', 'person3', 'person4']);
});

test('those who matter are all listed, and strangers who are online as far as there is room', async () => {
	const {rules, alice} = await server(3 * MAX_LISTED_PEOPLE);
	for (let at = 0; at < MAX_LISTED_PEOPLE - 3; at++)
		rules.happen([{type: 'blocked', user: name('alice'), other: somebody(at)}]);
	const online = Array.from({length: MAX_LISTED_PEOPLE}, (_, at) => somebody(MAX_LISTED_PEOPLE + at));
	arrive(rules, ...online);
	const few = await signInOf(rules, alice, 'alice');
	expect(few.names).toHaveLength(MAX_LISTED_PEOPLE);
	for (let at = 0; at < MAX_LISTED_PEOPLE; at++)
		rules.happen([{type: 'blocked', user: name('bob'), other: somebody(at)}]);
	const bob = rules.seat();
	await rules.signIn('bob', 'bobbob', {takeOver: true}, {}, bob);
	const {names} = await signInOf(rules, bob, 'bob');
	expect(names).toHaveLength(MAX_LISTED_PEOPLE + 1); // bob and those whom he has blocked
	expect(names).not.toContain(online[0]);
});

test('whoever has blocked the user is not listed for being online', async () => {
	const {rules, alice, bob} = await server(MAX_LISTED_PEOPLE + 1);
	await bob.ask({type: 'block', user: name('alice')});
	expect((await signInOf(rules, alice, 'alice')).names).toEqual(['alice']);
});
