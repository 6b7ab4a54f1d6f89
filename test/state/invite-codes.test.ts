/** Invite codes in the client: the line to send stands alone, /whoami shows it again, and a code that is used up is forgotten. */
import {expect, test} from 'vitest';
import type {InviteCode} from '../../protocol/invite-codes.ts';
import {Client, signedIn} from '../harness/client.ts';
import {address, name} from '../harness/sample-state.ts';

const fingerprint = 'x'.repeat(43);
const DAY = 24 * 3600_000;
const line = (code: string) => `npx chat-tui ${address.host}:${address.port}#${fingerprint}${code}`;

/** Alice at a server where members may invite. */
function alice(mayInvite: boolean): Client {
	const client = new Client();
	const entered = signedIn('alice', {now: client.clock.now()}) as Extract<
		ReturnType<typeof signedIn>,
		{type: 'signedIn'}
	>;
	const reply = {...entered.reply, ...(mayInvite && {mayInvite})};
	return client.hears({...entered, reply, fingerprint});
}

function made(client: Client): InviteCode {
	const at = client.clock.now();
	return {code: 'k7mq-2xw9', left: 1, expires: at + 7 * DAY, by: name('alice'), at, used: 0};
}

/** Alice has made a code. */
function inviting(): Client {
	const client = alice(true).says('/invite-code');
	const [{request} = {request: undefined!}] = client.taken('request');
	expect(request).toEqual({type: 'makeInviteCode'});
	return client.hears({type: 'answered', request: {type: 'makeInviteCode'}, reply: {made: made(client)}});
}

test.each([
	['/invite-code 5 for 30d', {uses: 5, life: 30 * DAY}],
	['/invite-code 12h', {life: DAY / 2}],
	['/invite-code any for ever', {uses: 'any', life: 'ever'}],
])('%s asks for just that', (typed, terms) => {
	expect(alice(true).says(typed).taken('request')).toMatchObject([
		{request: {type: 'makeInviteCode', ...terms}},
	]);
});

test.each([
	'/invite-code 0',
	'/invite-code 5 6',
	'/invite-code soon',
	'/invite-code 999d',
	'/invite-code 1d 2d',
])('%s is answered with what to type, and stays in the bar', typed => {
	const client = alice(true).says(typed);
	expect(client.taken('request')).toEqual([]);
	expect(client.state.statusMessage).toContain('any for ever');
	expect(client.bar).toBe(typed);
});

test('the line for a newcomer stands alone on its line, and /whoami shows it again and copies it', () => {
	const client = inviting();
	expect(client.state.notices.map(({text}) => text as string)).toContain(line('.k7mq-2xw9'));
	client.says('/whoami');
	expect(client.state.dialogs.map(({type}) => type)).toEqual(['invited']);
	client.presses({choose: 'c'});
	expect(client.taken('copy')).toEqual([{type: 'copy', text: line('.k7mq-2xw9')}]);
});

test('a code that let its newcomer in is told of, and /whoami shows the line without it from then on', () => {
	const client = inviting();
	client.announced({type: 'inviteCodeUsed', code: 'k7mq-2xw9', user: name('dave'), left: 0});
	expect(client.state.notices.at(-1)?.text).toContain('dave has joined the server with your invite code');
	client.says('/whoami');
	expect(client.state.dialogs).toEqual([]);
	expect(client.state.notices.map(({text}) => text as string)).toContain(line(''));
});

test('a code whose week is over is not shown by /whoami', () => {
	const client = inviting();
	client.clock.advance(7 * DAY);
	expect(client.says('/whoami').state.dialogs).toEqual([]);
});

test('a member who may not invite sees the line without a code, and nothing about codes', () => {
	const client = alice(false).says('/whoami');
	const said = client.state.notices.map(({text}) => text as string);
	expect(said).toContain(line(''));
	expect(said.join(' ')).not.toContain('/invite-code');
});
