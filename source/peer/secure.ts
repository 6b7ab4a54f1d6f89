/** Makes the authenticated stream between two clients. No other function yields one. */
import type {X509Certificate} from 'node:crypto';
import type {Duplex} from 'node:stream';
import {connect, createServer, type SecureVersion, type TLSSocket} from 'node:tls';
import type {Clock} from '../../lib/clock.ts';
import {fingerprintOf} from '../../lib/fingerprint.ts';
import type {Identity} from './identity.ts';

/** Maximum milliseconds of a handshake. */
const HANDSHAKE_TIMEOUT = 5000;
const TLS: SecureVersion = 'TLSv1.3';

/** Thrown when a stream could not be authenticated; the stream below it is destroyed. */
export class NotSecured extends Error {
	/** The other side showed another key than the partner's, or none. */
	readonly isOtherKey: boolean;
	constructor(reason: string, isOtherKey = false) {
		super(reason);
		this.isOtherKey = isOtherKey;
	}
}

type SecureOptions = {
	readonly me: Identity;
	readonly peerCertificate: X509Certificate;
	/** Of the two sides one is the client, the other one the server. */
	readonly role: 'client' | 'server';
	readonly clock: Clock;
	/** Maximum milliseconds of the handshake. */
	readonly timeout?: number | undefined;
};

/**
 * Authenticates both sides of a raw stream by mutual TLS 1.3, and encrypts it. In the role of the client the partner may still refuse
 * this side: only what the partner sends shows that it has not. Destroying the raw stream cancels the handshake.
 * @throws NotSecured
 */
export async function secure(raw: Duplex, options: SecureOptions): Promise<TLSSocket> {
	const {peerCertificate, role, clock, timeout = HANDSHAKE_TIMEOUT} = options;
	raw.on('error', () => undefined); // the stream above it ends too, with a reason
	const handshake = role === 'client' ? asClient(raw, options) : asServer(raw, options);
	let end: (error: Error) => void = () => undefined;
	const ended = new Promise<never>((_, reject) => (end = reject));
	const cancelTimeout = clock.after(timeout, () => end(new NotSecured('The handshake took too long.')));
	const closed = (): void => end(new NotSecured('The connection was closed during the handshake.'));
	raw.once('close', () => setImmediate(closed)); // the handshake's own reason comes first
	try {
		if (raw.destroyed) closed();
		const secured = await Promise.race([handshake, ended]);
		prove(secured, peerCertificate);
		secured.on('error', () => secured.destroy()); // Node goes on after a record that was changed on its way
		secured.once('close', () => raw.destroy());
		return secured;
	} catch (error) {
		raw.destroy();
		throw notSecured(error);
	} finally {
		cancelTimeout();
	}
}

async function asClient(raw: Duplex, options: SecureOptions): Promise<TLSSocket> {
	const socket = connect({
		...common(options),
		socket: raw,
		servername: '',
		checkServerIdentity: () => undefined, // the key is the identity
	});
	return new Promise<TLSSocket>((resolve, reject) => {
		socket.once('secureConnect', () => resolve(socket));
		socket.on('error', reject);
	});
}

/** Serves this one stream. A server of Node enforces `rejectUnauthorized`; a socket that is made by hand does not. */
async function asServer(raw: Duplex, options: SecureOptions): Promise<TLSSocket> {
	const server = createServer({...common(options), requestCert: true});
	const secured = new Promise<TLSSocket>((resolve, reject) => {
		server.once('secureConnection', resolve);
		server.once('tlsClientError', (error, refused) => {
			const {authorizationError} = refused as {authorizationError: unknown}; // a code, unlike Node's types say
			reject(typeof authorizationError === 'string' ? new NotSecured(authorizationError, true) : error);
		});
	});
	server.emit('connection', raw);
	return secured;
}

function common({me, peerCertificate}: SecureOptions) {
	return {
		key: me.key,
		cert: me.certificate,
		ca: [peerCertificate.toString()],
		rejectUnauthorized: true,
		minVersion: TLS,
		maxVersion: TLS,
	};
}

/** @throws NotSecured unless the other side has proved to hold the key of the certificate */
function prove(socket: TLSSocket, expected: X509Certificate): void {
	const shown = socket.getPeerX509Certificate();
	if (!socket.authorized || shown === undefined || fingerprintOf(shown) !== fingerprintOf(expected))
		throw new NotSecured('The other side has another key.', true);
}

/** Codes by which OpenSSL says that a certificate is missing or is not the expected one. */
const OTHER_KEY = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE']);

function notSecured(error: unknown): NotSecured {
	if (error instanceof NotSecured) return error;
	const {code = 'unknown', message} = error as NodeJS.ErrnoException; // node:tls throws these and nothing else
	return new NotSecured(`${code}: ${message}`, OTHER_KEY.has(code));
}
