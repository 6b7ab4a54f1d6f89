/** Private chats, friends and files of programs, from client to client, through a real server. */
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {forgetIdentity, World} from './world.ts';

describe('a private chat', () => {
	test('is opened by a yes, carries texts both ways, and its end is told', async () => {
		const world = await World.begin();
		const alice = await world.enters('alice', {as: 'screen'});
		const bob = await world.enters('bob', {as: 'screen'});
		const inviting = alice.chat.private('bob');
		const invitation = await bob.hears('privateInvitation');
		expect(invitation).toMatchObject({from: 'alice', key: 'new'});
		const [own, theirs] = await Promise.all([inviting, invitation.accept()]);
		expect(own.safetyNumber).toMatch(/\d/);
		expect(own.safetyNumber).toBe(theirs.safetyNumber);
		await own.send('psst');
		await theirs.send('yes?');
		expect(await bob.hears('privateText')).toMatchObject({from: 'alice', text: 'psst'});
		expect(await alice.hears('privateText')).toMatchObject({from: 'bob', text: 'yes?', chat: own});
		await theirs.close();
		expect(await alice.hears('privateEnded')).toMatchObject({chat: own, reason: /bob/});
		await expect(own.send('still there?')).rejects.toMatchObject({code: 'privateChat'});
	});

	test('does not come about where the other declines, is away, or has another key than before', async () => {
		const world = await World.begin();
		const alice = await world.enters('alice', {as: 'screen'});
		const bob = await world.enters('bob', {as: 'screen'});
		const declined = expect(alice.chat.private('bob')).rejects.toMatchObject({
			code: 'privateChat',
			message: 'bob declined your invitation to a private chat.',
		});
		await (await bob.hears('privateInvitation')).decline();
		await declined;
		const opening = alice.chat.private('bob');
		await Promise.all([opening, (await bob.hears('privateInvitation', 2)).accept()]);
		await bob.chat.close();
		await alice.hears('privateEnded');
		await expect(alice.chat.private('bob')).rejects.toMatchObject({code: 'userOffline'});
		await forgetIdentity(world.home('bob'));
		const stranger = await world.enters('bob', {as: 'screen'});
		await expect(stranger.chat.private('alice')).rejects.toMatchObject({code: 'privateChat'});
		expect(await alice.hears('problem')).toMatchObject({reason: /The key of bob has changed/});
		expect(alice.heard('privateInvitation')).toEqual([]);
	});
});

describe('friends', () => {
	test('hear of each other, also of a request that came while the other was away', async () => {
		const world = await World.begin();
		const alice = await world.enters('alice', {as: 'screen'});
		await (await world.enters('bob', {as: 'screen'})).chat.close();
		expect(await alice.chat.friends.add('bob')).toBe(false);
		const bob = await world.enters('bob', {as: 'screen'});
		await (await bob.hears('friendRequest')).accept();
		await alice.hears('friend');
		expect([await alice.chat.friends.list(), await bob.chat.friends.list()]).toEqual([['bob'], ['alice']]);
		await bob.chat.friends.remove('alice');
		expect(await alice.hears('unfriended')).toMatchObject({user: 'bob'});
		expect(await alice.chat.friends.list()).toEqual([]);
	});

	test('fetch what the other shares', async () => {
		const world = await World.begin();
		const {alice, bob} = await world.friends();
		const file = join(await world.folderOf('shared'), 'notes.txt');
		await writeFile(file, 'what was said\n');
		await alice.chat.files.share(file);
		const [shared] = await bob.chat.files.list('alice');
		expect(shared).toMatchObject({name: 'notes.txt', size: 14});
		const received = await bob.chat.files.get('alice', shared!);
		expect(await readFile(received, 'utf8')).toBe('what was said\n');
		await alice.chat.files.unshare('notes.txt');
		expect(await bob.chat.files.list('alice')).toEqual([]);
		await expect(bob.chat.files.get('alice', shared!)).rejects.toMatchObject({code: 'file'});
		await expect(alice.chat.files.share('/no/such/file')).rejects.toMatchObject({code: 'file'});
	});

	test('offer each other files, which go after a yes', async () => {
		const world = await World.begin();
		const {alice, bob} = await world.friends();
		const file = join(await world.folderOf('outbox'), 'plan.txt');
		await writeFile(file, 'a plan');
		const sending = alice.chat.sendFile('bob', file);
		const offer = await bob.hears('fileOffered');
		expect(offer).toMatchObject({from: 'alice', name: 'plan.txt', size: 6});
		expect(await readFile(await offer.accept(), 'utf8')).toBe('a plan');
		await sending;
		const wanted = {code: 'file', message: 'bob declined plan.txt.'};
		const declined = expect(alice.chat.sendFile('bob', file)).rejects.toMatchObject(wanted);
		await (await bob.hears('fileOffered', 2)).decline();
		await declined;
		const late = expect(alice.chat.sendFile('bob', file)).rejects.toMatchObject({
			message: 'bob has not accepted plan.txt in 2 min; try again later.',
		});
		await bob.hears('fileOffered', 3);
		world.patience.skip(120_000);
		await late;
		const script = await world.enters('alice');
		const byScript = script.chat.sendFile('bob', file);
		await (await bob.hears('fileOffered', 4)).accept();
		await byScript;
	});

	test('alone can be asked for files', async () => {
		const world = await World.begin();
		const alice = await world.enters('alice', {as: 'screen'});
		await world.enters('bob', {as: 'screen'});
		await expect(alice.chat.files.list('bob')).rejects.toMatchObject({message: /friend/});
	});
});
