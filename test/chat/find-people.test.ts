/** Finding people by a part of their name: who is found, in which order, and how long may it hold the server up? */
import {expect, test} from 'vitest';
import {MAX_FOUND_PEOPLE} from '../../protocol/bounds.ts';
import type {UserName} from '../../protocol/names.ts';
import {gathering, type Rules} from '../harness/rules.ts';

const find = (name: string) => ({type: 'findPeople', name}) as const;
const names = (answer: object) => (answer as {people: Array<{user: string}>}).people.map(({user}) => user);

function join(rules: Rules, ...users: readonly string[]): void {
	rules.happen(
		users.map(
			user => ({type: 'accountCreated', user: user as UserName, password: '', at: rules.now}) as const,
		),
	);
}

test('first comes the one of that very name, then names that begin with it, then those that contain it', async () => {
	const {rules, alice} = await gathering('alice');
	join(rules, 'joann', 'ann-marie', 'hanna', 'bert', 'anna', 'ann');
	expect(names(await alice.ask(find('Ann ')))).toEqual(['ann', 'ann-marie', 'anna', 'hanna', 'joann']);
	expect(await alice.ask(find('nobody'))).toEqual({people: []});
	expect(await alice.ask(find(' '))).toEqual({people: []});
});

test('of too many, the first are told, and how many others there are', async () => {
	const {rules, alice} = await gathering('alice');
	join(rules, ...Array.from({length: 200}, (_, at) => `person${at}`), 'erso');
	const answer = await alice.ask(find('erso'));
	expect(names(answer)).toHaveLength(MAX_FOUND_PEOPLE);
	expect(names(answer)[0]).toBe('erso');
	expect(answer).toMatchObject({more: 201 - MAX_FOUND_PEOPLE});
});

test('whoever has blocked the asker is found, and seems offline', async () => {
	const {alice, bob} = await gathering('alice', 'bob');
	await bob.ask({type: 'block', user: 'alice' as UserName});
	expect(await alice.ask(find('bob'))).toMatchObject({people: [{user: 'bob', presence: 'offline'}]});
});

test('between the slices of a long search others get their turn, also to delete an account that was found', async () => {
	const {rules, alice} = await gathering('alice', 'bob');
	join(rules, ...Array.from({length: 5000}, (_, at) => `person${at}`));
	let turns = 0;
	rules.pace = {
		...rules.pace,
		isOver: () => true,
		async next() {
			if (++turns === 1)
				rules.happen([{type: 'userDeleted', user: 'bob' as UserName, by: 'operator', at: rules.now}]);
		},
	};
	expect(await alice.ask(find('bob'))).toMatchObject({people: []});
	expect(turns).toBe(5);
});

test('who signs out meanwhile hears nothing', async () => {
	const {rules, alice} = await gathering('alice');
	join(rules, ...Array.from({length: 1500}, (_, at) => `person${at}`));
	rules.pace = {
		...rules.pace,
		isOver: () => true,
		async next() {
			await alice.ask({type: 'signOut'});
		},
	};
	expect(await alice.ask(find('person'))).toEqual({refusal: 'notSignedIn'});
});
