/** Every way out gives the terminal back as it was. */
import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import {describe, expect, onTestFinished, test} from 'vitest';
import {startTerminal, type PtyTerminal} from '../harness/pty.ts';
import {
	ownFolder,
	PASSWORD,
	program,
	sharedServer,
	signIn,
	startClient,
	startServer,
	textsWith,
} from '../harness/program.ts';

/** How long a link waits for a server that says nothing, in milliseconds: who leaves does not. */
const PATIENCE = 10_000;

function expectGivenBack(client: PtyTerminal): void {
	expect(client.buffer).toBe('normal');
	expect(client.isCursorShown).toBe(true);
	expect(client.modes.bracketedPasteMode).toBe(false);
	expect(client.modes.mouseTrackingMode).toBe('none');
	expect(client.modes.sendFocusMode).toBe(false);
	expect(client.modes.wraparoundMode).toBe(true);
}

describe('from the first screen', () => {
	test.each([
		['Ctrl-Q', '\x11'],
		['Ctrl-C twice', '\x03\x03'],
	])('%s', async (_, keys) => {
		const client = await startClient();
		await client.until('Host a chat');
		expect(client.buffer).toBe('alternate');
		client.write(keys);
		expect(await client.exit).toEqual({code: 0, signal: undefined});
		expectGivenBack(client);
	});

	test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', async signal => {
		const client = await startClient();
		await client.until('Host a chat');
		client.signal(signal);
		expect((await client.exit).code).toBeGreaterThan(128);
		expectGivenBack(client);
	});
});

test('one need not wait for a server that says nothing', async () => {
	const mute = createServer(socket => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
	onTestFinished(() => void mute.close());
	await once(mute, 'listening');
	const {port} = mute.address() as AddressInfo;
	const client = await startClient({args: ['--server', `127.0.0.1:${port}`, '--user', 'alice']});
	await client.until('Connecting');
	const pressed = Date.now();
	client.write('\x11');
	expect((await client.exit).code).toBe(0);
	expect(Date.now() - pressed).toBeLessThan(PATIENCE);
});

describe('from the chat', () => {
	const shared = sharedServer('alice', 'bob');

	test('/quit, and the next start goes on without a password', async () => {
		const server = shared();
		const home = await ownFolder();
		const client = await signIn(server, 'alice', {home});
		client.write('/quit\r');
		expect((await client.exit).code).toBe(0);
		expectGivenBack(client);
		const again = await startClient({home, env: {CHAT_TUI_PASSWORD: ''}});
		await again.until(/alice@.* ● connected/);
	});

	test.each([
		['/quit', (alice: PtyTerminal) => alice.write('/quit\r')],
		['/logout', (alice: PtyTerminal) => alice.write('/logout\r')],
		['a signal', (alice: PtyTerminal) => alice.signal('SIGTERM')],
	])('%s right after something came: its sender sees that it has arrived', async (_, leave) => {
		const server = await startServer({people: ['alice', 'bob']});
		const alice = await signIn(server, 'alice');
		const bob = await signIn(server, 'bob');
		alice.write('/msg bob\rhello\r');
		await alice.until(/hello +✓✓/);
		bob.write('/msg alice\rare you there?\r');
		await alice.until('are you there?');
		leave(alice);
		await bob.until(/are you there\? +✓✓/);
		await bob.until('○ alice');
	});

	test('/logout leads to the form, and the next start asks for the password', async () => {
		const server = await startServer({people: ['alice']});
		const home = `${server.folder}/home`;
		const client = await signIn(server, 'alice', {home});
		client.write('/logout\r');
		await client.until(/Sign in at/);
		client.write('\x11');
		expect((await client.exit).code).toBe(0);
		const again = await startClient({home, env: {CHAT_TUI_PASSWORD: ''}});
		await again.until('Sign in as alice');
		again.write('\r');
		await again.until(/Password +›/);
	});

	test.each([
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const)('%s: others see at once that one has left', async (signal, code) => {
		const server = shared();
		const bob = await signIn(server, 'bob');
		const alice = await signIn(server, 'alice');
		await bob.until('● alice');
		alice.signal(signal);
		expect(await alice.exit).toEqual({code, signal: undefined});
		expectGivenBack(alice);
		await bob.until('○ alice');
	});

	test('the window is closed: others see it at once', async () => {
		const server = shared();
		const bob = await signIn(server, 'bob');
		const alice = await signIn(server, 'alice');
		await bob.until('● alice');
		alice.hangUp();
		expect(await alice.exit).toEqual({code: 129, signal: undefined});
		await bob.until('○ alice');
	});

	test.each([
		['which passes the news on', ''],
		['which does not tell: the keyboard ends', 'setsid -w '],
	])('the window of its shell is closed, %s: others see it at once', async (_, apart) => {
		const server = shared();
		const bob = await signIn(server, 'bob');
		const shell = await startTerminal({
			command: 'bash',
			args: ['--norc', '-i'],
			env: {CHAT_TUI_HOME: await ownFolder(), CHAT_TUI_PASSWORD: PASSWORD},
		});
		onTestFinished(() => shell.stop());
		shell.write(`${apart}'${process.execPath}' '${program}' --server '${server.joinLine}' --user alice\r`);
		await shell.until('● connected');
		await bob.until('● alice');
		shell.hangUp();
		await bob.until('○ alice');
	});

	test('the window is closed while the server is away: what was written goes out the next time', async () => {
		const server = await startServer({people: ['alice']});
		const home = `${server.folder}/home`;
		const alice = await signIn(server, 'alice', {home});
		await server.kill();
		alice.write('/msg alice\rremember the milk\r');
		await alice.until(/remember the milk +…/);
		alice.hangUp();
		expect(await alice.exit).toEqual({code: 129, signal: undefined});

		const port = Number(server.address.split(':')[1]);
		const back = await startServer({folder: server.folder, port});
		const again = await startClient({home, env: {CHAT_TUI_PASSWORD: ''}});
		await again.until('● connected');
		again.write('/msg alice\r');
		await again.until(/remember the milk +✓/);
		expect(await textsWith(back, 'alice', 'alice')).toEqual(['remember the milk']);
	});

	test('Ctrl-Z and back', async () => {
		const server = shared();
		const client = await signIn(server, 'alice');
		client.write('half a sentence');
		await client.until('› half a sentence');
		client.write('\x1a'); // there is no shell to come back from, so nothing stops
		client.write(' goes on');
		await client.until('› half a sentence goes on');
		expect(client.buffer).toBe('alternate');
	});
});
