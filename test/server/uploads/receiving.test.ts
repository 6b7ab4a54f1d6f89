/** Receives files whose bytes and end arrive in every order. */
import {createHash} from 'node:crypto';
import type {Socket} from 'node:net';
import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {Blobs} from '../../../server/uploads/blobs.ts';
import {receive} from '../../../server/uploads/receiving.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';

test.each([0, 10, 3_000_000])(
	'a client that closes its side right after a file of %d bytes harms nobody',
	async size => {
		const draft = await new Blobs(await temporaryFolder()).begin();
		const content = Buffer.alloc(size, 'x');
		const digest = createHash('sha256').update(content).digest();
		const socket = new PassThrough({highWaterMark: 4_000_000}); // all has arrived before it is read
		socket.end(Buffer.concat([content, digest]));
		const received = receive(socket as unknown as Socket, size, draft, () => undefined); // it has what is used of one
		expect(await received).toEqual({sha256: digest.toString('hex')});
		await draft.handle.close();
	},
);
