/** Chooses the port of a hosted chat: a data folder keeps its own, at which others know it; a new one takes a free port. */
import {once} from 'node:events';
import {access, readFile, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import path from 'node:path';
import {z} from 'zod';
import {DEFAULT_PORT} from '../../protocol/address.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';

/** How many ports are tried from the usual one on. */
const PORTS = 50;

export const hostingFile = z.object({format: z.literal(1), port: z.int().min(1).max(65_535)});

/** The port to listen on; `problem` says what holds the one at which this chat is known. */
export async function portFor(folder: string, host: string): Promise<number | {readonly problem: SafeText}> {
	const own = await keptPort(folder);
	if (own === undefined) return freePort(host);
	if (await isFree(own, host)) return own;
	const problem = safeText`Port ${own}, at which others know this chat, is held by another program (lsof -i :${own} names it); stop that one and host again, or move for good with npx chat-tui serve --port ${own + 1} --data ${folder}`;
	return {problem};
}

/** To be called once the server of this folder runs. */
export async function keepPort(folder: string, port: number): Promise<void> {
	if ((await recorded(folder)) === port) return;
	const text = `${JSON.stringify({format: 1, port})}\n`;
	await writeFile(fileIn(folder), text, {mode: 0o600}).catch(() => undefined); // the chat runs; the next start looks at the usual port
}

/** What was recorded; of a folder with a chat in it that recorded none, the usual port; of a new folder none. */
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

async function freePort(host: string): Promise<number> {
	for (let port = DEFAULT_PORT; port < DEFAULT_PORT + PORTS; port++)
		if (await isFree(port, host)) return port;
	return DEFAULT_PORT; // its own sentence will say that it is taken
}

async function isFree(port: number, host: string): Promise<boolean> {
	const probe = createServer().listen(port, host);
	try {
		await once(probe, 'listening');
	} catch {
		return false; // somebody listens there, or nobody may
	}

	probe.close();
	await once(probe, 'close');
	return true;
}
