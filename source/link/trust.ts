/** Opens a stream to the server that may be trusted, and to no other: a stranger is not sent a single byte. */
import {X509Certificate} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import type {Socket} from 'node:net';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {addressText, isLoopback, type Address} from '../../protocol/address.ts';
import {fingerprintOf} from '../../lib/fingerprint.ts';
import type {NotTrusted} from '../state/model/link.ts';
import {judge} from './certificate.ts';
import {failure} from './failure.ts';
import {knownServer, rememberKey, type Pin} from './known-servers.ts';
import {codeOf, ClientFileError} from '../../lib/atomic-json-file.ts';
import {lookAt, openPinned, openPlaintext, WrongKey, type Attempt} from './socket.ts';

export type Trust = {
	/** The client's own folder, where accepted keys are kept. */
	readonly home: string;
	/** The certificate of this user's own server, a file that need not exist. */
	readonly ownCertificate?: string | undefined;
	/** A key that was accepted could not be kept: the next time it is seen for the first time again. */
	readonly notKept?: ((problem: SafeText) => void) | undefined;
	/** Talk in the clear; on this machine only. */
	readonly insecurePlaintext?: boolean | undefined;
};

/** An open stream and the fingerprint of the key that was shown, in the clear none; or why there is no stream. */
type Opened =
	{readonly found: 'stream'; readonly stream: Socket; readonly fingerprint: string | undefined} | NotTrusted;

/** A fingerprint in the address is what the server must show. */
export async function openTrusted(address: Address, trust: Trust, attempt: Attempt): Promise<Opened> {
	try {
		if (trust.insecurePlaintext) return await inTheClear(address, trust, attempt);
		return await secured(address, trust, attempt);
	} catch (error) {
		if (error instanceof ClientFileError) return {found: 'nothing', problem: safeText`${error.message}`};
		return {found: 'nothing', problem: failure(address, error)};
	}
}

async function secured(address: Address, trust: Trust, attempt: Attempt): Promise<Opened> {
	const {home, ownCertificate} = trust;
	const key = (await knownServer(home, address))?.key;
	const pin = key === 'plaintext' ? undefined : key;
	if (pin && (address.fingerprint ?? pin.fingerprint) === pin.fingerprint) {
		const stream = await openPinned(address, pin.certificate, attempt).catch(unlessWrongKey);
		if (stream) return {found: 'stream', stream, fingerprint: pin.fingerprint};
	}

	const seen = await lookAt(address, attempt);
	const got = fingerprintOf(seen);
	const judgement = judge(got, {
		pinned: pin?.fingerprint,
		asked: address.fingerprint,
		own: await ownFingerprint(ownCertificate),
		loopback: isLoopback(address.host),
	});
	if (judgement === 'unknown') return {found: 'unknown', fingerprint: got};
	if (judgement !== 'trusted') return {found: 'changed', expected: judgement.expected, got};
	const certificate = seen.toString();
	const stream = await openPinned(address, certificate, attempt);
	await keep(address, {fingerprint: got, certificate}, trust, attempt);
	return {found: 'stream', stream, fingerprint: got};
}

async function inTheClear(address: Address, trust: Trust, attempt: Attempt): Promise<Opened> {
	if (!isLoopback(address.host)) {
		const problem = safeText`Plain text is for this machine only; connect to ${addressText(address)} without --insecure-plaintext.`;
		return {found: 'nothing', problem};
	}

	const isKnown = (await knownServer(trust.home, address)) !== undefined;
	const stream = await openPlaintext(address, attempt);
	if (!isKnown) await keep(address, 'plaintext', trust, attempt);
	return {found: 'stream', stream, fingerprint: undefined};
}

/** Trust does not hang on the disk: where it takes nothing, this is said, and the link goes on. */
async function keep(
	address: Address,
	key: Pin | 'plaintext',
	{home, notKept}: Trust,
	{clock}: Attempt,
): Promise<void> {
	try {
		await rememberKey(home, address, key, clock.now());
	} catch (error) {
		if (!(error instanceof ClientFileError)) throw error;
		notKept?.(safeText`${error.message}`);
	}
}

function unlessWrongKey(error: unknown): undefined {
	if (!(error instanceof WrongKey)) throw error;
}

async function ownFingerprint(file: string | undefined): Promise<string | undefined> {
	if (file === undefined) return undefined;
	try {
		return fingerprintOf(new X509Certificate(await readFile(file)));
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw new ClientFileError(
			`${file} is no certificate (${codeOf(error)}); move it away and restart the server.`,
		);
	}
}
