/** Signs profiles, and verifies that a profile is its owner's, whoever passed it on. */
import {createHash, createPublicKey, verify, X509Certificate} from 'node:crypto';
import {signedText, type Profile, type SignedProfile} from './profile.ts';

/** What signing needs of the user's identity. */
export type Signer = {
	/** PEM. */
	readonly certificate: string;
	/** Signs a text with the Ed25519 key. @returns base64url */
	readonly sign: (text: string) => string;
};

export function signProfile(profile: Profile, {certificate, sign}: Signer): SignedProfile {
	return {profile, key: keyOf(certificate), signature: sign(signedText(profile))};
}

/** Returns the public key of a certificate as base64url SPKI. */
export function keyOf(certificate: string): string {
	return new X509Certificate(certificate).publicKey
		.export({type: 'spki', format: 'der'})
		.toString('base64url');
}

/** Returns the fingerprint of a public key, as lib/fingerprint.ts computes it for a certificate. */
export function fingerprintOfKey(key: string): string {
	return createHash('sha256').update(Buffer.from(key, 'base64url')).digest('base64url');
}

/**
 * Whether the profile was signed with the key that has this fingerprint.
 * @param fingerprint of the key that is known to be the owner's
 */
export function isSignedBy({profile, key, signature}: SignedProfile, fingerprint: string): boolean {
	if (fingerprintOfKey(key) !== fingerprint) return false;
	const spki = Buffer.from(key, 'base64url');
	const publicKey = createPublicKey({key: spki, format: 'der', type: 'spki'}); // the owner's key: it was parsed when it was pinned
	return verify(undefined, Buffer.from(signedText(profile)), publicKey, Buffer.from(signature, 'base64url'));
}
