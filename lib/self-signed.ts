/** Makes a self-signed certificate. Imported on demand: its packages take a tenth of a second to load, and are needed once. */
import 'reflect-metadata'; // first: the next one asks for it
import {X509CertificateGenerator} from '@peculiar/x509';
import {createHash, createPublicKey, webcrypto, type KeyObject} from 'node:crypto';

const P_256 = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
const ED25519 = {name: 'Ed25519'};

/**
 * Makes the PEM of a certificate for a P-256 or an Ed25519 key; valid by any clock, since clients pin the key. Of an Ed25519 key
 * it is always the same, so a lost certificate can be made again.
 */
export async function selfSigned(key: KeyObject): Promise<string> {
	const {subtle} = webcrypto;
	const algorithm = key.asymmetricKeyType === 'ed25519' ? ED25519 : P_256;
	const pkcs8 = key.export({type: 'pkcs8', format: 'der'});
	const spki = createPublicKey(key).export({type: 'spki', format: 'der'});
	const certificate = await X509CertificateGenerator.createSelfSigned({
		name: 'CN=chat-tui',
		serialNumber: `01${createHash('sha256').update(spki).digest('hex').slice(0, 30)}`,
		notBefore: new Date('2020-01-01T00:00:00Z'),
		notAfter: new Date('9999-12-31T23:59:59Z'),
		signingAlgorithm: algorithm,
		keys: {
			privateKey: await subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
			publicKey: await subtle.importKey('spki', spki, algorithm, true, ['verify']),
		},
	});
	return `${certificate.toString('pem')}\n`;
}
