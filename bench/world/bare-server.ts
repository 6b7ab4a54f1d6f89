/** Runs the bare server, which relays messages without rules or a disk: what one Node process can do at most. */
import {fork} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {CERT_FILE, KEY_FILE, openCertificate} from '../../server/tls/certificate.ts';
import {bundled} from './bundled.ts';
import {end, scratchFolder} from './scratch.ts';
import type {Endpoint} from './server.ts';

export async function startBareServer(secure: boolean): Promise<Endpoint> {
	const process = fork(await bundled('bare-server'), secure ? await certificate() : [], {execArgv: []});
	const [port] = (await once(process, 'message')) as [number];
	return {pid: process.pid ?? 0, port, secure, stop: async () => end(process)};
}

/** Makes a certificate like that of the product's server. @returns the files of its key and of itself */
async function certificate(): Promise<string[]> {
	const folder = await scratchFolder();
	await openCertificate(folder);
	return [KEY_FILE, CERT_FILE].map(name => path.join(folder, name));
}
