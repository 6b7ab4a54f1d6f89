/** Chooses the port of a hosted server: the one that its data folder has recorded, else a free one. */
import {once} from 'node:events';
import {access, readFile, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import path from 'node:path';
import {z} from 'zod';
import {DEFAULT_PORT} from '../../protocol/address.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';

/** Maximum ports to try, from the default port on. */
const MAX_TRIED = 50;

type IsFree = (port: number, host: string) => Promise<boolean>;

export const hostingFile = z.object({format: z.literal(1), port: z.int().min(1).max(65_535)});

/**
 * @param isFree whether a server could listen on the port; by default this machine is asked
 * @returns the port to listen on, or the problem that another program holds the recorded one
 */
export async function portFor(
	folder: string,
	host: string,
	isFree: IsFree = canListen,
): Promise<number | {readonly problem: SafeText}> {
	const own = await keptPort(folder);
	if (own === undefined) return freePort(host, isFree);
	if (await isFree(own, host)) return own;
	const problem = safeText`Port ${own}, at which others know this chat, is held by another program (lsof -i :${own} names it); stop that one and host again, or move for good with npx chat-tui serve --port ${own + 1} --data ${folder}`;
	return {problem};
}

/** Records the port in the data folder, once the server runs. */
export async function keepPort(folder: string, port: number): Promise<void> {
	if ((await recorded(folder)) === port) return;
	const text = `${JSON.stringify({format: 1, port})}\n`;
	await writeFile(fileIn(folder), text, {mode: 0o600}).catch(() => undefined); // the server runs; the next start tries the default port
}

/**
 * Records the port instead of the one that was recorded before; without a record it stays so.
 * @returns the port before, if it was another
 */
export async function noticeMove(folder: string, port: number): Promise<number | undefined> {
	const before = await recorded(folder);
	if (before === undefined || before === port) return undefined;
	await keepPort(folder, port);
	return before;
}

/** @returns the recorded port; without a record the default port if the folder holds a chat, else undefined */
async function keptPort(folder: string): Promise<number | undefined> {
	return (await recorded(folder)) ?? ((await hasChat(folder)) ? DEFAULT_PORT : undefined);
}

async function recorded(folder: string): Promise<number | undefined> {
	try {
		return hostingFile.safeParse(JSON.parse(await readFile(fileIn(folder), 'utf8'))).data?.port;
	} catch {
		return undefined; // never hosted, or not readable: the server's own files say whether there is a chat
	}
}

async function hasChat(folder: string): Promise<boolean> {
	return access(path.join(folder, 'journal')).then(
		() => true,
		() => false,
	);
}

function fileIn(folder: string): string {
	return path.join(folder, 'hosting.json');
}

async function freePort(host: string, isFree: IsFree): Promise<number> {
	for (let port = DEFAULT_PORT; port < DEFAULT_PORT + MAX_TRIED; port++)
		if (await isFree(port, host)) return port;
	return DEFAULT_PORT; // the server itself says that it is taken
}

async function canListen(port: number, host: string): Promise<boolean> {
	const probe = createServer().listen(port, host);
	try {
		await once(probe, 'listening');
	} catch {
		return false; // another program listens there, or listening is not allowed
	}

	probe.close();
	await once(probe, 'close');
	return true;
}
