/** The list of members beside a room: who stands in it, what it follows, where it is shown and when the server is asked. */
import {expect, test} from 'vitest';
import {LOBBY, type ConversationId} from '../../protocol/names.ts';
import type {RoomRole, Summary} from '../../protocol/conversations.ts';
import type {Presence} from '../../protocol/presence.ts';
import {layoutOf} from '../../source/state/panes/layout.ts';
import {shownMembers} from '../../source/state/presence/member-list.ts';
import {between, Client, summary} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const build = '#build' as ConversationId;
const room = (conversation: ConversationId, members: number): Summary => ({
	...summary('alice', 'bob', {last: 0}),
	conversation,
	others: [],
	members,
});
type Told = readonly [user: string, presence: Presence, role?: RoomRole];
const usual: readonly Told[] = [
	['zoe', 'online', 'owner'],
	['bob', 'offline', 'operator'],
	['carol', 'online', 'operator'],
	['dave', 'offline'],
	['erin', 'away'],
	['alice', 'online'],
];

/** The server answers what was asked for the members. */
function answered(client: Client, people: readonly Told[] = usual, more = 0): Client {
	const asked = client.taken('request').map(({request}) => request);
	const request = asked.find(one => one.type === 'members');
	if (request?.type !== 'members') throw new Error('The client has not asked for the members');
	const reply = {
		members: people.map(([user, presence, role]) => ({
			user: name(user),
			presence,
			...(role && {role}),
		})),
		...(more > 0 && {more}),
	};
	return client.hears({type: 'answered', request, reply});
}

const inBuild = (size = {columns: 80, rows: 24}, crowd: Parameters<Client['signsIn']>[1] = {}) => {
	const conversations = [room(build, 6), room(LOBBY, 6)];
	return new Client(size)
		.signsIn('alice', {people: [], online: [], conversations, ...crowd})
		.says('/msg #build');
};
const lines = (client: Client) =>
	shownMembers(client.state).lines.map(line =>
		'row' in line ? `${line.row.user}${line.row.presence === 'offline' ? ' off' : ''}` : line.heading,
	);
const asked = (client: Client) =>
	client.taken('request').flatMap(({request}) => (request.type === 'members' ? [request] : []));

test('F8 asks the server once, and lists the owner, the operators, who is there and who is not, each by name', () => {
	const client = answered(inBuild().presses('members'));
	expect(lines(client)).toEqual([
		...['Operators', 'zoe', 'carol', 'bob off'],
		...['Online', 'alice', 'erin'],
		...['Offline', 'dave off'],
	]);
	client.presses('members', 'members', 'conversationNext', 'conversationPrevious');
	expect(asked(client)).toEqual([]);
});

test('on a low screen there are no headings', () => {
	expect(lines(answered(inBuild({columns: 80, rows: 14}).presses('members')))[0]).toBe('zoe');
});

test('who joins, leaves, is banned, becomes an operator or inherits the room is followed at once', () => {
	const client = answered(inBuild().presses('members'));
	const at = 0;
	const conversation = build;
	client.announced(
		{type: 'memberJoined', conversation, user: name('frank'), at},
		{type: 'memberLeft', conversation, user: name('erin'), at},
		{type: 'memberLeft', conversation, user: name('dave'), by: name('zoe'), banned: true, at},
		{type: 'roomOperatorSet', conversation, user: name('bob'), operator: false, by: name('zoe'), at},
		{type: 'memberLeft', conversation, user: name('zoe'), owner: name('carol'), at},
	);
	expect(lines(client)).toEqual([
		...['Operators', 'carol'],
		...['Online', 'alice', 'frank'],
		...['Offline', 'bob off'],
	]);
	const list = shownMembers(client.state).lines;
	expect(list[1]).toMatchObject({row: {role: 'owner'}});
	client.announced({type: 'userDeleted', user: name('frank')});
	expect(lines(client)).not.toContain('frank');
});

test('what an operator does is in the list as soon as the server has said yes', () => {
	const client = answered(inBuild().presses('members'));
	client.hears(
		{type: 'answered', request: {type: 'kickFromRoom', room: build, user: name('erin')}, reply: {}},
		{
			type: 'answered',
			request: {type: 'setRoomOperator', room: build, user: name('dave'), operator: true},
			reply: {},
		},
	);
	expect(lines(client).slice(0, 6)).toEqual([
		...['Operators', 'zoe', 'carol', 'bob off', 'dave off'],
		'Online',
	]);
	expect(lines(client)).not.toContain('erin');
});

test('presence is followed, on a large server also that of strangers, of whom no more is told than that they went', () => {
	for (const crowd of [
		{people: usual.map(([user]) => user).filter(user => user !== 'alice')},
		{others: 900},
	]) {
		const client = answered(inBuild(undefined, crowd).presses('members'));
		const tell = (presence: Presence) =>
			client.announced({type: 'presence', people: [{user: name('dave'), presence, since: 0}]});
		tell('online');
		expect(lines(client)).toContain('dave');
		tell('offline');
		expect(lines(client)).toContain('dave off');
	}
});

test('in a room of more than 50 on a large server it is asked again after a minute, and else never', () => {
	const conversations = [room(build, 60)];
	for (const [crowd, count] of [
		[{conversations, others: 900}, 1],
		[{conversations, others: 0}, 0],
		[{others: 900}, 0],
	] as const) {
		const client = answered(inBuild(undefined, crowd).presses('members'));
		client.clock.advance(59_000);
		expect(asked(client.presses('lineUp'))).toEqual([]);
		client.clock.advance(2000);
		expect(asked(client.presses('lineUp'))).toHaveLength(count);
	}
});

test('nothing is asked while the list is not shown, and a failure is tried again after a minute', () => {
	const client = inBuild();
	expect(asked(client)).toEqual([]);
	const [request] = asked(client.presses('members'));
	client.hears({type: 'unanswered', request: request!}).presses('lineUp');
	expect(asked(client)).toEqual([]);
	expect(client.state.statusMessage).toBeUndefined();
	client.clock.advance(61_000);
	expect(asked(client.presses('lineUp'))).toHaveLength(1);
});

test('after a new sign-in the list stays until the server has sent it anew', () => {
	const client = answered(inBuild().presses('members'));
	client.hears({type: 'linkChanged', link: {status: 'connecting'}}).signsIn('alice', {
		conversations: [room(build, 1)],
	});
	expect(lines(client)).toContain('erin');
	expect(lines(answered(client, [['alice', 'online']]))).toEqual(['alice']);
});

test('a room that was left, and the lists of more than thirty-two rooms, are forgotten', () => {
	const ids = Array.from({length: 34}, (_, at) => `#room${at}` as ConversationId);
	const conversations = [room(LOBBY, 1), ...ids.map(id => room(id, 1))];
	const client = new Client().signsIn('alice', {people: [], conversations}).says('/msg #room0');
	answered(client.presses('members'), [['alice', 'online']]);
	for (const id of ids.slice(1)) answered(client.says(`/msg ${id}`), [['alice', 'online']]);
	expect([...client.state.memberLists.keys()]).toEqual(ids.slice(2));
	client.hears({type: 'answered', request: {type: 'leave', room: ids[33]!}, reply: {}});
	expect(client.state.memberLists.has(ids[33]!)).toBe(false);
});

test('a room of a thousand scrolls, by rows, pages and the wheel, and says how many are beyond its edges', () => {
	const people = Array.from({length: 1000}, (_, at): Told => [`u${1000 + at}`, 'online']);
	const client = inBuild(undefined, {conversations: [room(build, 1200)]}).presses('members');
	answered(client, people, 200);
	expect(shownMembers(client.state)).toMatchObject({above: 0, below: 982, unlisted: 200});
	client.presses('panePrevious', 'listDown', 'pageDown', 'pageDown');
	expect(client.state.member).toBe('u1035');
	expect(lines(client)).toContain('u1035');
	client.presses('scrollEnd');
	expect(lines(client).at(-1)).toBe('u1999');
	client.presses('scrollTop', 'listUp');
	expect(client.state.member).toBe('u1000');
	client.hears({type: 'wheeled', column: 70, row: 5, rows: 3});
	expect(lines(client)[0]).toBe('u1003');
});

test('nobody beyond a thousand is held: who joins is counted', () => {
	const people = Array.from({length: 1000}, (_, at): Told => [`u${1000 + at}`, 'online']);
	const client = answered(
		inBuild(undefined, {conversations: [room(build, 1000)]}).presses('members'),
		people,
	);
	client.announced({type: 'memberJoined', conversation: build, user: name('zoe'), at: 0});
	expect(shownMembers(client.state)).toMatchObject({unlisted: 1});
	expect(client.state.memberLists.get(build)?.people.size).toBe(1000);
});

test('Enter and a click open the chat with a member, whose list is not shown then, and is again in a room', () => {
	const client = answered(inBuild().presses('members')).presses('panePrevious', 'listDown', 'listOpen');
	expect(client.state).toMatchObject({open: between('alice', 'carol'), pane: 'bar'});
	expect(layoutOf(client.state).members).toBeUndefined();
	client.says('/msg #build');
	expect(layoutOf(client.state).members).toEqual({column: 62, row: 0, width: 18, height: 20});
	client.hears({type: 'clicked', column: 70, row: 2});
	expect(client.state.open).toBe(between('alice', 'zoe'));
});

test('beside the messages the keyboard stays in the line; Esc hides the list where it has the keyboard, F8 anywhere', () => {
	const client = answered(inBuild().presses('members'));
	expect(client.state.pane).toBe('bar');
	client.presses('panePrevious');
	expect(client.state.pane).toBe('members');
	client.presses('cancel');
	expect([client.state.pane, layoutOf(client.state).members]).toEqual(['bar', undefined]);
	client.presses('members', 'panePrevious', 'members');
	expect([client.state.pane, layoutOf(client.state).members]).toEqual(['bar', undefined]);
});

test('on a narrow screen it stands over the messages as long as it has the keyboard', () => {
	const client = answered(inBuild({columns: 40, rows: 10}).presses('members'));
	const {members, transcript} = layoutOf(client.state);
	expect([client.state.pane, members]).toEqual(['members', transcript]);
	client.presses('help');
	expect(layoutOf(client.state).members).toBeUndefined();
	client.presses('cancel');
	expect(layoutOf(client.state).members).toEqual(transcript);
	client.types('h');
	expect([client.bar, layoutOf(client.state).members]).toEqual(['h', undefined]);
	client.presses('members', 'cancel');
	expect(layoutOf(client.state).members).toBeUndefined();
	client.hears({type: 'resized', size: {columns: 80, rows: 24}});
	expect(layoutOf(client.state).members).toBeUndefined();
});

test('a chat of two has no members: it is said, and nothing else changes', () => {
	const client = new Client().signsIn('alice').says('/msg bob').presses('members');
	expect(client.state.statusMessage).toBe('Only rooms have members; Ctrl-G goes to a room.');
	expect(client.state.areMembersShown).toBeUndefined();
});

test('a key that changes nothing of it leaves the list the very same value', () => {
	const client = answered(inBuild().presses('members'));
	const before = shownMembers(client.state);
	client.types('hello').presses('pageUp');
	expect(shownMembers(client.state)).toBe(before);
});
