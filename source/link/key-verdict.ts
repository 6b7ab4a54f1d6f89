/** Decides whether the key that a server shows may be trusted. */

type KeyVerdict = 'trusted' | 'unknown' | {readonly expected: string};

/** Fingerprints that are known of a server. */
export type KnownKeys = {
	/** Accepted at this address before. */
	readonly pinned: string | undefined;
	/** From the join line, or `--trust`. */
	readonly asked: string | undefined;
	/** Of the server whose data folder belongs to this user. */
	readonly own: string | undefined;
	readonly loopback: boolean;
};

/**
 * Evaluates the fingerprint that a server shows. The key accepted before binds, and so does the one asked for. Only on this machine
 * may the user's own server take the place of another one: its key and the accepted keys are in the same hands.
 */
export function evaluateKey(got: string, {pinned, asked, own, loopback}: KnownKeys): KeyVerdict {
	if (asked !== undefined && got !== asked) return {expected: asked};
	if (got === pinned) return 'trusted';
	if (got === own && (loopback || pinned === undefined)) return 'trusted';
	if (pinned !== undefined) return {expected: pinned};
	return got === asked ? 'trusted' : 'unknown';
}
