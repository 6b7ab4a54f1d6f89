/** Verifies that a client holds the key of the certificate that it registers. */
import {verify, X509Certificate, type KeyObject} from 'node:crypto';
import {fingerprintOf} from '../../lib/fingerprint.ts';
import {isSelfSigned} from '../../lib/is-self-signed.ts';
import {certificateSchema} from '../../protocol/identities.ts';

/**
 * Verifies a self-signed certificate of an Ed25519 key, and a signature with that key.
 * @param certificate as PEM
 * @param proof the text that was signed
 * @param signature as base64url
 * @returns the certificate without any text around it, and its fingerprint; undefined where anything is not valid
 */
export function provenIdentity(
	certificate: string,
	proof: string,
	signature: string,
): {certificate: string; fingerprint: string} | undefined {
	const known = parse(certificate);
	if (known?.key.asymmetricKeyType !== 'ed25519') return undefined;
	const {parsed, key} = known;
	const isProven = verify(undefined, Buffer.from(proof), key, Buffer.from(signature, 'base64url'));
	if (!isProven || !isSelfSigned(parsed)) return undefined;
	const plain = certificateSchema.safeParse(parsed.toString());
	return plain.success ? {certificate: plain.data, fingerprint: fingerprintOf(parsed)} : undefined;
}

function parse(certificate: string): {parsed: X509Certificate; key: KeyObject} | undefined {
	try {
		const parsed = new X509Certificate(certificate);
		return {parsed, key: parsed.publicKey};
	} catch {
		return undefined; // what cannot be parsed, certificate or key, is not valid, for whatever reason
	}
}
