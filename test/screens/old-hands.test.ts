/** Keys and lines of other chat programs, in a real terminal. */
import {expect, test} from 'vitest';
import {signIn, startServer} from '../harness/program.ts';

test('a ? on the empty line opens help, and is the beginning of a text for whoever types on', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const alice = await signIn(server, 'alice');
	alice.write('/msg bob\r');
	await alice.until('╭ bob');
	alice.write('?');
	await alice.until('How to talk');
	alice.write('?');
	await alice.until(() => alice.text().includes('› ??') && !alice.text().includes('How to talk'));
	alice.write('!\r');
	await alice.until(/\?\?! +✓/);
	for (const letter of '?ok') alice.write(letter);
	alice.write('\r');
	await alice.until(/\?ok +✓/);
});

test('F7 gives the room of the list to the messages, and :q quits', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const alice = await signIn(server, 'alice');
	alice.write('/msg bob\r');
	await alice.until('╭ bob');
	alice.write('\x1b[18~');
	await alice.until(() => alice.line(1).startsWith('╭ bob'));
	alice.write('\x02'); // Ctrl-B
	await alice.until(() => !alice.line(1).startsWith('╭ bob'));
	alice.write('one\\\rtwo\r');
	await alice.until(/one +✓/);
	alice.write('\x1bl');
	await alice.until('Enter goes back');
	expect(alice.text()).not.toMatch(/[│╭╰]/);
	expect(alice.text()).toMatch(/^\d\d:\d\d alice: one\ntwo$/m);
	alice.write('\r');
	await alice.until('╭ bob');
	alice.write(':q\r');
	expect((await alice.exit).code).toBe(0);
});
