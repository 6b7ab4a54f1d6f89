/** The rules of rooms: who is in them, who may read them, topics, receipts. */
import {describe, expect, test} from 'vitest';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import {gathering, message, Rules} from '../harness/rules.ts';
import {wrongIn} from '../harness/wrong-in.ts';

const room = (name: string) => name as ConversationId;
const join = (name = '#build') => ({type: 'join', room: room(name)}) as const;
const leave = (name = '#build') => ({type: 'leave', room: room(name)}) as const;
const names = (name = '#build') => ({type: 'names', room: room(name)}) as const;
const setTopic = (topic: string, name = '#build') => ({type: 'setTopic', room: room(name), topic}) as const;
const invite = (user: string, name = '#build') =>
	({type: 'invite', user: user as UserName, room: room(name)}) as const;
const history = (name = '#build') => ({type: 'history', conversation: room(name), limit: 10}) as const;
const say = (text: string, name = '#build') => ({
	...message('alice', 'alice', text),
	conversation: room(name),
});
const mark = (delivered: number, read: number) =>
	({type: 'mark', conversation: room('#build'), delivered, read}) as const;
const receipts = (sequence: number) => ({type: 'receipts', conversation: room('#build'), sequence}) as const;

/** Alice has made #build; bob is in it, eve is not. */
async function build() {
	const all = await gathering('alice', 'bob', 'eve');
	await all.alice.ask(join());
	await all.bob.ask(join());
	return all;
}

/** An account from a roster, whose owner has never been here. */
function roster(rules: Rules, user: string): void {
	const password = `hash of ${user}${user}`;
	rules.happen([{type: 'accountCreated', user: user as UserName, password, at: rules.now}]);
}

describe('joining a room', () => {
	test('makes it, and later ones find it with its topic and its people', async () => {
		const {alice, bob} = await gathering('alice', 'bob');
		expect(await alice.ask(join())).toMatchObject({conversation: '#build', created: true, members: 1});
		await alice.ask(setTopic('the build is red'));
		expect(await bob.ask(join())).toMatchObject({created: false, members: 2, topic: 'the build is red'});
	});

	test('is told to those who are in it, and to nobody else', async () => {
		const {rules, alice, bob, eve} = await build();
		const joined = {type: 'memberJoined', conversation: '#build', user: 'bob', at: rules.now};
		expect(alice.heardOf('memberJoined')).toContainEqual(joined);
		expect(bob.heardOf('memberJoined')).not.toContainEqual(joined);
		expect(eve.heardOf('memberJoined')).not.toContainEqual(joined);
	});

	test('twice changes nothing and tells nobody', async () => {
		const {alice, bob} = await build();
		const before = alice.heard.length;
		await alice.ask(say('one'));
		expect(await bob.ask(join())).toMatchObject({created: false, last: 1, read: 0});
		expect(alice.heard).toHaveLength(before);
	});

	test('lets one read what was said before, of which nothing is unread', async () => {
		const {alice, eve} = await build();
		await alice.ask(say('one'));
		await alice.ask(say('two'));
		expect(await eve.ask(join())).toMatchObject({last: 2, delivered: 2, read: 2});
		expect(await eve.ask(history())).toMatchObject({messages: [{text: 'one'}, {text: 'two'}], last: 2});
	});

	test('again after leaving begins anew: nothing said in between is unread', async () => {
		const {alice, bob} = await build();
		await bob.ask(leave());
		await alice.ask(say('one'));
		expect(await bob.ask(join())).toMatchObject({last: 1, delivered: 1, read: 1});
	});
});

describe('leaving a room', () => {
	test('is told to those who stay, and ends what one hears and may read', async () => {
		const {rules, alice, bob} = await build();
		await alice.ask(say('one'));
		await bob.ask(leave());
		const left = {type: 'memberLeft', conversation: '#build', user: 'bob', at: rules.now};
		expect(alice.heardOf('memberLeft')).toEqual([left]);
		await alice.ask(say('two'));
		expect(bob.heardOf('message')).toMatchObject([{text: 'one'}]);
		expect(await bob.ask(history())).toEqual({refusal: 'notMember', room: '#build'});
	});

	test('stays so over a restart', async () => {
		const {rules, bob} = await build();
		await bob.ask(leave());
		rules.restart();
		const {answer} = await rules.signIn('bob', 'bobbob');
		expect(answer).toMatchObject({conversations: [{conversation: '#lobby'}]});
	});

	test('as the last takes it from the list, and keeps its past and its numbers for who comes next', async () => {
		const {alice, bob, eve} = await build();
		await alice.ask(say('one'));
		await alice.ask(leave());
		await bob.ask(leave());
		expect(await eve.ask({type: 'rooms'})).toMatchObject({rooms: [{room: '#lobby'}]});
		expect(await eve.ask(join())).toMatchObject({created: false, members: 1, last: 1});
		expect(await eve.ask(say('two'))).toMatchObject({sequence: 2});
	});
});

describe('a stranger to a room', () => {
	test.each([
		['read its past', history()],
		['write', say('hi')],
		['show that they type', {type: 'typing', conversation: room('#build')} as const],
		['mark it as read', {type: 'mark', conversation: room('#build'), read: 1} as const],
		['see who is in it', names()],
		['change its topic', setTopic('mine')],
		['invite', invite('bob')],
		['leave it', leave()],
	])('cannot %s', async (_what, request) => {
		const {alice, eve} = await build();
		const before = alice.heard.length;
		expect(await eve.ask(request)).toEqual({refusal: 'notMember', room: '#build'});
		expect(alice.heard).toHaveLength(before);
	});

	test('learns nothing of receipts in it, and hears nothing of it', async () => {
		const {alice, bob, eve} = await build();
		eve.heard.length = 0;
		await alice.ask(say('one'));
		await bob.ask(mark(1, 1));
		await bob.ask(setTopic('secret'));
		await bob.ask({type: 'typing', conversation: room('#build')});
		await bob.ask(leave());
		expect(await eve.ask(receipts(1))).toEqual({refusal: 'notYourConversation'});
		expect(eve.heard).toEqual([]);
	});

	test('is told when there is no such room', async () => {
		const {eve} = await gathering('eve');
		const none = {refusal: 'noSuchRoom', room: '#build'};
		expect(await eve.ask(names())).toEqual(none);
		expect(await eve.ask(setTopic('x'))).toEqual(none);
		expect(await eve.ask(leave())).toEqual(none);
		expect(await eve.ask(invite('eve'))).toEqual(none);
	});

	test('sees it in the list of rooms, with its topic and how many are in it', async () => {
		const {alice, eve} = await build();
		await alice.ask(setTopic('the build is red'));
		expect(await eve.ask({type: 'rooms'})).toEqual({
			rooms: [
				{room: '#lobby', members: 3, joined: true},
				{room: '#build', topic: 'the build is red', members: 2, joined: false},
			],
		});
	});
});

describe('a message in a room', () => {
	test('reaches every member under the next number, the one who wrote it by the answer', async () => {
		const {alice, bob, eve} = await build();
		expect(await alice.ask(say('one'))).toMatchObject({sequence: 1, waitsFor: []});
		expect(await bob.ask(say('two'))).toMatchObject({sequence: 2});
		expect(bob.heardOf('message')).toMatchObject([{conversation: '#build', sequence: 1, text: 'one'}]);
		expect(alice.heardOf('message')).toMatchObject([{conversation: '#build', sequence: 2, text: 'two'}]);
		expect(eve.heardOf('message')).toEqual([]);
	});

	test('waits for members who are away from the house', async () => {
		const {rules, alice, bob} = await build();
		await bob.ask({type: 'signOut'});
		await alice.ask(say('one'));
		const {answer} = await rules.signIn('bob', 'bobbob');
		expect(answer).toMatchObject({conversations: [{}, {conversation: '#build', last: 1, delivered: 0}]});
	});

	test('that is sent once more after leaving is answered as before, since it was stored', async () => {
		const {alice, bob} = await build();
		const once = say('one');
		const first = await alice.ask(once);
		await alice.ask(leave());
		expect(await alice.ask(once)).toEqual(first);
		expect(bob.heardOf('message')).toHaveLength(1);
	});
});

describe('the topic of a room', () => {
	test('is told to its members, and cleared by an empty one', async () => {
		const {rules, alice, bob} = await build();
		await alice.ask(setTopic('  the build is red  '));
		const changed = {type: 'topicChanged', conversation: '#build', user: 'alice', at: rules.now};
		expect(bob.heardOf('topicChanged')).toEqual([{...changed, topic: 'the build is red'}]);
		await alice.ask(setTopic(' '));
		expect(await bob.ask({type: 'rooms'})).toMatchObject({rooms: [{}, {room: '#build', members: 2}]});
		expect(bob.heardOf('topicChanged').at(-1)).toMatchObject({topic: ''});
	});

	test('that stays the same is told to nobody', async () => {
		const {alice, bob} = await build();
		await alice.ask(setTopic('red'));
		await alice.ask(setTopic('red '));
		expect(bob.heardOf('topicChanged')).toHaveLength(1);
	});
});

describe('the lobby', () => {
	test('has everybody in it from the first sign-in on, also those from a roster', async () => {
		const rules = new Rules();
		roster(rules, 'alice');
		const {seat, answer} = await rules.signIn('alice', 'alicealice');
		expect(answer).toMatchObject({conversations: [{conversation: '#lobby', members: 1}]});
		await rules.newcomer('bob');
		expect(seat.heardOf('memberJoined')).toMatchObject([{conversation: '#lobby', user: 'bob'}]);
	});

	test('has those too whose first visit is a script’s', async () => {
		const rules = new Rules();
		roster(rules, 'alice');
		const {seat, answer} = await rules.signIn('alice', 'alicealice', {as: 'script'});
		expect(answer).toMatchObject({conversations: [{conversation: '#lobby'}]});
		await seat.ask({type: 'signOut'});
		await rules.signIn('alice', 'alicealice');
		expect(rules.journal.filter(({type}) => type === 'memberJoined')).toHaveLength(1);
	});

	test('does not take back who has left it, at no later sign-in and after no restart', async () => {
		const {rules, alice} = await gathering('alice');
		await alice.ask(leave('#lobby'));
		expect((await rules.signIn('alice', 'alicealice')).answer).toMatchObject({conversations: []});
		rules.restart();
		expect((await rules.signIn('alice', 'alicealice')).answer).toMatchObject({conversations: []});
	});
});

describe('receipts in a room', () => {
	test('count how many of the others received and read a message', async () => {
		const {alice, bob, eve} = await build();
		await eve.ask(join());
		await alice.ask(say('one'));
		await alice.ask(say('two'));
		await bob.ask(mark(2, 1));
		await eve.ask(mark(1, 0));
		expect(await alice.ask(receipts(1))).toEqual({members: 2, delivered: 2, read: 1});
		expect(await alice.ask(receipts(2))).toEqual({members: 2, delivered: 1, read: 0});
	});

	test('are told to every member of up to fifty, and to nobody else in a larger one', async () => {
		const {rules, alice, bob} = await build();
		const more = Array.from({length: 48}, (_, at) => `member-${at * 7919}`);
		for (const user of more) await (await rules.newcomer(user)).ask(join());
		await alice.ask(say('one'));
		await bob.ask(mark(1, 0));
		expect(alice.heardOf('marked')).toHaveLength(1);
		await (await rules.newcomer('carol')).ask(join());
		await bob.ask(mark(1, 1));
		expect(alice.heardOf('marked')).toHaveLength(1);
		expect(await alice.ask(receipts(1))).toEqual({members: 49, delivered: 1, read: 1});
		expect((await rules.signIn('alice', 'alicealice')).answer).toMatchObject({
			conversations: [{others: []}, {conversation: '#build', members: 51, others: []}],
		});
	});
});

describe('calling a member by name', () => {
	/** What #build shows to somebody who signs in anew. */
	async function found(rules: Rules, user: string) {
		const {seat, answer} = await rules.signIn(user, user + user);
		if ('refusal' in answer) throw new Error(`${user} cannot sign in: ${answer.refusal}`);
		const summary = answer.conversations.find(({conversation}) => conversation === '#build');
		return {seat, mentions: summary?.mentions, mentionedAt: summary?.mentionedAt};
	}

	test('is told at every sign-in, also after a restart, until it was read', async () => {
		const {rules, alice} = await build();
		for (const text of ['hi', 'bob, are you there?', 'well', '@Bob!']) await alice.ask(say(text));
		rules.restart();
		const {seat, ...before} = await found(rules, 'bob');
		expect(before).toEqual({mentions: 2, mentionedAt: [2, 4]});
		await seat.ask(mark(4, 2));
		expect(await found(rules, 'bob')).toMatchObject({mentions: 1, mentionedAt: [4]});
		await (await found(rules, 'bob')).seat.ask(mark(4, 4));
		rules.restart();
		expect(await found(rules, 'bob')).toMatchObject({mentions: 0, mentionedAt: undefined});
	});

	test('calls nobody else: not oneself, not who is no member, and not between two people', async () => {
		const {rules, alice, bob} = await build();
		await alice.ask(say('alice and eve, but not bobby'));
		await bob.ask(message('bob', 'alice', 'alice?'));
		expect(rules.journal.filter(event => 'mentions' in event)).toEqual([]);
		for (const user of ['alice', 'bob', 'eve']) {
			const {answer} = await rules.signIn(user, user + user);
			const all = 'conversations' in answer ? answer.conversations : [];
			expect(all.filter(({mentions}) => mentions > 0)).toEqual([]);
		}
	});

	test('does not reach who has blocked the one who calls', async () => {
		const {rules, alice, bob} = await build();
		await bob.ask({type: 'block', user: 'alice' as UserName});
		await alice.ask(say('bob?'));
		const {seat, mentions} = await found(rules, 'bob');
		expect(mentions).toBe(0);
		await seat.ask({type: 'unblock', user: 'alice' as UserName});
		await alice.ask(say('bob!'));
		expect(await found(rules, 'bob')).toMatchObject({mentions: 1, mentionedAt: [2]});
	});

	test('is forgotten when the one who was called leaves the room', async () => {
		const {rules, alice, bob} = await build();
		await alice.ask(say('bob?'));
		await bob.ask(leave());
		await alice.ask(say('bob!'));
		await bob.ask(join());
		expect(await found(rules, 'bob')).toMatchObject({mentions: 0});
	});

	test('counts up to 99 times, of which the newest are told', async () => {
		const {rules, alice} = await build();
		for (let count = 1; count <= 120; count++) await alice.ask(say(`bob, the ${count}th time`));
		const {seat, mentions, mentionedAt} = await found(rules, 'bob');
		expect(mentions).toBe(99);
		expect([mentionedAt?.[0], mentionedAt?.at(-1)]).toEqual([22, 120]);
		await seat.ask(mark(120, 118));
		expect(await found(rules, 'bob')).toMatchObject({mentions: 2, mentionedAt: [119, 120]});
	});
});

test('a topic that is hidden from a member, as they have blocked who set it, is shown once they set the same', async () => {
	const {alice, bob} = await build();
	await bob.ask(setTopic('green'));
	await alice.ask({type: 'block', user: 'bob' as UserName});
	const shown = async () => {
		const answer = await alice.ask({type: 'rooms'});
		return 'rooms' in answer ? answer.rooms.find(each => each.room === '#build')?.topic : answer;
	};
	expect(await shown()).toBeUndefined();
	await alice.ask(setTopic('green'));
	expect(await shown()).toBe('green');
});

describe('a room that the operator deletes', () => {
	const deleteRoom = (name = '#build') => ({type: 'deleteRoom', room: room(name)}) as const;

	test('counts the messages that were there, not those that were forgotten before', async () => {
		const {rules, alice} = await build();
		for (const text of ['one', 'two', 'three']) await alice.ask(say(text));
		rules.happen([{type: 'messagesForgotten', conversation: room('#build'), upTo: 2}]);
		expect(await rules.operator.ask(deleteRoom())).toEqual({members: 2, messages: 1});
	});

	test('is left by all, who are told, and nothing of it can be read', async () => {
		const {rules, alice, bob, eve} = await build();
		await alice.ask(say('one'));
		await alice.ask(invite('eve'));
		expect(await rules.operator.ask(deleteRoom())).toEqual({members: 2, messages: 1});
		const told = [{type: 'roomDeleted', room: '#build', at: rules.now}];
		expect([alice, bob, eve].map(seat => seat.heardOf('roomDeleted'))).toEqual([told, told, []]);
		expect(eve.heardOf('withdrawn')).toMatchObject([{from: 'alice', to: 'eve', room: '#build'}]);
		expect(await alice.ask(history())).toEqual({refusal: 'notMember', room: '#build'});
		expect(await alice.ask(names())).toEqual({refusal: 'noSuchRoom', room: '#build'});
		const {answer} = await rules.signIn('bob', 'bobbob', {takeOver: true});
		expect('conversations' in answer && answer.conversations.map(({conversation}) => conversation)).toEqual([
			'#lobby',
		]);
	});

	test('is made anew by who joins it: empty, without a topic, and the numbers of its messages go on', async () => {
		const {rules, alice, bob} = await build();
		await alice.ask(setTopic('the build is red'));
		await alice.ask(say('one'));
		await rules.operator.ask(deleteRoom());
		rules.restart();
		const {seat} = await rules.signIn('bob', 'bobbob');
		const made = await seat.ask(join());
		expect(made).toMatchObject({created: true, members: 1, first: 2, last: 1});
		expect(made).not.toHaveProperty('topic');
		expect(await seat.ask(history())).toEqual({messages: [], last: 1, first: 2});
		expect(await seat.ask({...say('two'), messageId: 'device00.start.x'})).toMatchObject({sequence: 2});
		expect(await seat.ask(history())).toMatchObject({messages: [{text: 'two', sequence: 2}]});
		expect(await wrongIn(rules.state)).toEqual([]);
		expect(bob.heardOf('roomDeleted')).toHaveLength(1);
	});

	test('must be there, and is not the lobby', async () => {
		const {rules} = await build();
		expect(await rules.operator.ask(deleteRoom('#none'))).toEqual({refusal: 'noSuchRoom', room: '#none'});
		expect(await rules.operator.ask(deleteRoom('#lobby'))).toEqual({refusal: 'lobbyStays'});
		await rules.operator.ask(deleteRoom());
		expect(await rules.operator.ask(deleteRoom())).toEqual({refusal: 'noSuchRoom', room: '#build'});
	});

	test('is deleted by nobody else', async () => {
		const {rules, alice, bob} = await build();
		await rules.operator.ask({type: 'appointAdmin', user: 'alice' as UserName});
		expect(await alice.ask(deleteRoom())).toEqual({refusal: 'notOperator'});
		expect(await bob.ask(deleteRoom())).toEqual({refusal: 'notAdmin'});
	});
});
