/** Identifies connections, devices and sessions. */
import type {UserName} from '../../protocol/names.ts';

/** One socket of one run of one server, which it names; never reused. */
export type ConnectionId = number;
/** Connections of a run; where several servers share a record, each run has a number of its own, else it is 0. */
const CONNECTIONS = 2 ** 32;

/** Returns the number before that of the first connection of a run. */
export function connectionsOfRun(run: number): ConnectionId {
	return run * CONNECTIONS;
}

/** Returns the run whose connection this is. */
export function runOf(connection: ConnectionId): number {
	return Math.floor(connection / CONNECTIONS);
}

/** base64url SHA-256 of a token; only the device has the token itself. */
export type TokenHash = string;
/** A fresh random secret, and its hash, which is all that the state keeps of it. */
export type Secret = {secret: string; hash: TokenHash};
export type DeviceId = string;
/** `screen` is a person's client; `script` is `send` and `history`. */
export type SessionKind = 'screen' | 'script';

/** A signed-in connection. */
export type Session = {
	connection: ConnectionId;
	user: UserName;
	as: SessionKind;
	device: DeviceId;
	address: string;
	token: TokenHash;
	since: number;
};
