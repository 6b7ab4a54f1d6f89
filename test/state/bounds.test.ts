/** What a server that never stops announcing may fill of the client's memory. */
import {expect, test} from 'vitest';
import {MAX_CONVERSATIONS, MAX_LISTED_PEOPLE} from '../../protocol/bounds.ts';
import type {Announcement} from '../../protocol/index.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {MAX_TEXT_BYTES} from '../../protocol/text.ts';
import {MAX_HEARD, MAX_OTHERS, MAX_TYPING} from '../../source/state/chats/bounds.ts';
import {newConversation} from '../../source/state/chats/conversations.ts';
import type {State} from '../../source/state/model/state.ts';
import {after, bob, name, signedIn, withBob} from '../harness/sample-state.ts';

const SIZE = {columns: 80, rows: 24};
const LOBBY = '#lobby' as ConversationId;
const said = (conversation: ConversationId, sequence: number, text = 'x'): Announcement => ({
	type: 'message',
	conversation,
	sequence,
	id: `x${sequence}`,
	from: bob,
	at: 1,
	text,
});

function hears(state: State, ...announcements: readonly Announcement[]): State {
	return after(state, ...announcements.map(announcement => ({type: 'announced', announcement}) as const));
}

test('of more conversations than any server tells, no new one is taken, and those there are go on', () => {
	const all = Array.from({length: MAX_CONVERSATIONS - 1}, (_, at) => `#r${at}` as ConversationId);
	const conversations = new Map([...all, withBob].map(id => [id, newConversation(id)]));
	const full = {...signedIn(SIZE), conversations};
	const later = hears(full, said('#new' as ConversationId, 1), said(withBob, 1));
	expect(later.conversations.size).toBe(MAX_CONVERSATIONS);
	expect(later.conversations.get(withBob)?.last).toBe(1);
});

test('of more people than are listed, no new one is taken, and those there are come and go', () => {
	const people = new Map(
		Array.from({length: MAX_LISTED_PEOPLE}, (_, at) => name(`u${at}`)).map(user => [
			user,
			{user, presence: 'away', since: 0} as const,
		]),
	);
	const told = ['u0', 'new'].map(user => ({user: name(user), presence: 'online', since: 1}) as const);
	const later = hears({...signedIn(SIZE), people}, {type: 'presence', people: told});
	expect(later.people.size).toBe(MAX_LISTED_PEOPLE);
	expect(later.people.get(name('u0'))?.presence).toBe('online');
});

test('of a crowd that joins, reads and types in a room, so many are remembered as are ever shown', () => {
	const crowd = Array.from({length: MAX_OTHERS + 50}, (_, at) => name(`u${at}`));
	const room = {conversation: LOBBY};
	const later = hears(
		signedIn(SIZE),
		...crowd.map(user => ({type: 'memberJoined', ...room, user, at: 1}) as const),
		...crowd.map(user => ({type: 'marked', ...room, user, delivered: 1, read: 1}) as const),
		...crowd.map(user => ({type: 'typing', ...room, user}) as const),
	);
	expect(later.conversations.get(LOBBY)?.others.size).toBe(MAX_OTHERS);
	expect(later.conversations.get(LOBBY)?.typing.size).toBe(MAX_TYPING);
});

test('messages beyond all measure are dropped where nobody reads, and counted all the same', () => {
	const rooms = ['#one', '#two', '#three'] as ConversationId[];
	const before = hears(signedIn(SIZE), ...[withBob, ...rooms].map(id => said(id, 1)));
	const text = 'x'.repeat(MAX_TEXT_BYTES);
	const later = hears(
		{...before, open: withBob, receivedUnits: MAX_HEARD - 1},
		said('#one' as ConversationId, 2, text),
	);
	const held = (id: ConversationId) => later.conversations.get(id)?.window.chunks.flat().length;
	expect(rooms.map(held)).toEqual([1, 0, 0]);
	expect(held(withBob)).toBe(1);
	expect(rooms.map(id => later.conversations.get(id)?.last)).toEqual([2, 1, 1]);
});
