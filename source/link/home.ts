/** The names of what lies in the client's own folder, safe on every file system. */
import path from 'node:path';
import type {UserName} from '../../protocol/names.ts';
import type {Address} from '../../protocol/address.ts';

/** The certificate of this user's own server, in its data folder. */
export function ownCertificate(data: string): string {
	return path.join(data, 'server-cert.pem');
}

/** No host and no user name holds a plus, and in front of a dot Windows takes `con` for a device. */
const SERVER = 'server+';

/** The folder of everything that concerns one server. */
export function serverFolder(home: string, {host, port}: Address): string {
	return path.join(home, `${SERVER}${host.replaceAll(':', '+')}+${port}`);
}

export function isServerFolder(name: string): boolean {
	return name.startsWith(SERVER);
}

/** The folder, within its server's, of the `place`-th client (from 1) that runs with one account at the same time. */
export function slotName(user: UserName, place: number): string {
	const account = user.replaceAll('.', '+');
	return place === 1 ? account : `${account}~${place}`;
}

/** The place that a folder of this name has among the slots of `user`, or undefined if it is none. */
export function slotPlace(user: UserName, name: string): number | undefined {
	const [account, digits = '1', ...rest] = name.split('~');
	const place = Number(digits);
	return account !== undefined && rest.length === 0 && slotName(user, place) === name ? place : undefined;
}
