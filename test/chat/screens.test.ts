/** The rules of several screens of one account: who may come in, what each hears, and when a person has gone. */
import {describe, expect, test} from 'vitest';
import {isRefusal} from '../../protocol/refusals.ts';
import type {UserName} from '../../protocol/names.ts';
import {message, Rules, type Seat} from '../harness/rules.ts';
import type {Policy} from '../../server/chat/rule.ts';

const ALICE = 'alice' as UserName;
const BOB = 'bob' as UserName;

/** Another screen of somebody who has an account. */
async function another(rules: Rules, user: string, device: string, over: object = {}): Promise<Seat> {
	const {seat, answer} = await rules.signIn(user, user + user, {device, ...over});
	if (isRefusal(answer)) throw new Error(`${user} cannot sign in: ${answer.refusal}`);
	return seat;
}

/** Alice at two screens, bob and carol at one each. */
async function aliceTwice(policy: Partial<Policy> = {}) {
	const rules = new Rules({screens: 2, ...policy});
	const desk = await rules.newcomer('alice');
	rules.wait(1000);
	const phone = await another(rules, 'alice', 'phone0001');
	const bob = await rules.newcomer('bob');
	const carol = await rules.newcomer('carol');
	for (const seat of [desk, phone, bob, carol]) seat.heard.length = 0;
	return {rules, desk, phone, bob, carol};
}

const isOn = (rules: Rules, {connection}: Seat) => rules.state.presence.sessions.has(connection);

describe('a further screen', () => {
	test('comes in beside the others where there is room, and is told how many there may be', async () => {
		const rules = new Rules({screens: 2});
		const desk = await rules.newcomer('alice');
		const {seat, answer} = await rules.signIn('alice', 'alicealice', {device: 'phone0001'});
		expect(answer).toMatchObject({user: 'alice', screens: 2});
		expect([isOn(rules, desk), isOn(rules, seat)]).toEqual([true, true]);
		expect(desk.heardOf('replaced')).toEqual([]);
	});

	test('on a server that allows one is told nothing of it', async () => {
		const rules = new Rules();
		await rules.newcomer('alice');
		const {answer} = await rules.signIn('alice', 'alicealice', {device: 'phone0001'});
		expect(answer).not.toHaveProperty('screens');
	});

	test('of the same device takes the place of its own, which the others do not notice', async () => {
		const {rules, desk, phone} = await aliceTwice();
		const again = await another(rules, 'alice', 'phone0001');
		expect([desk, phone, again].map(seat => isOn(rules, seat))).toEqual([true, false, true]);
	});

	test('is refused while all are alive, with the oldest, which a take-over replaces', async () => {
		const {rules, desk, phone} = await aliceTwice();
		const alive = new Set([desk.connection, phone.connection]);
		const since = rules.state.presence.sessions.get(desk.connection)?.since;
		const third = {device: 'tablet001'};
		expect((await rules.signIn('alice', 'alicealice', third, {alive})).answer).toEqual({
			refusal: 'alreadySignedIn',
			since,
			address: '127.0.0.1',
			screens: 2,
		});
		await rules.signIn('alice', 'alicealice', {...third, takeOver: true}, {alive});
		expect([desk, phone].map(seat => isOn(rules, seat))).toEqual([false, true]);
		expect(desk.heardOf('replaced')).toHaveLength(1);
		expect(phone.heardOf('replaced')).toEqual([]);
	});

	test('takes the place of one that is dead, without a question, though it is the newest', async () => {
		const {rules, desk, phone} = await aliceTwice();
		const alive = new Set([desk.connection]);
		await another(rules, 'alice', 'tablet001');
		expect([desk, phone].map(seat => isOn(rules, seat))).toEqual([false, true]); // nobody was asked: the oldest
		const {answer} = await rules.signIn('alice', 'alicealice', {device: 'desk00002'}, {alive});
		expect(answer).toMatchObject({user: 'alice'});
		expect(isOn(rules, phone)).toBe(false);
	});
});

describe('a person at two screens', () => {
	test('reads on one what is read on the other, as far as the numbers go', async () => {
		const {desk, phone, bob} = await aliceTwice();
		await bob.ask(message('alice', 'bob', 'hi'));
		const conversation = 'alice+bob' as never;
		expect([desk, phone].map(seat => seat.heardOf('message').length)).toEqual([1, 1]);
		await phone.ask({type: 'mark', conversation, delivered: 1, read: 1});
		expect(desk.heardOf('marked').at(-1)).toMatchObject({user: 'alice', read: 1});
		expect(phone.heardOf('marked')).toEqual([]);
		await desk.ask(message('alice', 'bob', 'ho'));
		expect(phone.heardOf('message').at(-1)).toMatchObject({from: 'alice', text: 'ho', sequence: 2});
		expect(desk.heardOf('message')).toHaveLength(1);
	});

	test('is online until the last screen has gone, and nobody else notices the first', async () => {
		const {rules, desk, phone, bob} = await aliceTwice();
		const presences = () => bob.heardOf('presence').flatMap(({people}) => people.map(each => each.presence));
		await desk.ask({type: 'signOut'});
		expect(presences()).not.toContain('offline');
		rules.lose(phone);
		rules.wait(rules.policy.grace - 1);
		expect(presences()).not.toContain('offline');
		rules.wait(1);
		expect(presences().at(-1)).toBe('offline');
	});

	test('whose one link breaks has no grace period that ends: the other screen is there', async () => {
		const {rules, desk, phone} = await aliceTwice();
		rules.lose(desk);
		rules.wait(10 * rules.policy.grace);
		expect(rules.state.presence.byUser.get(ALICE)).toMatchObject({presence: 'online'});
		await phone.ask({type: 'signOut'});
		expect(rules.state.presence.byUser.has(ALICE)).toBe(false);
	});

	test('keeps a chat session until the last screen signs out, and hears on the other that it began', async () => {
		const {desk, phone, bob} = await aliceTwice();
		await desk.ask({type: 'openChat', user: BOB});
		expect(phone.heardOf('chatStarted')).toMatchObject([{user: 'bob', own: true}]);
		expect(bob.heardOf('chatStarted')[0]).not.toHaveProperty('own');
		await desk.ask({type: 'signOut'});
		expect(bob.heardOf('chatEnded')).toEqual([]);
		await phone.ask({type: 'signOut'});
		expect(bob.heardOf('chatEnded')).toMatchObject([{why: 'signedOut'}]);
	});

	test('is idle when all screens are, is warned on all, and is signed out from all', async () => {
		const {rules, desk, phone} = await aliceTwice({idleLimit: 600_000});
		rules.wait(500_000);
		rules.act(phone);
		rules.wait(500_000);
		expect(isOn(rules, desk)).toBe(true);
		rules.wait(50_000);
		expect([desk, phone].map(seat => seat.heardOf('idling').length)).toEqual([1, 1]);
		rules.wait(50_000);
		expect([desk, phone].map(seat => seat.heardOf('signedOut').length)).toEqual([1, 1]);
	});

	test('is not set away by a screen that nobody uses, while the other one is used', async () => {
		const {rules, desk, phone} = await aliceTwice();
		const away = {type: 'setPresence', presence: 'away', idle: 300_000} as const;
		rules.wait(300_000);
		rules.act(phone);
		expect(await desk.ask(away)).toEqual({unchanged: true});
		rules.wait(300_000);
		expect(await phone.ask(away)).toEqual({});
		expect(desk.heardOf('presence').flatMap(({people}) => people)).toMatchObject([
			{user: 'alice', presence: 'away'},
		]);
	});

	test('sees on the other screen whom they block, befriend and ask, and what they set', async () => {
		const {desk, phone, bob, carol} = await aliceTwice();
		await desk.ask({type: 'befriend', user: BOB});
		await bob.ask({type: 'befriend', user: ALICE});
		await desk.ask({type: 'block', user: 'carol' as UserName});
		await desk.ask({type: 'unblock', user: 'carol' as UserName});
		await desk.ask({type: 'setConversation', conversation: '#lobby' as never, muted: true});
		const types = phone.heard.map(({type}) => type).filter(type => type !== 'presence');
		expect(types).toEqual(['asked', 'answered', 'blocked', 'unblocked', 'conversationSet']);
		expect(carol.heardOf('blocked')).toEqual([]);
		expect(desk.heardOf('blocked')).toEqual([]);
	});

	test('is signed out from all screens by a kick, once, and from the others by a new password', async () => {
		const {rules, desk, phone, bob} = await aliceTwice();
		await desk.ask({type: 'openChat', user: BOB});
		await rules.operator.ask({type: 'kick', user: ALICE});
		expect([desk, phone].map(seat => isOn(rules, seat))).toEqual([false, false]);
		expect(bob.heardOf('chatEnded')).toHaveLength(1);
		const one = await another(rules, 'alice', 'desk00001');
		const two = await another(rules, 'alice', 'phone0001');
		const newPassword = 'hash of another';
		const matched = 'hash of alicealice';
		await one.ask({type: 'changePassword', old: 'alicealice', new: 'another one'}, {matched, newPassword});
		expect([one, two].map(seat => isOn(rules, seat))).toEqual([true, false]);
	});

	test('is one person in /who and /names', async () => {
		const {bob} = await aliceTwice();
		const who = await bob.ask({type: 'who'});
		if (isRefusal(who)) throw new Error(who.refusal);
		expect(who.people.map(({user}) => user)).toEqual(['alice', 'bob', 'carol']);
		const names = await bob.ask({type: 'names', room: '#lobby' as never});
		expect(JSON.stringify(names).match(/"alice"/g)).toHaveLength(1);
	});

	test('comes back after a restart of the server with the tokens of both devices', async () => {
		const {rules} = await aliceTwice();
		const tokens = [...rules.state.signIns.tokens.values()].filter(({user}) => user === ALICE);
		rules.restart();
		for (const {token, device} of tokens) {
			const request = {type: 'resume', token: 'x', as: 'screen', device} as const;
			expect(await rules.seat().ask(request, {presented: token})).toMatchObject({user: 'alice'});
		}

		expect(rules.state.presence.connections.get(ALICE)?.size).toBe(2);
	});
});

describe('a draft', () => {
	const conversation = 'alice+bob' as never;

	test('is told to the other screens alone, given to those that come, and gone when it is empty', async () => {
		const {rules, desk, phone, bob} = await aliceTwice({screens: 3});
		await desk.ask({type: 'setDraft', conversation, text: 'dear bob'});
		expect(phone.heardOf('draftSet')).toEqual([{type: 'draftSet', conversation, text: 'dear bob'}]);
		expect([...desk.heardOf('draftSet'), ...bob.heardOf('draftSet')]).toEqual([]);
		const {answer} = await rules.signIn('alice', 'alicealice', {device: 'tablet001'});
		expect(answer).toMatchObject({drafts: [{conversation, text: 'dear bob'}]});
		await phone.ask({type: 'setDraft', conversation, text: ''});
		const later = await rules.signIn('alice', 'alicealice', {device: 'tablet001'});
		expect(later.answer).toMatchObject({drafts: []});
	});

	test('is kept for twenty conversations, those written to last', async () => {
		const {rules, desk} = await aliceTwice();
		for (let at = 1; at <= 21; at++) {
			await desk.ask({type: 'join', room: `#room${at}` as never});
			await desk.ask({type: 'setDraft', conversation: `#room${at}` as never, text: `draft ${at}`});
		}

		const kept = [...(rules.state.drafts.get(ALICE)?.keys() ?? [])];
		expect([kept.length, kept[0], kept.at(-1)]).toEqual([20, '#room2', '#room21']);
		await desk.ask({type: 'leave', room: '#room2' as never});
		expect(rules.state.drafts.get(ALICE)?.size).toBe(19);
	});

	test('is for a member of the conversation, and goes nowhere where there is one screen', async () => {
		const {desk, carol} = await aliceTwice();
		await desk.ask({type: 'join', room: '#build' as never});
		expect(await carol.ask({type: 'setDraft', conversation: '#build' as never, text: 'x'})).toHaveProperty(
			'refusal',
		);
		const rules = new Rules();
		const alone = await rules.newcomer('alice');
		expect(await alone.ask({type: 'setDraft', conversation: '#lobby' as never, text: 'x'})).toEqual({});
		expect(rules.state.drafts.size).toBe(0);
	});
});

describe('a private chat of a person at two screens', () => {
	async function withKeys() {
		const all = await aliceTwice();
		for (const user of [ALICE, BOB])
			all.rules.happen([
				{
					type: 'identityRegistered',
					user,
					certificate: `certificate of ${user}`,
					fingerprint: user.padEnd(43, '_'),
					at: all.rules.now,
				},
			]);
		return all;
	}

	const chatOf = (seat: Seat) => seat.heardOf('privateInvited').at(-1)?.chat ?? '';
	const toAlice = {type: 'invitePrivate', user: ALICE, purpose: 'chat'} as const;
	const toBob = {type: 'invitePrivate', user: BOB, purpose: 'chat'} as const;

	test('is offered on both, and belongs to the one that accepts; the other puts the question away', async () => {
		const {rules, desk, phone, bob} = await withKeys();
		await bob.ask(toAlice);
		const chat = chatOf(desk);
		expect(chatOf(phone)).toBe(chat);
		await phone.ask({type: 'answerPrivate', chat, accept: true});
		expect(desk.heardOf('privateAnswered')).toEqual([{type: 'privateAnswered', chat, user: 'bob'}]);
		expect(phone.heardOf('privateAnswered')).toEqual([]);
		await bob.ask({type: 'offerAddresses', chat, addresses: []});
		await bob.ask({type: 'renewRelay', chat});
		expect(phone.heardOf('addressesOffered')).toHaveLength(1);
		expect(phone.heardOf('relayRenewed')).toHaveLength(1);
		expect(desk.heardOf('addressesOffered')).toEqual([]);
		expect(desk.heardOf('relayRenewed')).toEqual([]);
		expect(await desk.ask({type: 'renewRelay', chat})).toEqual({refusal: 'notSignedIn'});
		rules.lose(desk);
		expect(bob.heardOf('privateEnded')).toEqual([]);
	});

	test('that one declines is declined on the other, too', async () => {
		const {desk, phone, bob} = await withKeys();
		await bob.ask(toAlice);
		await desk.ask({type: 'answerPrivate', chat: chatOf(desk), accept: false});
		expect(phone.heardOf('privateAnswered')).toHaveLength(1);
		expect(phone.heardOf('privateEnded')).toEqual([]);
		expect(bob.heardOf('privateEnded')).toMatchObject([{user: 'alice', why: 'declined'}]);
	});

	test('goes on while another screen comes and goes, and ends with its own', async () => {
		const {rules, desk, phone, bob} = await withKeys();
		await desk.ask(toBob);
		await bob.ask({type: 'answerPrivate', chat: chatOf(bob), accept: true});
		expect(desk.heardOf('privateAccepted')).toHaveLength(1);
		expect(phone.heardOf('privateAccepted')).toEqual([]);
		await phone.ask({type: 'signOut'});
		const tablet = await another(rules, 'alice', 'tablet001');
		expect(bob.heardOf('privateEnded')).toEqual([]);
		await desk.ask({type: 'signOut'});
		expect(bob.heardOf('privateEnded')).toMatchObject([{why: 'signedOut'}]);
		expect(tablet.heardOf('privateEnded')).toEqual([]);
	});

	test('outlives a broken link of its screen for the grace period, though the other screen is there', async () => {
		const {rules, desk, bob} = await withKeys();
		await desk.ask(toBob);
		await bob.ask({type: 'answerPrivate', chat: chatOf(bob), accept: true});
		const [token] = rules.state.signIns.tokens.keys();
		rules.lose(desk);
		rules.wait(rules.policy.grace - 1);
		const again = {type: 'resume', token: 'x', as: 'screen', device: 'devicealice'} as const;
		const back = rules.seat();
		expect(await back.ask(again, {presented: token ?? ''})).toMatchObject({user: 'alice'});
		rules.wait(rules.policy.grace);
		expect(rules.state.privateChats.byId.size).toBe(1);
		rules.lose(back);
		rules.wait(rules.policy.grace);
		expect(rules.state.privateChats.byId.size).toBe(0);
		expect(bob.heardOf('privateEnded')).toEqual([]);
	});

	test('is one between two people: the other screen is told that there is one', async () => {
		const {desk, phone, bob} = await withKeys();
		await desk.ask(toBob);
		expect(await phone.ask(toBob)).toEqual({refusal: 'invitationOpen', user: 'bob'});
		await bob.ask({type: 'answerPrivate', chat: chatOf(bob), accept: true});
		expect(await phone.ask(toBob)).toEqual({refusal: 'privateChatOpen', user: 'bob'});
	});

	test('is not held up by an exchange, which goes to the screen that was used last', async () => {
		const {rules, desk, phone, bob} = await withKeys();
		await bob.ask({type: 'befriend', user: ALICE});
		await phone.ask({type: 'befriend', user: BOB});
		rules.act(phone);
		rules.act(desk);
		await bob.ask({type: 'invitePrivate', user: ALICE, purpose: 'exchange'});
		expect(desk.heardOf('privateInvited')).toHaveLength(1);
		expect(phone.heardOf('privateInvited')).toEqual([]);
	});
});
