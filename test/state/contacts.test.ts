/** The list of chats: who stands where in it, and does it stay put while one reads? */
import {expect, test} from 'vitest';
import {shownContacts} from '../../source/state/chats/contact-list.ts';
import {contactRows, countText, ownText} from '../../source/state/chats/contacts.ts';
import {layoutOf} from '../../source/state/panes/layout.ts';
import {compactAt, compactChats} from '../../source/state/view/compact-contacts.ts';
import {statusLine} from '../../source/state/view/status-line.ts';
import {headingOf, statusOf} from '../../source/state/view/status.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {between, Client, message, summary} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const labels = (alice: Client) => contactRows(alice.state).map(({label}) => label as string);
const people = ['bob', 'carol', 'dave', 'erin'];

test('everybody stands in it: conversations by their newest message, others with those who are on first, oneself last', () => {
	const alice = new Client().signsIn('alice', {people, online: ['dave']});
	expect(labels(alice)).toEqual(['dave', 'bob', 'carol', 'erin', 'alice (notes)']);
	const now = alice.clock.now();
	alice.announced(message('carol', 'alice', 1, 'hi', now), message('erin', 'alice', 1, 'hi', now + 1));
	expect(labels(alice)).toEqual(['erin', 'carol', 'dave', 'bob', 'alice (notes)']);
});

test('those one talked with last stand first as soon as one signs in', () => {
	const talked = (other: string, last: number, lastAt: number) => ({
		...summary('alice', other, {last}),
		lastAt,
	});
	const conversations = [talked('bob', 9, 10), talked('dave', 1, 30), talked('carol', 2, 20)];
	const alice = new Client().signsIn('alice', {people, conversations});
	expect(labels(alice).slice(0, 3)).toEqual(['dave', 'carol', 'bob']);
});

test('opening a conversation moves nothing', () => {
	const alice = new Client().signsIn('alice', {people});
	const before = labels(alice);
	alice.presses('conversationNext', 'conversationNext');
	expect(labels(alice)).toEqual(before);
});

test('a row shows presence, what is unread and a draft', () => {
	const alice = new Client()
		.signsIn('alice', {people, online: ['bob']})
		.says('/msg carol')
		.types('half')
		.presses('conversationNext');
	alice.announced(message('bob', 'alice', 1, 'hi'));
	const row = (other: string) => contactRows(alice.state).find(({id}) => id === between('alice', other));
	expect(row('bob')).toMatchObject({presence: 'online', unread: 1, draft: false, open: false});
	expect(row('carol')).toMatchObject({presence: 'offline', unread: 0, draft: true, open: false});
});

test('on a narrow screen a chat with a draft stands in the line with its mark, behind those that are unread', () => {
	const alice = new Client({columns: 60, rows: 10})
		.signsIn('alice', {people, online: ['bob']})
		.says('/msg bob')
		.says('/msg carol')
		.types('half')
		.presses('conversationLast')
		.says('/msg dave');
	alice.announced(message('bob', 'alice', 1, 'hi'));
	const shown = compactChats(alice.state).chats.map(
		({row}) => `${row.label}${ownText(row)}${countText(row)}`,
	);
	expect(shown).toEqual(['dave', 'bob1', 'carol*']);
	expect(compactAt(alice.state, compactChats(alice.state).chats[2]!.column + 1)?.label).toBe('carol');
});

test('while nothing in it changes, the list is the very same value', () => {
	const alice = new Client().signsIn('alice', {people});
	const before = contactRows(alice.state);
	alice.presses('lineUp');
	expect(contactRows(alice.state)).toBe(before);
});

test('the arrows choose in the list, and Enter opens what is chosen', () => {
	const alice = new Client()
		.signsIn('alice', {people, online: []})
		.presses('paneNext', 'listDown', 'listDown');
	expect(contactRows(alice.state).find(({chosen}) => chosen)?.label).toBe('carol');
	alice.presses('listOpen');
	expect(alice.state).toMatchObject({open: between('alice', 'carol'), pane: 'bar'});
});

test('a click opens the chat under it', () => {
	const alice = new Client()
		.signsIn('alice', {people, online: []})
		.hears({type: 'clicked', column: 4, row: 3});
	expect(alice.state.open).toBe(between('alice', 'carol'));
	alice.hears({type: 'clicked', column: 4, row: 1}); // a heading
	expect(alice.state.open).toBe(between('alice', 'carol'));
});

test('the next unread chat is the one that mentions one, then the others in their order', () => {
	const alice = new Client().signsIn('alice', {people});
	alice.announced(message('dave', 'alice', 1, 'hi')).presses('conversationUnread');
	expect(alice.state.open).toBe(between('alice', 'dave'));
	alice.presses('conversationUnread');
	expect(alice.state.open).toBe(between('alice', 'dave'));
});

test('a chat is reached by its number', () => {
	const alice = new Client().signsIn('alice', {people, online: []}).presses({conversation: 3});
	expect(alice.state.open).toBe(between('alice', 'dave'));
	expect(alice.presses({conversation: 9}).state.open).toBe(between('alice', 'dave'));
});

test('somebody who signs up appears, and the heading tells who is there', () => {
	const alice = new Client().signsIn('alice', {people: []});
	const since = alice.clock.now() - 3 * 3_600_000;
	alice.announced({type: 'presence', people: [{user: name('zoe'), presence: 'offline', since}]});
	expect(labels(alice)).toEqual(['zoe', 'alice (notes)']);
	expect(headingOf(alice.says('/msg zoe').state)).toBe('zoe ○ offline for 3h');
	alice.announced({
		type: 'presence',
		people: [{user: name('zoe'), presence: 'online', since: alice.clock.now()}],
	});
	expect(headingOf(alice.state)).toBe('zoe ● online');
});

test('the status line counts down to the next attempt, and says what is still to be sent', () => {
	const alice = new Client().signsIn('alice').says('/msg bob hi');
	const retryAt = alice.clock.now() + 5000;
	const reason = safeText`The connection broke.`;
	alice.hears({type: 'linkChanged', link: {status: 'waiting', retryAt, attempt: 1, reason}});
	expect(statusOf(alice.state).text).toBe('next try in 5 s, 1 to send. The connection broke.');
	alice.clock.advance(2000);
	expect(statusOf(alice.state)).toMatchObject({
		who: 'alice@127.0.0.1:10001',
		text: 'next try in 3 s, 1 to send. The connection broke.',
	});
});

test('the status line says that the server cannot store now, and how much waits for that', () => {
	const alice = new Client().signsIn('alice').says('/msg bob hi');
	alice.hears({type: 'linkChanged', link: {status: 'online', isStoring: false}});
	expect(statusOf(alice.state).text).toBe('server cannot store now, 1 to send');
	const narrow = statusLine({...alice.state, size: {columns: 40, rows: 10}});
	expect(narrow.parts.map(({text}) => text)).toEqual(['● server cannot store now, 1 to send']);
	alice.hears({type: 'linkChanged', link: {status: 'online'}});
	expect(statusOf(alice.state).text).toBe('connected, 1 to send');
});

const lines = (alice: Client) =>
	shownContacts(alice.state).lines.map(line => ('row' in line ? (line.row.label as string) : line.heading));

test('headings say what stands below them, as long as there is room for that', () => {
	const alice = new Client().signsIn('alice', {people, online: ['dave']});
	expect(lines(alice)).toEqual([
		...['People', 'dave'],
		...['Offline', 'bob', 'carol', 'erin'],
		...['You', 'alice (notes)'],
	]);
	alice.hears({type: 'resized', size: {columns: 80, rows: 12}});
	expect(lines(alice)).toEqual(labels(alice));
});

test('unread chats stand at the top only for who wants that, below the pinned ones, and go back when they are read', () => {
	const alice = new Client().signsIn('alice', {people}).announced(message('dave', 'alice', 1, 'hi'));
	alice.says('/msg carol').announced(message('erin', 'alice', 1, 'hi'));
	expect(lines(alice)).not.toContain('Unread');
	alice.says('/set unread-first on');
	expect(lines(alice).slice(0, 3)).toEqual(['Unread', 'dave', 'erin']);
	alice.says('/msg dave');
	expect(lines(alice).slice(0, 4)).toEqual(['Unread', 'erin', 'People', 'dave']);
});

test('of the unread chats at the top mentions are the first, then direct messages, then rooms', () => {
	const room = (id: string) => ({...summary('alice', 'bob', {last: 1}), conversation: id as ConversationId});
	const alice = new Client().signsIn('alice', {people, conversations: [room('#aaa'), room('#bbb')]});
	const inRoom = (id: string, text: string) => ({
		...message('bob', 'carol', 2, text),
		conversation: id as ConversationId,
	});
	alice.says('/set unread-first on').says('/msg carol');
	alice.announced(inRoom('#aaa', 'hello'), message('dave', 'alice', 1, 'hi'), inRoom('#bbb', 'alice?'));
	expect(lines(alice).slice(0, 4)).toEqual(['Unread', '#bbb', 'dave', '#aaa']);
});

test('the list is as wide as the screen allows', () => {
	const widths = [80, 120, 200, 400].map(columns => {
		const {contacts} = layoutOf({size: {columns, rows: 24}});
		return contacts?.width;
	});
	expect(widths).toEqual([21, 27, 36, 36]);
});
