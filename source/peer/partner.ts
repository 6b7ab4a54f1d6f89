/** Reads the certificate by which a partner is introduced. */
import {X509Certificate} from 'node:crypto';
import {fingerprintOf} from '../../lib/fingerprint.ts';

/**
 * Reads the certificate in an introduction.
 * @returns undefined unless it is one of an Ed25519 key that has this fingerprint
 */
export function partnerCertificate(pem: string, fingerprint: string): X509Certificate | undefined {
	try {
		const certificate = new X509Certificate(pem);
		const isExpected =
			certificate.publicKey.asymmetricKeyType === 'ed25519' && fingerprintOf(certificate) === fingerprint;
		return isExpected ? certificate : undefined;
	} catch {
		return undefined; // it is not a certificate
	}
}
