/** Names the files and folders of the client's own folder, safely on every file system. */
import path from 'node:path';
import type {UserName} from '../../protocol/names.ts';
import type {Address} from '../../protocol/address.ts';

/** Names the certificate of this user's own server. @param data the server's data folder */
export function ownCertificate(data: string): string {
	return path.join(data, 'server-cert.pem');
}

/** No host and no user name holds a plus; and Windows takes `con.` for a device. */
const SERVER = 'server+';

/** Names the folder of everything that concerns one server. */
export function serverFolder(home: string, {host, port}: Address): string {
	return path.join(home, `${SERVER}${host.replaceAll(':', '+')}+${port}`);
}

export function isServerFolder(name: string): boolean {
	return name.startsWith(SERVER);
}

/** Names the folder, within its server's, of a client profile. @param number counts the clients of one account, from 1 */
export function profileFolder(user: UserName, number: number): string {
	const account = user.replaceAll('.', '+');
	return number === 1 ? account : `${account}~${number}`;
}

/** Names the folder of what the user's partners know them by: its name is that of no profile. */
export function peerFolder(home: string, address: Address, user: UserName): string {
	return path.join(serverFolder(home, address), `${profileFolder(user, 1)}~peer`);
}

/** @returns the number of the user's profile in a folder of this name; undefined if it is not one */
export function profileNumber(user: UserName, name: string): number | undefined {
	const [account, digits = '1', ...rest] = name.split('~');
	const number = Number(digits);
	return account !== undefined && rest.length === 0 && profileFolder(user, number) === name
		? number
		: undefined;
}
