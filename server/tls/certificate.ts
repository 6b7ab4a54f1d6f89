/** Opens the server's key and certificate, made at the first start and kept: clients pin the key. */
import {
	createPrivateKey,
	generateKeyPairSync,
	sign,
	verify,
	X509Certificate,
	type KeyObject,
} from 'node:crypto';
import {chmod, readFile} from 'node:fs/promises';
import path from 'node:path';
import {CannotStart} from '../../lib/cannot-start.ts';
import {realDisk, replaceFile, type Disk} from '../../lib/disk.ts';
import {fingerprintOf} from '../../lib/fingerprint.ts';
import {isSelfSigned} from '../../lib/is-self-signed.ts';
import {parsed} from '../../lib/parsed.ts';

export type Certificate = {
	/** PEM. */
	key: string;
	cert: string;
	/** Base64url SHA-256 of the public key: 43 characters. */
	fingerprint: string;
};

export const KEY_FILE = 'server-key.pem';
export const CERT_FILE = 'server-cert.pem';
/** Subject and issuer of the certificates that lib/self-signed.ts makes. */
const CERTIFICATE_NAME = 'CN=chat-tui';
const RESTORE = `restore ${KEY_FILE} and ${CERT_FILE} from a backup, or move both away: then clients are warned of a changed key`;

/**
 * Reads the key and certificate in the folder, or makes them. A missing certificate is made anew from the key, whose fingerprint
 * stays the same; nothing that exists is ever overwritten.
 * @throws CannotStart if one of them is damaged or does not belong to the other
 */
export async function openCertificate(folder: string, disk = realDisk): Promise<Certificate> {
	const keyFile = path.join(folder, KEY_FILE);
	const certFile = path.join(folder, CERT_FILE);
	const [storedKey, storedCert] = [await read(keyFile), await read(certFile)];
	if (storedKey === undefined && storedCert !== undefined)
		throw new CannotStart(`${keyFile} is missing beside its certificate; ${RESTORE}.`);
	const key = storedKey ?? (await write(disk, keyFile, newKey()));
	await chmod(keyFile, 0o600); // a copied key may have come with a wider mode
	const privateKey = parsed(() => createPrivateKey(key), damaged(keyFile));
	const cert = storedCert ?? (await write(disk, certFile, await certificateFor(keyFile, privateKey)));
	const certificate = parsed(() => new X509Certificate(cert), damaged(certFile));
	if (isMadeHere(certificate) && !isSelfSigned(certificate))
		throw new CannotStart(
			`${certFile} is damaged; move it away: it is made anew, and clients see no other key than before.`,
		);
	if (!certificate.checkPrivateKey(privateKey))
		throw new CannotStart(`${certFile} does not belong to ${keyFile}; ${RESTORE}.`);
	if (!canSign(privateKey, certificate)) throw damaged(keyFile);
	return {key, cert, fingerprint: fingerprintOf(certificate)};
}

/** Whether lib/self-signed.ts made it, and not the operator. A flipped bit changes one of the two names at most. */
function isMadeHere({issuer, subject}: X509Certificate): boolean {
	return issuer === CERTIFICATE_NAME || subject === CERTIFICATE_NAME;
}

/** Whether the private part of the key is intact: the public part stands beside it in the file, and may be intact alone. */
function canSign(key: KeyObject, {publicKey}: X509Certificate): boolean {
	const text = Buffer.from('a text');
	try {
		return verify(undefined, text, publicKey, sign(undefined, text, key));
	} catch {
		return false; // OpenSSL refuses some keys only when they are used
	}
}

function damaged(file: string): CannotStart {
	return new CannotStart(`${file} is damaged; ${RESTORE}.`);
}

function newKey(): string {
	const {privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
	return privateKey.export({type: 'pkcs8', format: 'pem'}).toString();
}

async function certificateFor(keyFile: string, key: KeyObject): Promise<string> {
	if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
		throw new CannotStart(
			`${keyFile} is not a key that this server made, and its certificate is missing; ${RESTORE}.`,
		);
	const {selfSigned} = await import('../../lib/self-signed.ts');
	return selfSigned(key);
}

async function read(file: string): Promise<string | undefined> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw new CannotStart(
			`${file} cannot be read (${String((error as NodeJS.ErrnoException).code)}); ${RESTORE}.`,
		);
	}
}

/** Writes a file atomically and durably: an interrupted start leaves no half of a key, and no key is lost that a client pins. */
async function write(disk: Disk, file: string, text: string): Promise<string> {
	try {
		await replaceFile(disk, file, Buffer.from(text));
		await disk.sync(path.dirname(file));
	} catch (error) {
		throw new CannotStart(`${file} cannot be written (${String((error as NodeJS.ErrnoException).code)}).`);
	}

	return text;
}
