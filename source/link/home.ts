/** The client's own folder: where it is, and the names of what lies in it, safe on every file system. */
import path from 'node:path';
import envPaths from 'env-paths';
import type {UserName} from '../../protocol/names.ts';
import type {Address} from '../../protocol/address.ts';

/** `CHAT_TUI_HOME`, else where this platform keeps a program's settings. */
export function homeFolder(env: NodeJS.ProcessEnv): string {
	const chosen = env['CHAT_TUI_HOME'];
	return chosen === undefined || chosen === ''
		? envPaths('chat-tui', {suffix: ''}).config
		: path.resolve(chosen);
}

/** The data folder that `serve` uses unless it is told another one. */
export function dataFolder(env: NodeJS.ProcessEnv): string {
	const chosen = env['CHAT_TUI_HOME'];
	return chosen ? path.resolve(chosen, 'server') : envPaths('chat-tui', {suffix: ''}).data;
}

/** The certificate of this user's own server. */
export function ownCertificate(env: NodeJS.ProcessEnv = process.env): string {
	return path.join(dataFolder(env), 'server-cert.pem');
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
