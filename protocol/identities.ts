/** Defines identities: the certificates by which the clients of two users know each other. */
import {z} from 'zod';
import {shaped} from './bounded.ts';
import {defineRequests} from './definition.ts';

/** Maximum UTF-16 units of a certificate in PEM. */
const MAX_CERTIFICATE = 1200;

/** A self-signed certificate of an Ed25519 key, in PEM. */
export const certificateSchema = z.string().max(MAX_CERTIFICATE);
/** Base64url SHA-256 of the public key of a certificate. */
export const fingerprintSchema = shaped(/^[\w-]{43}$/, 43);

/**
 * Returns the text that a client signs with its key to prove that it holds it.
 * @param store id of the server's store, and `nonce` as the server has sent them
 */
export function identityProof(store: string, user: string, nonce: string): string {
	return `chat-tui identity v1\n${store}\n${user}\n${nonce}`;
}

export const identityRequests = defineRequests({
	/** Asks for a nonce that `registerIdentity` signs, on the same connection. */
	identityNonce: {fields: {}, reply: z.object({nonce: shaped(/^[\w-]{43}$/, 43)})},
	/** Replaces the user's identity. `signature`: base64url Ed25519 signature of {@link identityProof}. */
	registerIdentity: {
		fields: {certificate: certificateSchema, signature: shaped(/^[\w-]{86}$/, 86)},
		reply: z.object({}),
	},
});
