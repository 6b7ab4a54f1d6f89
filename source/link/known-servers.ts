/** The servers this client has been to: which key each one had, who signed in there last and when. One file for each. */
import path from 'node:path';
import {z} from 'zod';
import {MAX_WORD} from '../../protocol/bounds.ts';
import {userNameSchema, type UserName} from '../../protocol/names.ts';
import {time} from '../../protocol/bounds.ts';
import type {Address} from '../../protocol/address.ts';
import {isServerFolder, serverFolder} from './home.ts';
import {ifReadable, namesIn, readJsonFile, removeFile, writeJsonFile} from '../../lib/atomic-json-file.ts';

/** Maximum UTF-16 units of a certificate as PEM. */
const MAX_CERTIFICATE = 64 * 1024;

const pin = z.strictObject({
	fingerprint: z.string().max(MAX_WORD),
	certificate: z.string().max(MAX_CERTIFICATE),
});
/** A key that was accepted once: from then on it is the only one. `certificate` is PEM. */
export type Pin = z.infer<typeof pin>;

export const serverFile = z.strictObject({
	format: z.literal(1),
	host: z.string().max(MAX_WORD),
	port: z.int().min(1).max(65_535),
	/** `plaintext`: a loopback server that was reached without TLS, on request. */
	key: z.union([pin, z.literal('plaintext')]),
	/** Milliseconds since 1970. */
	lastUsed: time,
	lastUser: userNameSchema.optional(),
});
export type KnownServer = Omit<z.infer<typeof serverFile>, 'format'>;

function fileOf(home: string, address: Address): string {
	return path.join(serverFolder(home, address), 'server.json');
}

/** @throws ClientFileError if what is known of this server cannot be read */
export async function knownServer(home: string, address: Address): Promise<KnownServer | undefined> {
	return readJsonFile(fileOf(home, address), serverFile);
}

/** All of them, the one used last first; those whose file is damaged are left out and come to light when used. */
export async function knownServers(home: string): Promise<KnownServer[]> {
	const folders = (await namesIn(home)).filter(name => isServerFolder(name));
	const servers = await Promise.all(
		folders.map(async folder => ifReadable(readJsonFile(path.join(home, folder, 'server.json'), serverFile))),
	);
	return servers.filter(server => server !== undefined).sort((a, b) => b.lastUsed - a.lastUsed);
}

/** Records the key of a server, accepted at `now`. */
export async function rememberKey(
	home: string,
	address: Address,
	key: Pin | 'plaintext',
	now: number,
): Promise<void> {
	const {lastUser} = (await knownServer(home, address)) ?? {};
	await write(home, {...place(address), key, lastUsed: now, ...(lastUser && {lastUser})});
}

/** Records who has just signed in there. */
export async function rememberUse(
	home: string,
	address: Address,
	lastUser: UserName,
	now: number,
): Promise<void> {
	const known = await knownServer(home, address);
	if (known) await write(home, {...known, lastUsed: now, lastUser});
}

/** Forgets the key of a server, after it really changed; accounts and what waits to be sent stay. False: it was not known. */
export async function forgetServer(home: string, address: Address): Promise<boolean> {
	const names = await namesIn(serverFolder(home, address));
	await removeFile(fileOf(home, address));
	return names.includes('server.json');
}

async function write(home: string, server: Omit<KnownServer, 'format'>): Promise<void> {
	await writeJsonFile(fileOf(home, server), server);
}

function place({host, port}: Address): {host: string; port: number} {
	return {host, port};
}
