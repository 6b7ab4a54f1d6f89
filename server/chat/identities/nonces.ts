/** Defines the slice of nonces that a client signs to prove its identity, in memory only. */
import type {ConnectionId} from '../session.ts';
import type {Appliers} from '../slice.ts';

/** At most one of each connection. */
type Nonces = Map<ConnectionId, string>;

const apply: Appliers<Nonces> = {
	nonceIssued(nonces, {connection, nonce}) {
		nonces.set(connection, nonce);
	},
	nonceUsed(nonces, {connection}) {
		nonces.delete(connection);
	},
	signedOut(nonces, {connection}) {
		nonces.delete(connection);
	},
};

export const nonces = {empty: (): Nonces => new Map(), apply};
