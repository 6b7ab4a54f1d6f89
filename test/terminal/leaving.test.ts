/** Every way out gives the terminal back as it was. */
import {describe, expect, test} from 'vitest';
import type {PtyTerminal} from '../harness/pty.ts';
import {signUp, startClient, startServer} from '../harness/program.ts';

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

describe('from the chat', () => {
	test('/quit, and the next start goes on without a password', async () => {
		const server = await startServer();
		const home = `${server.folder}/home`;
		const client = await signUp(server, 'alice', {home});
		client.write('/quit\r');
		expect((await client.exit).code).toBe(0);
		expectGivenBack(client);
		const again = await startClient({home, env: {CHAT_TUI_PASSWORD: ''}});
		await again.until(/alice@.* ● connected/);
	});

	test('/logout leads to the form, and the next start asks for the password', async () => {
		const server = await startServer();
		const home = `${server.folder}/home`;
		const client = await signUp(server, 'alice', {home});
		client.write('/logout\r');
		await client.until(/Sign in at/);
		client.write('\x11');
		expect((await client.exit).code).toBe(0);
		const again = await startClient({home, env: {CHAT_TUI_PASSWORD: ''}});
		await again.until('Sign in as alice');
		again.write('\r');
		await again.until(/Password +›/);
	});

	test('Ctrl-Z and back', async () => {
		const server = await startServer();
		const client = await signUp(server, 'alice');
		client.write('half a sentence');
		await client.until('› half a sentence');
		client.write('\x1a'); // there is no shell to come back from, so nothing stops
		client.write(' goes on');
		await client.until('› half a sentence goes on');
		expect(client.buffer).toBe('alternate');
	});
});
