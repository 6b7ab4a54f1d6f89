/** Is anything lost, doubled or put in another order when the wire between people and their server breaks, whichever way? */
import {expect, onTestFinished, test} from 'vitest';
import {joinLine} from '../../protocol/address.ts';
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {LIMITS} from '../../server/net/limits.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import {startServer} from '../../server/server.ts';
import {UNLIMITED} from '../attack/attacked-server.ts';
import {skippingClock} from '../harness/skipping-clock.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';
import {BadWire, type Fate} from './bad-wire.ts';
import {expectNothingLost, Talker} from './talkers.ts';

/** Bytes of a TLS handshake and a sign-in, about: what is cut behind them cuts messages. */
const BEGUN = 2500;

/** Over TLS; what is tested here is not how fast people may speak. */
async function openServer() {
	const server = await startServer({
		folder: await temporaryFolder(),
		host: '127.0.0.1',
		port: 0,
		plaintext: false,
		policy: DEFAULT_POLICY,
		limits: {...LIMITS, ...UNLIMITED},
		passwords: new Passwords({cost: {ln: 4, r: 8, p: 1}}),
		write: () => undefined,
	});
	onTestFinished(async () => server.stop('the test is over'));
	return server;
}

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
	const {port, fingerprint, code} = await openServer();
	const lineTo = (at: number) =>
		joinLine({
			host: '127.0.0.1',
			port: at,
			...(code !== undefined && {code}),
			...(fingerprint !== undefined && {fingerprint}),
		});
	const wire = await BadWire.to(port);
	const clock = {...skippingClock(), random: () => 0};
	const alice = await Talker.signUp('alice', lineTo(wire.port), {clock});
	const bob = await Talker.signUp('bob', lineTo(port));
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
