/** Files fetched from the server where the disk does not take them: told in a sentence, and the client goes on. */
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {rm} from 'node:fs/promises';
import {connect, createServer, type AddressInfo} from 'node:net';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {ConversationId} from '../../protocol/names.ts';
import {FileTransfers} from '../../source/uploads/file-transfers.ts';
import type {UploadEvent} from '../../source/state/model/upload.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

test('a folder for received files that goes while one arrives is told, and does not end the client', async () => {
	const downloads = path.join(await temporaryFolder(), 'downloads');
	const content = Buffer.from('of which nothing is left');
	const sha256 = createHash('sha256').update(content).digest('hex');
	const size = content.length;
	const server = createServer(socket => socket.end(content)).listen(0, '127.0.0.1');
	onTestFinished(() => void server.close());
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo; // it listens on one
	const heard: UploadEvent[] = [];
	const transfers = new FileTransfers({
		server: {
			request: async () => ({ticket: 'x'.repeat(43), size, sha256}) as never, // the only request here
			async openTransfer() {
				await rm(downloads, {recursive: true});
				return connect({port, host: '127.0.0.1'});
			},
		},
		clock: manualClock(),
		downloads,
		dispatch: event => void heard.push(event),
	});
	const file = {name: 'notes.txt', size, sha256, until: Infinity};
	await transfers.download({conversation: '#lobby' as ConversationId, sequence: 1, file});
	expect(heard.at(-1)).toMatchObject({type: 'fileMoved', transfer: {status: 'ended'}});
	expect(JSON.stringify(heard.at(-1))).toContain('choose another one with /set downloads');
});
