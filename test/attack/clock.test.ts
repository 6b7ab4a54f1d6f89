/** What becomes of limits and deadlines when the operator, or a time server, sets the machine's clock while people are on? */
import {describe, expect, test} from 'vitest';
import {skippingClock} from '../harness/skipping-clock.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';
import {entrance, message, openHouse} from './attacked-server.ts';

const HOUR = 3600_000;
const wrong = (user: string) => entrance(user, {password: 'summer'});

describe.each([
	['back', -2 * HOUR],
	['forward', 2 * HOUR],
])('after the clock was set %s two hours', (way, by) => {
	test('as many people get in as before, and as many requests are answered', async () => {
		const clock = skippingClock();
		const {knock, newcomer} = await openHouse({clock, limits: {acceptRate: 1, acceptBurst: 3}});
		const {peer: alice} = await newcomer('alice');
		await Promise.all([knock(), knock()]);
		clock.setBy(by);
		clock.skip(3000);
		const [other] = await Promise.all([knock(), knock(), knock()]);
		for (let count = 0; count < 300; count++) alice.ping(1000 + count);
		const isAnswered = () => alice.heard.some(({re}) => re === 1299);
		for (let second = 0; second < 15 && !isAnswered(); second++) {
			await other.fence();
			clock.skip(1000);
		}

		await other.fence();
		expect(isAnswered()).toBe(true);
	});

	test('a block after wrong passwords ends when its time is over, and not before', async () => {
		const clock = skippingClock();
		const {knock, newcomer} = await openHouse({clock});
		await (await newcomer('alice')).peer.ask('signOut');
		const peer = await knock();
		for (let at = 0; at < 3; at++) await peer.ask('signIn', wrong('alice'));
		clock.setBy(by);
		expect(await peer.ask('signIn', entrance('alice'))).toMatchObject({refusal: 'signInBlocked'});
		clock.skip(15_000);
		expect(await peer.ask('signIn', entrance('alice'))).toMatchObject({refusal: 'signInBlocked'});
		clock.skip(46_000);
		expect(await (await knock()).ask('signIn', entrance('alice'))).toMatchObject({user: 'alice'});
	});

	test('and the server started anew, a block lasts no longer than at first', async () => {
		const clock = skippingClock();
		const folder = await temporaryFolder();
		const first = await openHouse({clock, folder});
		await (await first.newcomer('alice')).peer.ask('signOut');
		const peer = await first.knock();
		for (let at = 0; at < 3; at++) await peer.ask('signIn', wrong('alice'));
		await first.stop();
		clock.setBy(by);
		const second = await openHouse({clock, folder});
		const blocked = await (await second.knock()).ask('signIn', entrance('alice'));
		if (way === 'back') expect(blocked).toMatchObject({refusal: 'signInBlocked'});
		clock.skip(60_000);
		expect(await (await second.knock()).ask('signIn', entrance('alice', {takeOver: true}))).toMatchObject({
			user: 'alice',
		});
	});

	test('who does nothing is signed out at the idle limit, and who types is not', async () => {
		const clock = skippingClock();
		const {newcomer} = await openHouse({clock, policy: {idleLimit: 60_000}});
		const [{peer: alice}, {peer: bob}] = [await newcomer('alice'), await newcomer('bob')];
		clock.setBy(by);
		for (let half = 1; half <= 4; half++) {
			clock.skip(15_000);
			await alice.ask('send', message('alice', 'bob', half, 'hi'));
			await bob.fence();
		}

		await bob.end();
		expect(bob.heard).toContainEqual({type: 'signedOut', reason: 'idle'});
		expect(alice.ended).toBe(false);
	});

	test('who lost their link is offline for the others a minute later', async () => {
		const clock = skippingClock();
		const {newcomer, log} = await openHouse({clock});
		const [{peer: alice}, {peer: bob}] = [await newcomer('alice'), await newcomer('bob')];
		bob.socket.destroy();
		await until(() => log.some(line => line.includes('sign-out bob')));
		const person = async () => ((await alice.ask('whois', {user: 'bob'})) as {presence: string}).presence;
		clock.setBy(by);
		for (let step = 0; step < 3; step++) {
			clock.skip(15_000);
			expect(await person()).toBe('online');
		}

		clock.skip(16_000);
		expect(await person()).toBe('offline');
	});
});
