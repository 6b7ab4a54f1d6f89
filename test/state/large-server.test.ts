/** A server with more accounts than a client lists: whom does the client list, and does it reach all others? */
import {describe, expect, test} from 'vitest';
import {MAX_LISTED_PEOPLE} from '../../protocol/bounds.ts';
import type {Announcement} from '../../protocol/index.ts';
import type {Presence} from '../../protocol/presence.ts';
import {FIND_AFTER} from '../../source/state/presence/finding.ts';
import {jumpTargets} from '../../source/state/pickers/jumping.ts';
import {pickerView} from '../../source/state/pickers/list-dialog.ts';
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
	const client = new Client().signsIn('alice', {people: ['bob'], friends: ['bob']});
	for (let at = 0; at < MAX_LISTED_PEOPLE; at++)
		client.announced(presence(`u${at}`, at % 2 === 0 ? 'online' : 'offline'));
	expect(client.state.others).toBeGreaterThan(0);
	expect(client.state.people.has(name('bob'))).toBe(true); // offline, and a friend
	expect(client.state.people.has(name('u0'))).toBe(true);
	expect(client.state.people.has(name('u1'))).toBe(false); // of whom the server tells no more
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

/** The parts of names for which the server was asked since the last look. */
const asked = (client: Client) =>
	client.taken('request').flatMap(({request}) => (request.type === 'findPeople' ? [request.name] : []));

/** The server answers what it was asked for this part of a name. */
function finds(client: Client, part: string, ...users: string[]): Client {
	const people = users.map(user => ({user: name(user), presence: 'online', since: 0}) as const);
	return client.hears({type: 'answered', request: {type: 'findPeople', name: part}, reply: {people}});
}

describe('the jump dialog', () => {
	const targets = (client: Client) => {
		const jump = client.state.dialogs.at(-1);
		return jump?.type === 'jump' ? jumpTargets(client.state, jump).map(({text}) => text as string) : [];
	};

	test('asks the server once the letters rest, and lists whom it finds', () => {
		const client = alice().presses('jump').types('zo');
		client.clock.advance(FIND_AFTER - 1);
		client.types('e');
		client.clock.advance(FIND_AFTER - 1);
		expect(asked(client)).toEqual([]);
		client.clock.advance(1);
		expect(asked(client)).toEqual(['zoe']);
		finds(client, 'zoe', 'zoe', 'zoey');
		expect(targets(client).slice(0, 2)).toEqual(['zoe', 'zoey']);
		client.presses('choiceNext', 'accept');
		expect(client.state.open).toBe(between('alice', 'zoey'));
		expect(asked(client)).toEqual(['zoey']); // of whom the client now wants to know the presence
	});

	test('keeps what is chosen, whoever is found above it', () => {
		const client = alice().presses('jump').types('bo');
		expect(targets(client)[0]).toBe('bob');
		finds(client, 'bo', 'bo');
		expect(targets(client).slice(0, 2)).toEqual(['bo', 'bob']);
		client.presses('accept');
		expect(client.state.open).toBe(between('alice', 'bob'));
	});

	test('asks for no room and no command, and says how many others there are', () => {
		const client = alice().presses('jump');
		const footer = pickerView(client.state, client.state.dialogs.at(-1) as never).footer;
		expect(footer).toContain('and 99998 others: type a part of a name');
		for (const typed of ['#build', '/who', 'two words']) {
			client.presses('cancel', 'jump').types(typed);
			client.clock.advance(FIND_AFTER);
		}

		expect(asked(client)).toEqual([]);
	});
});

describe('Tab', () => {
	test('behind a part of a name that nobody listed has completes it when the server has found people', () => {
		for (const line of ['/chat zo', '/msg zo', 'ask @zo', 'ask zo']) {
			const client = alice().types(line).presses('complete');
			expect(asked(client)).toEqual(['zo']);
			finds(client, 'zo', 'zoe', 'alonzo');
			expect(client.editor.before).toBe(`${line}e `);
		}
	});

	test('completes those who are listed at once, and then goes on to those whom the server finds', () => {
		const client = alice().announced(presence('bonnie', 'online')).types('/chat bo').presses('complete');
		expect(client.editor.before).toBe('/chat bob ');
		finds(client, 'bo', 'boris', 'bob');
		const shown = [1, 2, 3].map(() => client.presses('complete').editor.before);
		expect(shown).toEqual(['/chat bonnie ', '/chat boris ', '/chat bob ']);
	});

	test('changes nothing any more once the user types on, or if the server does not answer', () => {
		const client = alice().types('/chat zo').presses('complete').types('r').presses('deleteBack');
		finds(client, 'zo', 'zoe');
		expect(client.editor.before).toBe('/chat zo');
		client
			.types('r')
			.presses('complete')
			.hears({type: 'unanswered', request: {type: 'findPeople', name: 'zor'}});
		expect(client.editor.before).toBe('/chat zor');
		expect(client.state.statusMessage).toBeUndefined();
	});
});

test('whoever writes first is asked for, and then listed with their presence', () => {
	const client = alice().announced(message('zoe', 'alice', 1, 'hi'), message('zoe', 'alice', 2, 'there'));
	expect(asked(client)).toEqual(['zoe']);
	finds(client, 'zoe', 'zoe', 'zoey');
	expect(contactRows(client.state).map(({person, presence}) => [person, presence])).toEqual([
		['zoe', 'online'],
		['bob', 'offline'],
		['alice', 'online'],
	]);
});

test('a small server is asked for nobody', () => {
	const client = new Client().signsIn('alice').types('/chat zo').presses('complete', 'jump').types('zo');
	client.clock.advance(FIND_AFTER);
	client.announced(message('zoe', 'alice', 1, 'hi'));
	expect(asked(client)).toEqual([]);
});

test('/whoelse asks the server, which knows who else is online', () => {
	const client = alice().says('/whoelse');
	expect(client.taken('request').map(({request}) => request.type)).toContain('who');
});
