/** Computes the fingerprint by which clients pin a server's key. */
import {createHash, type X509Certificate} from 'node:crypto';

/**
 * Computes the base64url SHA-256 of the certificate's public key.
 * @returns 43 characters, shown to people after `SHA256:`
 */
export function fingerprintOf(certificate: X509Certificate): string {
	const key = certificate.publicKey.export({type: 'spki', format: 'der'});
	return createHash('sha256').update(key).digest('base64url');
}
