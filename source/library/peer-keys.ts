/** Knows the keys of other users' clients, and keeps each that is met for the first time. */
import type {UserName} from '../../protocol/names.ts';
import type {Clock} from '../../lib/clock.ts';
import type {KnownPeer} from '../state/model/peer.ts';

type PeerKeysOptions = {readonly clock: Clock; readonly keep: (peer: KnownPeer) => void};

export class PeerKeys {
	readonly #options: PeerKeysOptions;
	#known = new Map<UserName, string>();

	constructor(options: PeerKeysOptions) {
		this.#options = options;
	}

	load(peers: readonly KnownPeer[]): void {
		this.#known = new Map(peers.map(({user, fingerprint}) => [user, fingerprint]));
	}

	/** Returns the fingerprint of the key that is known to be the user's, if any. */
	of(user: UserName): string | undefined {
		return this.#known.get(user);
	}

	/** A channel to the holder of this key has opened. */
	met(user: UserName, fingerprint: string): void {
		if (this.#known.has(user)) return;
		this.#known.set(user, fingerprint);
		this.#options.keep({user, fingerprint, verified: false, since: this.#options.clock.now()});
	}
}
