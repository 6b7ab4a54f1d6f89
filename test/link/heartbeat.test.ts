/** Is a dead server noticed, and a living one left alone? */
import {expect, test} from 'vitest';
import {Heartbeat} from '../../source/link/heartbeat.ts';
import {alice, server, signedIn, testClock} from './people.ts';
import {until} from '../harness/until.ts';

test('a server that says nothing for 25 seconds is given up, and the link comes back', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.interfere = () => 'silence';
	someone.clock.advance(24_999);
	expect(someone.status()).toBe('online');
	someone.clock.advance(1);
	expect(someone.status()).toBe('waiting');
	expect(someone.reasons().at(-1)).toMatch(/does not answer/);
	fake.interfere = () => undefined;
	await someone.comesBack();
});

test('a server that answers pings is not given up, however long nobody says anything', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	for (let pings = 1; pings <= 6; pings++) {
		someone.clock.advance(10_000);
		await someone.link.request({type: 'ping'}); // the reply to the client's own ping came before this one
		expect(fake.asked('ping')).toHaveLength(2 * pings);
	}

	expect(someone.status()).toBe('online');
});

test.each([
	['back', -3_600_000],
	['forward', 3_600_000],
])('a clock that is set %s an hour ends no link, and keeps none that is dead', (_way, by) => {
	const clock = testClock();
	let setBy = 0;
	let isDead = false;
	const wall = {...clock, now: () => clock.now() + setBy};
	const heartbeat = new Heartbeat(wall, {ping: () => undefined, dead: () => (isDead = true)});
	clock.advance(20_000);
	heartbeat.heard();
	setBy = by;
	clock.advance(24_999);
	expect(isDead).toBe(false);
	clock.advance(1);
	expect(isDead).toBe(true);
});

test('a server that asks whether the client lives has its answer at once', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.announce({type: 'probe'});
	await until(() => fake.asked('ping').length === 1);
	expect(someone.told('announced')).toEqual([]);
});
