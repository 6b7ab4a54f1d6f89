/** Muted, pinned and closed conversations in the client: what the list shows, what counts, and what rings. */
import {expect, test} from 'vitest';
import type {ConversationSettings} from '../../protocol/conversation-settings.ts';
import {LOBBY, type ConversationId} from '../../protocol/names.ts';
import {contactOrder} from '../../source/state/chats/contact-order.ts';
import {contactRows, countText} from '../../source/state/chats/contacts.ts';
import {meantForMe, unreadElsewhere} from '../../source/state/chats/unread.ts';
import {Client} from '../harness/client.ts';

const bob = 'alice+bob' as ConversationId;
const carol = 'alice+carol' as ConversationId;

/** Alice is in the lobby; bob has written to her twice. */
function client(settings: ConversationSettings): Client {
	const summary = {lastAt: 1, delivered: 0, read: 0, mentions: 0, others: []};
	const conversations = [
		{...summary, conversation: LOBBY, last: 0, members: 3},
		{...summary, conversation: bob, last: 2, settings},
	];
	return new Client().signsIn('alice', {conversations});
}

const row = ({state}: Client, id: ConversationId) => contactRows(state).find(each => each.id === id);

test('of a muted conversation nothing counts or rings, and the list marks it', () => {
	const {state} = client({muted: true});
	expect([meantForMe(state), unreadElsewhere(state).unread]).toEqual([0, 0]);
	const muted = row(client({muted: true}), bob);
	expect(muted && countText(muted)).toBe('–');
	const {state: loud} = client({});
	expect([meantForMe(loud), unreadElsewhere(loud).unread]).toEqual([2, 2]);
});

test('pinned conversations are the first, in the order in which they were pinned', () => {
	const one = client({pinned: 5});
	expect(contactOrder(one.state)[0]).toBe(bob);
	one.hears({
		type: 'announced',
		announcement: {type: 'conversationSet', conversation: carol, settings: {pinned: 3}},
	});
	expect(contactOrder(one.state).slice(0, 3)).toEqual([carol, bob, LOBBY]);
});

test('a closed conversation is not listed, and does not count, until something new comes', () => {
	const {state: closed} = client({closed: 2});
	expect(contactOrder(closed)).not.toContain(bob);
	expect([meantForMe(closed), unreadElsewhere(closed).unread]).toEqual([0, 0]);
	const {state: again} = client({closed: 1});
	expect(contactOrder(again)).toContain(bob);
	expect([meantForMe(again), unreadElsewhere(again).unread]).toEqual([2, 2]);
});

test.each([
	['/mute bob', {muted: true}, '/unmute bob'],
	['/unmute bo', {muted: false}, 'bob is not muted any more'],
	['/pin bob', {pinned: true}, '/unpin bob'],
	['/unpin 2', {pinned: false}, 'bob is not pinned any more'],
	['/close bob', {closed: true}, 'bob is out of the list'],
] as const)('%s is for that chat, wherever it is typed, and says so there', (line, settings, said) => {
	const one = client({}).says(line);
	const request = {type: 'setConversation', conversation: bob, ...settings} as const;
	expect(one.taken('request').map(each => each.request)).toContainEqual(request);
	one.hears({type: 'answered', request, reply: {}});
	expect([one.state.open, one.rows.join(' ')]).toEqual([LOBBY, expect.stringContaining(said)]);
});

test('/close opens the conversation before', () => {
	const one = client({}).says('/msg bob').says('/close');
	one.hears({
		type: 'answered',
		request: {type: 'setConversation', conversation: bob, closed: true},
		reply: {closed: 2},
	});
	expect(one.state.open).toBe(LOBBY);
	expect(contactOrder(one.state)).not.toContain(bob);
});
