/** How much may one account, and one address, cause in the long run, however often it signs in again? */
import {describe, expect, test} from 'vitest';
import {isFinal, isRefusal, sentence, type Refusal} from '../../protocol/refusals.ts';
import {QUOTAS, type Quota, type QuotaName} from '../../server/net/limits.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {skippingClock} from '../harness/skipping-clock.ts';
import {Peer} from '../server/peer.ts';
import {
	UNLIMITED,
	deviceOf,
	entrance,
	message,
	openHouse,
	passwordOf,
	type Frame,
} from './attacked-server.ts';

/** The server's own quotas, but for these. */
function quotas(some: Partial<Record<QuotaName, Partial<Quota>>>) {
	const changed = Object.entries(some).map(([name, quota]) => [
		name,
		{...QUOTAS[name as QuotaName], ...quota},
	]);
	return {...QUOTAS, ...(Object.fromEntries(changed) as Record<QuotaName, Quota>)};
}

const few = {burst: 3, refill: 1, per: 10_000};

type Rows = Array<[QuotaName, string, string, (at: number) => Frame]>;

const ACTS: Rows = [
	['messages', 'send', 'tooManyMessages', at => message('mallory', 'alice', at, `number ${at}`)],
	['broadcasts', 'broadcast', 'tooManyBroadcasts', at => ({messageId: `malloryd.s.${at}`, text: 'hear me'})],
	['rooms', 'join', 'tooManyRooms', at => ({room: `#room${at}`})],
	['friendRequests', 'befriend', 'tooManyFriendRequests', at => ({user: `friend${at}`})],
	['chats', 'openChat', 'tooManyChats', at => ({user: `friend${at}`})],
];

describe('who does too much of one thing', () => {
	test.each(ACTS)(
		'(%s) is told when to go on, also after signing in again, and then goes on',
		async (name, type, code, fields) => {
			const clock = skippingClock();
			const {knock, newcomer} = await openHouse({
				clock,
				limits: {...UNLIMITED, quotas: quotas({[name]: few})},
			});
			const {peer: first, token} = await newcomer('mallory');
			await newcomer('alice');
			for (let at = 1; at <= 6; at++) await newcomer(`friend${at}`);
			for (let at = 1; at <= 3; at++) expect(await first.ask(type, fields(at))).not.toHaveProperty('refusal');
			expect(await first.ask(type, fields(4))).toEqual({refusal: code, seconds: 10});
			first.socket.destroy();
			const again = await knock();
			const resume = {token, as: 'screen', device: deviceOf('mallory'), takeOver: true};
			expect(await again.ask('resume', resume)).toMatchObject({user: 'mallory'});
			expect(await again.ask(type, fields(4))).toMatchObject({refusal: code});
			clock.skip(10_000);
			expect(await again.ask(type, fields(4))).not.toHaveProperty('refusal');
			expect(await again.ask(type, fields(5))).toMatchObject({refusal: code});
		},
	);

	test('hears in a sentence what and until when, and a message waits instead of being lost', () => {
		const codes = [
			'tooManyMessages',
			'tooMuchText',
			'tooManyBroadcasts',
			'tooManyRooms',
			'tooManySignUps',
		] as const;
		for (const refusal of codes) {
			expect(sentence({refusal, seconds: 40})).toMatch(/ in 40 s/);
			expect(sentence({refusal, seconds: 600})).toMatch(/ in 10 min/);
			expect(sentence({refusal, seconds: 7201})).toMatch(/ in 3 h/);
			expect(isFinal({refusal, seconds: 40})).toBe(false);
		}
	});

	test('keeps nobody else from it, and what is sent again costs nothing', async () => {
		const {newcomer} = await openHouse({limits: {quotas: quotas({messages: few})}});
		const [{peer: mallory}, {peer: alice}] = [await newcomer('mallory'), await newcomer('alice')];
		for (let at = 1; at <= 3; at++) await mallory.ask('send', message('mallory', 'alice', at, 'hi'));
		expect(await mallory.ask('send', message('mallory', 'alice', 1, 'hi'))).toMatchObject({sequence: 1});
		expect(await mallory.ask('send', message('mallory', 'alice', 4, 'hi'))).toHaveProperty('refusal');
		expect(await alice.ask('send', message('alice', 'mallory', 1, 'stop it'))).toMatchObject({sequence: 4});
	});
});

test('the bytes of an account and of an address are counted, whatever they are written in', async () => {
	const KiB16 = {burst: 16 * 1024, refill: 1024, per: 1000};
	const {newcomer} = await openHouse({
		clock: skippingClock(),
		limits: {...UNLIMITED, quotas: quotas({text: KiB16, textOfNetwork: {...KiB16, burst: 24 * 1024}})},
	});
	const [{peer: mallory}, {peer: eve}] = [await newcomer('mallory'), await newcomer('eve')];
	const text = '\u{10fffd}'.repeat(2000);
	const send = async (peer: Peer, user: string, at: number) =>
		peer.ask('send', message(user, user, at, text));
	expect(await send(mallory, 'mallory', 1)).toMatchObject({sequence: 1});
	expect(await send(mallory, 'mallory', 2)).toMatchObject({sequence: 2});
	expect(await send(mallory, 'mallory', 3)).toEqual({refusal: 'tooMuchText', seconds: 8});
	expect(await send(eve, 'eve', 1)).toMatchObject({sequence: 1});
	expect(await send(eve, 'eve', 2)).toEqual({refusal: 'tooMuchText', seconds: 8});
});

test('accounts are made from an address as many as a class needs, and then one a minute', async () => {
	const clock = manualClock();
	const {knock, hashes} = await openHouse({clock, limits: {...UNLIMITED, strangersPerAddress: 1e6}});
	const signUp = async (at: number) => (await knock()).ask('signUp', entrance(`pupil${at}`));
	for (let at = 0; at < 60; at++) expect(await signUp(at)).toMatchObject({user: `pupil${at}`});
	expect(await signUp(60)).toEqual({refusal: 'tooManySignUps', seconds: 60});
	expect(hashes()).toBe(60);
	clock.advance(60_000);
	expect(await signUp(60)).toMatchObject({user: 'pupil60'});
});

test('signing in again and again is no new burst of requests', async () => {
	const clock = skippingClock();
	const {knock, newcomer} = await openHouse({clock, limits: {acceptRate: 1e6, acceptBurst: 1e6}});
	const {peer: first, token} = await newcomer('mallory');
	let peer = first;
	let answered = 0;
	for (let round = 0; round < 10; round++) {
		const before = peer.heard.length;
		for (let id = 1000; id < 1200; id++) peer.ping(id);
		const other = await knock();
		for (let turn = 0; turn < 20; turn++) await other.fence();
		answered += peer.heard.length - before;
		peer.socket.destroy();
		const resume = {token, as: 'screen', device: deviceOf('mallory'), takeOver: true};
		expect(await other.ask('resume', resume)).toMatchObject({user: 'mallory'});
		peer = other;
	}

	expect(answered).toBeGreaterThan(90);
	expect(answered).toBeLessThan(250);
});

test('two hundred messages in a row from a script are all taken', async () => {
	const {knock, newcomer} = await openHouse({limits: {requestRate: 1e6}});
	await newcomer('alice');
	const script = await knock();
	await script.ask('signIn', entrance('alice', {as: 'script'}));
	for (let at = 1; at <= 200; at++)
		expect(await script.ask('send', message('alice', 'alice', at, `line ${at}`))).toMatchObject({
			sequence: at,
		});
});

describe('a wrong old password', () => {
	const change = async (peer: Peer, old: string): Promise<Frame> =>
		peer.ask('changePassword', {old, new: 'another in the evening'});

	test('counts as a wrong password: after three nothing is hashed, and nobody signs in from there', async () => {
		const clock = skippingClock();
		const {knock, newcomer, hashes} = await openHouse({clock});
		const {peer} = await newcomer('alice');
		const answers = [];
		for (let at = 0; at < 3; at++) answers.push((await change(peer, 'summer'))['refusal']);
		expect(answers).toEqual(['wrongPassword', 'wrongPassword', 'signInBlocked']);
		const before = hashes();
		for (let at = 0; at < 20; at++) expect(await change(peer, passwordOf('alice'))).toHaveProperty('refusal');
		expect(await (await knock()).ask('signIn', entrance('alice'))).toHaveProperty('refusal');
		expect(hashes()).toBe(before);
		for (let time = 0; time < 3; time++) {
			clock.skip(20_000);
			await peer.fence();
		}

		expect(await change(peer, passwordOf('alice'))).toHaveProperty('token');
	});

	test('is not what a new password that is too short is taken for', async () => {
		const {newcomer, knock} = await openHouse();
		const {peer} = await newcomer('alice');
		for (let at = 0; at < 20; at++)
			expect((await peer.ask('changePassword', {old: passwordOf('alice'), new: 'x'})).refusal).toBe(
				'passwordTooShort',
			);
		expect(await (await knock()).ask('signIn', entrance('alice', {takeOver: true}))).toMatchObject({
			user: 'alice',
		});
	});

	test('nor may a password be changed without end', async () => {
		const {newcomer} = await openHouse({limits: {quotas: quotas({passwordChanges: few})}});
		const {peer} = await newcomer('alice');
		const refusals: Array<Refusal | undefined> = [];
		let old = passwordOf('alice');
		for (let at = 0; at < 4; at++) {
			const fresh = `number ${at} in the evening`;
			const answer = await peer.ask('changePassword', {old, new: fresh});
			refusals.push(isRefusal(answer) ? answer : undefined);
			old = fresh;
		}

		expect(refusals).toEqual([
			undefined,
			undefined,
			undefined,
			{refusal: 'tooManyPasswordChanges', seconds: 10},
		]);
	});
});

test('who comes back by a token is counted by the quota of sign-ins, and not by the rate of new connections of the network', async () => {
	const limits = {
		acceptRate: 1e-6,
		acceptBurst: 5,
		waiting: 0,
		quotas: quotas({signIns: {burst: 30, refill: 1, per: 1e9}}),
	};
	const {knock, newcomer, port, log} = await openHouse({limits});
	const {token} = await newcomer('alice');
	const resume = {token, as: 'screen', device: deviceOf('alice'), takeOver: true};
	const comesBack = async () => (await knock()).ask('resume', resume);
	for (let count = 1; count < 30; count++) expect(await comesBack()).toMatchObject({user: 'alice'});
	for (let count = 0; count < 4; count++)
		expect(await comesBack()).toMatchObject({refusal: 'tooManySignIns'});
	await (await Peer.connect(port)).end();
	expect(log.join('\n')).toContain('turned away 127.0.0.1');
});

test('a connection that signs in by a token again and again is given back once', async () => {
	const {knock, newcomer, port} = await openHouse({limits: {acceptRate: 1e-6, acceptBurst: 3, waiting: 0}});
	const {token} = await newcomer('alice');
	const peer = await knock();
	for (let count = 0; count < 5; count++) {
		const resume = {token, as: 'screen', device: deviceOf('alice'), takeOver: true};
		expect(await peer.ask('resume', resume)).toMatchObject({user: 'alice'});
		await peer.ask('signOut', {keepToken: true});
	}

	for (let count = 0; count < 2; count++) await knock();
	await (await Peer.connect(port)).end();
});
