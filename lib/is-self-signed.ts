/** Checks whether a stored certificate is intact. */
import type {X509Certificate} from 'node:crypto';

/** Whether the certificate carries a valid signature of its own key. */
export function isSelfSigned(certificate: X509Certificate): boolean {
	try {
		return certificate.verify(certificate.publicKey);
	} catch {
		return false; // its key is none
	}
}
