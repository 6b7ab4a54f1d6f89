/** Reading: what counts as unread, when it is told to the server, and where the `new` line stands. */
import {describe, expect, test} from 'vitest';
import {LOBBY} from '../../protocol/names.ts';
import {unreadOf} from '../../source/state/chats/conversations.ts';
import {titleOf} from '../../source/state/chats/unread.ts';
import {between, Client, message, summary} from '../harness/client.ts';
import {safeText} from '../../protocol/text.ts';
import {name} from '../harness/sample-state.ts';

const withBob = between('alice', 'bob');
const [me, bob] = [name('alice'), name('bob')];
const unread = (alice: Client) => unreadOf(alice.conversation('bob'));
const marks = (alice: Client) =>
	alice.taken('request').flatMap(({request}) => (request.type === 'mark' ? [request] : []));

/** Alice with `last` messages of bob, of which she has read `read`; the conversation is not open. */
function aliceWith(last: number, read: number): Client {
	const conversations = [summary('alice', 'bob', {last, read, delivered: read})];
	return new Client().signsIn('alice', {conversations});
}

function page(alice: Client, from: number, to: number): Client {
	const messages = Array.from({length: to - from + 1}, (_, at) =>
		message('bob', 'alice', from + at, `line ${from + at}`),
	);
	const request = {type: 'history', conversation: withBob, limit: 200} as const;
	return alice.hears({type: 'answered', request, reply: {messages, last: to}});
}

test('a message that arrives elsewhere is unread, and the title counts it', () => {
	const alice = new Client().signsIn('alice').announced(message('bob', 'alice', 1, 'hi'));
	expect(unread(alice)).toBe(1);
	expect(alice.taken('setTitle')).toEqual([{type: 'setTitle', title: '(1) chat-tui'}]);
	alice.says('/msg bob');
	expect(unread(alice)).toBe(0);
	expect(alice.taken('setTitle')).toEqual([{type: 'setTitle', title: 'chat-tui'}]);
});

test('what is received is told at once, what is read when it is seen, both at most once in 250 ms', () => {
	const alice = new Client().signsIn('alice').says('/msg bob');
	for (let at = 1; at <= 5; at++) alice.announced(message('bob', 'alice', at, 'hi'));
	expect(marks(alice)).toEqual([]);
	alice.clock.advance(250);
	expect(marks(alice)).toEqual([{type: 'mark', conversation: withBob, delivered: 5, read: 5}]);
	alice.clock.advance(1000);
	expect(marks(alice)).toEqual([]);
});

test('messages in an open conversation stay unread while the terminal has no focus, or one reads further up', () => {
	const alice = new Client().signsIn('alice').says('/msg bob').hears({type: 'focusChanged', focused: false});
	alice.announced(message('bob', 'alice', 1, 'are you there?'));
	alice.clock.advance(250);
	expect(marks(alice)).toEqual([{type: 'mark', conversation: withBob, delivered: 1, read: 0}]);
	expect(alice.rows.some(row => row.includes(' new '))).toBe(true);
	alice.hears({type: 'focusChanged', focused: true});
	alice.clock.advance(250);
	expect(marks(alice)).toEqual([{type: 'mark', conversation: withBob, delivered: 1, read: 1}]);
});

test('a dialog or help in front of the transcript is no reading', () => {
	const alice = new Client().signsIn('alice').says('/msg bob').presses('help');
	alice.announced(message('bob', 'alice', 1, 'hi'));
	expect(unread(alice)).toBe(1);
	alice.presses('cancel');
	expect(unread(alice)).toBe(0);
});

test('a conversation with unread messages opens at the first of them, below the new line', () => {
	const alice = page(aliceWith(100, 50).says('/msg bob'), 1, 100);
	expect(alice.rows[0]).toMatch(/─ new ─/);
	expect(alice.rows[1]).toMatch(/line 51$/);
	expect(unread(alice)).toBeGreaterThan(0);
});

test('unread messages that fit on the screen are all shown and read', () => {
	const alice = page(aliceWith(100, 97).says('/msg bob'), 1, 100);
	expect(alice.rows.at(-1)).toMatch(/line 100$/);
	expect(alice.rows.at(-4)).toMatch(/─ new ─/);
	expect(unread(alice)).toBe(0);
});

test('the new line stays until the conversation is left', () => {
	const alice = page(aliceWith(100, 97).says('/msg bob'), 1, 100);
	const hasLine = () => alice.rows.some(row => /─ new ─/.test(row));
	alice.clock.advance(60_000);
	expect(hasLine()).toBe(true);
	alice.says('/msg carol').says('/msg bob');
	expect(hasLine()).toBe(false);
});

test('more than a page of unread messages is fetched from the first unread one on', () => {
	const alice = aliceWith(5000, 1000).says('/msg bob');
	const asked = alice.taken('request').map(({request}) => request);
	expect(asked).toContainEqual({type: 'history', conversation: withBob, after: 980, limit: 200});
});

test.each([
	['signs out', (alice: Client) => alice.says('/logout')],
	['ends the program', (alice: Client) => alice.hears({type: 'left'})],
])('who %s right after reading something has read it', (_, leaves) => {
	const alice = aliceWith(3, 1);
	alice.clock.advance(250);
	page(alice.says('/msg bob'), 1, 3).announced(message('carol', 'alice', 1, 'hello'));
	alice.effects = [];
	leaves(alice);
	const told = alice.effects.flatMap((effect): object[] => {
		if (effect.type === 'request') return [effect.request];
		return effect.type === 'signOut' ? [effect] : [];
	});
	const both = [
		{type: 'mark', conversation: withBob, delivered: 3, read: 3},
		{type: 'mark', conversation: between('alice', 'carol'), delivered: 1, read: 0},
	];
	expect(told).toEqual(alice.state.place.at === 'form' ? [...both, {type: 'signOut'}] : both);
});

test('who leaves while the link is down tells nothing', () => {
	const alice = aliceWith(3, 1);
	page(alice.says('/msg bob'), 1, 3).hears({type: 'linkChanged', link: {status: 'connecting'}});
	expect(marks(alice.hears({type: 'left'}))).toEqual([]);
});

test('what was read while the link was down is told after the next sign-in', () => {
	const alice = aliceWith(3, 1);
	alice.clock.advance(250);
	page(alice.says('/msg bob'), 1, 3);
	alice.hears({type: 'linkChanged', link: {status: 'connecting'}});
	alice.clock.advance(250);
	expect(marks(alice)).toEqual([{type: 'mark', conversation: withBob, delivered: 3, read: 1}]);
	alice.signsIn('alice', {conversations: [summary('alice', 'bob', {last: 3, read: 1})]});
	alice.clock.advance(250);
	expect(marks(alice)).toEqual([{type: 'mark', conversation: withBob, delivered: 3, read: 3}]);
	expect(unread(alice)).toBe(0);
});

test('what was read on another screen is read here', () => {
	const alice = new Client().signsIn('alice').announced(message('bob', 'alice', 1, 'hi'));
	alice.announced({type: 'marked', conversation: withBob, user: name('alice'), delivered: 1, read: 1});
	expect(unread(alice)).toBe(0);
	expect(titleOf(alice.state)).toBe('chat-tui');
});

test('the bell rings for a direct message while the terminal has no focus, and not while it has', () => {
	const alice = new Client().signsIn('alice').announced(message('bob', 'alice', 1, 'hi'));
	expect(alice.taken('bell')).toEqual([]);
	alice.hears({type: 'focusChanged', focused: false}).announced(message('bob', 'alice', 2, 'hello?'));
	expect(alice.taken('bell')).toEqual([{type: 'bell'}]);
	alice.announced(message('alice', 'bob', 3, 'from a script'));
	expect(alice.taken('bell')).toEqual([]);
});

test('what comes together rings once, and what comes a second later once more', () => {
	const alice = new Client().signsIn('alice').hears({type: 'focusChanged', focused: false});
	for (let sequence = 1; sequence <= 20; sequence++)
		alice.announced(message('bob', 'alice', sequence, 'hello'));
	expect(alice.taken('bell')).toHaveLength(1);
	alice.clock.advance(1000);
	alice.announced(message('carol', 'alice', 1, 'hello'));
	expect(alice.taken('bell')).toHaveLength(1);
});

test('a direct message that came while the link was down rings when it is back', () => {
	const alice = new Client().signsIn('alice').hears({type: 'focusChanged', focused: false});
	alice.signsIn('alice', {conversations: [summary('alice', 'bob', {last: 1, read: 0, delivered: 0})]});
	expect(alice.taken('bell')).toHaveLength(1);
	alice.clock.advance(5000);
	alice.signsIn('alice', {conversations: [summary('alice', 'bob', {last: 1, read: 0})]});
	expect(alice.taken('bell')).toEqual([]);
});

test('/set notifications off silences it, and the title counts all the same', () => {
	const alice = new Client().signsIn('alice').says('/set notifications off');
	alice.hears({type: 'focusChanged', focused: false}).announced(message('bob', 'alice', 1, 'hello'));
	expect(alice.taken('bell')).toEqual([]);
	expect(titleOf(alice.state)).toBe('(1) chat-tui');
	alice.says('/set notifications bell').announced(message('bob', 'alice', 2, 'hello'));
	expect(alice.taken('bell')).toHaveLength(1);
});

const asked: ReadonlyArray<readonly [string, (alice: Client) => Client]> = [
	['a friend request', alice => alice.announced({type: 'asked', kind: 'friend', from: bob, to: me, at: 1})],
	[
		'an invitation to a private chat',
		alice =>
			alice.announced({
				type: 'privateInvited',
				chat: 'c'.repeat(43),
				from: bob,
				fingerprint: 'f'.repeat(43),
				purpose: 'chat',
				at: 1,
			}),
	],
	[
		'a chat session',
		alice => alice.announced({type: 'chatStarted', number: 1, conversation: withBob, user: bob, since: 1}),
	],
	[
		'the offer of a file',
		alice => alice.hears({type: 'fileOffered', user: bob, offer: {id: 'o', name: safeText`a.pdf`, size: 1}}),
	],
];

test.each(asked)('%s rings while the terminal has no focus, unless notifications are off', (_what, how) => {
	const away = () => new Client().signsIn('alice').hears({type: 'focusChanged', focused: false});
	expect(how(away()).taken('bell')).toHaveLength(1);
	expect(how(how(away())).taken('bell')).toHaveLength(1);
	expect(how(away().says('/set notifications off')).taken('bell')).toEqual([]);
	expect(how(new Client().signsIn('alice')).taken('bell')).toEqual([]);
});

test('a message with the own name as a word rings and counts as a mention in a room', () => {
	const alice = new Client().signsIn('alice').hears({type: 'focusChanged', focused: false});
	const room = '#build' as typeof withBob; // rooms have no maker yet
	const said = (sequence: number, text: string) => ({
		...message('bob', 'carol', sequence, text),
		conversation: room,
	});
	alice.announced(said(1, 'the palice is open'), said(2, 'malice, alices'));
	expect(alice.taken('bell')).toEqual([]);
	alice.announced(said(3, 'Alice: look'));
	expect(alice.taken('bell')).toHaveLength(1);
	expect(alice.state.conversations.get(room)?.mentions).toEqual([3]);
});

describe('a client that starts again', () => {
	const lobby = {...summary('alice', 'bob', {last: 0}), conversation: LOBBY, others: [], members: 3};
	const saved = (open: typeof LOBBY) => ({drafts: new Map(), sent: [], cleared: [], open});
	const start = () =>
		new Client().signsIn('alice', {
			conversations: [lobby, summary('alice', 'bob', {last: 1}), summary('alice', 'carol', {last: 0})],
		});
	const withCarol = between('alice', 'carol');

	test('opens the conversation that was open', () => {
		const alice = start();
		expect(alice.state.open).toBe(LOBBY);
		expect(alice.hears({type: 'draftsLoaded', saved: saved(withBob)}).state.open).toBe(withBob);
	});

	test('saves which one is open as the user moves', () => {
		const alice = start().says('/msg carol');
		expect(alice.taken('keepDrafts').findLast(({changed}) => changed.open !== undefined)?.changed.open).toBe(
			withCarol,
		);
	});

	test('stays where the user has gone, and in the lobby where that conversation is gone', () => {
		const moved = start()
			.says('/msg carol')
			.hears({type: 'draftsLoaded', saved: saved(withBob)});
		expect(moved.state.open).toBe(withCarol);
		const gone = start().hears({type: 'draftsLoaded', saved: saved(between('alice', 'nobody-here'))});
		expect(gone.state.open).toBe(LOBBY);
		const typing = start()
			.types('hello')
			.hears({type: 'draftsLoaded', saved: saved(withBob)});
		expect(typing.state.open).toBe(LOBBY);
	});
});

test('the answers to commands go when the conversation is left, what has happened in it stays', () => {
	const alice = new Client().signsIn('alice').says('/msg bob').says('/whoami');
	const told = () => alice.state.conversations.get(between('alice', 'bob'))?.notices.length;
	expect(told()).toBeGreaterThan(0);
	alice.says('/msg carol').says('/msg bob');
	expect(told()).toBe(0);
	alice.says('/whoami').says('/clear');
	expect(told()).toBe(0);
});
