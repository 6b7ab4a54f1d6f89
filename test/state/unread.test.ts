/** What is unread out of sight: does the status line say how much, and does the list of chats lead there? */
import {describe, expect, test} from 'vitest';
import type {ConversationId} from '../../protocol/names.ts';
import {edgeText, shownContacts} from '../../source/state/chats/contact-list.ts';
import {compactChats} from '../../source/state/view/compact-contacts.ts';
import {statusLine} from '../../source/state/view/status-line.ts';
import {width} from '../../terminal/width.ts';
import {between, Client, message, summary} from '../harness/client.ts';

const LOBBY = '#lobby' as ConversationId;
const rooms = Array.from({length: 40}, (_, at) => `#room${String(at + 10)}` as ConversationId);
const room = (conversation: ConversationId) => ({
	...summary('alice', 'bob', {last: 1}),
	conversation,
	others: [],
});
const small = {columns: 40, rows: 10};

/** Alice in #lobby, with more rooms than her list has rows. */
function alice(size = {columns: 80, rows: 24}): Client {
	return new Client(size).signsIn('alice', {conversations: [LOBBY, ...rooms].map(room)}).says('/msg #lobby');
}

const says = (conversation: ConversationId, sequence: number, text = 'hello') => ({
	...message('bob', 'carol', sequence, text),
	conversation,
});
const line = (client: Client) => {
	const {parts, gap} = statusLine(client.state);
	return parts.map(({text}, at) => ' '.repeat(at === parts.length - 1 ? gap : 1) + text).join('');
};
const labels = (client: Client) =>
	shownContacts(client.state).lines.flatMap(line => ('row' in line ? [line.row.label as string] : []));

describe('the status line', () => {
	test('counts what is unread outside the open chat, with the key that goes there', () => {
		const client = alice();
		expect(line(client)).not.toContain('unread');
		client.announced(says(LOBBY, 2), says(rooms[39]!, 2), says(rooms[38]!, 2), says(rooms[38]!, 3, 'alice?'));
		expect(line(client)).toContain('● connected · 3 unread · 1 mention Alt-A');
		client.presses('conversationUnread');
		expect(client.state.open).toBe(rooms[38]);
		expect(line(client)).toContain('· 1 unread Alt-A');
	});

	test('its key goes to mentions first, then to direct messages, then to rooms', () => {
		const client = alice().announced(says(rooms[2]!, 2));
		client.announced(message('bob', 'alice', 1, 'hello'), says(rooms[3]!, 2, 'alice?'));
		const opened = [1, 2, 3].map(() => client.presses('conversationUnread').state.open);
		expect(opened).toEqual([rooms[3], between('alice', 'bob'), rooms[2]]);
	});

	test('says so in fewer words on the smallest screen', () => {
		const client = alice(small).announced(says(rooms[3]!, 2), says(rooms[4]!, 2, 'alice?'));
		expect(line(client)).toBe(' ● connected · 2 unread · @1 Alt-A');
	});

	test('keeps the mentions where what went wrong needs the room', () => {
		const client = alice(small)
			.announced(says(rooms[4]!, 2, 'alice?'))
			.says('/msg bobby hello');
		expect(line(client)).toMatch(/^ ● (· @1 )?/);
		client.presses('interrupt', 'interrupt');
		expect(line(client)).toMatch(/^ ● · @1 +Ctrl-C once more quits\.$/);
	});

	test('says it at every width, whatever else it says', () => {
		const asked = alice()
			.announced(says(rooms[4]!, 2), says(rooms[4]!, 3, 'alice?'))
			.presses('interrupt');
		const plain = alice().announced(says(rooms[4]!, 2));
		for (let columns = 10; columns < 130; columns++) {
			for (const one of [asked, plain]) one.hears({type: 'resized', size: {columns, rows: 24}});
			expect(line(asked), `${columns} columns`).toMatch(/@1|1 mention/);
			expect(line(plain), `${columns} columns`).toMatch(/1 unread|\(1\)/);
		}
	});

	test('fits every width', () => {
		const client = alice().announced(says(rooms[4]!, 2, 'alice?'));
		const asked = alice()
			.announced(says(rooms[4]!, 2, 'alice?'))
			.presses('interrupt');
		for (let columns = 4; columns < 130; columns++)
			for (const one of [client, asked]) {
				one.hears({type: 'resized', size: {columns, rows: 24}});
				expect(width(line(one)), `${columns} columns: ${line(one)}`).toBeLessThanOrEqual(columns);
			}
	});
});

describe('the list of chats', () => {
	test('says at its edge how much is unread beyond it', () => {
		const {lines, below} = shownContacts(alice().state);
		expect(below.unread).toBe(0);
		const hidden = rooms[lines.length + 3]!;
		const client = alice()
			.presses('paneNext')
			.announced(says(hidden, 2), says(hidden, 3, 'alice!'));
		expect(shownContacts(client.state)).toMatchObject({first: 0, below: {unread: 2, mentions: 1}});
		for (let at = 0; at < 40; at++) client.presses('listDown');
		expect(shownContacts(client.state)).toMatchObject({
			above: {unread: 2, mentions: 1},
			below: {unread: 0},
		});
	});

	test('scrolls to what has become unread, a mention first, unless one chooses in it', () => {
		const [low, lower] = [rooms[30]!, rooms[35]!];
		const client = alice().announced(says(low, 2));
		expect(labels(client)).toContain(low);
		client.announced(says(lower, 2, 'alice?'));
		expect(labels(client)).toContain(lower);
		client.presses('conversationUnread');
		expect(labels(client)).toContain(lower);
		client.presses('paneNext', 'listUp');
		client.announced(says(rooms[0]!, 2, 'alice?'));
		expect(labels(client)).toContain(client.state.contact);
	});

	test('puts it into one line of words at any width', () => {
		expect(edgeText('↓', {chats: 3, unread: 2, mentions: 0}, 16)).toBe('↓3 · 2 unread');
		expect(edgeText('↓', {chats: 3, unread: 12, mentions: 0}, 9)).toBe('↓3 · 12');
		expect(edgeText('↑', {chats: 1, unread: 2, mentions: 1}, 20)).toBe('↑1 · 2 unread, @1');
		expect(edgeText('↑', {chats: 1, unread: 2, mentions: 1}, 10)).toBe('↑1 · @1');
		expect(edgeText('↑', {chats: 5, unread: 0, mentions: 0}, 16)).toBe('↑5');
		expect(edgeText('↑', {chats: 0, unread: 0, mentions: 0}, 16)).toBeUndefined();
	});

	test('on a narrow screen has mentions and direct messages before what is merely unread', () => {
		const client = alice(small).announced(
			...rooms.slice(0, 10).map(id => says(id, 2)),
			message('bob', 'alice', 1, 'hello'),
			says(rooms[20]!, 2, 'alice'),
		);
		const {chats, more} = compactChats(client.state);
		expect(chats.map(({row}) => row.label as string).slice(0, 3)).toEqual(['#lobby', rooms[20], 'bob']);
		expect(chats.length + more).toBe(13);
	});
});
