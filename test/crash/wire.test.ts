/** Is anything lost, doubled or put in another order when the wire between people and their server breaks, whichever way? */
import {expect, test} from 'vitest';
import {startServer} from '../harness/program.ts';
import {skippingClock} from '../harness/skipping-clock.ts';
import {until} from '../harness/until.ts';
import {BadWire, type Fate} from './bad-wire.ts';
import {expectNothingLost, Talker} from './talkers.ts';

/** Bytes of a TLS handshake and a sign-in, about: what is cut behind them cuts messages. */
const BEGUN = 2500;
const random = (most: number) => Math.floor(Math.random() * most);

test.each<[string, () => Fate]>([
	[
		'cut before the server has all of a message',
		() => ({what: 'cut', way: 'up', after: BEGUN + random(6000)}),
	],
	['cut before the answer is there', () => ({what: 'cut', way: 'down', after: BEGUN + random(6000)})],
	[
		'cut anywhere from the first byte on',
		() => ({what: 'cut', way: random(2) ? 'up' : 'down', after: random(4000)}),
	],
	['dead in one direction', () => ({what: 'swallow', way: 'down', after: BEGUN + random(6000)})],
	['dead in both directions', () => ({what: 'stall', way: 'up', after: BEGUN + random(6000)})],
])('a wire that is %s loses nothing, and nothing comes twice', {timeout: 60_000}, async (_name, fate) => {
	const server = await startServer();
	const port = Number(server.address.split(':')[1]);
	const wire = await BadWire.to(port);
	const clock = {...skippingClock(), random: () => 0};
	const joinLine = server.joinLine.replace(server.address, wire.address);
	const alice = await Talker.signUp('alice', joinLine, {clock});
	const bob = await Talker.signUp('bob', server.joinLine);
	wire.fate = fate;
	wire.cut();
	for (let round = 1; round <= 6; round++) {
		await until(() => {
			alice.link.retryNow();
			if (alice.sent.length < 15 * round) {
				alice.send(bob);
				bob.send(alice);
			}

			if (wire.met < round && alice.stored.length === alice.sent.length) alice.send(bob);
			if (wire.met >= round) clock.skip(26_000); // a silence that long ends a link
			return wire.met >= round && alice.sent.length >= 15 * round;
		});
	}

	expect(wire.met).toBeGreaterThanOrEqual(6);
	wire.fate = () => undefined;
	wire.cut();
	await until(() => {
		alice.link.retryNow();
		return alice.stored.length >= alice.sent.length;
	});
	await expectNothingLost([alice, bob]);
});
