/** A server with more accounts than a client lists: whom does the client list, and does it reach all others? */
import {expect, test} from 'vitest';
import {MAX_LISTED_PEOPLE} from '../../protocol/bounds.ts';
import type {Announcement} from '../../protocol/index.ts';
import type {Presence} from '../../protocol/presence.ts';
import {contactRows} from '../../source/state/chats/contacts.ts';
import {between, Client, message} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

/** Alice at a server of 100,000 accounts, who has bob as a friend. */
function alice(): Client {
	return new Client().signsIn('alice', {people: ['bob'], online: [], friends: ['bob'], others: 99_998});
}

const labels = (client: Client) => contactRows(client.state).map(({label}) => label as string);

function presence(user: string, presence: Presence): Announcement {
	return {type: 'presence', people: [{user: name(user), presence, since: 0}]};
}

test('a stranger is listed while they are online, a friend for ever', () => {
	const client = alice().announced(presence('zoe', 'online'), presence('bob', 'online'));
	expect(labels(client)).toEqual(['bob', 'zoe', 'alice (notes)']);
	client.announced(presence('zoe', 'offline'), presence('bob', 'offline'));
	expect(labels(client)).toEqual(['bob', 'alice (notes)']);
});

test('a stranger to whom the user has written stays when they leave', () => {
	const client = alice().announced(presence('zoe', 'online'), message('alice', 'zoe', 1, 'hi'));
	client.announced(presence('zoe', 'offline'));
	expect(client.state.people.get(name('zoe'))?.presence).toBe('offline');
});

test('a crowd that comes online fills the list and no more, and whoever leaves makes room', () => {
	const client = alice();
	for (let at = 0; at < 2 * MAX_LISTED_PEOPLE; at++) client.announced(presence(`u${at}`, 'online'));
	expect(client.state.people.size).toBe(MAX_LISTED_PEOPLE);
	client.announced(presence('u0', 'offline'), presence('zoe', 'online'));
	expect(client.state.people.has(name('zoe'))).toBe(true);
	expect(client.state.people.size).toBe(MAX_LISTED_PEOPLE);
});

test('a server that grows beyond the list while the user is there has others from then on', () => {
	const client = new Client().signsIn('alice', {people: []});
	for (let at = 0; at < MAX_LISTED_PEOPLE; at++) client.announced(presence(`u${at}`, 'offline'));
	expect(client.state.people.size).toBe(MAX_LISTED_PEOPLE);
	expect(client.state.others).toBeGreaterThan(0);
});

test('whoever is not listed is written to by their name, and the server decides whether they exist', () => {
	const client = alice().says('/msg zoe good morning');
	expect(client.taken('send')).toMatchObject([{entry: {conversation: between('alice', 'zoe')}}]);
	client.says('/chat yan');
	expect(client.taken('request')).toContainEqual(
		expect.objectContaining({request: {type: 'openChat', user: 'yan'}}),
	);
});

test('nobody hears that strangers come and go who are not listed', () => {
	const client = alice().says('/msg #lobby');
	for (let at = 0; at < MAX_LISTED_PEOPLE; at++) client.announced(presence(`u${at}`, 'online'));
	const before = client.rows.length;
	client.announced(presence('zoe', 'online'), presence('zoe', 'offline'));
	expect(client.rows).toHaveLength(before);
});
