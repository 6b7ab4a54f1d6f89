/** What somebody wrote and did not send, at the real program: is it there again after kill -9, a signal and a sign-out? */
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {parseAddress} from '../../protocol/address.ts';
import {serverFolder} from '../../source/link/client-folder.ts';
import {
	ownFolder,
	PASSWORD,
	sharedServer,
	signIn,
	startClient,
	textsWith,
	type RunningServer,
} from '../harness/program.ts';
import {until} from '../harness/until.ts';

const server = sharedServer('alice', 'bob', 'carol', 'dave', 'erin');

function onDisk(home: string, {address}: RunningServer, user: string, file = 'drafts.json'): string {
	const whole = path.join(serverFolder(home, parseAddress(address)!), user, file);
	return existsSync(whole) ? readFileSync(whole, 'utf8') : '';
}

test('after kill -9 drafts, the lines sent before and what was cleared are there, and nothing was sent by itself', async () => {
	const home = await ownFolder();
	const alice = await signIn(server(), 'alice', {home});
	alice.write('/msg bob sent before\r/msg bob\r');
	await alice.until(/sent before +✓/);
	alice.write('an hour of work\x03');
	await alice.until('Ctrl-Y brings it back');
	alice.write('\x1b[200~/etc/passwd\nis a file\x1b[201~ and so on');
	await alice.until('and so on');
	await until(() => onDisk(home, server(), 'alice').includes('and so on'));
	alice.signal('SIGKILL');
	await alice.exit;

	const again = await startClient({home, env: {CHAT_TUI_PASSWORD: ''}});
	await again.until(/● connected/);
	await again.until('╭ bob');
	await again.until(/› \/\/etc\/passwd +│\n│ {3}is a file and so on/);
	again.write('\r');
	await again.until(/\/etc\/passwd +✓/);
	expect(await textsWith(server(), 'alice', 'bob')).toEqual([
		'sent before',
		'/etc/passwd\nis a file and so on',
	]);
	again.write('\x19');
	await again.until('› an hour of work');
	again.write('\x15\x1b[A\x1b[A\x1b[A\x1b[A');
	await again.until('› /msg bob sent before');
});

test('after kill -9 a message that was refused is there, is not sent by itself, and can be sent again', async () => {
	const home = await ownFolder();
	const carol = await signIn(server(), 'carol');
	carol.write('/block bob\r');
	await carol.until('bob is blocked');
	const bob = await signIn(server(), 'bob', {home});
	bob.write('/msg carol\rplease read this\r');
	await bob.until(/please read this +✗/);
	await until(() => onDisk(home, server(), 'bob', 'outbox.json').includes('"problem"'));
	bob.signal('SIGKILL');
	await bob.exit;
	carol.write('/unblock bob\r');
	await carol.until('bob is no longer blocked');

	const again = await startClient({home, env: {CHAT_TUI_PASSWORD: ''}});
	await again.until('A message was not sent: see the chats with ✗');
	await again.until(/carol +✗/);
	again.write('/msg carol\r');
	await again.until(/please read this +✗/);
	expect(await textsWith(server(), 'bob', 'carol')).toEqual([]);
	again.write('\x1b[1;5A');
	await again.until(/please read this +›✗/);
	again.write('\r');
	await again.until(/please read this +✓/);
	expect(await textsWith(server(), 'bob', 'carol')).toEqual(['please read this']);
	await until(() => !onDisk(home, server(), 'bob', 'outbox.json').includes('please'));
});

describe('what was typed a moment ago is there after', () => {
	test.each([
		['SIGTERM', 'carol', 143],
		['SIGHUP', 'dave', 129],
	] as const)('%s', async (signal, user, code) => {
		const home = await ownFolder();
		const client = await signIn(server(), user, {home});
		client.write('/msg erin\rjust now');
		await client.until('› just now');
		client.signal(signal);
		expect((await client.exit).code).toBe(code);
		expect(onDisk(home, server(), user)).toContain('"line":"just now"');
	});

	test('a sign-out, for the same person alone', async () => {
		const home = await ownFolder();
		const erin = await signIn(server(), 'erin', {home});
		erin.write('/msg dave\rto be continued\x1b[D\x1b[D\x0e/logout\r');
		await erin.until('Sign in at');
		await until(() => onDisk(home, server(), 'erin').includes('"line":"to be continued"'));
		erin.write(`${PASSWORD}\r`);
		await erin.until('● connected');
		erin.write('/msg dave\r');
		await erin.until('› to be continued');
	});
});
