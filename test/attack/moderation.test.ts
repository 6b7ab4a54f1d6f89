/** Can anybody but an admin moderate, find out by it who is banned, or let an admin's requests cost the others? */
import {describe, expect, test} from 'vitest';
import type {UserName} from '../../protocol/names.ts';
import {limitsWith} from '../../server/net/limits.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {entrance, message, openHouse, UNLIMITED, type House, type HouseOptions} from './attacked-server.ts';

/** A server on which these have accounts and alice is an admin; everybody has left. */
async function guarded(names: readonly string[], options: HouseOptions = {}): Promise<House> {
	const folder = await temporaryFolder();
	const before = await openHouse({folder});
	for (const name of ['alice', ...names]) (await before.newcomer(name)).peer.socket.destroy();
	await before.stop();
	return openHouse({...options, folder, policy: {admins: ['alice' as UserName]}});
}

async function enter({knock}: House, user: string) {
	const peer = await knock();
	expect(await peer.ask('signIn', entrance(user))).toMatchObject({user});
	return peer;
}

const REQUESTS = [
	'kick',
	'ban',
	'unban',
	'bans',
	'resetPassword',
	'deleteUser',
	'appointAdmin',
	'dismissAdmin',
];

describe('somebody with an account, who writes the requests of an admin by hand,', () => {
	test.each(REQUESTS)('is refused %s; no password is hashed, and the victim notices nothing', async type => {
		const house = await guarded(['bob', 'mallory']);
		const [mallory, bob] = [await enter(house, 'mallory'), await enter(house, 'bob')];
		const hashes = house.hashes();
		const fields = type === 'bans' ? {} : {user: 'bob'};
		expect(await mallory.ask(type, fields)).toEqual({refusal: 'notAdmin'});
		expect(house.hashes()).toBe(hashes);
		expect(await bob.ask('ping')).toEqual({});
		expect(house.log.join('')).not.toMatch(/bob (banned|signed out|deleted|given)/);
	});

	test('cannot say that they are the operator', async () => {
		const house = await guarded(['bob', 'mallory']);
		const mallory = await enter(house, 'mallory');
		for (const more of [{isOperator: true}, {by: 'operator'}, {asker: {isOperator: true}}])
			expect(await mallory.ask('kick', {user: 'bob', ...more})).toEqual({refusal: 'badRequest'});
		const stranger = await house.knock();
		expect(await stranger.ask('kick', {user: 'bob'})).toEqual({refusal: 'notSignedIn'});
		expect(await stranger.ask('signUp', entrance('operator'))).toMatchObject({refusal: 'reservedName'});
	});
});

test('a banned account answers a wrong password as any other does, and says so only to the right one', async () => {
	const house = await guarded(['bob', 'eve'], {limits: {failureBurst: 100}});
	const alice = await enter(house, 'alice');
	await alice.ask('ban', {user: 'bob', reason: 'noise'});
	const guess = await house.knock();
	const wrong = (user: string) => guess.ask('signIn', entrance(user, {password: 'a guess'}));
	expect(await wrong('bob')).toEqual(await wrong('eve'));
	expect(await guess.ask('signIn', entrance('bob'))).toEqual({refusal: 'banned', until: 0, reason: 'noise'});
});

test('a one-time password lets nobody in without a new one, and a bad new one leaves it as it is', async () => {
	const house = await guarded(['bob'], {limits: {failureBurst: 100}});
	const alice = await enter(house, 'alice');
	const {password} = await alice.ask('resetPassword', {user: 'bob'});
	const bob = await house.knock();
	expect(await bob.ask('signIn', entrance('bob'))).toEqual({refusal: 'wrongPassword'});
	expect(await bob.ask('signIn', entrance('bob', {password}))).toEqual({refusal: 'newPasswordNeeded'});
	const choose = (newPassword: unknown) => bob.ask('signIn', entrance('bob', {password, newPassword}));
	expect(await choose(password)).toEqual({refusal: 'passwordUnchanged'});
	expect(await choose('short')).toEqual({refusal: 'passwordTooShort'});
	expect(await choose('bobbobbob')).toMatchObject({user: 'bob'});
	expect(house.log.join('')).not.toContain(String(password));
	const later = await house.knock();
	expect(await later.ask('signIn', entrance('bob', {password}))).toEqual({refusal: 'wrongPassword'});
});

test('an admin acts thirty times a minute, however often they sign in, and the operator’s log has all of it', async () => {
	const clock = manualClock();
	const house = await guarded(['bob'], {clock, limits: UNLIMITED});
	const alice = await enter(house, 'alice');
	for (let at = 0; at < 30; at++)
		expect(await alice.ask('ban', {user: 'bob', reason: `reason ${at}`})).not.toHaveProperty('refusal');
	const tired = {refusal: 'tooManyActions', seconds: 2};
	expect(await alice.ask('ban', {user: 'bob'})).toEqual(tired);
	const hashes = house.hashes();
	expect(await alice.ask('resetPassword', {user: 'bob'})).toEqual(tired);
	expect(house.hashes()).toBe(hashes);
	for (let at = 0; at < 30; at++) expect(house.log.join('')).toContain(`bob banned by alice: "reason ${at}"`);
});

test('a reason cannot pass for another line of the log', async () => {
	const house = await guarded(['bob']);
	const alice = await enter(house, 'alice');
	await alice.ask('ban', {user: 'bob', reason: 'x"\n2026-01-01 00:00:00 sign-in root\u001b[2J'});
	await until(() => house.log.join('').includes('banned by alice'));
	const line = house.log.find(each => each.includes('banned by alice')) ?? '';
	expect(line.trim().split('\n')).toHaveLength(1);
	expect(line).not.toContain('\u001b');
});

test('the operator’s daily quotas hold for each account, and say when to go on', async () => {
	const {newcomer} = await openHouse({
		clock: manualClock(),
		limits: limitsWith({messages: 3, rooms: 2}),
	});
	const {peer} = await newcomer('mallory');
	await newcomer('alice');
	for (let at = 1; at <= 3; at++)
		expect(await peer.ask('send', message('mallory', 'alice', at, 'hi'))).not.toHaveProperty('refusal');
	const refused = await peer.ask('send', message('mallory', 'alice', 4, 'hi'));
	expect(refused).toMatchObject({refusal: 'tooManyMessages'});
	expect(Math.round(Number(refused['seconds']) / 3600)).toBe(8); // a third of a day for one message
	for (let at = 1; at <= 2; at++)
		expect(await peer.ask('join', {room: `#room${at}`})).not.toHaveProperty('refusal');
	expect(await peer.ask('join', {room: '#room3'})).toMatchObject({refusal: 'tooManyRooms'});
});

test('so much text is an account’s share of a day, as the operator says', async () => {
	const {newcomer} = await openHouse({clock: manualClock(), limits: limitsWith({text: 16_384})});
	const {peer} = await newcomer('mallory');
	await newcomer('alice');
	const long = 'x'.repeat(4000);
	for (let at = 1; at <= 4; at++)
		expect(await peer.ask('send', message('mallory', 'alice', at, long))).not.toHaveProperty('refusal');
	expect(await peer.ask('send', message('mallory', 'alice', 5, long))).toMatchObject({
		refusal: 'tooMuchText',
	});
});
