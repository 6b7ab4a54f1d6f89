/** The commands of private chats, as values: /private, /stopprivate, /verify, /forget-key and /set direct. */
import {expect, test} from 'vitest';
import {commands} from '../../source/commands/index.ts';
import {helpOn} from '../../source/state/view/help-text.ts';
import {Client} from '../harness/client.ts';
import {effectsOf, problemOf, stepOf} from '../harness/command-line.ts';
import {
	accepted,
	asked,
	chat,
	invites,
	peersLoaded,
	pinned,
	talksPrivately,
	told,
	withBob,
} from '../harness/private-chat.ts';
import {bob} from '../harness/sample-state.ts';

const alice = () => peersLoaded(new Client().signsIn('alice'));
const invitation = {type: 'request', request: {type: 'invitePrivate', user: bob, purpose: 'chat'}};

test('/private invites; in the conversation with a user, the name may be left out', () => {
	expect(effectsOf('/private bob', alice())).toEqual([invitation]);
	const there = alice().says('/msg bob');
	expect(effectsOf('/private', there)).toEqual([{...invitation, shownIn: there.state.open}]);
	expect(problemOf('/private', alice())).toBe('Type with whom: /private <user>.');
	expect(problemOf('/private', alice().says('/msg alice'))).toContain('Type with whom');
});

test('nobody is invited before the own key is ready', () => {
	expect(problemOf('/private bob')).toContain('not ready yet');
});

test('a mistyped name is not a text for the user of the open conversation', () => {
	const there = alice().says('/msg carol');
	expect(problemOf('/private bobb a secret', there)).toContain('bobb');
	expect(stepOfBar(there, '/private bobb a secret')).toEqual(['/private bobb a secret', []]);
});

function stepOfBar(client: Client, line: string) {
	client.taken('request');
	client.says(line);
	return [client.bar, asked(client, 'invitePrivate')];
}

test('a text that no message may have is refused before anybody is invited', () => {
	expect(problemOf(`/private bob ${'x'.repeat(5000)}`)).toContain('too long');
});

test('oneself, an invitation that waits, and a chat that is open are each answered in a sentence', () => {
	expect(problemOf('/private alice')).toBe('That is you; name another user.');
	expect(problemOf('/private bob', invites(alice()))).toContain('has not answered your invitation yet');
	const client = talksPrivately(alice()).says('/msg carol');
	told(client);
	client.says('/private bob and more');
	expect([client.state.open, told(client)]).toEqual([withBob, [expect.objectContaining({text: 'and more'})]]);
	expect(client.rows.join(' ')).not.toContain('is open already');
	expect(client.says('/private bob').rows.join(' ')).toContain('is open already; just type');
});

test('/stopprivate ends the private chat that is open here, and tells partner and server', () => {
	const effects = [
		{type: 'closeChannel', chat, why: 'ended'},
		{type: 'request', request: {type: 'endPrivate', chat}},
	];
	for (const line of ['/stopprivate', '/terminate', '/stopprivate bob'])
		expect(effectsOf(line, talksPrivately(alice()))).toEqual(effects);
	expect(effectsOf('/stopprivate', talksPrivately(alice()).says('/msg carol'))).toEqual(effects);
	expect(effectsOf('/stopprivate', accepted(invites(alice())))).toEqual(effects);
});

test('/stopprivate withdraws an invitation that waits, and its text comes back', () => {
	const client = invites(alice(), 'a secret');
	client.effects = [];
	client.says('/stopprivate bob');
	expect([client.bar, client.taken('closeChannel'), asked(client, 'endPrivate')]).toEqual([
		'/private bob a secret',
		[],
		[{type: 'endPrivate', chat}],
	]);
});

test('an invitation that is withdrawn before the server has replied ends as soon as it has', () => {
	const client = alice().says('/private bob').says('/stopprivate bob');
	expect(asked(client, 'endPrivate')).toEqual([]);
	client.hears({
		type: 'answered',
		request: {type: 'invitePrivate', user: bob, purpose: 'chat'},
		reply: {chat},
	});
	expect([asked(client, 'endPrivate'), client.state.privateChats.size]).toEqual([
		[{type: 'endPrivate', chat}],
		0,
	]);
});

test('without a private chat there is nothing to stop', () => {
	expect(problemOf('/stopprivate')).toBe('You have no private chat; /private <user> starts one.');
	expect(problemOf('/stopprivate carol', talksPrivately(alice()))).toBe(
		'You have no private chat with carol.',
	);
});

test('/verify needs a channel, which alone proves the key', () => {
	expect(problemOf('/verify bob')).toBe('Open a private chat with bob first: /private bob.');
	expect(stepOf('/verify', talksPrivately(alice()))[0].dialogs).toMatchObject([{type: 'verify', user: bob}]);
});

test('/forget-key forgets a key, says what that means, and not while a private chat is open', () => {
	expect(problemOf('/forget-key bob')).toBe('No key of bob is known here.');
	expect(problemOf('/forget-key bob', talksPrivately(alice()))).toContain('/stopprivate bob ends it first');
	const client = peersLoaded(new Client().signsIn('alice'), pinned(true)).says('/forget-key bob');
	expect([client.state.peers.size, client.taken('forgetPeer')]).toEqual([
		0,
		[{type: 'forgetPeer', user: bob}],
	]);
	expect(client.rows.join(' ')).toContain('accepts whatever key comes, unverified');
});

test('/set direct decides which addresses the next private chat offers', () => {
	const client = alice().says('/set direct never');
	expect(client.taken('keepSettings')).toEqual([{type: 'keepSettings', changed: {direct: 'never'}}]);
	expect(accepted(invites(client)).taken('openChannel')).toMatchObject([{direct: 'never'}]);
	expect(problemOf('/set direct on')).toBe('direct takes one of lan, always, never.');
	expect(problemOf('/set mouse lan')).toBe('mouse takes one of on, off.');
});

test('help knows the commands, and the names that other messengers have for them', () => {
	const lines = helpOn('private', commands).flatMap(({heading, lines: all = []}) => [heading, ...all]);
	expect(lines.join('\n')).toMatch(/\/private \[user\] \[text\][^]*Also: \/startprivate/);
});
