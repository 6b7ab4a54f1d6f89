/** The members of a room in the terminal: shown, followed as they come and go, chosen and hidden again. */
import {expect, test} from 'vitest';
import {sharedServer, signIn} from '../harness/program.ts';

const server = sharedServer('alice', 'bob', 'carol');
const F8 = '\x1b[19~';

test('F8 shows the members beside the messages, follows who joins and leaves, and hides them again', async () => {
	const alice = await signIn(server(), 'alice', {columns: 80, rows: 24});
	alice.write('/join #tea\r');
	await alice.until('You created #tea');
	alice.write(F8);
	await alice.until(/Members 1 ─+╮\n.*│ {2}●~alice/);
	const bob = await signIn(server(), 'bob');
	bob.write('/join #tea\r');
	await alice.until(/Members 2 ─+╮\n.*│ Operators +│\n.*●~alice +│\n.*│ Online +│\n.*● bob +│/);
	alice.write('/op bob\r');
	await alice.until('●@bob');
	alice.write('hello all');
	await alice.until('› hello all');
	alice.write('\x15\x1b[Z\x1b[B'); // an empty line, Shift-Tab, Down
	await alice.until('›●@bob');
	alice.write('\r');
	await alice.until(/╭ bob ● online ─+╮/);
	expect(alice.text()).not.toContain('Members');
	alice.write('/msg #tea\r');
	await alice.until('Members 2');
	bob.write('/leave\r');
	await alice.until('Members 1');
	alice.write(F8);
	await alice.until(() => !alice.text().includes('Members'), 'no list of members');
});

test('on a narrow screen F8 shows them in place of the messages, and Esc or what is typed brings those back', async () => {
	const alice = await signIn(server(), 'alice', {columns: 40, rows: 10});
	await alice.until('▸#lobby');
	alice.write('hello\r');
	await alice.until('hello');
	alice.write(F8);
	await alice.until('›● alice');
	expect(alice.text()).not.toContain('hello');
	alice.write('\x1b');
	await alice.until(/alice\n +hello/);
	alice.write(F8);
	await alice.until('›● alice');
	alice.write('again');
	await alice.until(/alice\n +hello[^]*› again/);
});
