/** Exporting a conversation: whole, in order, and without harm to what is on the disk. */
import {readFile, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {exportChat} from '../source/client/export-chat.ts';
import type {Link} from '../source/link/link.ts';
import {between} from './harness/client.ts';
import {ownFolder} from './harness/program.ts';
import {name} from './harness/sample-state.ts';

const COUNT = 450;

/** A server that keeps so many messages, in pages. */
const link = {
	request: ({after = 0, limit}: {after?: number; limit: number}) =>
		Promise.resolve({
			messages: Array.from({length: Math.min(limit, COUNT - after)}, (_, at) => ({
				sequence: after + at + 1,
				id: 'x',
				from: name('bob'),
				at: 0,
				text: after + at === 1 ? 'two\nlines\x1b[2J' : `line ${after + at + 1}`,
			})),
			last: COUNT,
		}),
} as unknown as Pick<Link, 'request'>; // answers that one request

test('every message is in the file, in order, readable by the user alone', async () => {
	const file = path.join(await ownFolder(), 'chat.txt');
	expect(await exportChat(link, between('alice', 'bob'), file)).toEqual({count: COUNT});
	const lines = (await readFile(file, 'utf8')).split('\n');
	expect(lines.slice(0, 4)).toEqual([
		'1970-01-01T00:00:00.000Z bob: line 1',
		'1970-01-01T00:00:00.000Z bob: two',
		'    lines\ufffd',
		'1970-01-01T00:00:00.000Z bob: line 3',
	]);
	expect(lines).toHaveLength(COUNT + 2);
	expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a file that exists is never replaced, and a folder that is not there is named', async () => {
	const folder = await ownFolder();
	const file = path.join(folder, 'chat.txt');
	await writeFile(file, 'mine');
	expect(await exportChat(link, between('alice', 'bob'), file)).toEqual({
		problem: `${file} exists already; name another file.`,
	});
	expect(await readFile(file, 'utf8')).toBe('mine');
	const missing = await exportChat(link, between('alice', 'bob'), path.join(folder, 'no/chat.txt'));
	expect(missing).toMatchObject({problem: expect.stringContaining('cannot be written') as string});
});

test('a lost connection is reported with how far it came', async () => {
	const down = {request: () => Promise.resolve({linkDown: 'gone'})} as unknown as Pick<Link, 'request'>; // of no server
	const file = path.join(await ownFolder(), 'chat.txt');
	expect(await exportChat(down, between('alice', 'bob'), file)).toEqual({
		problem: 'The connection was lost after 0 messages.',
	});
});
