/** Opens one socket to a server: over TLS 1.3, or without TLS on this machine. */
import type {X509Certificate} from 'node:crypto';
import {connect, type Socket} from 'node:net';
import {connect as connectTls, type ConnectionOptions, type TLSSocket} from 'node:tls';
import type {Place} from '../../protocol/address.ts';
import type {Clock} from '../../lib/clock.ts';

/** Maximum milliseconds of a connection attempt, its handshake included. */
const CONNECT_TIMEOUT = 10_000;

/** An attempt ended for this reason, as an error code of the system (`ETIMEDOUT`, `ECANCELED`). */
class Ended extends Error {
	readonly code: string;
	constructor(code: string) {
		super(code);
		this.code = code;
	}
}

export type Attempt = {readonly clock: Clock; readonly signal: AbortSignal};

/** `certificate`: its key is the one that the server has proved to hold, whichever that is. */
type Unverified = {readonly socket: TLSSocket; readonly certificate: X509Certificate};

/**
 * Opens a socket to whichever server answers, and sends nothing. TLS 1.3 proves that the server holds the key of its certificate;
 * whether that key may be trusted is for the caller to decide before the first byte is written.
 * @throws the system's error
 */
export async function openUnverified(address: Place, attempt: Attempt): Promise<Unverified> {
	const socket = connectTls({...secure(address), rejectUnauthorized: false});
	await opened(socket, 'secureConnect', attempt);
	const certificate = socket.getPeerX509Certificate();
	if (certificate) return {socket, certificate};
	socket.destroy();
	throw new Ended('ECONNRESET');
}

/** Opens a socket without TLS, for a server on this machine only. */
export async function openPlaintext({host, port}: Place, attempt: Attempt): Promise<Socket> {
	return opened(connect({host, port}), 'connect', attempt);
}

function secure({host, port}: Place): ConnectionOptions {
	// Without `ca`, Node parses the certificates of all public authorities, 20 ms.
	return {host, port, servername: '', minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3', ca: []};
}

async function opened(socket: Socket, event: string, {clock, signal}: Attempt): Promise<Socket> {
	const abort = (): void => void socket.destroy(new Ended('ECANCELED'));
	const cancelTimeout = clock.after(CONNECT_TIMEOUT, () => socket.destroy(new Ended('ETIMEDOUT')));
	signal.addEventListener('abort', abort);
	try {
		if (signal.aborted) abort();
		await new Promise<void>((resolve, reject) => {
			socket.once(event, resolve);
			socket.once('error', reject);
			socket.once('close', () => reject(new Ended('ECONNRESET')));
		});
		return socket.setNoDelay(true);
	} catch (error) {
		socket.destroy();
		throw error;
	} finally {
		cancelTimeout();
		signal.removeEventListener('abort', abort);
	}
}
