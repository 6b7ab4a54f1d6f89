/** The operator's commands of invite codes, rooms, announcements and /reload, on a real server. */
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {DEFAULT_POLICY, type Policy} from '../../../server/chat/rule.ts';
import {Passwords} from '../../../server/auth/passwords.ts';
import {askControl} from '../../../server/control/ask.ts';
import {startServer} from '../../../server/server.ts';
import {entrance} from '../../attack/attacked-server.ts';
import {manualClock} from '../../harness/manual-clock.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {Peer} from '../peer.ts';

const bounds = {patience: 10_000, longest: 1_000_000};
const fine = expect.any(Array) as string[];

type Answer = {lines?: string[]; json?: unknown; problem?: string};

/** A server with alice, and what it answers to a line from a shell. */
async function served({policy, users}: {policy?: Partial<Policy>; users?: string} = {}) {
	const [folder, clock] = [await temporaryFolder(), manualClock()];
	const server = await startServer({
		folder,
		host: '127.0.0.1',
		port: 0,
		plaintext: true,
		policy: {...DEFAULT_POLICY, ...policy},
		users,
		write: () => undefined,
		passwords: new Passwords({cost: {ln: 4, r: 8, p: 1}}),
		clock,
	});
	onTestFinished(async () => server.stop('the test is over'));
	const knock = async () => {
		const peer = await Peer.connect(server.port);
		onTestFinished(() => void peer.socket.destroy());
		await peer.ask('hello', {protocol: 1});
		return peer;
	};
	const comesIn = async (user: string, code?: string) => {
		const peer = await knock();
		const answer = await peer.ask('signUp', entrance(user, code === undefined ? {} : {code}));
		return {peer, refusal: answer['refusal']};
	};
	const ask = async (line: string, json = false) =>
		(await askControl(folder, {ask: 'operator', line, json, yes: false}, bounds))?.answer as Answer;
	return {server, clock, comesIn, knock, ask};
}

test('/invite prints a line that lets newcomers in as it says, /invitations lists it, and /revoke ends it', async () => {
	const {server, clock, ask, comesIn} = await served({policy: {signUp: 'invite'}});
	const {lines: [said = '', line = ''] = []} = await ask('/invite 2 for 5m');
	const [, code = ''] =
		/^The invite code (\S+) lets in 2 newcomers until \d{4}-\d\d-\d\d \d\d:\d\d:$/.exec(said) ?? [];
	expect(line).toBe(`npx chat-tui 127.0.0.1:${server.port}#.${code}`);
	expect((await comesIn('bob', code)).refusal).toBeUndefined();
	expect((await ask('/invitations')).lines?.[1]).toMatch(new RegExp(`^${code} +1 +\\d{4}.* 1 +operator`));
	expect((await ask('/invitations', true)).json).toMatchObject([
		{code, left: 1, used: 1},
		{code: server.code},
	]);
	clock.advance(5 * 60_000);
	expect((await comesIn('carol', code)).refusal).toBe('inviteCodeExpired');
	expect(await ask(`/revoke ${code}`)).toMatchObject({
		problem: expect.stringContaining('no open invite code') as string,
	});
	expect(await ask(`/revoke ${server.code}`)).toEqual({lines: fine});
	expect((await ask('/invitations')).lines).toEqual(['No invite code is open; /invite makes one.']);
	expect(server.code).toBeUndefined();
});

test('/invite says so where nobody needs a code, and what to type where it cannot be understood', async () => {
	const {ask} = await served();
	expect((await ask('/invite')).lines?.at(-1)).toBe(
		'Nobody needs it while the server runs with --signup open.',
	);
	expect((await ask('/invite soon')).problem).toContain('any for ever');
	const closed = await served({policy: {signUp: 'closed'}});
	expect((await closed.ask('/invite')).lines?.at(-1)).toContain('It lets nobody in');
});

test('/say and /motd reach who is online, and /motd who comes later', async () => {
	const {ask, comesIn} = await served();
	const {peer: alice} = await comesIn('alice');
	expect(await ask('/say lunch is here')).toEqual({lines: ['1 person heard it.']});
	expect(await ask('/motd moves at noon\\nbring cake')).toEqual({lines: ['Everybody reads it from now on.']});
	expect((await ask('/motd')).lines).toEqual(['moves at noon', 'bring cake']);
	await alice.fence();
	expect(alice.heard).toContainEqual(
		expect.objectContaining({type: 'said', text: 'lunch is here', by: 'operator'}),
	);
	expect(alice.heard).toContainEqual(
		expect.objectContaining({type: 'motdChanged', text: 'moves at noon\nbring cake'}),
	);
	expect((await ask('/motd none')).lines).toEqual(['There is no message of the day any more.']);
	expect((await ask(`/motd ${'x'.repeat(2001)}`)).problem).toContain('too long');
});

test('/rooms lists the rooms, the one written to last first, with topics that cannot harm a terminal', async () => {
	const {ask, comesIn} = await served();
	const {peer: alice} = await comesIn('alice');
	await alice.ask('join', {room: '#build'});
	await alice.ask('setTopic', {room: '#build', topic: 'red\u001B[31m'});
	await alice.ask('send', {conversation: '#build', messageId: 'alice000.s.1', text: 'hi'});
	const {lines = []} = await ask('/rooms');
	expect(lines[1]).toMatch(/^#build +1 +1 +\d{4}-\S+ \S+ +“red/);
	expect(lines[2]).toMatch(/^#lobby +1 +0/);
	expect(lines.join('')).not.toContain('\u001B');
});

test('/reload adds the users that are new in the file, changes nobody else, and sets who may sign up', async () => {
	const users = join(await temporaryFolder(), 'users.json');
	const write = async (...names: string[]) =>
		writeFile(
			users,
			JSON.stringify({users: names.map(user => ({user, plainPassword: `${user} in the morning`}))}),
		);
	await write('alice');
	const {ask, knock, comesIn} = await served({users});
	await write('bob', 'a1ice');
	const {lines} = await ask('/reload closed');
	expect(lines).toEqual([
		`1 account was added from ${users}.`,
		`${users}: no account was made for a1ice, since each name was deleted, or looks like another.`,
		'Who may sign up: closed.',
	]);
	expect(await (await knock()).ask('signIn', entrance('bob'))).toMatchObject({user: 'bob'});
	expect((await comesIn('carol')).refusal).toBe('signUpClosed');
	await writeFile(users, 'no json');
	expect((await ask('/reload open')).problem).toContain('is not valid JSON');
	expect((await comesIn('carol')).refusal).toBe('signUpClosed');
});

test('/join-line prints a line for this machine that lets a newcomer in, without a code where nobody is let in', async () => {
	const invited = await served({policy: {signUp: 'invite'}});
	const {lines: [line = ''] = []} = await invited.ask('/join-line');
	const [, code] = /^npx chat-tui 127\.0\.0\.1:\d+#\.(\S+)$/.exec(line) ?? [];
	expect((await invited.comesIn('bob', code)).refusal).toBeUndefined();
	const closed = await served({policy: {signUp: 'closed'}});
	expect((await closed.ask('/join-line')).lines).toEqual([`npx chat-tui 127.0.0.1:${closed.server.port}`]);
});
