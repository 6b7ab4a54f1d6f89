/** The compiled code that the client keeps between runs. */
import {readdirSync} from 'node:fs';
import {readdir, readFile, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {ownFolder, startClient, startServer} from '../harness/program.ts';
import {until} from '../harness/until.ts';

test('three runs keep their compiled code, the next ones take it, and a damaged one is made again', async () => {
	const home = await ownFolder();
	const folder = path.join(home, 'code-cache');
	for (let count = 0; count < 3; count++) await run(home);
	const [name = ''] = await readdir(folder);
	const file = path.join(folder, name);
	const {mtimeMs} = await stat(file);
	await run(home);
	expect((await stat(file)).mtimeMs).toBe(mtimeMs);

	const whole = await readFile(file);
	await writeFile(file, whole.fill(0, whole.length >> 1));
	await run(home);
	expect((await readFile(file)).subarray(whole.length >> 1)).not.toEqual(whole.subarray(whole.length >> 1));
	expect(await readdir(folder)).toEqual([name]);
});

test('a client that runs from its kept code loads what stands beside it', async () => {
	const home = await ownFolder();
	await run(home);
	const server = await startServer({people: ['alice']});
	const client = await startClient({home, args: ['--server', server.joinLine, '--user', 'alice']});
	await client.until('● connected');
	await until(() =>
		readdirSync(home, {recursive: true}).some(name => name.toString().endsWith('identity-cert.pem')),
	);
});

async function run(home: string): Promise<void> {
	const client = await startClient({home});
	await client.until('Host a chat');
	client.write('\x11');
	expect((await client.exit).code).toBe(0);
}
