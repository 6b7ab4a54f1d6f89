/** The commands of admins, as values: what they ask before they send, and what others are told. */
import {describe, expect, test} from 'vitest';
import type {Request} from '../../protocol/index.ts';
import {commands} from '../../source/commands/index.ts';
import {administration, commandsFor} from '../../source/commands/administration.ts';
import {dialogView} from '../../source/state/dialogs/dialogs.ts';
import {shownHelp} from '../../source/state/view/help.ts';
import {commandUsage} from '../../source/state/view/status.ts';
import {banTerms} from '../../terminal/commands/ban-terms.ts';
import {Client} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const bob = name('bob');
const plain = () => new Client().signsIn('alice');
const admin = () => plain().hears({type: 'announced', announcement: {type: 'roleChanged', admin: true}});
const requests = (client: Client) =>
	client
		.taken('request')
		.map(({request}) => request)
		.filter(({type}) => type !== 'active');

describe('a command that puts somebody out', () => {
	test.each<[string, Request]>([
		['/server-kick bob', {type: 'kick', user: bob}],
		['/server-kick bob too  loud ', {type: 'kick', user: bob, reason: 'too  loud'}],
		['/server-ban bob', {type: 'ban', user: bob}],
		['/server-ban bob 2h', {type: 'ban', user: bob, milliseconds: 7_200_000}],
		[
			'/server-ban bob 7d network spam',
			{type: 'ban', user: bob, milliseconds: 604_800_000, network: true, reason: 'spam'},
		],
		['/server-ban bob 3 strikes', {type: 'ban', user: bob, reason: '3 strikes'}],
		['/reset-password bob', {type: 'resetPassword', user: bob}],
	])('%s asks first, and Enter or Esc send nothing', (line, request) => {
		for (const key of ['accept', 'cancel'] as const) {
			const client = admin().says(line);
			expect(client.state.dialogs.at(-1)).toMatchObject({type: 'moderate', request});
			client.presses(key);
			expect(requests(client)).toEqual([]);
		}

		const client = admin().says(line).presses({choose: 'y'});
		expect(requests(client)).toEqual([request]);
	});

	test('says in the question what happens, for how long, and what the user will read', () => {
		const lines = dialogView(admin().says('/server-ban bob 2h network spam').state)?.lines.join('\n');
		expect(lines).toMatch(/for 2h.*from where bob is now.*They read: spam/s);
	});
});

test('a reason that is too long stays in the bar', () => {
	const client = admin().says(`/server-kick bob ${'x'.repeat(201)}`);
	expect(client.state.statusMessage).toMatch(/shorten it to 200/);
	expect(client.state.dialogs).toEqual([]);
});

test('/server-unban takes a name that this client does not know', () => {
	expect(requests(admin().says('/server-unban mallory'))).toEqual([{type: 'unban', user: 'mallory'}]);
});

describe('somebody who is not an admin', () => {
	test.each(administration.map(({name}) => name))('is told so by /%s, and nothing is sent', command => {
		const client = plain().says(`/${command} bob`);
		expect(client.state.statusMessage).toMatch(/^Only the admins of this server may do that/);
		expect(requests(client)).toEqual([]);
	});

	test('sees none of these commands in help, completion and usage, and an admin sees all', () => {
		expect(commandsFor(plain().state.me, commands)).not.toEqual(
			expect.arrayContaining(administration.slice(0, 1)),
		);
		expect(commandsFor(admin().state.me, commands)).toEqual(commands);
		const help = (client: Client) =>
			shownHelp({...client.state, help: {topic: 'server-kick', row: 0}})
				.map(({text}) => String(text))
				.join('\n');
		expect(help(plain())).not.toContain('/server-kick');
		expect(help(admin())).toContain('/server-kick');
		expect(commandUsage(plain().types('/server-ki').state)).not.toContain('/server-kick');
		expect(commandUsage(admin().types('/server-ki').state)).toContain('/server-kick <user> [reason]');
	});
});

test('the terms of a ban are a duration, the word network, and a reason, each of which may be missing', () => {
	const read = (text: string) => banTerms().parse(text, undefined);
	expect(read('network 90m')).toEqual({value: {network: true, milliseconds: 5_400_000}});
	expect(read('0h')).toEqual({value: {reason: '0h'}});
	expect(read('for 2h')).toEqual({value: {reason: 'for 2h'}});
});

describe('when the operator deletes an account', () => {
	test('the name stays at what was said, marked, and the person is gone from all lists', () => {
		const client = plain().signsIn('alice', {friends: ['bob'], blocked: ['carol']});
		client.hears({type: 'announced', announcement: {type: 'userDeleted', user: bob}});
		const {people, friends, deleted} = client.state;
		expect([people.has(bob), friends.has(bob), deleted.has(bob)]).toEqual([false, false, true]);
		expect(client.state.notices.at(-1)?.text).toBe('The account of bob was deleted; what was said stays');
		client.hears({type: 'announced', announcement: {type: 'unfriended', user: bob}});
		expect(client.state.notices.at(-1)?.text).toBe('The account of bob was deleted; what was said stays');
	});
});
