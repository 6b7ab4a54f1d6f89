/** The stream between two clients: what do others get who dial, answer, listen in between, or change what passes? */
import {once} from 'node:events';
import type {Socket} from 'node:net';
import {connect as connectTls, type TLSSocket, type ConnectionOptions} from 'node:tls';
import {describe, expect, test} from 'vitest';
import {systemClock} from '../../lib/clock.ts';
import {NotSecured, secure} from '../../source/peer/secure.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {until} from '../harness/until.ts';
import {direct, person, relayed, WAYS, type Person} from './pair.ts';

const [alice, bob, mallory] = [await person(), await person(), await person()];
const SECRET = 'meet me at the old mill';

async function asClient(raw: Socket, who: Person, peer: Person) {
	return secure(raw, {me: who.me, peerCertificate: peer.x509, role: 'client', clock: systemClock});
}

async function asServer(raw: Socket, who: Person, peer: Person) {
	return secure(raw, {me: who.me, peerCertificate: peer.x509, role: 'server', clock: systemClock});
}

/** Waits for a refusal. */
async function refusal(attempt: Promise<unknown>): Promise<NotSecured> {
	const error = await attempt.then(
		() => undefined,
		(caught: unknown) => caught,
	);
	if (!(error instanceof NotSecured)) throw new Error(`Not refused: ${String(error)}`);
	return error;
}

/** All that arrives on a stream, up to its end. */
function heard(stream: Socket): () => string {
	let text = '';
	stream.on('data', bytes => (text += String(bytes)));
	return () => text;
}

/** Dials by hand, as someone would who does not use this program. */
function tlsBy(raw: Socket, options: ConnectionOptions): TLSSocket {
	const socket = connectTls({socket: raw, servername: '', rejectUnauthorized: false, ...options});
	return socket.on('error', () => undefined);
}

describe.each(WAYS)('over %s', (_, pair) => {
	test('two who know each other’s key can talk', async () => {
		const {dialled, answered} = await pair();
		const [one, other] = await Promise.all([asClient(dialled, alice, bob), asServer(answered, bob, alice)]);
		const [atAlice, atBob] = [heard(one), heard(other)];
		one.write(SECRET);
		other.write('yes');
		await until(() => atBob() === SECRET && atAlice() === 'yes');
		expect([one.getProtocol(), one.authorized, other.authorized]).toEqual(['TLSv1.3', true, true]);
	});

	test('an imposter who answers is refused, and hears nothing', async () => {
		const {dialled, answered} = await pair();
		const imposter = asServer(answered, mallory, alice).catch(() => undefined);
		const error = await refusal(asClient(dialled, alice, bob));
		expect(error.message).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
		expect(error.isOtherKey).toBe(true);
		expect(dialled.destroyed).toBe(true);
		await imposter;
	});

	test('an imposter who dials is refused, and hears nothing', async () => {
		const {dialled, answered} = await pair();
		const imposter = tlsBy(dialled, {key: mallory.me.key, cert: mallory.me.certificate});
		const atMallory = heard(imposter);
		imposter.write(SECRET);
		const error = await refusal(asServer(answered, bob, alice));
		expect(error.isOtherKey).toBe(true);
		expect(answered.destroyed).toBe(true);
		await until(() => imposter.destroyed);
		expect(atMallory()).toBe('');
	});

	test('who shows the certificate of the partner without its key is refused', async () => {
		const {dialled, answered} = await pair();
		const attempt = refusal(asServer(answered, bob, alice));
		expect(() => tlsBy(dialled, {key: mallory.me.key, cert: alice.me.certificate})).toThrow(/mismatch/i);
		dialled.destroy();
		await attempt;
	});

	test('who shows no certificate is refused', async () => {
		const {dialled, answered} = await pair();
		tlsBy(dialled, {});
		const error = await refusal(asServer(answered, bob, alice));
		expect(error.message).toContain('PEER_DID_NOT_RETURN_A_CERTIFICATE');
		expect(error.isOtherKey).toBe(true);
	});

	test('TLS 1.2 is refused', async () => {
		const {dialled, answered} = await pair();
		tlsBy(dialled, {key: alice.me.key, cert: alice.me.certificate, maxVersion: 'TLSv1.2'});
		expect((await refusal(asServer(answered, bob, alice))).message).toContain('UNSUPPORTED_PROTOCOL');
	});

	test.each(['client', 'server'] as const)('plain JSON to a %s is refused', async role => {
		const {dialled, answered} = await pair();
		const attempt = refusal(
			role === 'server' ? asServer(answered, bob, alice) : asClient(answered, bob, alice),
		);
		dialled.write('{"type":"hello","from":"alice"}\n'.repeat(20));
		expect((await attempt).message).toMatch(/WRONG_VERSION|HTTP_REQUEST|packet length/i);
		expect(answered.destroyed).toBe(true);
	});

	test.each(['client', 'server'] as const)('silence towards a %s ends after five seconds', async role => {
		const {answered} = await pair();
		const clock = manualClock();
		const attempt = refusal(secure(answered, {me: bob.me, peerCertificate: alice.x509, role, clock}));
		clock.advance(4999);
		expect(answered.destroyed).toBe(false);
		clock.advance(1);
		expect((await attempt).message).toBe('The handshake took too long.');
		expect(answered.destroyed).toBe(true);
	});

	test('an attempt ends at once when its connection is destroyed, also before it began', async () => {
		const {dialled, answered} = await pair();
		const attempt = refusal(asServer(answered, bob, alice));
		answered.destroy();
		await attempt;
		dialled.destroy();
		await until(() => dialled.closed);
		await refusal(asServer(dialled, alice, bob));
		await refusal(asClient(dialled, alice, bob));
	});

	test('a connection that is cut during the handshake is refused', async () => {
		const {dialled, answered} = await pair();
		const attempt = refusal(asServer(answered, bob, alice));
		dialled.destroy();
		await attempt;
		expect(answered.destroyed).toBe(true);
	});

	test('the raw connection ends with the stream above it', async () => {
		const {dialled, answered} = await pair();
		const [one] = await Promise.all([asClient(dialled, alice, bob), asServer(answered, bob, alice)]);
		one.destroy();
		await until(() => dialled.destroyed && answered.destroyed);
	});
});

describe('a relay', () => {
	/** Secures both ends of a relay, says the secret and waits until it has arrived, or either end is gone. */
	async function told(isSecured: boolean): Promise<Buffer> {
		const {dialled, answered, passed} = await relayed();
		const [one, other] = isSecured
			? await Promise.all([asClient(dialled, alice, bob), asServer(answered, bob, alice)])
			: [dialled, answered];
		const atBob = heard(other);
		one.write(SECRET);
		await until(() => atBob() === SECRET);
		return passed();
	}

	test('finds the text nowhere in what it passes on', async () => {
		expect((await told(true)).includes(SECRET)).toBe(false);
	});

	test('would find the text if it were not encrypted', async () => {
		expect((await told(false)).includes(SECRET)).toBe(true);
	});

	test('that flips one bit ends the stream, and nothing false arrives', async () => {
		let isTampering = false;
		const {dialled, answered} = await relayed((bytes, _, from) => {
			if (!isTampering || from !== 'dialled') return bytes;
			const changed = Buffer.from(bytes);
			changed[bytes.length - 3]! ^= 1;
			return changed;
		});
		const [one, other] = await Promise.all([asClient(dialled, alice, bob), asServer(answered, bob, alice)]);
		const atBob = heard(other);
		isTampering = true;
		one.write(SECRET);
		const [error] = (await once(other, 'error')) as [NodeJS.ErrnoException];
		expect(error.code).toBe('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC');
		await until(() => one.destroyed && other.destroyed);
		expect(atBob()).toBe('');
	});

	test('that flips one bit during the handshake is refused by both', async () => {
		const {dialled, answered} = await relayed((bytes, at, from) => {
			if (from !== 'answered' || at > 0) return bytes;
			const changed = Buffer.from(bytes);
			changed[bytes.length - 9]! ^= 1;
			return changed;
		});
		await Promise.all([refusal(asClient(dialled, alice, bob)), refusal(asServer(answered, bob, alice))]);
	});
});

test('a certificate that brings a second one along lets nobody else in', async () => {
	const {X509Certificate} = await import('node:crypto');
	const both = new X509Certificate(`${alice.me.certificate}${mallory.me.certificate}`);
	const {dialled, answered} = await relayed();
	tlsBy(dialled, {key: mallory.me.key, cert: mallory.me.certificate});
	const attempt = secure(answered, {me: bob.me, peerCertificate: both, role: 'server', clock: systemClock});
	expect((await refusal(attempt)).isOtherKey).toBe(true);
});

test('the stream works inside TLS to a relay, also when the first bytes of the partner came early', async () => {
	const [atAlice, atBob] = [await direct(), await direct()];
	/** TLS between one side and the relay, as between any client and its server. */
	const outer = async ({dialled, answered}: Awaited<ReturnType<typeof direct>>) =>
		Promise.all([asClient(dialled, alice, mallory), asServer(answered, mallory, alice)]);
	const [[alices, one], [bobs, other]] = [await outer(atAlice), await outer(atBob)];
	one.pipe(other);
	other.pipe(one);
	const securing = asClient(alices, alice, bob);
	const [early] = (await once(bobs, 'data')) as [Buffer]; // by whoever has read the relay's reply
	bobs.pause();
	bobs.removeAllListeners('data');
	bobs.unshift(early);
	const [a, b] = await Promise.all([securing, asServer(bobs, bob, alice)]);
	const atEnd = heard(b);
	a.write(SECRET);
	await until(() => atEnd() === SECRET);
	a.destroy();
	await until(() => [alices, bobs, atAlice.dialled, atBob.dialled].every(({destroyed}) => destroyed));
});
