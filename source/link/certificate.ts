/** Judges the fingerprint that a server shows by what is known of its key. */

export type Judgement = 'trusted' | 'unknown' | {readonly expected: string};

/** What is known about the key that a server should have; each is a fingerprint. */
export type Known = {
	/** The one accepted at this address before. */
	readonly pinned: string | undefined;
	/** The one that came with the join line, or by `--trust`. */
	readonly asked: string | undefined;
	/** The one of the server whose data folder belongs to this user. */
	readonly own: string | undefined;
	readonly loopback: boolean;
};

/**
 * Whether a server may be talked to that shows `got`. What was accepted before binds, and so does what was asked for:
 * anything else is a stranger in its place. Only on this machine may the user's own server take the place of another
 * that ran there before, since its key lies in the same hands as the pins.
 */
export function judge(got: string, {pinned, asked, own, loopback}: Known): Judgement {
	if (asked !== undefined && got !== asked) return {expected: asked};
	if (got === pinned) return 'trusted';
	if (got === own && (loopback || pinned === undefined)) return 'trusted';
	if (pinned !== undefined) return {expected: pinned};
	return got === asked ? 'trusted' : 'unknown';
}
