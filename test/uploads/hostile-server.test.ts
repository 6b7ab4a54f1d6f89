/** What a client takes of a server that sends another file than its message announced, and how a text is shown. */
import {createHash} from 'node:crypto';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {connect, createServer, type AddressInfo, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {conversationId} from '../../protocol/names.ts';
import {fetchFile, fetchText} from '../../source/uploads/fetching.ts';
import type {ServerOfFiles} from '../../source/uploads/server.ts';

const sha256Of = (content: string) => createHash('sha256').update(content).digest('hex');
const at = (content: string) => ({
	conversation: conversationId('#build')!,
	sequence: 1,
	file: {name: 'notes.txt', size: Buffer.byteLength(content), sha256: sha256Of(content), until: 0},
});
const {signal} = new AbortController();

let folder: string;
let listener: Server;
let sent: string;

/** Offers and sends the content, whatever was announced. */
function serverOf(content: string): ServerOfFiles {
	sent = content;
	const {size, sha256} = at(content).file;
	return {
		request: async () => ({ticket: 't'.repeat(43), size, sha256}) as never,
		openTransfer: async () => connect((listener.address() as AddressInfo).port),
	};
}

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'fetching-'));
	listener = createServer(socket => socket.end(sent));
	await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
	listener.close();
	await rm(folder, {recursive: true});
});

describe('a file that is fetched', () => {
	test('is the one that its message announced', async () => {
		await fetchFile(serverOf('tea'), at('tea'), folder, signal, () => undefined);
		expect(await readdir(folder)).toEqual(['notes.txt']);
	});

	test('is not taken where the server offers another one', async () => {
		const fetched = fetchFile(serverOf('tea for two'), at('tea'), folder, signal, () => undefined);
		await expect(fetched).rejects.toThrow('another file');
		expect(await readdir(folder)).toEqual([]);
		await expect(fetchText(serverOf('two'), at('tea'), signal)).rejects.toThrow('another file');
	});
});

describe('a text that is shown', () => {
	test('has the lines that it has in an editor, however they end', async () => {
		const text = 'one\r\n\ttwo\rthree\n';
		expect(await fetchText(serverOf(text), at(text), signal)).toEqual(['one', '    two', 'three', '']);
	});

	test('is a short one: a longer one is not even fetched', async () => {
		const text = 'x'.repeat(64 * 1024);
		expect(await fetchText(serverOf(text), at(text), signal)).toEqual([text]);
		sent = 'nothing is read of this';
		const unopened = {
			...serverOf(`${text}x`),
			openTransfer: () => Promise.reject(new Error('it was opened')),
		};
		await expect(fetchText(unopened, at(`${text}x`), signal)).rejects.toThrow('too large to show');
	});

	test('has no more than 500 lines, whatever ends them', async () => {
		const text = '\r'.repeat(2000);
		expect(await fetchText(serverOf(text), at(text), signal)).toHaveLength(501);
	});
});
