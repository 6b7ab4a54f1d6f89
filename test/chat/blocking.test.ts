/** The rules of blocking: what a block keeps away, and what it hides. */
import {describe, expect, test} from 'vitest';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import {isRefusal} from '../../protocol/refusals.ts';
import {gathering, message, type Seat} from '../harness/rules.ts';

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

	test('is heard in rooms, where every number must be there for everybody', async () => {
		const {bob, eve} = await blocked();
		const request = {...message('eve', 'bob', 'hi'), conversation: '#lobby' as ConversationId};
		expect(await eve.ask(request)).toMatchObject({sequence: 1});
		expect(bob.heardOf('message')).toMatchObject([{conversation: '#lobby', from: 'eve'}]);
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
		expect(toldOfBob(alice)).toEqual([{user: 'bob', presence: 'online', since}]);
	});

	test('stays out in announcements: signing in, signing out, going away', async () => {
		const {rules, alice, bob, eve} = await blocked();
		await bob.ask({type: 'setPresence', presence: 'away', remark: 'lunch'});
		await bob.ask({type: 'signOut'});
		rules.wait(5000);
		await rules.signIn('bob', 'bobbob');
		expect(toldOfBob(alice).map(({presence}) => presence)).toEqual(['away', 'offline', 'online']);
		expect(new Set(toldOfBob(eve).map(({presence}) => presence))).toEqual(new Set(['offline']));
		expect(new Set(toldOfBob(eve).map(({since}) => since)).size).toBe(1);
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
