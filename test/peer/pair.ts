/** Two sides of a private chat in one process: identities, and raw streams between them, direct or over a relay. */
import {generateKeyPairSync, sign, X509Certificate} from 'node:crypto';
import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Server, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';
import {fingerprintOf} from '../../lib/fingerprint.ts';
import {selfSigned} from '../../lib/self-signed.ts';
import type {Identity} from '../../source/peer/identity.ts';

export type Person = {readonly me: Identity; readonly x509: X509Certificate};

/** Someone with a new key, in memory alone. */
export async function person(): Promise<Person> {
	const {privateKey} = generateKeyPairSync('ed25519');
	const certificate = await selfSigned(privateKey);
	const x509 = new X509Certificate(certificate);
	return {
		x509,
		me: {
			key: privateKey.export({type: 'pkcs8', format: 'pem'}) as string,
			certificate,
			fingerprint: fingerprintOf(x509),
			sign: text => sign(undefined, Buffer.from(text), privateKey).toString('base64url'),
		},
	};
}

/** A socket that dialled, the one that answered, and what passed between them where something stands in between. */
type Raw = {readonly dialled: Socket; readonly answered: Socket; readonly passed: () => Buffer};

/** Changes the bytes that a relay passes on; `at` counts those of this direction that came before. */
export type Tamper = (bytes: Buffer, at: number, from: 'dialled' | 'answered') => Buffer;

/** Listens on a port that the system chooses until the test is over. */
async function listening(server: Server): Promise<number> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	return (server.address() as AddressInfo).port;
}

export async function direct(): Promise<Raw> {
	const server = createServer();
	const port = await listening(server);
	const connected = once(server, 'connection') as Promise<[Socket]>;
	const dialled = connect(port, '127.0.0.1');
	const [[answered]] = [await connected, await once(dialled, 'connect')];
	return {dialled: kept(dialled), answered: kept(answered), passed: () => Buffer.alloc(0)};
}

/** Both dial a relay, which keeps a copy of all that it passes on. */
export async function relayed(tamper: Tamper = bytes => bytes): Promise<Raw> {
	const passed: Buffer[] = [];
	const [one, other] = [await direct(), await direct()];
	const pass = (from: Socket, to: Socket, name: 'dialled' | 'answered'): void => {
		let at = 0;
		from.on('data', bytes => {
			const changed = tamper(bytes, at, name);
			at += bytes.length;
			passed.push(changed);
			to.write(changed);
		});
		from.once('close', () => to.destroy());
	};
	pass(one.answered, other.answered, 'dialled');
	pass(other.answered, one.answered, 'answered');
	return {dialled: one.dialled, answered: other.dialled, passed: () => Buffer.concat(passed)};
}

/** Both ways to reach each other, for tests of each. */
export const WAYS = [
	['a direct connection', direct],
	['a relay', relayed],
] as const;

function kept(socket: Socket): Socket {
	onTestFinished(() => void socket.destroy());
	return socket.on('error', () => undefined);
}
