/** Sending one file: what becomes of bytes that are read ahead and not needed? */
import {createHash} from 'node:crypto';
import {open, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {PeerPort} from '../../../source/peer/files/messages.ts';
import {Sending} from '../../../source/peer/files/sending.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';

const id = 'i'.repeat(43);

/** Sends a file of which the receiver has `offset` bytes, and whose disk fails at its end. @returns what the receiver is told */
async function sent(content: Buffer, offset: number) {
	const file = path.join(await temporaryFolder(), 'file');
	await writeFile(file, content);
	const handle = await open(file);
	onTestFinished(async () => handle.close());
	const read = handle.read.bind(handle);
	handle.read = (async (buffer: Buffer, at: number, length: number, position: number) => {
		if (position >= content.length) throw Object.assign(new Error('a bad block'), {code: 'EIO'});
		return read(buffer, at, length, position);
	}) as typeof handle.read;
	const told: object[] = [];
	const port: PeerPort = {
		tell: message => void told.push(message),
		sendData: () => true,
		drained: () => Promise.resolve(),
	};
	const prefixHash = createHash('sha256').update(content.subarray(0, offset)).digest('base64url');
	const asked = {type: 'getFile', transfer: 1, id, offset, prefixHash} as const;
	return {end: await new Sending({port, handle, asked, moved: () => undefined}).run(), told};
}

test.each([
	[1000, 'from the beginning', 0],
	[1000, 'that the receiver has whole', 1000],
	[0, 'that is empty', 0],
])(
	'a file of %i bytes, %s, is sent, although nothing can be read behind its end',
	async (length, _how, offset) => {
		const content = Buffer.alloc(length, 'x');
		expect(await sent(content, offset)).toEqual({
			end: 'sent',
			told: [
				{type: 'fileStarts', transfer: 1, size: length, offset},
				{
					type: 'fileEnds',
					transfer: 1,
					sha256: createHash('sha256').update(content).digest('base64url'),
				},
			],
		});
	},
);
