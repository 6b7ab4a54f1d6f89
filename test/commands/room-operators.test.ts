/** The commands of a room's operators, as values: what they send, from where, and what the screen says of the answers. */
import {describe, expect, test} from 'vitest';
import type {Announcement, Request} from '../../protocol/index.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {Client} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const room = '#build' as ConversationId;
const [alice, bob] = [name('alice'), name('bob')];
const summary = {
	conversation: room,
	last: 0,
	lastAt: 0,
	delivered: 0,
	read: 0,
	mentions: 0,
	others: [],
	members: 3,
};

function inRoom(): Client {
	const client = new Client().signsIn('alice');
	const reply = {...summary, created: false, role: 'owner'} as const;
	return client.hears({type: 'answered', request: {type: 'join', room}, reply}).says('/msg #build');
}

const sent = (client: Client) =>
	client
		.taken('request')
		.map(({request}) => request)
		.filter(({type}) => type !== 'active' && type !== 'history');
const hears = (client: Client, announcement: Announcement) => client.hears({type: 'announced', announcement});
const lastNotice = (client: Client) => {
	const {open, conversations} = client.state;
	return String(open && conversations.get(open)?.notices.at(-1)?.text);
};

describe('in a room', () => {
	test.each<[string, Request]>([
		['/kick bob', {type: 'kickFromRoom', room, user: bob}],
		['/kick bob too  loud', {type: 'kickFromRoom', room, user: bob, reason: 'too  loud'}],
		[
			'/ban bob 2h is no duration here',
			{type: 'banFromRoom', room, user: bob, reason: '2h is no duration here'},
		],
		['/unban mallory', {type: 'unbanFromRoom', room, user: name('mallory')}],
		['/bans', {type: 'roomBans', room}],
		['/op bob', {type: 'setRoomOperator', room, user: bob, operator: true}],
		['/deop bob', {type: 'setRoomOperator', room, user: bob, operator: false}],
		['/room private', {type: 'setRoom', room, private: true}],
		['/room open', {type: 'setRoom', room, private: false}],
		['/room topic operators', {type: 'setRoom', room, guardedTopic: true}],
		['/room topic everybody', {type: 'setRoom', room, guardedTopic: false}],
	])('%s is sent at once', (line, request) => {
		const client = inRoom();
		sent(client);
		expect(sent(client.says(line))).toEqual([request]);
	});

	test.each(['/room topic', '/room private operators', '/room closed', `/kick bob ${'x'.repeat(201)}`])(
		'%s is not sent, and stays in the bar with a sentence',
		line => {
			const client = inRoom();
			sent(client);
			expect(sent(client.says(line))).toEqual([]);
			expect(client.state.statusMessage).toMatch(/Usage|valid|shorten/);
		},
	);
});

describe('outside a room', () => {
	test.each([
		'/kick bob',
		'/ban bob',
		'/unban bob',
		'/bans',
		'/op bob',
		'/deop bob',
		'/room private',
		'/room',
	])('%s says that no room is open, and to an admin how the commands for the server begin', line => {
		const client = () => new Client().signsIn('alice').says('/msg bob');
		expect(client().says(line).state.statusMessage).toMatch(/^No room is open here/);
		const admin = hears(client(), {type: 'roleChanged', admin: true});
		expect(admin.says(line).state.statusMessage).toMatch(/begin with \/server-/);
	});
});

describe('what happens in a room', () => {
	test('is said: who removed whom and why, and who owns the room from then on', () => {
		const client = inRoom();
		hears(client, {
			type: 'memberLeft',
			conversation: room,
			user: bob,
			by: name('eve'),
			reason: 'spam',
			at: 1,
		});
		expect(lastNotice(client)).toBe('eve removed bob: “spam”');
		hears(client, {type: 'memberLeft', conversation: room, user: name('eve'), owner: alice, at: 1});
		expect(lastNotice(client)).toBe('eve has left; you own the room now');
		expect(client.state.conversations.get(room)).toMatchObject({role: 'owner', members: 1});
	});

	test('to the user themself takes the room away, and says by whom', () => {
		const client = inRoom().types('half a sentence');
		hears(client, {type: 'memberLeft', conversation: room, user: alice, by: bob, banned: true, at: 1});
		expect(client.state.conversations.has(room)).toBe(false);
		expect(client.state.notices.at(-1)?.text).toBe('bob banned you from #build');
	});

	test('is shown by /room: who may enter, who sets the topic, and the role of the user', () => {
		const client = inRoom();
		hears(client, {type: 'roomSet', conversation: room, by: bob, private: true, guardedTopic: true, at: 1});
		expect(lastNotice(client.says('/room'))).toBe(
			'#build is private: only users whom its operators invite join; only operators set its topic; you own it',
		);
		hears(client, {type: 'roomOperatorSet', conversation: room, user: alice, by: bob, operator: true, at: 1});
		expect(client.state.conversations.get(room)?.role).toBe('operator');
	});
});
