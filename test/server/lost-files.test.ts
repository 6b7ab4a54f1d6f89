/** What the server needs of its data folder is moved away or removed while it runs: does it notice, and does nobody lose anything? */
import {existsSync} from 'node:fs';
import {cp, mkdir, readdir, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';
import {note, open, toAlice} from './on-disk.ts';

test('a data folder that is moved away under the server ends it with a sentence, before anything more is acknowledged', async () => {
	const folder = join(await temporaryFolder(), 'data');
	const {server, said, enters} = await open({folder});
	const alice = await enters('signUp', 'alice');
	expect(await alice.ask('send', note(1))).toMatchObject({sequence: 1});
	await rename(folder, `${folder}.old`);
	await mkdir(folder);
	const next = await open({folder}); // as an operator may who does not know of the first
	const heard = alice.heard.length;
	const answer = await Promise.race([alice.ask('send', note(2)).catch(() => 'cut'), server.ended]);
	expect([1, 'cut', {}, {refusal: 'diskFull'}]).toContainEqual(answer); // nothing: its connection ended first
	expect(await server.ended).toBe(1);
	expect(JSON.stringify(alice.heard.slice(heard))).not.toContain('sequence');
	expect(said(/moved, removed or unmounted/)).toBe(1);
	expect(await (await next.knock()).ask('ping')).toEqual({}); // and its control socket is not taken from it
});

test('a server at which nobody says anything notices within a second that its data folder is gone', async () => {
	const folder = join(await temporaryFolder(), 'data');
	const {server, said, clock} = await open({folder});
	await rename(folder, `${folder}.old`);
	clock.advance(1000);
	expect(await server.ended).toBe(1);
	expect(said(/no longer the folder that this server opened.*start again/)).toBe(1);
});

/** What a server finds that starts after this one was killed now. */
async function killedNow(folder: string): Promise<string> {
	const copy = join(await temporaryFolder(), 'copy');
	await cp(folder, copy, {recursive: true, filter: file => !file.includes('control.sock')});
	return copy;
}

test.each([
	['and somebody writes', true],
	['and nobody says anything', false],
])('a file of the journal that is removed under the server costs nobody anything, %s', async (_, writes) => {
	const folder = join(await temporaryFolder(), 'data');
	const {clock, said, enters} = await open({folder});
	const alice = await enters('signUp', 'alice');
	await alice.ask('send', note(1));
	for (const name of await readdir(join(folder, 'journal'))) await rm(join(folder, 'journal', name));
	if (writes) expect(await alice.ask('send', note(2))).toMatchObject({sequence: 2});
	else clock.advance(1000);
	await until(() => said(/jsonl was removed or replaced under the running server/) === 1);
	await until(() => existsSync(join(folder, 'pending.json'))); // which a checkpoint writes last
	const next = await open({folder: await killedNow(folder)});
	const again = await next.enters('signIn', 'alice');
	const {messages} = (await again.ask('history', {...toAlice, limit: 5})) as {messages: object[]};
	expect(messages).toHaveLength(writes ? 2 : 1);
	expect(await alice.ask('send', note(3))).toMatchObject({sequence: writes ? 3 : 2});
});

test('a control socket that is removed under the server is made again, and keeps a second server out', async () => {
	const folder = join(await temporaryFolder(), 'data');
	const {clock, said, server} = await open({folder});
	await rm(join(folder, 'control.sock'));
	clock.advance(1000);
	await until(() => said(/control socket was removed .* made again/) === 1);
	await expect(open({folder})).rejects.toThrow(`Another server uses ${folder}`);
	await server.stop('made by this test');
	expect(existsSync(join(folder, 'control.sock'))).toBe(false);
});

test('a server whose folder was taken by another ends, and leaves it to that one', async () => {
	const folder = join(await temporaryFolder(), 'data');
	const first = await open({folder});
	await rm(join(folder, 'control.sock'));
	const second = await open({folder});
	first.clock.advance(1000);
	expect(await first.server.ended).toBe(1);
	expect(first.said(/another server has taken the data folder/)).toBe(1);
	await expect(open({folder})).rejects.toThrow(`Another server uses ${folder}`);
	expect(await (await second.knock()).ask('ping')).toEqual({});
});
