/** Identifies connections, devices and sessions. */
import type {UserName} from '../../protocol/names.ts';

/** One socket of one server run; never reused within it. */
export type ConnectionId = number;
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
