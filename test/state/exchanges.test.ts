/** What the state hands on to the exchanges between friends' clients, and what it keeps of them. */
import {expect, test} from 'vitest';
import type {Announcement} from '../../protocol/index.ts';
import type {PeerAddress} from '../../protocol/private-chats.ts';
import {dialogView} from '../../source/state/dialogs/dialogs.ts';
import {Client} from '../harness/client.ts';
import {
	accepted,
	chat,
	introduction,
	invites,
	key,
	peersLoaded,
	pinned,
	withBob,
} from '../harness/private-chat.ts';
import {alice as me, bob, name} from '../harness/sample-state.ts';

const other = 'z'.repeat(43);
const handedOn = (client: Client) => client.taken('exchangeAnnounced').map(({announcement}) => announcement);
const friends = (client: Client) => client.taken('friendsAre').map(effect => effect.friends);

test('an exchange of a friend opens no dialog and rings no bell, and is handed on whatever waits', () => {
	const client = peersLoaded(new Client().signsIn('alice', {friends: ['bob']}));
	const announcements: Announcement[] = [
		{type: 'privateInvited', chat, from: bob, fingerprint: key, purpose: 'exchange', at: 1},
		{type: 'privateAccepted', chat, user: bob, purpose: 'exchange', introduction},
		{type: 'addressesOffered', chat, addresses: [], seen: '10.0.0.2'},
		{type: 'relayRenewed', chat, relay: 'r'.repeat(43)},
		{type: 'privateEnded', chat, user: bob, why: 'ended'},
	];
	client.taken('request');
	client
		.hears({type: 'focusChanged', focused: false})
		.announced(...announcements)
		.pauses();
	expect(handedOn(client)).toEqual(announcements);
	expect(dialogView(client.state)).toBeUndefined();
	expect([client.taken('request'), client.taken('bell'), client.taken('dialPeer')]).toEqual([[], [], []]);
	expect(client.state.conversations.has(withBob)).toBe(false);
});

test('what is said of a private chat stays with it, and only the rest is handed on', () => {
	const client = accepted(invites(peersLoaded(new Client().signsIn('alice'))));
	const addresses: PeerAddress[] = [];
	const offered = (of: string) => ({type: 'addressesOffered', chat: of, addresses, seen: '::1'}) as const;
	const ended = (of: string) => ({type: 'privateEnded', chat: of, user: bob, why: 'ended'}) as const;
	client.announced(offered(chat), offered(other), ended(other), ended(chat));
	expect(handedOn(client)).toEqual([offered(other), ended(other)]);
});

test('the peer layer is told of the friends at the sign-in and whenever they change, and of nothing else', () => {
	const client = new Client().signsIn('alice', {friends: ['bob']});
	expect(friends(client)).toEqual([['bob']]);
	client.announced({type: 'answered', kind: 'friend', from: me, to: name('carol'), at: 1, accepted: true});
	expect(friends(client)).toEqual([['bob', 'carol']]);
	client.announced({type: 'unfriended', user: bob});
	expect(friends(client)).toEqual([['carol']]);
	const request = {type: 'block', user: name('carol')} as const;
	client.hears({type: 'answered', request, reply: {}}).says('hello').says('/logout');
	expect(friends(client)).toEqual([[]]);
});

test('the key of an exchange is kept if none was, and never takes the place of a known one', () => {
	const client = peersLoaded(new Client().signsIn('alice'), pinned(true));
	client.hears({type: 'peerMet', user: bob, fingerprint: 'X'.repeat(43)});
	expect(client.taken('keepPeer')).toEqual([]);
	const met = {type: 'peerMet', user: name('carol'), fingerprint: key} as const;
	client.hears(met, met);
	const kept = {user: name('carol'), fingerprint: key, verified: false, since: client.state.now};
	expect(client.taken('keepPeer')).toEqual([{type: 'keepPeer', peer: kept}]);
	expect([...client.state.peers.values()]).toEqual([pinned(true), kept]);
});
