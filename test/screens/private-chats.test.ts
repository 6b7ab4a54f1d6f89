/** Two people talk in private, each at a terminal of their own. */
import {expect, test} from 'vitest';
import {parseAddress} from '../../protocol/address.ts';
import {contentsOf, invite, keysAt} from '../harness/private-chat-screens.ts';
import {ownFolder, signIn, startClient, startServer, type RunningServer} from '../harness/program.ts';
import type {PtyTerminal} from '../harness/pty.ts';
import {RecordingProxy} from '../harness/recording-proxy.ts';

const SECRET = 'the treasure lies under the oak';
const ANSWER = 'then bring a spade';
const OPEN = 'the weather is fine today';

test('alice invites, bob answers once, and both talk directly', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const [alice, bob] = await both(server);
	await invite(alice, bob, `/private bob ${SECRET}`);
	await bob.until(SECRET);
	await alice.until(/alice {2}the treasure lies under the oak +✓✓/);
	await alice.until('direct, end-to-end encrypted');
	bob.write(`${ANSWER}\r`);
	await alice.until(new RegExp(`bob {4}${ANSWER}`));
	await bob.until(new RegExp(`${ANSWER} +✓✓`));
	alice.write('/stopprivate\r');
	await bob.until('alice ended the private chat');
	bob.write('too late\r');
	await bob.until('is over');
	await bob.until('› too late');
});

test('two who talk directly go on when the server is killed', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const [alice, bob] = await both(server);
	await invite(alice, bob, '/private bob before');
	await bob.until('before');
	await server.kill();
	await alice.until('○');
	alice.write('after\r');
	await bob.until('after');
	await alice.until(/after +✓✓/);
	alice.write('/quit\r');
	expect((await alice.exit).code).toBe(0);
	await bob.until('alice signed out, which ended the private chat');
});

test('two who talk via the server hear that it was restarted, which ends their chat, and invite each other again', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const [alice, bob] = await both(server);
	await onlyRelayed(alice, bob);
	await invite(alice, bob, '/private bob before');
	await bob.until('before');
	await alice.until('via the server, end-to-end encrypted');
	await server.kill();
	await alice.until(/is lost; your client\s+reconnects/);
	await startServer({folder: server.folder, port: parseAddress(server.address)!.port});
	for (const client of [alice, bob]) await client.until(/does not know it any more, as\s+after a restart/);
	await alice.until('● bob');
	alice.write('/private bob after\r');
	await bob.until('alice asks · F2 answers');
	bob.write('\x1bOQ');
	await bob.until('← → choose');
	bob.write('y');
	await alice.until(/alice {2}after +✓✓/);
});

test('a private text is nowhere in what the server stores and relays, though a public one is', async () => {
	const server = await startServer({people: ['alice', 'bob'], plaintext: true});
	const proxy = await RecordingProxy.start(parseAddress(server.address)!.port);
	const proxied = {...server, address: `127.0.0.1:${proxy.port}`};
	const [alice, bob] = await both(proxied, ['--insecure-plaintext']);
	await onlyRelayed(alice, bob);
	await invite(alice, bob, `/private bob ${SECRET}`);
	await bob.until(SECRET);
	await alice.until('via the server, end-to-end encrypted');
	bob.write(`${ANSWER}\r`);
	await alice.until(ANSWER);
	alice.write(`/msg bob ${OPEN}\r`);
	await bob.until(/alice +1/);

	const stored = contentsOf(server.folder);
	expect(proxy.record).toContain(OPEN);
	expect(stored).toContain(OPEN);
	for (const secret of [SECRET, ANSWER]) {
		expect(proxy.record).not.toContain(secret);
		expect(stored).not.toContain(secret);
	}
});

test('a private text is nowhere in the folders of the two clients, though a public draft is', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const homes = [await ownFolder(), await ownFolder()];
	const [alice, bob] = await both(server, [], homes);
	alice.write('/private bob nobody reads this');
	await alice.until('nobody reads this');
	alice.write('\x17\x15'); // Ctrl-W, Ctrl-U
	await invite(alice, bob, `/private bob ${SECRET}`);
	await bob.until(SECRET);
	bob.write(`${ANSWER}\r`);
	await alice.until(ANSWER);
	alice.write('cleared secret\x15half a secret');
	await alice.until('half a secret');
	alice.write('\x1b[1;2D'); // Shift-Left: back to the chat before
	await alice.until(() => !alice.text().includes('half a secret'));
	bob.write('\x1b[1;2D');
	for (const client of [alice, bob]) {
		client.write(OPEN);
		await client.until(OPEN);
	}

	bob.write('\x15');
	bob.write('/stopprivate alice\r');
	await alice.until('bob ended the private chat');
	alice.write('\x1b[1;2D');
	await alice.until('half a secret');
	alice.write('\r'); // the chat is over: the text stays
	await alice.until('is over');
	for (const client of [alice, bob]) client.signal('SIGTERM');
	await Promise.all([alice.exit, bob.exit]);

	for (const home of homes) {
		expect(contentsOf(home)).toContain(OPEN);
		for (const secret of [SECRET, ANSWER, 'nobody reads', 'cleared secret', 'half a secret'])
			expect(contentsOf(home)).not.toContain(secret);
	}
});

test('a user who has chosen to keep private texts sees them again after a restart', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const home = await ownFolder();
	const [alice, bob] = await both(server, [], [home]);
	alice.write('/set keep-private on\r');
	await alice.until('Private chats: from now on');
	await invite(alice, bob, `/private bob ${SECRET}`);
	await alice.until(new RegExp(`${SECRET} +✓✓`));
	await alice.until('kept here');
	bob.write(`${ANSWER}\r`);
	await alice.until(ANSWER);
	alice.write('\x11'); // Ctrl-Q
	expect((await alice.exit).code).toBe(0);

	const again = await startClient({home, env: {CHAT_TUI_PASSWORD: ''}});
	await again.until('● bob');
	bob.write('/private alice here again\r');
	await again.until('bob invites you to a private chat');
	again.write('\x1bOQ'); // F2
	await again.until('← → choose');
	again.write('y');
	await again.until(new RegExp(`${SECRET}[^]*${ANSWER}[^]*Kept on this machine from earlier[^]*here again`));
});

async function onlyRelayed(...clients: readonly PtyTerminal[]): Promise<void> {
	for (const client of clients) {
		client.write('/set direct never\r');
		await client.until('Direct connections: never');
	}
}

async function both(
	server: RunningServer,
	args: readonly string[] = [],
	[aliceHome, bobHome]: readonly string[] = [],
): Promise<[alice: PtyTerminal, bob: PtyTerminal]> {
	const alice = await signIn(server, 'alice', {args, ...(aliceHome !== undefined && {home: aliceHome})});
	await keysAt(server, 1);
	const bob = await signIn(server, 'bob', {args, ...(bobHome !== undefined && {home: bobHome})});
	await keysAt(server, 2);
	await alice.until('● bob');
	return [alice, bob];
}
