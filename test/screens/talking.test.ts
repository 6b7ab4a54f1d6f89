/** Two people, each at a terminal of their own, talk through a server. */
import {expect, test} from 'vitest';
import {signIn, startServer, textsWith, writeWithoutServer} from '../harness/program.ts';

test('a line typed by alice stands in bob’s terminal, and his answer in hers', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const alice = await signIn(server, 'alice');
	const bob = await signIn(server, 'bob', {columns: 40, rows: 10});
	await alice.until('● bob');
	alice.write('/msg bob\r');
	alice.write('/msg bob hello, 漢字 and 👍\r');
	await alice.until(/alice {2}hello, 漢字 and 👍 +✓✓/);
	await bob.until('alice 1');
	bob.write('\x1ba'); // Alt-A
	await bob.until('hello, 漢字 and 👍');
	bob.write('hi alice\r');
	await alice.until(/bob {4}hi alice/);
	expect(await textsWith(server, 'alice', 'bob')).toEqual(['hello, 漢字 and 👍', 'hi alice']);
});

test('a message for someone who is offline waits for their next sign-in', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const alice = await signIn(server, 'alice');
	alice.write('/msg bob\r');
	alice.write('/msg bob are you there?\r');
	await alice.until('bob is offline; the message waits');
	const bob = await signIn(server, 'bob');
	await bob.until(/alice +1/);
	bob.write('\x1ba'); // Alt-A
	await bob.until('are you there?');
	await alice.until(/are you there\? +✓✓/);
});

test('what is said while the server is away goes out by itself when it is back', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const alice = await signIn(server, 'alice');
	await writeWithoutServer(alice, server);
	const port = Number(server.address.split(':')[1]);
	const again = await startServer({folder: server.folder, port});
	alice.write('\x1b[15~'); // F5: now
	await alice.until(/two +✓/);
	await alice.until('● connected');
	expect(await textsWith(again, 'alice', 'alice')).toEqual(['one', 'two']);
});
