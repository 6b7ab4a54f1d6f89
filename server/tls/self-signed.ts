/** Makes a self-signed certificate. Imported on demand: its packages take a tenth of a second to load, and are needed once. */
import 'reflect-metadata'; // first: the next one asks for it
import {X509CertificateGenerator} from '@peculiar/x509';
import {createPublicKey, webcrypto, type KeyObject} from 'node:crypto';

const ALGORITHM = {name: 'ECDSA', namedCurve: 'P-256'};

/** Makes the PEM of a certificate for a P-256 key; valid by any clock, since clients pin the key. */
export async function selfSigned(key: KeyObject): Promise<string> {
	const {subtle} = webcrypto;
	const pkcs8 = key.export({type: 'pkcs8', format: 'der'});
	const spki = createPublicKey(key).export({type: 'spki', format: 'der'});
	const certificate = await X509CertificateGenerator.createSelfSigned({
		name: 'CN=chat-tui',
		notBefore: new Date('2020-01-01T00:00:00Z'),
		notAfter: new Date('9999-12-31T23:59:59Z'),
		signingAlgorithm: {...ALGORITHM, hash: 'SHA-256'},
		keys: {
			privateKey: await subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']),
			publicKey: await subtle.importKey('spki', spki, ALGORITHM, true, ['verify']),
		},
	});
	return `${certificate.toString('pem')}\n`;
}
