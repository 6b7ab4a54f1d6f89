/** Two friends exchange files and profiles, each at a terminal of their own. */
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {keysAt} from '../harness/private-chat-screens.ts';
import {ownFolder, signIn, startServer} from '../harness/program.ts';
import type {PtyTerminal} from '../harness/pty.ts';

const F2 = '\x1bOQ';

async function friends(): Promise<[alice: PtyTerminal, bob: PtyTerminal, folder: string]> {
	const server = await startServer({people: ['alice', 'bob']});
	const alice = await signIn(server, 'alice', {});
	await keysAt(server, 1);
	const bob = await signIn(server, 'bob', {});
	await keysAt(server, 2);
	await alice.until('● bob');
	alice.write('/friend bob\r');
	await bob.until('Friend request');
	bob.write(F2);
	await bob.until('← → choose');
	bob.write('y');
	await alice.until(/bob .*friend/);
	return [alice, bob, await ownFolder()];
}

test('alice fetches a file that bob shares, without a question, and it is in the folder she has chosen', async () => {
	const [alice, bob, folder] = await friends();
	const shared = path.join(folder, 'my notes');
	await mkdir(shared);
	await writeFile(path.join(shared, 'the minutes.txt'), 'all of it');
	bob.write(`/share ${folder}/my\t`);
	await bob.until(/my\\ notes\//);
	bob.write('\r');
	await bob.until('can fetch my notes now');
	alice.write(`/set downloads ${folder}/in\r`);
	await alice.until('Received files go to');
	alice.write('/files bob\r');
	await alice.until('the minutes.txt  9 B');
	alice.write('/get bob the\t\r');
	await alice.until('the minutes.txt is in');
	expect(await readFile(path.join(folder, 'in', 'the minutes.txt'), 'utf8')).toBe('all of it');
});

test('bob is asked about a file that alice sends, and it comes once he has said yes', async () => {
	const [alice, bob, folder] = await friends();
	await writeFile(path.join(folder, 'report 1.pdf'), 'x'.repeat(100_000));
	bob.write(`/set downloads ${folder}/in\r`);
	await bob.until('Received files go to');
	alice.write(`/send-file bob "${folder}/report 1.pdf"\r`);
	await bob.until('alice asks'); // a moment ago she asked something else: the dialog does not open by itself
	bob.write(F2);
	await bob.until('alice offers you a file of 97.7 KiB');
	await bob.until('report 1.pdf');
	bob.write('y');
	await bob.until('report 1.pdf is in');
	await alice.until('bob has received report 1.pdf');
	expect(await readFile(path.join(folder, 'in', 'report 1.pdf'), 'utf8')).toBe('x'.repeat(100_000));
});

test('bob writes his profile, and alice reads it, also when bob is gone', async () => {
	const [alice, bob] = await friends();
	bob.write('/profile\r');
	await bob.until('Your profile, for your friends');
	await bob.until('› ');
	bob.write('Bob B.\r');
	bob.write('Zürich\r\r\r\r\r');
	await bob.until('More      ›');
	bob.write('Away on Fridays\r');
	await bob.until('Your profile is saved as version 1');
	alice.write('/profile bob\r');
	await alice.until('City: Zürich');
	await alice.until('Away on Fridays');
	bob.write('/quit\r');
	await bob.exit;
	await alice.until(/○ bob|bob left/);
	alice.write('/profile bob\r');
	await alice.until('copy of');
});
