/** The powers of a room's operators: who has them, over whom, and what they keep from whom. */
import {describe, expect, test} from 'vitest';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import {MAX_ROOM_BANS, MAX_ROOM_OPERATORS} from '../../protocol/room-operators.ts';
import {gathering, message, type Seat} from '../harness/rules.ts';

const room = '#build' as ConversationId;
const lobby = '#lobby' as ConversationId;
const user = (name: string) => name as UserName;
const join = {type: 'join', room} as const;
const leave = {type: 'leave', room} as const;
const history = {type: 'history', conversation: room, limit: 10} as const;
const kick = (name: string, reason?: string) =>
	({type: 'kickFromRoom', room, user: user(name), ...(reason !== undefined && {reason})}) as const;
const ban = (name: string) => ({type: 'banFromRoom', room, user: user(name)}) as const;
const unban = (name: string) => ({type: 'unbanFromRoom', room, user: user(name)}) as const;
const operator = (name: string, operator = true) =>
	({type: 'setRoomOperator', room, user: user(name), operator}) as const;
const setRoom = (settings: {private?: boolean; guardedTopic?: boolean}) =>
	({type: 'setRoom', room, ...settings}) as const;
const invite = (name: string) => ({type: 'invite', user: user(name), room}) as const;
const accept = (from: string) =>
	({type: 'answerQuestion', kind: 'invitation', from: user(from), room, accept: true}) as const;
const say = (text: string) => ({...message('alice', 'alice', text), conversation: room});

/** Alice owns #build; bob is an operator of it, eve a member; mallory is outside. */
async function build() {
	const all = await gathering('alice', 'bob', 'eve', 'mallory');
	for (const seat of [all.alice, all.bob, all.eve]) await seat.ask(join);
	await all.alice.ask(operator('bob'));
	return all;
}

const members = async (seat: Seat) => {
	const answer = await seat.ask({type: 'names', room});
	return 'people' in answer ? answer.people.map(each => `${each.role ?? ''} ${each.user}`.trim()) : answer;
};

describe('somebody who is removed from a room', () => {
	test('hears who did it and why, as do the others, and reads and hears nothing more', async () => {
		const {rules, alice, bob, eve} = await build();
		expect(await bob.ask(kick('eve', '  spam '))).toEqual({});
		const left = {
			type: 'memberLeft',
			conversation: room,
			user: 'eve',
			by: 'bob',
			reason: 'spam',
			at: rules.now,
		};
		for (const seat of [alice, eve]) expect(seat.heardOf('memberLeft')).toEqual([left]);
		await alice.ask(say('among us'));
		expect(eve.heardOf('message')).toEqual([]);
		expect(await eve.ask(history)).toEqual({refusal: 'notMember', room});
		rules.restart();
		const again = await rules.signIn('eve', 'eveeve');
		expect(await again.seat.ask(history)).toEqual({refusal: 'notMember', room});
	});

	test('may join again', async () => {
		const {bob, eve} = await build();
		await bob.ask(kick('eve'));
		expect(await eve.ask(join)).toMatchObject({conversation: room, members: 3});
	});

	test('by somebody whom they have blocked reads no reason', async () => {
		const {bob, eve} = await build();
		await eve.ask({type: 'block', user: user('bob')});
		await bob.ask(kick('eve', 'spam'));
		expect(eve.heardOf('memberLeft')).toMatchObject([{by: 'bob'}]);
		expect(eve.heardOf('memberLeft')[0]).not.toHaveProperty('reason');
	});
});

describe('somebody who is banned from a room', () => {
	test('is removed, cannot join or be invited, and can again once the ban is lifted, also after restarts', async () => {
		const {rules, bob} = await build();
		expect(await bob.ask(ban('eve'))).toEqual({removed: true});
		rules.restart();
		const eve = (await rules.signIn('eve', 'eveeve')).seat;
		const alice = (await rules.signIn('alice', 'alicealice')).seat;
		expect(await eve.ask(join)).toEqual({refusal: 'bannedFromRoom', room});
		expect(await alice.ask(invite('eve'))).toEqual({refusal: 'userBannedFromRoom', user: 'eve', room});
		expect(await alice.ask({type: 'roomBans', room})).toEqual({users: ['eve']});
		expect(await alice.ask(unban('eve'))).toEqual({});
		rules.restart();
		const back = (await rules.signIn('eve', 'eveeve')).seat;
		expect(await back.ask(join)).toMatchObject({conversation: room});
	});

	test('need not be in it, and an invitation that waits for them is withdrawn', async () => {
		const {bob, alice, mallory} = await build();
		await alice.ask(invite('mallory'));
		expect(await bob.ask(ban('mallory'))).toEqual({removed: false});
		expect(mallory.heardOf('withdrawn')).toHaveLength(1);
		expect(await mallory.ask(accept('alice'))).toEqual({refusal: 'questionGone'});
		expect(await mallory.ask(join)).toEqual({refusal: 'bannedFromRoom', room});
	});

	test('from the lobby before their first visit is not put there', async () => {
		const {rules, alice} = await gathering('alice');
		await rules.operator.ask({type: 'appointAdmin', user: user('alice')});
		const account = {user: user('carol'), password: 'hash of carolcarol', at: rules.now};
		rules.happen([{type: 'accountCreated', ...account}]);
		expect(await alice.ask({...ban('carol'), room: lobby})).toEqual({removed: false});
		expect((await rules.signIn('carol', 'carolcarol')).answer).toMatchObject({conversations: []});
	});
});

describe('an ordinary member, and somebody outside,', () => {
	test.each([
		kick('bob'),
		ban('bob'),
		unban('bob'),
		{type: 'roomBans', room} as const,
		setRoom({private: true}),
	])('is refused $type', async request => {
		const {eve, mallory} = await build();
		expect(await eve.ask(request)).toEqual({refusal: 'notRoomOperator', room});
		expect(await mallory.ask(request)).toEqual({refusal: 'notMember', room});
	});

	test('cannot make operators, nor can an operator', async () => {
		const {bob, eve} = await build();
		for (const seat of [bob, eve])
			expect(await seat.ask(operator('eve'))).toEqual({refusal: 'notRoomOwner', room});
	});
});

describe('an operator', () => {
	test('is marked in the list of members, behind the owner', async () => {
		const {eve} = await build();
		expect(await members(eve)).toEqual(['owner alice', 'operator bob', 'eve']);
	});

	test('has no power over the owner and other operators, nor over themself', async () => {
		const {alice, bob} = await build();
		await alice.ask(operator('eve'));
		for (const request of [kick('alice'), ban('alice')])
			expect(await bob.ask(request)).toEqual({refusal: 'roomOwner', user: 'alice', room});
		for (const request of [kick('eve'), ban('eve')])
			expect(await bob.ask(request)).toEqual({refusal: 'roomOperator', user: 'eve', room});
		expect(await bob.ask(kick('bob'))).toEqual({refusal: 'notYourself'});
		expect(await alice.ask(kick('eve'))).toEqual({});
	});

	test('is one no more after leaving, after being dismissed, and after resigning', async () => {
		const {alice, bob} = await build();
		await bob.ask(leave);
		await bob.ask(join);
		expect(await bob.ask(kick('eve'))).toEqual({refusal: 'notRoomOperator', room});
		await alice.ask(operator('bob'));
		await alice.ask(operator('bob', false));
		expect(await bob.ask(kick('eve'))).toEqual({refusal: 'notRoomOperator', room});
		await alice.ask(operator('bob'));
		expect(await bob.ask(operator('bob', false))).toEqual({});
		expect(await bob.ask(kick('eve'))).toEqual({refusal: 'notRoomOperator', room});
	});

	test('for longest owns the room when its owner leaves, before members who are there for longer', async () => {
		const {alice, bob, eve} = await build();
		await alice.ask(operator('eve'));
		await alice.ask(operator('bob', false));
		await alice.ask(leave);
		expect(bob.heardOf('memberLeft')).toMatchObject([{user: 'alice', owner: 'eve'}]);
		expect(await members(eve)).toEqual(['owner eve', 'bob']);
	});
});

describe('a private room', () => {
	async function den() {
		const all = await build();
		await all.alice.ask(setRoom({private: true}));
		return all;
	}

	test('is told to its members, and is listed for them and for those invited alone', async () => {
		const {rules, alice, eve, mallory} = await den();
		expect(eve.heardOf('roomSet')).toEqual([
			{type: 'roomSet', conversation: room, by: 'alice', private: true, at: rules.now},
		]);
		expect(mallory.heardOf('roomSet')).toEqual([]);
		const listed = async (seat: Seat) => {
			const answer = await seat.ask({type: 'rooms'});
			return 'rooms' in answer ? answer.rooms.find(each => each.room === room) : answer;
		};
		expect(await listed(eve)).toMatchObject({private: true, joined: true});
		expect(await listed(mallory)).toBeUndefined();
		await alice.ask(invite('mallory'));
		expect(await listed(mallory)).toMatchObject({private: true, joined: false});
	});

	test('is entered by invitation of an operator alone, also by joining', async () => {
		const {alice, eve, mallory} = await den();
		expect(await mallory.ask(join)).toEqual({refusal: 'privateRoom', room});
		expect(await eve.ask(invite('mallory'))).toEqual({refusal: 'notRoomOperator', room});
		await alice.ask(invite('mallory'));
		expect(await mallory.ask(join)).toMatchObject({conversation: room, private: true});
	});

	test('does not let in whom somebody has invited who may invite no longer', async () => {
		const {alice, bob, mallory} = await den();
		await bob.ask(invite('mallory'));
		await alice.ask(kick('bob'));
		expect(await mallory.ask(join)).toEqual({refusal: 'privateRoom', room});
		expect(await mallory.ask(accept('bob'))).toEqual({refusal: 'privateRoom', room});
		expect(await mallory.ask(accept('bob'))).toEqual({refusal: 'questionGone'});
		expect(await mallory.ask(history)).toEqual({refusal: 'notMember', room});
	});

	test('that everybody has left stays closed to all but its last owner', async () => {
		const {rules, alice, bob, eve, mallory} = await den();
		await alice.ask(say('secret'));
		for (const seat of [alice, bob, eve]) await seat.ask(leave);
		rules.restart();
		for (const name of ['alice', 'bob', 'mallory']) {
			const {seat} = await rules.signIn(name, name + name);
			expect(await seat.ask(join)).toEqual({refusal: 'privateRoom', room});
		}

		expect(mallory.heardOf('message')).toEqual([]);
		const {seat} = await rules.signIn('eve', 'eveeve');
		expect(await seat.ask(join)).toMatchObject({role: 'owner', private: true});
	});

	test('of which nothing is left begins anew, open, for whoever makes it', async () => {
		const {alice, bob, eve, mallory} = await den();
		await alice.ask(ban('mallory'));
		for (const seat of [alice, bob, eve]) await seat.ask(leave);
		const answer = await mallory.ask(join);
		expect(answer).toMatchObject({created: true, role: 'owner'});
		expect(answer).not.toHaveProperty('private');
		expect(await mallory.ask({type: 'roomBans', room})).toEqual({users: []});
	});

	test('can be opened again, but the lobby cannot be closed', async () => {
		const {rules, alice, mallory} = await den();
		await alice.ask(setRoom({private: false}));
		expect(await mallory.ask(join)).toMatchObject({conversation: room});
		await rules.operator.ask({type: 'appointAdmin', user: user('alice')});
		expect(await alice.ask({...setRoom({private: true}), room: lobby})).toEqual({refusal: 'lobbyStaysOpen'});
		expect(await alice.ask({...operator('bob'), room: lobby})).toEqual({refusal: 'lobbyOperators'});
	});
});

test('the topic is set by operators alone where they say so, and by every member again once they do not', async () => {
	const {bob, eve} = await build();
	const topic = {type: 'setTopic', room, topic: 'green'} as const;
	await bob.ask(setRoom({guardedTopic: true}));
	expect(await eve.ask(topic)).toEqual({refusal: 'notRoomOperator', room});
	expect(await bob.ask(topic)).toEqual({});
	await bob.ask(setRoom({guardedTopic: false}));
	expect(await eve.ask({...topic, topic: 'red'})).toEqual({});
});

test('what changes nothing is told to nobody', async () => {
	const {rules, alice, eve} = await build();
	const before = rules.journal.length;
	for (const request of [operator('bob'), operator('eve', false), setRoom({private: false}), setRoom({})])
		expect(await alice.ask(request)).toEqual({});
	expect(rules.journal).toHaveLength(before);
	expect(eve.heardOf('roomSet')).toEqual([]);
});

describe('a room has at most', () => {
	test(`${MAX_ROOM_BANS} banned users`, async () => {
		const {rules, alice} = await build();
		const at = rules.now;
		for (let count = 0; count < MAX_ROOM_BANS; count++)
			rules.happen([
				{type: 'roomBanned', conversation: room, user: user(`u${count}`), by: user('alice'), at},
			]);
		const most = MAX_ROOM_BANS;
		expect(await alice.ask(ban('mallory'))).toEqual({refusal: 'tooManyRoomBans', room, most});
		expect(await alice.ask({type: 'roomBans', room})).toMatchObject({more: most - 90});
	});

	test(`${MAX_ROOM_OPERATORS} operators`, async () => {
		const {rules, alice} = await build();
		const by = user('alice');
		for (let count = 1; count < MAX_ROOM_OPERATORS; count++) {
			const operator = {user: user(`u${count}`), by, operator: true, at: rules.now};
			rules.happen([{type: 'memberJoined', conversation: room, user: operator.user, at: rules.now}]);
			rules.happen([{type: 'roomOperatorSet', conversation: room, ...operator}]);
		}

		const most = MAX_ROOM_OPERATORS;
		expect(await alice.ask(operator('eve'))).toEqual({refusal: 'tooManyRoomOperators', room, most});
	});
});

test('the list of rooms has the largest in front, or is in the order of names', async () => {
	const {rules, alice, bob} = await build();
	await bob.ask({type: 'join', room: '#aside' as ConversationId});
	const rooms = async (by?: 'members' | 'name') => {
		const answer = await alice.ask({type: 'rooms', ...(by && {by})});
		return 'rooms' in answer ? answer.rooms.map(each => each.room) : answer;
	};
	expect(await rooms()).toEqual(['#lobby', '#build', '#aside']);
	expect(await rooms('name')).toEqual(['#aside', '#build', '#lobby']);
	expect(rules.state.conversations.byId.size).toBe(3);
});
