/** Opens a stream to a trusted server; a server that is not trusted is not sent a single byte. */
import {X509Certificate} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import type {Socket} from 'node:net';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {addressText, isLoopback, type Address, type Place} from '../../protocol/address.ts';
import {fingerprintOf} from '../../lib/fingerprint.ts';
import type {NotTrusted} from '../state/model/link.ts';
import {evaluateKey, type KnownKeys} from './key-verdict.ts';
import {failure} from './failure.ts';
import {knownServer, rememberKey, type Pin} from './known-servers.ts';
import {codeOf, ClientFileError} from '../../lib/client-file-error.ts';
import {openPlaintext, openUnverified, type Attempt} from './socket.ts';

export type Trust = {
	/** The client's own folder, where accepted keys are kept. */
	readonly home: string;
	/** The file with the certificate of this user's own server; it need not exist. */
	readonly ownCertificate?: string | undefined;
	/** Told when an accepted key could not be kept: at the next contact it is unknown again. */
	readonly notKept?: ((problem: SafeText) => void) | undefined;
	/** Without TLS; on this machine only. */
	readonly insecurePlaintext?: boolean | undefined;
	/** Whether a key that is seen for the first time is accepted without a question. */
	readonly acceptUnknown?: ((fingerprint: string) => boolean) | undefined;
};

/** `fingerprint`: of the server's key; undefined without TLS. */
type Opened =
	{readonly found: 'stream'; readonly stream: Socket; readonly fingerprint: string | undefined} | NotTrusted;

/**
 * Connects with one TLS handshake. A key that was kept binds, and so does a fingerprint in the address.
 * @param at where the server is reached, if that is another one on the record than the one whose key is kept
 */
export async function openTrusted(
	address: Address,
	trust: Trust,
	attempt: Attempt,
	at: Place = address,
): Promise<Opened> {
	try {
		if (trust.insecurePlaintext) return await inTheClear(address, trust, attempt, at);
		return await secured(address, trust, attempt, at);
	} catch (error) {
		if (error instanceof ClientFileError) return {found: 'nothing', problem: safeText`${error.message}`};
		return {found: 'nothing', problem: failure(at, error)};
	}
}

async function secured(address: Address, trust: Trust, attempt: Attempt, at: Place): Promise<Opened> {
	const key = (await knownServer(trust.home, address))?.key;
	const pinned = key === 'plaintext' ? undefined : key?.fingerprint;
	const {socket, certificate} = await openUnverified(at, attempt);
	try {
		const fingerprint = fingerprintOf(certificate);
		const isKept = fingerprint === pinned;
		const known = {
			pinned,
			asked: address.fingerprint,
			own: isKept ? undefined : await ownFingerprint(trust.ownCertificate),
			loopback: isLoopback(address.host) && isLoopback(at.host),
		};
		const refused = whyRefused(fingerprint, known, trust);
		if (refused) {
			socket.destroy();
			return refused;
		}

		if (!isKept) await keep(address, {fingerprint, certificate: certificate.toString()}, trust, attempt);
		return {found: 'stream', stream: socket, fingerprint};
	} catch (error) {
		socket.destroy();
		throw error;
	}
}

function whyRefused(fingerprint: string, known: KnownKeys, {acceptUnknown}: Trust): NotTrusted | undefined {
	const verdict = evaluateKey(fingerprint, known);
	if (verdict === 'trusted') return undefined;
	if (verdict === 'unknown')
		return acceptUnknown?.(fingerprint) ? undefined : {found: 'unknown', fingerprint};
	return {found: 'changed', expected: verdict.expected, got: fingerprint};
}

async function inTheClear(address: Address, trust: Trust, attempt: Attempt, at: Place): Promise<Opened> {
	if (!isLoopback(at.host)) {
		const problem = safeText`Plain text is for this machine only; connect to ${addressText(at)} without --insecure-plaintext.`;
		return {found: 'nothing', problem};
	}

	const isKnown = (await knownServer(trust.home, address)) !== undefined;
	const stream = await openPlaintext(at, attempt);
	if (!isKnown) await keep(address, 'plaintext', trust, attempt);
	return {found: 'stream', stream, fingerprint: undefined};
}

/** Writes the accepted key to disk. A disk that refuses it is reported, and does not end the attempt. */
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

async function ownFingerprint(file: string | undefined): Promise<string | undefined> {
	if (file === undefined) return undefined;
	try {
		return fingerprintOf(new X509Certificate(await readFile(file)));
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw new ClientFileError(
			`${file} is not a valid certificate (${codeOf(error)}); move it away and restart the server.`,
		);
	}
}
