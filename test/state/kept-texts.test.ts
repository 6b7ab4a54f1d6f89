/** Private texts that the user wants kept: when they are handed to the disk, and how they come back. */
import {expect, test} from 'vitest';
import type {KeptText} from '../../source/state/model/peer.ts';
import {unreadOf} from '../../source/state/chats/conversations.ts';
import {headingOf} from '../../source/state/view/status.ts';
import {Client} from '../harness/client.ts';
import {
	chat,
	hearsBob,
	key,
	otherKey,
	peersLoaded,
	pinned,
	privateConversation,
	talksPrivately,
	told,
} from '../harness/private-chat.ts';
import {alice as me, bob} from '../harness/sample-state.ts';

const alice = (size?: {columns: number; rows: number}) =>
	peersLoaded(new Client(size).signsIn('alice'), pinned(true));
const keepingAlice = (size?: {columns: number; rows: number}) => alice(size).says('/set keep-private on');
const kept = (client: Client) =>
	client.taken('keepPrivateText').map(({user, message}) => [user, message.from, message.text]);
const earlier = (text: string, at: number, more: Partial<KeptText> = {}): KeptText => ({
	id: `old.${at}`,
	from: bob,
	at,
	text,
	key,
	...more,
});
const restores = (client: Client, ...messages: readonly KeptText[]) =>
	client.hears({type: 'keptTextsRead', user: bob, messages});
const page = (client: Client) => client.rows.join('\n');
const arrives = (client: Client) => {
	const last = told(client).findLast(({type}) => type === 'text');
	if (last?.type !== 'text') throw new Error('Nothing was sent.');
	return client.hears({type: 'peerReceived', chat, user: bob, id: last.id});
};

test('texts are kept once they have arrived, in the order of the screen, and under the key of the partner', () => {
	const client = talksPrivately(keepingAlice(), 'first');
	expect(kept(client)).toEqual([]);
	hearsBob(client, 'from bob');
	arrives(client);
	const effects = client.effects.filter(({type}) => type === 'keepPrivateText');
	expect(effects).toMatchObject([{message: {key}}, {message: {key}}]);
	expect(kept(client)).toEqual([
		[bob, bob, 'from bob'],
		[bob, me, 'first'],
	]);
});

test('nothing is kept or read unless the user wants it', () => {
	const client = talksPrivately(alice(), 'first');
	hearsBob(arrives(client), 'from bob');
	expect([kept(client), client.taken('readKeptTexts')]).toEqual([[], []]);
	client.says('/set keep-private on');
	hearsBob(client, 'now');
	client.says('/set keep-private off');
	hearsBob(client, 'not any more');
	expect(kept(client)).toEqual([[bob, bob, 'now']]);
});

test('a text that did not arrive is not kept', () => {
	const client = talksPrivately(keepingAlice()).says('lost');
	client.hears({type: 'channelEnded', chat, user: bob, why: 'lost'});
	expect(kept(client)).toEqual([]);
});

test('public messages, drafts and cleared text are not among what is kept', () => {
	const client = talksPrivately(keepingAlice()).types('half').presses('deleteToStart').types('a draft');
	client.presses('deleteToStart').says('/msg bob in public');
	expect(kept(client)).toEqual([]);
	expect(JSON.stringify(client.taken('keepDrafts'))).not.toMatch(/half|a draft/);
});

test('what is kept is read once for each private chat, and not again when a lost channel is back', () => {
	const client = talksPrivately(keepingAlice());
	expect(client.taken('readKeptTexts')).toEqual([{type: 'readKeptTexts', user: bob}]);
	client.hears({type: 'channelLost', chat, user: bob});
	client.hears({
		type: 'channelOpened',
		chat,
		user: bob,
		way: 'direct',
		fingerprint: key,
		safetyNumber: '' as never,
	});
	expect(client.taken('readKeptTexts')).toEqual([]);
});

test('what was kept stands above what is said now, once, in its order, and marked as earlier', () => {
	const client = hearsBob(talksPrivately(keepingAlice()), 'new');
	const old = [earlier('old one', 1), earlier('old two', 2, {from: me})];
	restores(restores(client, ...old), ...old);
	client.says('newer');
	expect(page(client)).toMatch(
		/old one[^]*old two[^]*Kept on this machine from earlier[^]*direct connection[^]*bob +new[^]*newer queued/,
	);
	expect(page(client).match(/old one|Kept on this/g)).toHaveLength(2);
	expect(
		privateConversation(arrives(client))
			.window.chunks.flat()
			.map(({sequence}) => sequence),
	).toEqual([1, 2, 3, 4]);
});

test('texts that are on the screen already are not shown a second time', () => {
	const client = hearsBob(talksPrivately(keepingAlice()).says('mine'), 'new', 'b.1');
	const mine = privateConversation(client).queued.at(-1)!.id;
	restores(
		client,
		earlier('old', 1),
		earlier('new', 2, {id: 'b.1'}),
		earlier('mine', 3, {id: mine, from: me}),
	);
	expect(
		privateConversation(client)
			.window.chunks.flat()
			.map(({text}) => text),
	).toEqual(['old', 'new']);
});

test('what was kept is not unread, and marks of messages after it stay with them', () => {
	const client = talksPrivately(keepingAlice()).says('mine');
	arrives(client).says('/msg carol');
	hearsBob(client, 'new', 'b.1');
	restores(client, earlier('old', 1, {from: me}), earlier('old', 2));
	expect(unreadOf(privateConversation(client))).toBe(1);
	client.presses('conversationUnread');
	expect(page(client)).toMatch(/old delivered[^]*mine delivered[^]*─ new ─[^]*bob +new/);
	client.clock.advance(1000);
	expect(told(client)).toEqual([{type: 'read', id: 'b.1'}]);
});

test('a notice stands where the key of the partner has changed, between kept texts and since then', () => {
	const client = restores(
		talksPrivately(keepingAlice()),
		earlier('under another', 1, {key: otherKey}),
		earlier('under this', 2),
	);
	expect(page(client)).toMatch(/under another\n.*The key of bob changed here\n.*under this/);
	const since = restores(talksPrivately(keepingAlice()), earlier('under another', 1, {key: otherKey}));
	expect(page(since)).toMatch(/under another\n.*The key of bob changed here\n/);
	expect(page(restores(talksPrivately(keepingAlice()), earlier('same', 1)))).not.toContain('changed here');
});

test('kept texts that are read after the private chat is over, or the user is gone, change nothing', () => {
	const client = talksPrivately(keepingAlice()).says('/stopprivate');
	const before = client.state;
	expect(restores(client, earlier('old', 1)).state.conversations).toBe(before.conversations);
});

test('the title says whether texts are kept, in a word where there is little room', () => {
	expect(headingOf(talksPrivately(keepingAlice()).state)).toBe('🔒 bob · direct · verified · kept here');
	expect(headingOf(talksPrivately(alice()).state)).toBe('🔒 bob · direct · verified · not kept');
	const small = {columns: 40, rows: 10};
	expect(headingOf(talksPrivately(keepingAlice(small)).state)).toBe('🔒 bob · direct · verified · kept');
	expect(headingOf(talksPrivately(alice(small)).state)).toBe('🔒 bob · direct · verified');
});

test('the setting says where the texts are, and that deleting them is up to the user', () => {
	const client = alice({columns: 160, rows: 24}).hears({
		type: 'started',
		known: [],
		folders: {start: '/', home: '/home/alice'},
	});
	peersLoaded(client.signsIn('alice')).says('/set keep-private on');
	expect(page(client)).toContain(
		'Private chats: from now on their texts are kept in ~/.chat-tui/private/<user>.jsonl, for you alone',
	);
	expect(client.taken('keepSettings')).toEqual([{type: 'keepSettings', changed: {keepPrivate: true}}]);
	client.says('/set keep-private off');
	expect(page(client)).toContain(
		'not kept any more; what was kept stays in ~/.chat-tui/private/<user>.jsonl until you delete it',
	);
});
