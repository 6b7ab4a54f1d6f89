/** The operator's commands of moderation on a real server: what happens, what is said, and what is asked first. */
import {expect, test} from 'vitest';
import type {Request} from '../../../protocol/index.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {OperatorHost} from '../../../server/operator/operated-server.ts';
import {runOperator} from '../../../server/operator/run.ts';
import {gathering} from '../../harness/rules.ts';
import {askControl} from '../../../server/control/ask.ts';
import {entrance} from '../../attack/attacked-server.ts';
import {happen, openStore} from '../../database/sample.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {open} from '../on-disk.ts';

const bounds = {patience: 10_000, longest: 1_000_000};

/** A server with alice and bob on screens, and what it answers to a line from a shell. */
async function served(folder?: string) {
	const place = folder ?? (await temporaryFolder());
	const {enters, knock} = await open({folder: place});
	const [alice, bob] = [await enters('signUp', 'alice'), await enters('signUp', 'bob')];
	const ask = async (line: string, {json = false, yes = false} = {}) =>
		(await askControl(place, {ask: 'operator', line, json, yes}, bounds))?.answer;
	return {alice, bob, ask, knock};
}

test('/kick signs a user out with the reason, and a name without an account is a problem', async () => {
	const {bob, ask} = await served();
	expect(await ask('/kick bob too loud')).toEqual({lines: ['bob is signed out.']});
	await bob.end();
	expect(bob.heard).toContainEqual({type: 'signedOut', reason: 'kicked', by: 'operator', text: 'too loud'});
	expect(await ask('/kick bob')).toMatchObject({problem: expect.stringMatching(/not connected/) as string});
	expect(await ask('/kick bub')).toEqual({problem: 'There is no user called bub.'});
	expect(await ask(`/kick alice ${'x'.repeat(201)}`)).toEqual({
		problem: 'The reason is too long; shorten it to 200 characters.',
	});
});

test('/ban keeps a user out, /bans lists it, also as JSON, and /unban ends it', async () => {
	const {ask, knock} = await served();
	expect(await ask('/bans')).toEqual({lines: ['Nobody is banned.']});
	expect(await ask('/ban bob too loud')).toEqual({lines: ['bob is banned.']});
	expect(await ask('/bans')).toEqual({lines: ['bob: by operator (too loud).']});
	expect(await ask('/bans', {json: true})).toMatchObject({json: [{user: 'bob', reason: 'too loud'}]});
	const back = await knock();
	expect(await back.ask('signIn', entrance('bob'))).toMatchObject({refusal: 'banned'});
	expect(await ask('/unban bob')).toEqual({lines: ['bob is no longer banned.']});
	expect(await back.ask('signIn', entrance('bob'))).toMatchObject({user: 'bob'});
});

test('/admin and /unadmin give and take a role, and /admins lists them', async () => {
	const {alice, ask} = await served();
	expect(await ask('/admins')).toEqual({lines: ['Nobody is an admin; /admin <user> makes one.']});
	expect(await ask('/admin alice')).toEqual({lines: ['alice is an admin now.']});
	expect(await ask('/admins', {json: true})).toMatchObject({json: ['alice']});
	expect(await alice.ask('bans')).toEqual({bans: []});
	expect(await ask('/unadmin alice')).toEqual({lines: ['alice is no longer an admin.']});
	expect(await alice.ask('bans')).toEqual({refusal: 'notAdmin'});
});

test('/reset-password shows a password that is good for one sign-in', async () => {
	const {ask, knock} = await served();
	const {lines} = (await ask('/reset-password bob')) as {lines: string[]};
	const [, password] = /^The one-time password of bob is ([a-z0-9-]{14})$/.exec(lines[0] ?? '') ?? [];
	const back = await knock();
	expect(await back.ask('signIn', entrance('bob', {password}))).toEqual({refusal: 'newPasswordNeeded'});
});

test('/delete-user asks first, and then nobody has that name any more', async () => {
	const {bob, alice, ask, knock} = await served();
	expect(await ask('/delete-user bob')).toMatchObject({
		confirm: expect.stringMatching(/^Delete the account of bob for good\?/) as string,
	});
	expect(await bob.ask('ping')).toEqual({});
	expect(await ask('/delete-user bob', {yes: true})).toEqual({lines: ['bob is deleted.']});
	await alice.ask('ping');
	expect(alice.heard).toContainEqual({type: 'userDeleted', user: 'bob'});
	expect(await (await knock()).ask('signUp', entrance('bob'))).toMatchObject({refusal: 'nameTaken'});
});

test('/delete-user says that a ban of the network stays, and /unban lifts it', async () => {
	const folder = await temporaryFolder();
	const store = await openStore(folder);
	const [user, at] = ['mallory' as UserName, 1];
	await happen(
		store,
		{type: 'accountCreated', user, password: 'x', at},
		{type: 'banned', user, by: 'operator', at, networks: ['203.0.113.9']},
	);
	await store.close();
	const {ask} = await served(folder);
	expect(await ask('/delete-user mallory', {yes: true})).toEqual({
		lines: ['mallory is deleted.', 'The ban of their network stays; /unban mallory lifts it.'],
	});
	expect(await ask('/bans')).toEqual({lines: ['mallory, 203.0.113.9: by operator.']});
	expect(await ask('/unban mallory')).toEqual({lines: ['mallory is no longer banned.']});
});

test('/ban with the network says which it is, and whom it keeps from coming back', async () => {
	const {rules} = await gathering('alice');
	await rules.newcomer('mallory', 'screen', '203.0.113.9');
	await rules.newcomer('bob', 'screen', '203.0.113.9');
	await rules.newcomer('carol', 'screen', '198.51.100.7');
	const server = {
		state: rules.state,
		now: rules.now,
		operate: async (request: Request) => rules.operator.ask(request),
	};
	const host = {server, log: () => undefined} as unknown as OperatorHost; // all that the command asks
	expect(await runOperator('/ban mallory network flooding', host)).toMatchObject({
		lines: [
			'mallory is banned.',
			'Nor does anybody else but admins get in from 203.0.113.9; 1 other user signed in from there can stay, but not come back.',
		],
	});
});
