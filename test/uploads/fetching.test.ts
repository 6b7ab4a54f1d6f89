/** Files fetched from the server that arrive damaged, or that the disk does not take: told in a sentence, and the client goes on. */
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {readdir, rm} from 'node:fs/promises';
import {connect, createServer, type AddressInfo} from 'node:net';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {ConversationId} from '../../protocol/names.ts';
import {FileTransfers} from '../../source/uploads/file-transfers.ts';
import type {UploadEvent} from '../../source/state/model/upload.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

const content = Buffer.from('of which nothing is left');

/** Fetches a file, the bytes of which a server sends. @returns the last that was told, as text */
async function fetched(downloads: string, sent: Buffer, meanwhile = async () => {}): Promise<string> {
	const sha256 = createHash('sha256').update(content).digest('hex');
	const size = content.length;
	const server = createServer(socket => socket.end(sent)).listen(0, '127.0.0.1');
	onTestFinished(() => void server.close());
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo; // it listens on one
	const heard: UploadEvent[] = [];
	const transfers = new FileTransfers({
		server: {
			request: async () => ({ticket: 'x'.repeat(43), size, sha256}) as never, // the only request here
			async openTransfer() {
				await meanwhile();
				return connect({port, host: '127.0.0.1'});
			},
		},
		clock: manualClock(),
		downloads,
		dispatch: event => void heard.push(event),
	});
	const file = {name: 'notes.txt', size, sha256, until: Infinity};
	await transfers.download({conversation: '#lobby' as ConversationId, sequence: 1, file});
	return JSON.stringify(heard.at(-1));
}

test('a folder for received files that goes while one arrives is told, and does not end the client', async () => {
	const downloads = path.join(await temporaryFolder(), 'downloads');
	const told = await fetched(downloads, content, async () => rm(downloads, {recursive: true}));
	expect(told).toContain('choose another one with /set downloads');
});

test('a file that arrives damaged is told, and not kept', async () => {
	const downloads = await temporaryFolder();
	const damaged = Buffer.from(content);
	damaged.writeUInt8(0, 3);
	expect(await fetched(downloads, damaged)).toContain('arrived damaged');
	expect(await readdir(downloads)).toEqual([]);
});
