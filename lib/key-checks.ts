/** Checks whether a stored private key and its certificate are intact. */
import {sign, verify, type KeyObject, type X509Certificate} from 'node:crypto';

/** Whether the certificate carries a valid signature of its own key. */
export function isSelfSigned(certificate: X509Certificate): boolean {
	try {
		return certificate.verify(certificate.publicKey);
	} catch {
		return false; // its key is none
	}
}

/** Whether the private part of the key is intact: the public part stands beside it in the file, and may be intact alone. */
export function canSign(key: KeyObject, {publicKey}: X509Certificate): boolean {
	const text = Buffer.from('a text');
	try {
		return verify(undefined, text, publicKey, sign(undefined, text, key));
	} catch {
		return false; // OpenSSL refuses some keys only when they are used
	}
}
