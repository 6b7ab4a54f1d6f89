/** Settings outlast the program. */
import {readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {parseAddress} from '../../protocol/address.ts';
import {serverFolder} from '../../source/link/client-folder.ts';
import {ownFolder, signIn, startClient, startServer} from '../harness/program.ts';

test('the next start remembers what was set, also when the program was left at once', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const home = await ownFolder();
	const client = await signIn(server, 'alice', {home});
	expect(client.modes.mouseTrackingMode).toBe('drag');
	client.write('/mouse off\r/set presence off\r/quit\r');
	expect((await client.exit).code).toBe(0);

	const again = await startClient({home, env: {CHAT_TUI_PASSWORD: ''}});
	await again.until('● connected');
	expect(again.modes.mouseTrackingMode).toBe('none');
	const bob = await signIn(server, 'bob');
	await again.until('● bob');
	bob.write('/msg alice\r');
	bob.write('/msg alice here I am\r');
	await again.until(/bob +1/);
	expect(again.text()).not.toContain('bob is here');
});

test('a folder that cannot be read is named on the first screen, from where one can still go on', async () => {
	const home = path.join(await ownFolder(), 'a file');
	await writeFile(home, 'no folder');
	const client = await startClient({home, columns: 120});
	await client.until('a file cannot be read (ENOTDIR)');
	await client.until('Host a chat');
	client.write('127.0.0.1:1\r');
	await client.until('127.0.0.1:1');
	client.write('\x11');
	expect((await client.exit).code).toBe(0);
});

test('a damaged account of one server keeps nobody from another', async () => {
	const home = await ownFolder();
	const [server, other] = [await startServer({people: ['alice']}), await startServer({people: ['alice']})];
	for (const at of [other, server]) {
		const client = await signIn(at, 'alice', {home});
		client.write('\x11');
		await client.exit;
	}

	const account = path.join(serverFolder(home, parseAddress(server.address)!), 'alice', 'account.json');
	await writeFile(account, '{"format":1,');
	const again = await startClient({home, env: {CHAT_TUI_PASSWORD: ''}});
	await again.until(other.address);
	again.write('\x11');
	expect((await again.exit).code).toBe(0);
	expect(await readFile(account, 'utf8')).toBe('{"format":1,');
});

test('damaged settings are named and set aside, and the client starts without them', async () => {
	const home = await ownFolder();
	await writeFile(`${home}/settings.json`, '{"format":1,');
	const client = await startClient({home, columns: 120});
	await client.until(/settings.json was damaged/);
	client.write('\x11');
	expect((await client.exit).code).toBe(0);
	const [aside = ''] = (await readdir(home)).filter(name => name.startsWith('settings.json'));
	expect(aside).toMatch(/^settings.json.damaged-\d+$/);
	expect(await readFile(path.join(home, aside), 'utf8')).toBe('{"format":1,');
});
