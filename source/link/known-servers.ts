/** Keeps one file for each visited server: its key, who signed in there last, and when. */
import path from 'node:path';
import {z} from 'zod';
import {MAX_WORD} from '../../protocol/bounds.ts';
import {list, time} from '../../protocol/bounded.ts';
import {userNameSchema} from '../../protocol/name-schemas.ts';
import type {UserName} from '../../protocol/names.ts';
import {MAX_SERVERS, type Address, type Place} from '../../protocol/address.ts';
import {SerialQueue} from './serial-queue.ts';
import {isServerFolder, serverFolder} from './client-folder.ts';
import {ifReadable, namesIn, readJsonFile, removeFile, writeJsonFile} from '../../lib/atomic-json-file.ts';

/** Maximum servers on one record that a client tries: those that it was told, and typed ones. */
export const MAX_PLACES = 2 * MAX_SERVERS;
/** Maximum UTF-16 units of a certificate as PEM. */
const MAX_CERTIFICATE = 64 * 1024;

const pin = z.strictObject({
	fingerprint: z.string().max(MAX_WORD),
	certificate: z.string().max(MAX_CERTIFICATE),
});
/** The accepted key of a server; no other is accepted from then on. `certificate` is PEM; clients of before verify by it. */
export type Pin = z.infer<typeof pin>;

const place = {host: z.string().max(MAX_WORD), port: z.int().min(1).max(65_535)};

export const serverFile = z.strictObject({
	format: z.literal(1),
	...place,
	/** `plaintext`: a server on this machine that was reached without TLS, on request. */
	key: z.union([pin, z.literal('plaintext')]),
	/** Milliseconds since 1970. */
	lastUsed: time,
	lastUser: userNameSchema.optional(),
	/** All servers on its record, where there are several, in the order in which they are tried. */
	servers: list(z.strictObject(place), MAX_PLACES).optional(),
});
const uses = new SerialQueue();
type KnownServer = Omit<z.infer<typeof serverFile>, 'format'>;

function fileOf(home: string, address: Address): string {
	return path.join(serverFolder(home, address), 'server.json');
}

/** @throws ClientFileError if the file of this server cannot be read */
export async function knownServer(home: string, address: Address): Promise<KnownServer | undefined> {
	return readJsonFile(fileOf(home, address), serverFile);
}

/** Lists the servers, the one used last first. A damaged file is left out; it is reported when its server is used. */
export async function knownServers(home: string): Promise<KnownServer[]> {
	const folders = (await namesIn(home)).filter(name => isServerFolder(name));
	const servers = await Promise.all(
		folders.map(async folder => ifReadable(readJsonFile(path.join(home, folder, 'server.json'), serverFile))),
	);
	return servers.filter(server => server !== undefined).sort((a, b) => b.lastUsed - a.lastUsed);
}

/** Writes the accepted key of a server. @param now in milliseconds since 1970 */
export async function rememberKey(
	home: string,
	address: Address,
	key: Pin | 'plaintext',
	now: number,
): Promise<void> {
	const {lastUser} = (await knownServer(home, address)) ?? {};
	await write(home, {...placeOf(address), key, lastUsed: now, ...(lastUser && {lastUser})});
}

/** Writes who has signed in at the server, and all servers on its record. @param now in milliseconds since 1970 */
export async function rememberUse(
	home: string,
	address: Address,
	{lastUser, servers, now}: {lastUser: UserName; servers: readonly Place[]; now: number},
): Promise<void> {
	const others = servers.length > 1 && {servers: servers.map(placeOf)};
	await uses.write(async () => {
		const found = await knownServer(home, address);
		if (!found) return;
		const {servers: _before, ...known} = found;
		await write(home, {...known, lastUsed: now, lastUser, ...others});
	});
}

/** Forgets the key of a server, after a real change; accounts and unsent messages stay. @returns false if there was none */
export async function forgetServer(home: string, address: Address): Promise<boolean> {
	const names = await namesIn(serverFolder(home, address));
	await removeFile(fileOf(home, address));
	return names.includes('server.json');
}

async function write(home: string, server: Omit<KnownServer, 'format'>): Promise<void> {
	await writeJsonFile(fileOf(home, server), server);
}

function placeOf({host, port}: Place): {host: string; port: number} {
	return {host, port};
}
