/** How often may one address guess, whatever the accounts it guesses at, and who is never taken for a guesser? */
import {expect, test} from 'vitest';
import type {Asker} from '../../server/chat/rule.ts';
import {LoginThrottle} from '../../server/auth/login-throttle.ts';
import {TokenBuckets} from '../../lib/token-buckets.ts';
import {LIMITS} from '../../server/net/limits.ts';
import type {LogEntry} from '../../server/log/log-entry.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {skippingClock} from '../harness/skipping-clock.ts';
import {until} from '../harness/until.ts';
import {deviceOf, entrance, frame, openHouse, type HouseOptions} from './attacked-server.ts';

const CROWD = {acceptRate: 1e6, acceptBurst: 1e6, strangersPerAddress: 1e6};
const wrong = (user: string) => entrance(user, {password: 'summer'});

test('one word tried on many accounts is answered ten times, then once in three seconds, and the rest costs no hash', async () => {
	const clock = skippingClock();
	const {knock, hashes} = await openHouse({clock});
	const mallory = await knock();
	const guess = async (at: number) => (await mallory.ask('signIn', wrong(`user${at}`)))['refusal'];
	const answers = [];
	for (let at = 0; at < 10; at++) answers.push(await guess(at));
	expect(new Set(answers)).toEqual(new Set(['wrongPassword']));
	expect(await mallory.ask('signIn', wrong('user10'))).toEqual({refusal: 'tooManyFailures', seconds: 3});
	for (let at = 11; at < 40; at++) expect(await guess(at)).toBe('tooManyFailures');
	expect(hashes()).toBe(10);
	clock.skip(3000);
	expect([await guess(40), await guess(41)]).toEqual(['wrongPassword', 'tooManyFailures']);
	expect(hashes()).toBe(11);
});

test('guesses that all come at once are paid for later', async () => {
	const clock = skippingClock();
	const {knock, hashes, holdHashes, log} = await openHouse({clock, limits: CROWD});
	const release = holdHashes();
	const peers = await Promise.all(Array.from({length: 40}, knock));
	const answers = Promise.all(peers.map(async (peer, at) => peer.ask('signIn', wrong(`user${at}`))));
	await until(() => log.filter(line => line.includes('sign-in attempt')).length === peers.length);
	release();
	expect(new Set((await answers).map(({refusal}) => refusal))).toEqual(new Set(['wrongPassword']));
	const before = hashes();
	clock.skip(80_000);
	const later = async () => (await knock()).ask('signIn', wrong('alice'));
	expect(await later()).toMatchObject({refusal: 'tooManyFailures'});
	expect(hashes()).toBe(before);
	clock.skip(20_000);
	expect(await later()).toEqual({refusal: 'wrongPassword'});
});

test('invite codes are guessed at no faster than passwords, and the right one is not told from a wrong one', async () => {
	const clock = skippingClock();
	const {knock, hashes, code} = await openHouse({clock, policy: {signUp: 'invite'}});
	const mallory = await knock();
	const signUp = async (word: string) =>
		(await mallory.ask('signUp', entrance('mallory', {code: word})))['refusal'];
	for (let at = 0; at < 10; at++) expect(await signUp(`aaaa-${1000 + at}`)).toBe('badCode');
	expect([await signUp('aaaa-9999'), await signUp(code)]).toEqual(['tooManyFailures', 'tooManyFailures']);
	expect(hashes()).toBe(0);
	clock.skip(3000);
	expect(await signUp(code)).toBeUndefined();
});

test('codes that are used up or expired are no faster way to guess', async () => {
	const clock = skippingClock();
	const {knock, code} = await openHouse({clock, policy: {signUp: 'invite', memberInvites: true}});
	const alice = await knock();
	expect(await alice.ask('signUp', entrance('alice', {code}))).toMatchObject({user: 'alice'});
	const made = (await alice.ask('makeInviteCode', {life: 60_000}))['made'] as {code: string};
	clock.skip(60_000);
	const mallory = await knock();
	const signUp = async () => (await mallory.ask('signUp', entrance('mallory', {code: made.code})))['refusal'];
	for (let at = 0; at < 10; at++) expect(await signUp()).toBe('inviteCodeExpired');
	expect(await signUp()).toBe('tooManyFailures');
});

test('of two newcomers who show the last use of a code at once, one comes in', async () => {
	const {knock, code, holdHashes} = await openHouse({policy: {signUp: 'invite', memberInvites: true}});
	const alice = await knock();
	await alice.ask('signUp', entrance('alice', {code}));
	const made = (await alice.ask('makeInviteCode'))['made'] as {code: string};
	const release = holdHashes();
	const answers = ['bob', 'carol'].map(async user =>
		(await knock()).ask('signUp', entrance(user, {code: made.code})),
	);
	release();
	const results = (await Promise.all(answers)).map(answer => answer['refusal'] ?? 'in');
	expect(results.toSorted()).toEqual(['in', 'inviteCodeUsedUp']);
});

test('a class behind one address signs up and in, however many they are; only what fails counts', async () => {
	const {knock, newcomer} = await openHouse({limits: CROWD});
	const pupils = Array.from({length: 50}, (_, at) => `pupil${at}`);
	const mallory = await knock();
	for (let at = 0; at < 9; at++) await mallory.ask('signIn', wrong(`user${at}`));
	for (const pupil of pupils) await (await newcomer(pupil)).peer.ask('signOut');
	const answers = await Promise.all(
		pupils.map(async pupil => (await knock()).ask('signIn', entrance(pupil))),
	);
	expect(answers.map(({user}) => user)).toEqual(pupils);
});

test('a device that shows its token comes back, whatever was guessed at its address', async () => {
	const {knock, newcomer} = await openHouse();
	const {peer, token} = await newcomer('alice');
	peer.socket.destroy();
	const mallory = await knock();
	for (let at = 0; at < 11; at++) await mallory.ask('signIn', wrong(`user${at}`));
	const resume = {token, as: 'screen', device: deviceOf('alice')};
	expect(await (await knock()).ask('resume', resume)).toMatchObject({user: 'alice'});
});

test('what one address owes is no other’s, and is forgotten when it is paid', () => {
	const clock = manualClock();
	const buckets = new TokenBuckets(LIMITS.failureRate, LIMITS.failureBurst);
	for (let count = 0; count < 12; count++) buckets.charge('10.0.0.1', clock.now());
	expect(buckets.wait('10.0.0.1', clock.now())).toBe(9000);
	expect(buckets.wait('10.0.0.2', clock.now())).toBe(0);
	buckets.sweep(clock.now() + 35_999);
	expect(buckets.size).toBe(1);
	buckets.sweep(clock.now() + 36_000);
	expect(buckets.size).toBe(0);
});

test('twenty thousand addresses that fail cost no memory, and the newest of them is still remembered', () => {
	const buckets = new TokenBuckets(LIMITS.failureRate, LIMITS.failureBurst);
	for (let address = 0; address < 20_000; address++)
		for (let count = 0; count < 10; count++) buckets.charge(String(address), 0);
	expect(buckets.size).toBe(10_000);
	expect(buckets.wait('19999', 0)).toBe(3000);
});

test.each<[string, string, (at: number) => object, HouseOptions['policy']?]>([
	['names that are none', 'signUp', at => ({user: `${at}!`})],
	['names that are taken', 'signUp', () => ({user: 'alice'})],
	['passwords that are none', 'signUp', at => ({user: `user${at}`, password: 'x'})],
	['an account that is blocked', 'signIn', () => wrong('alice')],
	['sign-ups where there are none', 'signUp', at => ({user: `user${at}`}), {signUp: 'closed'}],
	['tokens that are none', 'resume', () => ({token: 'x'.repeat(43)})],
])('whoever goes on with %s fills no log', async (_what, type, wrongly, policy = {}) => {
	const clock = skippingClock();
	const first = await openHouse();
	await first.newcomer('alice');
	await first.stop();
	const {knock, log} = await openHouse({clock, policy, folder: first.folder, limits: {requestBurst: 1e6}});
	const [mallory, before] = [await knock(), log.length];
	const {as, device, ...typed} = entrance('mallory');
	for (let at = 0; at < 60; at++)
		await mallory.ask(type, {as, device, ...(type === 'resume' ? {} : typed), ...wrongly(at)});
	const lines = log.slice(before);
	expect(lines.length).toBeGreaterThan(1);
	expect(lines.length).toBeLessThan(25);
	expect(lines.filter(line => line.includes('127.0.0.1'))).toEqual(lines);
});

test('whoever hangs up before the answer has paid for it, too', async () => {
	const {knock, log, holdHashes} = await openHouse({clock: skippingClock(), limits: CROWD});
	const tries = () => log.filter(line => line.includes('sign-in attempt')).length;
	const release = holdHashes();
	for (let at = 0; at < 12; at++) {
		const peer = await knock();
		peer.write(frame(9, 'signIn', wrong(`user${at}`)));
		await until(() => tries() === at + 1);
		peer.socket.end();
		await until(() => peer.ended);
	}

	const next = await knock();
	release();
	await next.fence();
	expect(await next.ask('signIn', wrong('alice'))).toMatchObject({refusal: 'tooManyFailures'});
	expect(tries()).toBe(12);
});

test('however many come back with tokens that are no longer known, nobody at their address is kept from signing in', async () => {
	const {knock, newcomer} = await openHouse({limits: CROWD});
	await (await newcomer('alice')).peer.ask('signOut');
	for (let count = 0; count < 30; count++) {
		const forgotten = {token: 'x'.repeat(43), as: 'screen', device: deviceOf('alice')};
		expect(await (await knock()).ask('resume', forgotten)).toEqual({refusal: 'badToken'});
	}

	expect(await (await knock()).ask('signIn', entrance('alice'))).toMatchObject({user: 'alice'});
});

test('the operator reads one line a minute of it, whatever the names', () => {
	const log: LogEntry[] = [];
	const callers = new LoginThrottle(entry => log.push(entry), manualClock(), LIMITS);
	const asker: Asker = {connection: 1, address: '10.0.0.1', session: undefined};
	const frame = (user: string) =>
		({id: 1, type: 'signIn', user, password: 'summer', as: 'screen', device: 'device00'}) as const;
	callers.refused(asker, frame('alice'), {refusal: 'tooManyFailures', seconds: 3});
	callers.refused(asker, frame('bob'), {refusal: 'tooManyFailures', seconds: 2});
	const line = {type: 'denied', address: '10.0.0.1', why: 'tooManyFailures'};
	expect(log).toEqual([line, line]);
});
