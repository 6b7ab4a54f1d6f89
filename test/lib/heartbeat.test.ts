/** Is a dead server noticed, and a living one left alone? */
import {expect, test} from 'vitest';
import {Heartbeat} from '../../lib/heartbeat.ts';
import {alice, server, signedIn, testClock} from '../link/people.ts';
import {until} from '../harness/until.ts';

test('after 25 seconds without a byte the client closes the connection and reconnects', async () => {
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

test('a connection whose pings are answered stays open, however quiet the chat is', async () => {
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
])('a clock that is set %s an hour neither closes a live connection nor keeps a dead one', (_way, by) => {
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

test('a probe of the server is answered at once', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	fake.announce({type: 'probe'});
	await until(() => fake.asked('ping').length === 1);
	expect(someone.told('announced')).toEqual([]);
});
