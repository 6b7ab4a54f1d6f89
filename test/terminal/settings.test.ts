/** Settings outlast the program. */
import {readFile, writeFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {ownFolder, signUp, startClient, startServer} from '../harness/program.ts';

test('the next start remembers what was set, also when the program was left at once', async () => {
	const server = await startServer();
	const home = await ownFolder();
	const client = await signUp(server, 'alice', {home});
	expect(client.modes.mouseTrackingMode).toBe('drag');
	client.write('/mouse off\r/set presence off\r/quit\r');
	expect((await client.exit).code).toBe(0);

	const again = await startClient({home, env: {CHAT_TUI_PASSWORD: ''}});
	await again.until('● connected');
	expect(again.modes.mouseTrackingMode).toBe('none');
	const bob = await signUp(server, 'bob');
	await again.until('● bob');
	bob.write('/msg alice here I am\r');
	await again.until(/bob +1/);
	expect(again.text()).not.toContain('bob is here');
});

test('damaged settings are named, and the client starts without them', async () => {
	const home = await ownFolder();
	await writeFile(`${home}/settings.json`, '{"format":1,');
	const client = await startClient({home, columns: 120});
	await client.until('settings.json is damaged');
	client.write('\x11');
	expect((await client.exit).code).toBe(0);
	expect(await readFile(`${home}/settings.json`, 'utf8')).toBe('{"format":1,');
});
