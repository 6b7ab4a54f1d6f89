/** Opens the key by which other clients know this user: made once for an account on this machine, and kept. */
import {createPrivateKey, generateKeyPairSync, sign, X509Certificate, type KeyObject} from 'node:crypto';
import path from 'node:path';
import {ClientFileError} from '../../lib/client-file-error.ts';
import {fingerprintOf} from '../../lib/fingerprint.ts';
import {isSelfSigned} from '../../lib/is-self-signed.ts';
import {parsed} from '../../lib/parsed.ts';
import {makeTextFile, readTextFile} from '../../lib/text-file.ts';

export type Identity = {
	/** PEM, both. */
	readonly key: string;
	readonly certificate: string;
	/** Base64url SHA-256 of the public key: 43 characters. */
	readonly fingerprint: string;
	/** Signs a text with the key. @returns base64url, 86 characters */
	readonly sign: (text: string) => string;
};

const KEY_FILE = 'identity-key.pem';
const CERTIFICATE_FILE = 'identity-cert.pem';
const RESTORE = `put copies of ${KEY_FILE} and ${CERTIFICATE_FILE} back, or move both away: then your partners are warned of a changed key`;

/** Tells whether an identity, or a part of one, stands in the folder. @throws ClientFileError if a file cannot be read */
export async function hasIdentity(folder: string): Promise<boolean> {
	for (const file of [KEY_FILE, CERTIFICATE_FILE])
		if ((await readTextFile(path.join(folder, file))) !== undefined) return true;
	return false;
}

/**
 * Reads the identity in the folder, or makes it. A missing certificate is made again from the key, and is the same as before.
 * Nothing that exists is ever overwritten.
 * @throws ClientFileError if a file is damaged, does not belong to the other, or cannot be read or written
 */
export async function openIdentity(folder: string): Promise<Identity> {
	const keyFile = path.join(folder, KEY_FILE);
	const certificateFile = path.join(folder, CERTIFICATE_FILE);
	const [storedKey, storedCertificate] = [await readTextFile(keyFile), await readTextFile(certificateFile)];
	if (storedKey === undefined && storedCertificate !== undefined)
		throw new ClientFileError(`${keyFile} is missing beside its certificate; ${RESTORE}.`);
	const key = storedKey ?? (await makeTextFile(keyFile, newKey()));
	const privateKey = parsed(() => createPrivateKey(key), damaged(keyFile));
	if (privateKey.asymmetricKeyType !== 'ed25519') throw damaged(keyFile);
	const certificate =
		storedCertificate ?? (await makeTextFile(certificateFile, await certificateOf(privateKey)));
	const x509 = parsed(() => new X509Certificate(certificate), damaged(certificateFile));
	if (!isSelfSigned(x509)) throw damaged(certificateFile);
	if (!x509.checkPrivateKey(privateKey))
		throw new ClientFileError(`${certificateFile} does not belong to ${keyFile}; ${RESTORE}.`);
	return {
		key,
		certificate,
		fingerprint: fingerprintOf(x509),
		sign: text => sign(undefined, Buffer.from(text), privateKey).toString('base64url'),
	};
}

function newKey(): string {
	const {privateKey} = generateKeyPairSync('ed25519');
	return privateKey.export({type: 'pkcs8', format: 'pem'}).toString();
}

async function certificateOf(key: KeyObject): Promise<string> {
	const {selfSigned} = await import('../../lib/self-signed.ts');
	return selfSigned(key);
}

function damaged(file: string): ClientFileError {
	return new ClientFileError(`${file} is damaged; ${RESTORE}.`);
}
