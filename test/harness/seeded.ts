/** Accounts that exist before a server starts, and the files of the clients that are signed in as them: no password is hashed. */
import {X509Certificate} from 'node:crypto';
import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {userName, type UserName} from '../../protocol/names.ts';
import type {Address} from '../../protocol/address.ts';
import type {JournaledEvent} from '../../server/chat/event.ts';
import {apply} from '../../server/chat/state.ts';
import {createServerClock} from '../../lib/clock.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import {tokenHash} from '../../server/core/prepare.ts';
import {Store} from '../../server/store/store.ts';
import {fingerprintOf} from '../../lib/fingerprint.ts';
import {serverFolder, profileFolder} from '../../source/link/client-folder.ts';
import {rememberKey, rememberUse} from '../../source/link/known-servers.ts';
import {writeJsonFile} from '../../lib/atomic-json-file.ts';

const YEAR = 365 * 24 * 3600_000;
const CHEAP = {ln: 1, r: 1, p: 1};

/** Makes a data folder in which these people have accounts, each with a token for one device. */
export async function seedServer(folder: string, people: readonly string[], password: string): Promise<void> {
	const store = await Store.open({folder, clock: createServerClock()});
	const hash = await new Passwords({cost: CHEAP}).hash(password);
	if (typeof hash !== 'string') throw new Error('The password could not be hashed.');
	const events = people.flatMap(name => joined(named(name), hash));
	for (const event of events) apply(store.state, event);
	await store.record(events);
	await store.close();
}

/** Makes a client's folder that is signed in as `user`, who was seeded, at the server in `data`. */
export async function seedHome(home: string, address: Address, data: string, user: string): Promise<void> {
	await rememberKey(home, address, await keyIn(data), Date.now());
	await rememberUse(home, address, {lastUser: named(user), servers: [], now: Date.now()});
	const account = join(serverFolder(home, address), profileFolder(named(user), 1), 'account.json');
	await writeJsonFile(account, {device: deviceOf(user), token: tokenOf(user)});
}

/** The key of the server with this data folder; one in plaintext has none. */
async function keyIn(data: string): Promise<Parameters<typeof rememberKey>[2]> {
	const file = join(data, 'server-cert.pem');
	if (!existsSync(file)) return 'plaintext';
	const certificate = await readFile(file, 'utf8');
	return {fingerprint: fingerprintOf(new X509Certificate(certificate)), certificate};
}

function joined(user: UserName, password: string): JournaledEvent[] {
	const now = Date.now();
	const token = tokenHash(tokenOf(user));
	return [
		{type: 'accountCreated', user, password, at: now},
		{type: 'tokenIssued', user, device: deviceOf(user), token, at: now, expires: now + YEAR},
	];
}

function named(name: string): UserName {
	const user = userName(name);
	if (user === undefined) throw new RangeError(`${name} is not a user name.`);
	return user;
}

function deviceOf(user: string): string {
	return `${user}0device`.slice(0, 12).padEnd(12, '0');
}

function tokenOf(user: string): string {
	return `token-of-${user}`;
}
