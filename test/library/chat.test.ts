/** A program that uses the library: does it hear everything once and in order, and is it told what did not come about? */
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {parseAddress} from '../../protocol/address.ts';
import type {UserName} from '../../protocol/names.ts';
import {peerFolder} from '../../source/link/client-folder.ts';
import {until} from '../harness/until.ts';
import {World} from './world.ts';

const texts = (events: ReadonlyArray<{readonly text: string}>) => events.map(({text}) => text);

describe('a message', () => {
	test('reaches the other program, and can be answered where it was written', async () => {
		const world = await World.begin();
		const [alice, bob] = [await world.enters('alice'), await world.enters('bob')];
		const sent = await alice.chat.send('bob', 'hi');
		const heard = await bob.hears('message');
		expect(heard).toMatchObject({
			conversation: 'alice+bob',
			from: 'alice',
			text: 'hi',
			sequence: sent.sequence,
			isOwn: false,
		});
		await bob.chat.send(heard.conversation, 'hello');
		expect(await alice.hears('message')).toMatchObject({from: 'bob', text: 'hello', sequence: 2});
	});

	test('that is too long becomes several, in order', async () => {
		const world = await World.begin();
		const [alice, bob] = [await world.enters('alice'), await world.enters('bob')];
		const lines = Array.from({length: 2000}, (_, at) => `line ${at}`);
		const {sequence, sequences} = await alice.chat.send('bob', lines.join('\n'));
		expect(sequence).toBe(sequences.length);
		await bob.hears('message', sequences.length);
		expect(texts(bob.heard('message')).join('\n').split('\n')).toEqual(lines);
	});

	test('of a room is heard by its members, and so is who comes, goes and changes the topic', async () => {
		const world = await World.begin();
		const [alice, bob] = [await world.enters('alice'), await world.enters('bob')];
		await alice.chat.rooms.join('room:build');
		await bob.chat.rooms.join('#build');
		await bob.chat.rooms.setTopic('#build', 'green');
		await bob.chat.send('#build', 'done');
		await bob.chat.rooms.leave('#build');
		await alice.hears('left');
		const told = alice.told.filter(event => !('room' in event) || event.room === '#build');
		expect(told).toMatchObject([
			{type: 'joined', room: '#build', user: 'bob'},
			{type: 'topic', topic: 'green'},
			{type: 'message', conversation: '#build', text: 'done'},
			{type: 'left', user: 'bob'},
		]);
		expect(await alice.chat.rooms.list()).toContainEqual({
			room: '#build',
			topic: 'green',
			members: 1,
			joined: true,
		});
	});

	test('that the user writes elsewhere is heard as their own; one that the program writes is not', async () => {
		const world = await World.begin();
		const alice = await world.enters('alice', {as: 'screen'});
		const script = await world.enters('alice');
		await world.enters('bob');
		await script.chat.send('bob', 'from the script');
		await alice.chat.send('bob', 'from the screen');
		expect(await script.hears('message')).toMatchObject({text: 'from the screen', isOwn: true});
		expect(await alice.hears('message')).toMatchObject({text: 'from the script', isOwn: true});
		expect([script.heard('message'), alice.heard('message')].map(({length}) => length)).toEqual([1, 1]);
	});

	test('is marked as received for a screen, and as read when the program says so', async () => {
		const world = await World.begin();
		const alice = await world.enters('alice', {as: 'screen'});
		const bob = await world.enters('bob', {as: 'screen'});
		await alice.chat.send('bob', 'hi');
		expect(await alice.hears('read')).toMatchObject({user: 'bob', delivered: 1, read: 0});
		bob.chat.markRead(await bob.hears('message'));
		expect(await alice.hears('read', 2)).toMatchObject({user: 'bob', delivered: 1, read: 1});
	});
});

describe('a change', () => {
	test('of a message is told to other programs, and stands in what they read later', async () => {
		const world = await World.begin();
		const [alice, bob] = [await world.enters('alice'), await world.enters('bob')];
		await alice.chat.send('bob', 'helo');
		const heard = await bob.hears('message');
		await alice.chat.change(heard, {type: 'edit', text: 'hello'});
		await bob.chat.change(heard, {type: 'react', emoji: '👍', on: true});
		await bob.chat.send('alice', 'hi', {replyTo: heard.sequence});
		expect(await bob.hears('changed')).toMatchObject({
			conversation: 'alice+bob',
			sequence: heard.sequence,
			by: 'alice',
			change: {type: 'edit', text: 'hello'},
		});
		expect(await alice.hears('changed')).toMatchObject({
			by: 'bob',
			change: {type: 'react', emoji: '👍', on: true},
		});
		expect(bob.heard('changed')).toHaveLength(1); // its own it has made itself
		const read = [];
		for await (const message of alice.chat.history('bob')) read.push(message);
		expect(read).toMatchObject([
			{text: 'hello', edited: expect.any(Date) as Date, reactions: [{emoji: '👍', by: ['bob']}]},
			{text: 'hi', replyTo: heard.sequence},
		]);
	});

	test('that is not allowed, or too long, changes nothing and says why', async () => {
		const world = await World.begin();
		const [alice, bob] = [await world.enters('alice'), await world.enters('bob')];
		await alice.chat.send('bob', 'mine');
		const heard = await bob.hears('message');
		await expect(bob.chat.change(heard, {type: 'delete'})).rejects.toMatchObject({name: 'ChatError'});
		const long = {type: 'edit', text: 'x'.repeat(5000)} as const;
		await expect(alice.chat.change(heard, long)).rejects.toMatchObject({code: 'textTooLong'});
		for await (const message of alice.chat.history('bob')) expect(message).toMatchObject({text: 'mine'});
	});

	test('that is made while the connection is lost waits, behind the message before it', async () => {
		const world = await World.begin();
		const [alice, bob] = [await world.enters('alice'), await world.enters('bob')];
		const first = await alice.chat.send('bob', 'one');
		await bob.hears('message');
		await world.stop();
		await alice.hears('offline');
		await bob.hears('offline');
		const sent = alice.chat.send('bob', 'two');
		const changed = alice.chat.change(
			{conversation: 'alice+bob', sequence: first.sequence},
			{type: 'edit', text: 'one, mended'},
		);
		await world.start();
		world.clock.skip(30_000);
		await Promise.all([sent, changed]);
		const read = [];
		for await (const {text} of alice.chat.history('bob')) read.push(text);
		expect(read).toEqual(['one, mended', 'two']);
	});
});

describe('a lost connection', () => {
	test('comes back by itself; what was said meanwhile follows once and in order', async () => {
		const world = await World.begin();
		const [alice, bob] = [await world.enters('alice'), await world.enters('bob')];
		await alice.chat.send('bob', 'before');
		await bob.hears('message');
		await world.stop();
		await alice.hears('offline');
		await bob.hears('offline');
		await world.start();
		const quick = await world.enters('carol');
		for (let at = 0; at < 250; at++) void quick.chat.send('bob', `meanwhile ${at}`);
		void quick.chat.send('#lobby', 'for everybody'); // last; bob comes back while they arrive
		world.clock.skip(30_000);
		await bob.hears('online');
		await alice.hears('online');
		await alice.chat.send('bob', 'after');
		await until(() => texts(bob.heard('message')).includes('after'));
		await bob.hears('message', 253);
		const meanwhile = texts(bob.heard('message').filter(({from}) => from === 'carol'));
		expect(meanwhile.filter(text => text.startsWith('meanwhile'))).toEqual(
			Array.from({length: 250}, (_, at) => `meanwhile ${at}`),
		);
		expect(meanwhile).toContain('for everybody');
		expect(bob.heard('message')).toHaveLength(253);
	});

	test('lets a message wait, which is stored once', async () => {
		const world = await World.begin();
		const [alice, bob] = [await world.enters('alice'), await world.enters('bob')];
		await world.stop();
		await alice.hears('offline');
		const sending = alice.chat.send('bob', 'patience');
		await expect(alice.chat.people()).rejects.toMatchObject({code: 'offline'});
		await world.start();
		world.clock.skip(30_000);
		await sending;
		expect(texts([await bob.hears('message')])).toEqual(['patience']);
	});

	test('of a screen needs no password to come back', async () => {
		const world = await World.begin();
		const alice = await world.enters('alice', {as: 'screen'});
		await world.stop();
		await alice.hears('offline');
		await world.start();
		world.clock.skip(30_000);
		await alice.hears('online');
	});
});

describe('what did not come about', () => {
	test('is an error with the code of the refusal and a sentence', async () => {
		const world = await World.begin();
		const alice = await world.enters('alice');
		await expect(world.enters('alice', {password: 'wrong horse'})).rejects.toMatchObject({
			name: 'ChatError',
			code: 'wrongPassword',
			message: 'The user name or the password is wrong; try again.',
		});
		await expect(alice.chat.send('nobody', 'hi')).rejects.toMatchObject({code: 'noSuchUser'});
		await expect(alice.chat.send('bob', '  ')).rejects.toMatchObject({code: 'textEmpty'});
		await expect(alice.chat.send('a/b', 'hi')).rejects.toMatchObject({code: 'usage'});
		await expect(alice.chat.rooms.leave('#nowhere')).rejects.toMatchObject({
			code: expect.stringMatching(/noSuchRoom|notMember/) as string,
		});
		await expect(alice.chat.private('bob')).rejects.toMatchObject({code: 'usage'});
	});

	test('after the end is that the chat is closed', async () => {
		const world = await World.begin();
		const alice = await world.enters('alice');
		await alice.chat.close();
		expect(await alice.hears('closed')).toEqual({type: 'closed'});
		await expect(alice.chat.send('alice', 'hi')).rejects.toMatchObject({code: 'closed'});
		await expect(alice.chat.people()).rejects.toMatchObject({code: 'closed'});
	});
});

test('people are found by a part of their name, online or not', async () => {
	const world = await World.begin();
	const alice = await world.enters('alice', {as: 'screen'});
	await world.enters('joann', {as: 'screen'});
	const ann = await world.enters('ann', {as: 'screen'});
	await ann.chat.close();
	expect(await alice.chat.findPeople('ANN')).toMatchObject([
		{user: 'ann', presence: 'offline'},
		{user: 'joann', presence: 'online'},
	]);
	await expect(alice.chat.findPeople('')).rejects.toMatchObject({code: 'usage'});
});

test('a program that fails after the sign-in is signed out again, and does not come back', async () => {
	const world = await World.begin();
	const bob = await world.enters('bob');
	const folder = peerFolder(world.home('alice'), parseAddress(world.address)!, 'alice' as UserName);
	await mkdir(path.dirname(folder), {recursive: true});
	await writeFile(folder, 'not a folder');
	await expect(world.enters('alice', {as: 'screen'})).rejects.toThrow(folder);
	expect((await bob.chat.people()).map(({user}) => user)).toEqual([]);
});

test('the history is read page by page, oldest first, as far back as it is asked for', async () => {
	const world = await World.begin();
	const alice = await world.enters('alice');
	for (let at = 1; at <= 230; at++) await alice.chat.send('alice', `${at}`);
	const read = [];
	for await (const {text} of alice.chat.history('alice', {limit: 220})) read.push(text);
	expect(read).toEqual(Array.from({length: 220}, (_, at) => `${at + 11}`));
});
