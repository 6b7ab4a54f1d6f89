/** A dialog owns the keyboard until it is answered, and the command bar keeps its text. */
import {expect, test} from 'vitest';
import {PASSWORD, signIn, startClient, startServer, writeWithoutServer} from '../harness/program.ts';

test('quitting with something unsent asks first; no key reaches what is behind the question', async () => {
	const server = await startServer({people: ['alice']});
	const alice = await signIn(server, 'alice');
	await writeWithoutServer(alice, server);
	alice.write('half a sentence');
	await alice.until('› half a sentence');
	alice.write('\x11'); // Ctrl-Q
	await alice.until('1 message has not reached the server yet.');
	expect(alice.isCursorShown).toBe(false);
	alice.write('hello there\x1b[A\x1b[5~\x0e\x15'); // text, up, page up, Ctrl-N, Ctrl-U
	alice.write('n');
	await alice.until(() => !alice.text().includes('Quit?'));
	await alice.until('› half a sentence');
	expect(alice.isCursorShown).toBe(true);
	alice.write('\x11');
	await alice.until('Quit?');
	alice.write('y');
	expect((await alice.exit).code).toBe(0);
});

test('a second sign-in asks before it takes the session over', async () => {
	const server = await startServer({people: ['alice']});
	const first = await signIn(server, 'alice');
	const second = await startClient({args: ['--server', server.joinLine, '--user', 'alice']});
	await second.until('▸[n] No');
	second.write('\r'); // the harmless answer
	await second.until(() => !second.text().includes('Already signed in'));
	expect(first.text()).toContain('● connected');
	second.write('\x11');
	await second.exit;
	const third = await startClient({args: ['--server', server.joinLine, '--user', 'alice']});
	await third.until('▸[n] No');
	third.write('y');
	await third.until('● connected');
	await first.until('Sign in at');
});

test('an unknown server is asked about, with its fingerprint, before anything is sent', async () => {
	const server = await startServer({people: ['alice']});
	const fingerprint = server.joinLine.split('#')[1]!.split('.')[0]!;
	const client = await startClient({args: ['--server', server.address, '--user', 'alice'], columns: 120});
	await client.until(`SHA256:${fingerprint}`);
	client.write('\x1b');
	await client.until('Host a chat');
	expect(client.text()).not.toContain('SHA256');
	client.write('\x1b[B\x1b[B\x1b[B');
	client.write(`${server.address}\r`);
	await client.until('A server you have not been to');
	await client.until('▸[n] No');
	client.write('y');
	await client.until('▸[n] No, I am new here');
	client.write('y');
	await client.until(/Sign in at/);
	client.write(`alice\r${PASSWORD}\r`);
	await client.until('● connected');
	client.write('/whoami\r');
	await client.until(`key is SHA256:${fingerprint}`);
});

test('after the yes to an unknown server, the password from the environment opens it', async () => {
	const server = await startServer({people: ['alice']});
	const client = await startClient({args: ['--server', server.address, '--user', 'alice']});
	await client.until('A server you have not been to');
	await client.until('▸[n] No');
	client.write('y');
	await client.until(/alice@.* ● connected/);
});

test('a password is changed in a dialog, which says what is wrong at its field', async () => {
	const server = await startServer({people: ['alice']});
	const alice = await signIn(server, 'alice');
	alice.write('/password\r');
	await alice.until('Change your password');
	alice.write('wrong\rnew-tulip-43\rnew-tulip-44\r');
	await alice.until('The passwords differ');
	alice.write('\x15new-tulip-43\r');
	await alice.until('is wrong');
	alice.write(`\x15${PASSWORD}\r\r\r`);
	await alice.until('Your password is changed');
});

const isBlank = (text: string) => text.trim() === '';

test('nothing reads on beside a dialog: there is air around it, and on a narrow screen nothing but its keys', async () => {
	const server = await startServer({people: ['alice']});
	const alice = await signIn(server, 'alice', {columns: 80, rows: 24});
	alice.write(`/msg alice\r${'words '.repeat(200)}\r`);
	await alice.until(/words/);
	alice.write('\x07'); // Ctrl-G
	await alice.until('Go to a chat');
	await alice.until(() => {
		const rows = alice.screen(); // of which some may not be drawn yet
		const top = rows.findIndex(row => row.includes('Go to a chat'));
		const [left, right] = [[...rows[top]!].indexOf('╭'), [...rows[top]!].lastIndexOf('╮')];
		const bottom = rows.findLastIndex(row => [...row].indexOf('╰') === left);
		const beside = alice
			.cells()
			.slice(top, bottom + 1)
			.flatMap(row => [...row.slice(left - 2, left), ...row.slice(right + 1, right + 3)]);
		return (
			bottom > top && [rows[top - 1]!.slice(left, right), ...beside.map(({text}) => text)].every(isBlank)
		);
	});

	alice.resize(40, 10);
	await alice.until(
		() => alice.screen()[0]!.includes('Go to a chat') || alice.screen()[1]!.includes('Go to a chat'),
	);
	await alice.until(() => !alice.text().includes('words'));
	expect(alice.text()).toContain('Esc');
	alice.write('\x1b');
	await alice.until('words');
});

test('"yes we can" is typed, and makes no friends, when a question has opened by itself; F2 and y do', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const alice = await signIn(server, 'alice');
	const bob = await signIn(server, 'bob', {columns: 40, rows: 10});
	bob.write('/msg alice\rhi\r');
	await bob.until(/hi +✓/);
	alice.write('/friend bob\r');
	await bob.until('alice wants to be your friend.');
	bob.write('yes we can');
	await bob.until('› yes we can');
	await bob.until('alice asks · F2 answers');
	expect(bob.text()).not.toContain('wants to be your friend');
	bob.write('\r');
	await bob.until(/yes we can +✓/);
	bob.write('\x1bOQ'); // F2
	await bob.until('alice wants to be your friend.');
	bob.write('y');
	await alice.until('bob and you are friends now');
});
