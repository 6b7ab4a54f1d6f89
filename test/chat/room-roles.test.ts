/** The roles in a room: who owns it, and who owns it when the owner is gone. */
import {describe, expect, test} from 'vitest';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import {ownerOf, roleIn} from '../../server/chat/room-roles.ts';
import {gathering, type Rules} from '../harness/rules.ts';

const build = '#build' as ConversationId;
const lobby = '#lobby' as ConversationId;
const join = {type: 'join', room: build} as const;
const leave = {type: 'leave', room: build} as const;
const user = (name: string) => name as UserName;

function owner({state}: Rules, room = build): UserName | undefined {
	const conversation = state.conversations.byId.get(room);
	return conversation && ownerOf(conversation);
}

async function threeInRoom() {
	const all = await gathering('alice', 'bob', 'eve');
	for (const seat of [all.alice, all.bob, all.eve]) await seat.ask(join);
	return all;
}

describe('the owner of a room', () => {
	test('is who made it, also after a restart', async () => {
		const {rules} = await threeInRoom();
		rules.restart();
		expect(owner(rules)).toBe('alice');
	});

	test('hands it over by leaving to the member for longest, and is an ordinary member after coming back', async () => {
		const {rules, alice} = await threeInRoom();
		await alice.ask(leave);
		expect(owner(rules)).toBe('bob');
		await alice.ask(join);
		rules.restart();
		expect(owner(rules)).toBe('bob');
		expect(roleIn(rules.state, build, user('alice'))).toBeUndefined();
	});

	test('hands it over when the account is deleted', async () => {
		const {rules} = await threeInRoom();
		await rules.operator.ask({type: 'deleteUser', user: user('alice')});
		expect(owner(rules)).toBe('bob');
	});

	test('is the next who joins a room that everybody has left', async () => {
		const {rules, alice, bob, eve} = await threeInRoom();
		for (const seat of [alice, bob, eve]) await seat.ask(leave);
		await eve.ask(join);
		await bob.ask(join);
		expect(owner(rules)).toBe('eve');
	});

	test('of a room that an older server has stored is the member who joined first, and then the next', async () => {
		const {rules, bob} = await gathering('alice', 'bob', 'eve');
		for (const name of ['bob', 'alice', 'eve'])
			rules.happen([{type: 'memberJoined', conversation: build, user: user(name), at: rules.now}]);
		expect(owner(rules)).toBe('bob');
		await bob.ask(leave);
		await bob.ask(join);
		expect(owner(rules)).toBe('alice');
	});
});

test('the lobby belongs to nobody but the operator of the server, whose admins are operators there', async () => {
	const {rules} = await threeInRoom();
	expect(owner(rules, lobby)).toBeUndefined();
	await rules.operator.ask({type: 'appointAdmin', user: user('bob')});
	expect(roleIn(rules.state, lobby, user('alice'))).toBeUndefined();
	expect(roleIn(rules.state, lobby, user('bob'))).toBe('operator');
	expect(roleIn(rules.state, build, user('bob'))).toBeUndefined();
});
