/** The rules of blocking: what a block keeps away, and what it hides. */
import {describe, expect, test} from 'vitest';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {isRefusal} from '../../../protocol/refusals.ts';
import {gathering, message, type Seat} from '../../harness/rules.ts';

const room = (name: string) => name as ConversationId;
const block = (user: string) => ({type: 'block', user: user as UserName}) as const;
const unblock = (user: string) => ({type: 'unblock', user: user as UserName}) as const;
const befriend = (user: string) => ({type: 'befriend', user: user as UserName}) as const;
const whois = (user: string) => ({type: 'whois', user: user as UserName}) as const;
const broadcast = (messageId: string) => ({type: 'broadcast', messageId, text: 'fire drill'}) as const;
const typing = (conversation: string) =>
	({type: 'typing', conversation: conversation as ConversationId}) as const;
const markRead = (conversation: string, read: number) =>
	({type: 'mark', conversation: conversation as ConversationId, read}) as const;
const receipts = (conversation: string) =>
	({type: 'receipts', conversation: conversation as ConversationId, sequence: 1}) as const;

/** Bob has blocked eve; alice looks on. */
async function blocked() {
	const all = await gathering('alice', 'bob', 'eve');
	await all.bob.ask(block('eve'));
	for (const seat of [all.alice, all.bob, all.eve]) seat.heard.length = 0;
	return all;
}

/** What this person was told of bob's presence. */
const toldOfBob = (seat: Seat) =>
	seat.heardOf('presence').flatMap(({people}) => people.filter(({user}) => user === 'bob'));

describe('blocking', () => {
	test.each([
		[block('nobody'), {refusal: 'noSuchUser', user: 'nobody'}],
		[unblock('nobody'), {refusal: 'noSuchUser', user: 'nobody'}],
		[block('bob'), {refusal: 'notYourself'}],
		[unblock('bob'), {refusal: 'notYourself'}],
		[block('eve'), {refusal: 'alreadyBlocked', user: 'eve'}],
		[unblock('alice'), {refusal: 'notBlocked', user: 'alice'}],
	])('%o is refused with its reason', async (request, refusal) => {
		const {bob} = await blocked();
		expect(await bob.ask(request)).toEqual(refusal);
	});

	test('stands in the overview of the one who blocks, also after a restart, and in nobody else’s', async () => {
		const {rules} = await blocked();
		rules.restart();
		expect((await rules.signIn('bob', 'bobbob')).answer).toMatchObject({blocked: ['eve']});
		expect((await rules.signIn('eve', 'eveeve')).answer).toMatchObject({blocked: []});
	});

	test('is over after unblocking: messages arrive, and the blocker is seen again', async () => {
		const {rules, bob, eve} = await blocked();
		await bob.ask(unblock('eve'));
		expect(toldOfBob(eve)).toEqual([{user: 'bob', presence: 'online', since: rules.now}]);
		expect(await eve.ask(message('eve', 'bob', 'hi'))).toMatchObject({sequence: 1});
		expect(bob.heardOf('message')).toMatchObject([{text: 'hi'}]);
	});
});

describe('blocking a friend', () => {
	/** Bob and eve are friends, and each has invited the other into a room. */
	async function friends() {
		const all = await gathering('alice', 'bob', 'eve');
		const {bob, eve} = all;
		await bob.ask(befriend('eve'));
		await eve.ask(befriend('bob'));
		await bob.ask({type: 'join', room: room('#build')});
		await eve.ask({type: 'join', room: room('#play')});
		await bob.ask({type: 'invite', user: 'eve' as UserName, room: room('#build')});
		await eve.ask({type: 'invite', user: 'bob' as UserName, room: room('#play')});
		for (const seat of [bob, eve]) seat.heard.length = 0;
		return all;
	}

	test('ends the friendship and takes back what is asked, and the other is told of each', async () => {
		const {bob, eve} = await friends();
		await bob.ask(block('eve'));
		expect(eve.heardOf('unfriended')).toEqual([{type: 'unfriended', user: 'bob'}]);
		expect(eve.heardOf('withdrawn')).toMatchObject([
			{from: 'bob', to: 'eve', room: '#build'},
			{from: 'eve', to: 'bob', room: '#play'},
		]);
		expect(await eve.ask({type: 'unfriend', user: 'bob' as UserName})).toEqual({
			refusal: 'notFriends',
			user: 'bob',
		});
	});

	test('leaves neither friendship nor question at the next sign-in, nor after unblocking', async () => {
		const {rules, bob} = await friends();
		await bob.ask(block('eve'));
		await bob.ask(unblock('eve'));
		rules.restart();
		expect((await rules.signIn('bob', 'bobbob')).answer).toMatchObject({friends: [], questions: []});
		expect((await rules.signIn('eve', 'eveeve')).answer).toMatchObject({friends: [], questions: []});
	});
});

describe('what reaches somebody who blocks', () => {
	const inLobby = (text: string) => ({...message('eve', 'bob', text), conversation: room('#lobby')});
	const lobby = {type: 'history', conversation: room('#lobby'), limit: 10} as const;

	test('of a message in a room is that there is one, and no word of it, in every page of history too', async () => {
		const {rules, alice, bob, eve} = await blocked();
		await eve.ask(inLobby('secret one'));
		await alice.ask({...message('alice', 'bob', 'hello'), conversation: room('#lobby')});
		const folded = {sequence: 1, from: 'eve', at: rules.now, text: '', folded: true};
		expect(bob.heardOf('message')).toMatchObject([folded, {sequence: 2, text: 'hello'}]);
		expect(await bob.ask(lobby)).toMatchObject({messages: [folded, {text: 'hello'}], last: 2});
		expect(await alice.ask(lobby)).toMatchObject({messages: [{text: 'secret one'}, {text: 'hello'}]});
		expect(JSON.stringify(bob.heard)).not.toContain('secret');
	});

	test('is all there again in the history after unblocking, what was said meanwhile included', async () => {
		const {bob, eve} = await blocked();
		await eve.ask(inLobby('secret one'));
		await bob.ask(unblock('eve'));
		const {messages} = (await bob.ask(lobby)) as {messages: object[]};
		expect(messages).toMatchObject([{sequence: 1, text: 'secret one'}]);
		expect(messages[0]).not.toHaveProperty('folded');
	});

	test('waits for nobody to read it: it is neither unread nor a mention', async () => {
		const {rules, alice, bob, eve} = await blocked();
		await bob.ask({type: 'signOut'});
		await alice.ask({...message('alice', 'bob', 'one'), conversation: room('#lobby')});
		await eve.ask(inLobby('bob, two'));
		await eve.ask(inLobby('bob, three'));
		const {answer} = await rules.signIn('bob', 'bobbob');
		expect(answer).toMatchObject({conversations: [{last: 3, read: 0, mentions: 0, own: [[2, 3, 2]]}]});
	});

	test('is not found by searching, in a room or among what was said to them before', async () => {
		const {bob, eve} = await gathering('bob', 'eve');
		await eve.ask(message('eve', 'bob', 'secret'));
		await eve.ask(inLobby('secret'));
		await bob.ask(block('eve'));
		const places = [room('#lobby'), room('bob+eve')].map(conversation => ({conversation, before: 9}));
		expect(await bob.ask({type: 'search', text: 'secret', places})).toEqual({found: [], left: []});
		await bob.ask(unblock('eve'));
		expect(await bob.ask({type: 'search', text: 'secret', places})).toMatchObject({found: [{}, {}]});
	});

	test('of a topic is nothing, wherever topics are told, until somebody else sets another', async () => {
		const {rules, alice, bob, eve} = await blocked();
		const topic = (text: string) => ({type: 'setTopic', room: room('#lobby'), topic: text}) as const;
		await alice.ask(topic('cakes'));
		await eve.ask(topic('secret'));
		expect(bob.heardOf('topicChanged')).toMatchObject([{topic: 'cakes'}, {topic: '', folded: true}]);
		const listed = (await bob.ask({type: 'rooms'})) as {rooms: object[]};
		expect(listed.rooms[0]).not.toHaveProperty('topic');
		expect(await bob.ask({type: 'join', room: room('#lobby')})).not.toHaveProperty('topic');
		rules.restart();
		const again = await rules.signIn('bob', 'bobbob');
		expect(JSON.stringify(again.answer)).not.toContain('secret');
		expect(await again.seat.ask(topic('secret'))).toEqual({});
		expect(await again.seat.ask({type: 'rooms'})).toMatchObject({rooms: [{topic: 'secret'}]});
	});

	test('says at once which topics go, and which come back after unblocking', async () => {
		const {bob, eve} = await gathering('bob', 'eve');
		await eve.ask({type: 'setTopic', room: room('#lobby'), topic: 'secret'});
		expect(await bob.ask(block('eve'))).toEqual({topics: [{room: '#lobby', topic: ''}]});
		expect(await bob.ask(unblock('eve'))).toEqual({topics: [{room: '#lobby', topic: 'secret'}]});
	});

	test('of somebody who is away is that they are, and not why', async () => {
		const {rules, alice, bob, eve} = await blocked();
		await eve.ask({type: 'setPresence', presence: 'away', remark: 'secret'});
		expect(alice.heardOf('presence').at(-1)?.people).toMatchObject([{presence: 'away', remark: 'secret'}]);
		expect(bob.heardOf('presence').at(-1)?.people).toMatchObject([{user: 'eve', presence: 'away'}]);
		const told = [bob.heard, await bob.ask(whois('eve')), await bob.ask({type: 'who'})];
		const again = await rules.signIn('bob', 'bobbob');
		expect(JSON.stringify([told, again.answer])).not.toContain('secret');
	});

	test('who blocks somebody who is away no longer sees why, and does again after unblocking', async () => {
		const {bob, eve} = await gathering('bob', 'eve');
		await eve.ask({type: 'setPresence', presence: 'away', remark: 'lunch'});
		await bob.ask(block('eve'));
		const remark = () =>
			bob
				.heardOf('presence')
				.at(-1)
				?.people.find(({user}) => user === 'eve')?.remark;
		expect(remark()).toBeUndefined();
		await bob.ask(unblock('eve'));
		expect(remark()).toBe('lunch');
	});
});

describe('somebody who is blocked', () => {
	test.each([
		['write a message', message('eve', 'bob', 'hi')],
		['show that they type', typing('bob+eve')],
		['ask for a chat session', {type: 'openChat', user: 'bob' as UserName} as const],
		['ask to be friends', befriend('bob')],
		['invite', {type: 'invite', user: 'bob' as UserName, room: '#lobby' as ConversationId} as const],
	])('cannot %s, and is told why; the other hears nothing', async (_what, request) => {
		const {bob, eve} = await blocked();
		expect(await eve.ask(request)).toEqual({refusal: 'blockedYou', user: 'bob'});
		expect(bob.heard).toEqual([]);
	});

	test('is told so only by the one who blocks, and may still be written to', async () => {
		const {alice, bob, eve} = await blocked();
		expect(await eve.ask(message('eve', 'alice', 'hi'))).toMatchObject({sequence: 1});
		expect(alice.heardOf('message')).toHaveLength(1);
		expect(await bob.ask(message('bob', 'eve', 'stop that'))).toMatchObject({sequence: 1});
		expect(eve.heardOf('message')).toMatchObject([{text: 'stop that'}]);
	});

	test('who sends once more what was stored before the block is answered as before', async () => {
		const {bob, eve} = await gathering('bob', 'eve');
		const before = message('eve', 'bob', 'hi');
		const first = await eve.ask(before);
		await bob.ask(block('eve'));
		expect(await eve.ask(before)).toMatchObject({sequence: 1, at: isRefusal(first) ? 0 : first.at});
		expect(bob.heardOf('message')).toHaveLength(1);
	});

	test('broadcasts past the one who blocks, and learns that somebody was missed', async () => {
		const {alice, bob, eve} = await blocked();
		expect(await eve.ask(broadcast('deviceeve.start.1'))).toMatchObject({reached: 1, missed: true});
		expect([alice.heardOf('message').length, bob.heardOf('message').length]).toEqual([1, 0]);
	});

	test.each(['on', 'off'])(
		'is told the same of a broadcast, the first time and again, while the one who blocks is %s',
		async where => {
			const {rules, bob, eve} = await blocked();
			if (where === 'off') await bob.ask({type: 'signOut'});
			const once = broadcast('deviceeve.start.1');
			const first = await eve.ask(once);
			expect(first).toMatchObject({reached: 1, missed: true});
			if (where === 'off') await rules.signIn('bob', 'bobbob');
			else await bob.ask({type: 'signOut'});
			expect(await eve.ask(once)).toEqual(first);
		},
	);

	test('is told of a broadcast that is sent again what became of it the first time, after a restart too', async () => {
		const {rules, alice, eve} = await blocked();
		const once = broadcast('deviceeve.start.1');
		const first = await eve.ask(once);
		await alice.ask({type: 'signOut'});
		expect(await eve.ask(once)).toEqual(first);
		rules.restart();
		const {seat} = await rules.signIn('eve', 'eveeve');
		expect(await seat.ask(once)).toEqual(first);
	});

	test('still reads a broadcast of the one who blocks', async () => {
		const {bob, eve} = await blocked();
		await bob.ask(broadcast('devicebob.start.1'));
		expect(eve.heardOf('message')).toMatchObject([{conversation: '!eve', from: 'bob'}]);
	});

	test('is heard in rooms by the others, and every number is there for everybody', async () => {
		const {alice, bob, eve} = await blocked();
		const request = {...message('eve', 'bob', 'hi'), conversation: '#lobby' as ConversationId};
		expect(await eve.ask(request)).toMatchObject({sequence: 1});
		expect(alice.heardOf('message')).toMatchObject([{conversation: '#lobby', from: 'eve', text: 'hi'}]);
		expect(bob.heardOf('message')).toMatchObject([{conversation: '#lobby', sequence: 1}]);
	});
});

describe('the presence of somebody who blocks', () => {
	test('goes out for the blocked alone, at once', async () => {
		const {rules, alice, bob, eve} = await gathering('alice', 'bob', 'eve');
		const since = rules.now;
		rules.wait(1000);
		for (const seat of [alice, eve]) seat.heard.length = 0;
		await bob.ask(block('eve'));
		expect(toldOfBob(eve)).toEqual([{user: 'bob', presence: 'offline', since}]);
		expect(toldOfBob(alice)).toEqual([]);
	});

	test('stays out in announcements: signing in, signing out, going away', async () => {
		const {rules, alice, bob, eve} = await blocked();
		await bob.ask({type: 'setPresence', presence: 'away', remark: 'lunch'});
		await bob.ask({type: 'signOut'});
		rules.wait(5000);
		await rules.signIn('bob', 'bobbob');
		expect(toldOfBob(alice).map(({presence}) => presence)).toEqual(['away', 'offline', 'online']);
		expect(toldOfBob(eve)).toEqual([]);
	});

	test('is hidden in every list and overview', async () => {
		const {rules, alice, bob, eve} = await blocked();
		const since = rules.now;
		rules.wait(5000);
		const names = {type: 'names', room: '#lobby' as ConversationId} as const;
		const hidden = {user: 'bob', presence: 'offline', since};
		expect(await eve.ask({type: 'who'})).toMatchObject({people: [{user: 'alice'}, {user: 'eve'}]});
		expect(await eve.ask({type: 'whoSince', milliseconds: 60_000})).toMatchObject({
			people: [{user: 'alice'}, {user: 'eve'}],
		});
		expect(await eve.ask(names)).toMatchObject({people: [{user: 'alice'}, hidden, {user: 'eve'}]});
		expect((await rules.signIn('eve', 'eveeve')).answer).toMatchObject({
			people: [{user: 'alice'}, hidden, {user: 'eve'}],
		});
		expect(await alice.ask(names)).toMatchObject({people: [{}, {user: 'bob', presence: 'online'}, {}]});
		expect(await bob.ask({type: 'who'})).toMatchObject({
			people: [{user: 'alice'}, {user: 'bob'}, {user: 'eve'}],
		});
	});

	test('is hidden from /whois, which answers as for somebody who was never on again', async () => {
		const {rules, bob, eve} = await blocked();
		const since = rules.now;
		rules.wait(5000);
		await bob.ask({type: 'signOut'});
		const hidden = {user: 'bob', presence: 'offline', since, seen: since, friend: false};
		expect(await eve.ask(whois('bob'))).toEqual(hidden);
		await rules.signIn('bob', 'bobbob');
		expect(await eve.ask(whois('bob'))).toEqual(hidden);
	});

	test('does not show in the answer to a message that is sent once more', async () => {
		const {bob, eve} = await gathering('bob', 'eve');
		const before = message('eve', 'bob', 'hi');
		await eve.ask(before);
		await bob.ask(block('eve'));
		expect(await eve.ask(before)).toMatchObject({waitsFor: ['bob']});
		await bob.ask({type: 'signOut'});
		expect(await eve.ask(before)).toMatchObject({waitsFor: ['bob']});
	});
});

describe('receipts and typing of somebody who blocks', () => {
	/** Eve wrote to bob and in a room of both; then bob blocked her, and read it. */
	async function readBehindABlock() {
		const all = await gathering('alice', 'bob', 'eve');
		const {bob, eve} = all;
		await eve.ask(message('eve', 'bob', 'hi'));
		await eve.ask({...message('eve', 'bob', 'hi all'), conversation: '#lobby' as ConversationId});
		await bob.ask(block('eve'));
		await bob.ask(markRead('bob+eve', 1));
		await bob.ask(markRead('#lobby', 1));
		return all;
	}

	test('are not announced to the blocked, and are to everybody else', async () => {
		const {alice, bob, eve} = await readBehindABlock();
		await bob.ask(typing('#lobby'));
		await bob.ask(typing('bob+eve'));
		expect([...eve.heardOf('marked'), ...eve.heardOf('typing')]).toEqual([]);
		expect(alice.heardOf('marked')).toMatchObject([{conversation: '#lobby', user: 'bob', read: 1}]);
		expect(alice.heardOf('typing')).toMatchObject([{conversation: '#lobby', user: 'bob'}]);
	});

	test('are not counted for the blocked', async () => {
		const {eve} = await readBehindABlock();
		expect(await eve.ask(receipts('bob+eve'))).toEqual({members: 1, delivered: 0, read: 0});
		expect(await eve.ask(receipts('#lobby'))).toEqual({members: 2, delivered: 0, read: 0});
	});

	test('do not stand in the overview of the blocked, and do in everybody else’s', async () => {
		const {rules} = await readBehindABlock();
		const nothing = {user: 'bob', delivered: 0, read: 0};
		expect((await rules.signIn('eve', 'eveeve')).answer).toMatchObject({
			conversations: [{conversation: '#lobby', others: [{}, nothing]}, {others: [nothing]}],
		});
		expect((await rules.signIn('alice', 'alicealice')).answer).toMatchObject({
			conversations: [{others: [{user: 'bob', delivered: 1, read: 1}, {user: 'eve'}]}],
		});
	});

	test('and what the blocked one types is not shown to who blocks', async () => {
		const {alice, bob, eve} = await blocked();
		await eve.ask(typing('#lobby'));
		expect([alice.heardOf('typing').length, bob.heardOf('typing').length]).toEqual([1, 0]);
	});
});
