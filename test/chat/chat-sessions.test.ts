/** The rules of chat sessions: who may have one, their numbers, how they end, and which messages belong to them. */
import {describe, expect, test} from 'vitest';
import type {UserName} from '../../protocol/names.ts';
import {gathering, message, Rules, type Seat} from '../harness/rules.ts';

const openChat = (user: string) => ({type: 'openChat', user: user as UserName}) as const;
const endChat = (number: number) => ({type: 'endChat', number}) as const;
const findChat = (number: number) => ({type: 'findChat', number}) as const;
const block = (user: string) => ({type: 'block', user: user as UserName}) as const;

async function chatting() {
	const all = await gathering('alice', 'bob', 'carol', 'eve');
	await all.alice.ask(openChat('bob'));
	return all;
}

const returned = async (rules: Rules, user: string) => rules.signIn(user, user + user);
const messageTo = (from: string, to: string) => message(from, to, 'hi');

/** How often, and why, a person heard that a session ended. */
const ends = (seat: Seat) =>
	seat.heardOf('chatEnded').map(({number, user, why}) => `#${number} ${user} ${why}`);

describe('asking for a chat session', () => {
	test('gives it a number, which both sides hear and nobody else', async () => {
		const {rules, alice, bob, eve} = await gathering('alice', 'bob', 'eve');
		const since = rules.now;
		const started = {number: 1, conversation: 'alice+bob', since};
		expect(await alice.ask(openChat('bob'))).toEqual({...started, user: 'bob'});
		expect(bob.heardOf('chatStarted')).toEqual([{type: 'chatStarted', ...started, user: 'alice'}]);
		expect([...alice.heardOf('chatStarted'), ...eve.heardOf('chatStarted')]).toEqual([]);
	});

	test('is refused for somebody who does not exist, and for oneself', async () => {
		const {alice} = await gathering('alice');
		expect(await alice.ask(openChat('nobody'))).toEqual({refusal: 'noSuchUser', user: 'nobody'});
		expect(await alice.ask(openChat('alice'))).toEqual({refusal: 'notYourself'});
	});

	test('is refused while the other is offline, or busy, and not while they are away', async () => {
		const {rules, alice, bob} = await gathering('alice', 'bob');
		await bob.ask({type: 'signOut'});
		expect(await alice.ask(openChat('bob'))).toEqual({refusal: 'userOffline', user: 'bob'});
		const {seat} = await returned(rules, 'bob');
		await seat.ask({type: 'setPresence', presence: 'busy'});
		expect(await alice.ask(openChat('bob'))).toEqual({refusal: 'userBusy', user: 'bob'});
		await seat.ask({type: 'setPresence', presence: 'away'});
		expect(await alice.ask(openChat('bob'))).toMatchObject({number: 1});
	});

	test('is refused by who has blocked one, in the same words whether they are on, busy or gone', async () => {
		const {bob, eve} = await gathering('bob', 'eve');
		await bob.ask(block('eve'));
		const refused = {refusal: 'blockedYou', user: 'bob'};
		expect(await eve.ask(openChat('bob'))).toEqual(refused);
		await bob.ask({type: 'setPresence', presence: 'busy'});
		expect(await eve.ask(openChat('bob'))).toEqual(refused);
		await bob.ask({type: 'signOut'});
		expect(await eve.ask(openChat('bob'))).toEqual(refused);
	});

	test('is refused for somebody whom one has blocked, who could not answer', async () => {
		const {bob, eve} = await gathering('bob', 'eve');
		await bob.ask(block('eve'));
		expect(await bob.ask(openChat('eve'))).toEqual({refusal: 'alreadyBlocked', user: 'eve'});
		expect(eve.heardOf('chatStarted')).toEqual([]);
	});

	test('is refused to both, with its number, while they have one', async () => {
		const {alice, bob} = await chatting();
		expect(await alice.ask(openChat('bob'))).toEqual({refusal: 'chatOpen', user: 'bob', number: 1});
		expect(await bob.ask(openChat('alice'))).toEqual({refusal: 'chatOpen', user: 'alice', number: 1});
	});

	test('is not for scripts, behind which nobody sits', async () => {
		const {rules, alice} = await gathering('alice', 'bob');
		await alice.ask({type: 'signOut'});
		const {seat} = await rules.signIn('alice', 'alicealice', {as: 'script'});
		expect(await seat.ask(openChat('bob'))).toEqual({refusal: 'notSignedIn'});
	});

	test('never gives a number twice, also after a restart', async () => {
		const {rules, alice} = await chatting();
		await alice.ask(endChat(1));
		expect(await alice.ask(openChat('bob'))).toMatchObject({number: 2});
		await alice.ask(endChat(2));
		rules.restart();
		await returned(rules, 'bob');
		const {seat} = await returned(rules, 'alice');
		expect(await seat.ask(openChat('bob'))).toMatchObject({number: 3});
	});
});

describe('several chat sessions at once', () => {
	test('have a number each, and end each alone', async () => {
		const {rules, alice, bob, carol} = await chatting();
		expect(await carol.ask(openChat('alice'))).toMatchObject({number: 2, user: 'alice'});
		await alice.ask(endChat(1));
		expect([ends(bob), ends(carol)]).toEqual([['#1 alice ended'], []]);
		const {answer} = await returned(rules, 'alice');
		expect(answer).toMatchObject({chats: [{number: 2, conversation: 'alice+carol', user: 'carol'}]});
	});
});

describe('a chat session ends', () => {
	test.each(['alice', 'bob'] as const)('for both when %s ends it', async ender => {
		const {alice, bob, [ender]: one} = await chatting();
		const other = ender === 'alice' ? bob : alice;
		expect(await one.ask(endChat(1))).toEqual({number: 1, conversation: 'alice+bob'});
		expect([ends(one), ends(other)]).toEqual([[], [`#1 ${ender} ended`]]);
		expect(await other.ask(endChat(1))).toEqual({refusal: 'noSuchChat', number: 1});
	});

	test('neither by a stranger nor under a number that there is not', async () => {
		const {alice, bob, eve} = await chatting();
		expect(await eve.ask(endChat(1))).toEqual({refusal: 'noSuchChat', number: 1});
		expect(await alice.ask(endChat(2))).toEqual({refusal: 'noSuchChat', number: 2});
		expect(ends(bob)).toEqual([]);
	});

	test('when one of the two signs out', async () => {
		const {alice, bob} = await chatting();
		await alice.ask({type: 'signOut'});
		expect(ends(bob)).toEqual(['#1 alice signedOut']);
	});

	test('when a change of the password signs one of the two out', async () => {
		const {rules, alice, bob} = await chatting();
		const {seat: script} = await rules.signIn('alice', 'alicealice', {as: 'script'});
		const change = {type: 'changePassword', old: 'alicealice', new: 'correct horse'} as const;
		await script.ask(change, {matched: 'hash of alicealice', newPassword: 'new'});
		expect(alice.heardOf('signedOut')).toHaveLength(1);
		expect(ends(bob)).toEqual(['#1 alice signedOut']);
	});

	test('when one blocks the other', async () => {
		const {alice, bob} = await chatting();
		await alice.ask(block('bob'));
		expect(ends(bob)).toEqual(['#1 alice ended']);
	});

	test('not when a script of one of the two leaves, nor when their screen is taken over', async () => {
		const {rules, bob} = await chatting();
		const {seat: script} = await rules.signIn('alice', 'alicealice', {as: 'script'});
		await script.ask({type: 'signOut'});
		const {answer} = await returned(rules, 'alice');
		expect(answer).toMatchObject({chats: [{number: 1, user: 'bob'}]});
		expect(ends(bob)).toEqual([]);
	});

	test('once when both are signed out as idle in the same moment', async () => {
		const rules = new Rules({idleLimit: 300_000});
		const alice = await rules.newcomer('alice');
		const bob = await rules.newcomer('bob');
		await alice.ask(openChat('bob'));
		rules.wait(300_000);
		expect([ends(alice), ends(bob)]).toEqual([['#1 alice signedOut'], ['#1 alice signedOut']]);
	});
});

describe('a chat session whose link broke', () => {
	test('goes on when its owner is back within 60 s', async () => {
		const {rules, alice, bob} = await chatting();
		rules.lose(alice);
		rules.wait(59_999);
		const {answer} = await returned(rules, 'alice');
		rules.wait(60_000);
		expect(answer).toMatchObject({chats: [{number: 1, user: 'bob'}]});
		expect(ends(bob)).toEqual([]);
	});

	test('ends after 60 s', async () => {
		const {rules, alice, bob} = await chatting();
		rules.lose(alice);
		rules.wait(60_000);
		expect(ends(bob)).toEqual(['#1 alice vanished']);
		expect((await returned(rules, 'alice')).answer).toMatchObject({chats: []});
	});

	test('ends once when both vanished in the same moment', async () => {
		const {rules, alice, bob} = await chatting();
		rules.lose(alice);
		rules.lose(bob);
		rules.wait(60_000);
		expect(rules.journal.filter(({type}) => type === 'chatEnded')).toHaveLength(1);
	});
});

describe('a chat session over a restart of the server', () => {
	test('goes on when both come back in time', async () => {
		const {rules} = await chatting();
		rules.restart();
		rules.wait(59_999);
		const {seat: bob} = await returned(rules, 'bob');
		const {answer} = await returned(rules, 'alice');
		rules.wait(60_000);
		expect(answer).toMatchObject({chats: [{number: 1, user: 'bob'}]});
		expect(await bob.ask(messageTo('bob', 'alice'))).toMatchObject({sequence: 1});
		expect(ends(bob)).toEqual([]);
	});

	test('ends for the one who came back when the other does not', async () => {
		const {rules} = await chatting();
		rules.restart();
		const {seat: bob} = await returned(rules, 'bob');
		rules.wait(60_000);
		expect(ends(bob)).toEqual(['#1 alice vanished']);
	});

	test('ends when nobody comes back', async () => {
		const {rules} = await chatting();
		rules.restart();
		rules.wait(60_000);
		expect((await returned(rules, 'alice')).answer).toMatchObject({chats: []});
	});
});

describe('the messages of a chat session', () => {
	/** One message before it, two in it, one after it. */
	async function recorded() {
		const all = await gathering('alice', 'bob', 'eve');
		const {alice, bob} = all;
		await alice.ask(messageTo('alice', 'bob'));
		await alice.ask(openChat('bob'));
		await alice.ask(messageTo('alice', 'bob'));
		await bob.ask(messageTo('bob', 'alice'));
		await bob.ask(endChat(1));
		await bob.ask(messageTo('bob', 'alice'));
		return all;
	}

	test('carry its number, in the announcement and in the history', async () => {
		const {alice, bob} = await recorded();
		const request = {type: 'history', conversation: 'alice+bob' as never, limit: 10} as const;
		const history = await alice.ask(request);
		const chats = 'messages' in history ? history.messages.map(({chat}) => chat) : [];
		expect(chats).toEqual([undefined, 1, 1, undefined]);
		expect(bob.heardOf('message').map(({chat}) => chat)).toEqual([undefined, 1]);
	});

	test('are found by it while it is open and when it has ended, also after a restart', async () => {
		const {rules, alice} = await recorded();
		const found = {number: 1, conversation: 'alice+bob', after: 1, upTo: 3};
		expect(await alice.ask(findChat(1))).toEqual(found);
		await alice.ask(openChat('bob'));
		await alice.ask(messageTo('alice', 'bob'));
		expect(await alice.ask(findChat(2))).toEqual({number: 2, conversation: 'alice+bob', after: 4, upTo: 5});
		rules.restart();
		const {seat} = await returned(rules, 'alice');
		expect(await seat.ask(findChat(1))).toEqual(found);
	});

	test('come with where it began and ended, also when nothing was said in it, and after a restart', async () => {
		const {rules, alice, bob} = await recorded();
		await alice.ask(openChat('bob'));
		await bob.ask(endChat(2));
		await bob.ask(openChat('alice'));
		rules.restart();
		const {seat} = await returned(rules, 'alice');
		const page = async (range: object) => {
			const reply = await seat.ask({
				type: 'history',
				conversation: 'alice+bob' as never,
				limit: 10,
				...range,
			});
			return 'chats' in reply
				? reply.chats?.map(({number, after, upTo}) => [number, after, upTo])
				: undefined;
		};
		expect(await page({})).toEqual([
			[1, 1, 3],
			[2, 4, 4],
			[3, 4, undefined],
		]);
		expect(await page({limit: 1})).toEqual([
			[1, 1, 3],
			[2, 4, 4],
			[3, 4, undefined],
		]);
		expect(await page({before: 3})).toEqual([[1, 1, 3]]);
		expect(await page({before: 2, limit: 1})).toEqual([[1, 1, 3]]);
		expect(await page({after: 3, limit: 1})).toEqual([
			[1, 1, 3],
			[2, 4, 4],
			[3, 4, undefined],
		]);
		expect(await page({after: 0, limit: 1})).toEqual([[1, 1, 3]]);
	});

	test('are nobody else’s to find', async () => {
		const {eve} = await recorded();
		expect(await eve.ask(findChat(1))).toEqual({refusal: 'noSuchChat', number: 1});
		expect(await eve.ask(findChat(2))).toEqual({refusal: 'noSuchChat', number: 2});
	});
});
