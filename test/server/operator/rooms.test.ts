/** The operator's commands of rooms on a real server: what they list, and what is deleted for good. */
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {askControl} from '../../../server/control/ask.ts';
import {alone} from '../../../server/operator/alone.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {open} from '../on-disk.ts';

const bounds = {patience: 10_000, longest: 1_000_000};

/** A server with alice and bob in #build, where alice has written, and what it answers to a line from a shell. */
async function served() {
	const folder = await temporaryFolder();
	const {server, enters} = await open({folder});
	const [alice, bob] = [await enters('signUp', 'alice'), await enters('signUp', 'bob')];
	for (const peer of [alice, bob]) await peer.ask('join', {room: '#build'});
	const says = async (text: string, number: number) =>
		alice.ask('send', {conversation: '#build', messageId: `alice000.s.${number}`, text});
	await says('the build is red', 1);
	const ask = async (line: string, {json = false, yes = false} = {}) =>
		(await askControl(folder, {ask: 'operator', line, json, yes}, bounds))?.answer;
	return {folder, server, alice, bob, says, ask};
}

test('/delete-room asks first, then tells the members, and takes the room from the list and its messages from the disk', async () => {
	const {folder, server, alice, bob, ask} = await served();
	await server.operated.store.checkpoint();
	const file = join(folder, 'logs', 'room.build', '1.json');
	expect(await readFile(file, 'utf8')).toContain('the build is red');
	expect(await ask('/delete-room #build')).toEqual({
		confirm: 'Delete #build for good? It has 2 members and 1 message.',
	});
	expect(await ask('/rooms', {json: true})).toMatchObject({json: [{room: '#build'}, {room: '#lobby'}]});
	expect(await ask('/delete-room room:build', {yes: true})).toEqual({
		lines: ['#build is deleted; 1 message is forgotten.'],
	});
	for (const peer of [alice, bob]) {
		await peer.fence();
		expect(peer.heard).toContainEqual({
			type: 'roomDeleted',
			room: '#build',
			at: expect.any(Number) as number,
		});
	}

	expect(await ask('/rooms', {json: true})).toMatchObject({json: [{room: '#lobby'}]});
	await vi.waitFor(async () => expect(readFile(file)).rejects.toThrow('ENOENT'));
});

test('/delete-room of a name that no room has, or of the lobby, says why nothing is deleted', async () => {
	const {ask} = await served();
	expect(await ask('/delete-room #bulid', {yes: true})).toEqual({
		problem: 'There is no room #bulid; /rooms lists them.',
	});
	expect(await ask('/delete-room #lobby', {yes: true})).toEqual({
		problem: 'Newcomers come in at #lobby, so it cannot be deleted.',
	});
});

test('no room is deleted while the database is being saved, since its messages are read', async () => {
	const {folder, ask, says} = await served();
	const refused = await alone(folder, async () => ask('/delete-room #build', {yes: true}));
	expect(refused).toMatchObject({problem: expect.stringContaining('is being saved') as string});
	expect(await says('still there', 2)).toMatchObject({sequence: 2});
	expect(await ask('/delete-room #build', {yes: true})).toHaveProperty('lines');
});
