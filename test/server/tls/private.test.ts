/** Are the data folder and the key for their owner alone, however they came to be open? */
import {chmod, mkdir, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {closeToOthers} from '../../../server/tls/private.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';

const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

async function open(...names: string[]): Promise<string> {
	const folder = path.join(await temporaryFolder(), 'data');
	await mkdir(folder);
	for (const name of names) await writeFile(path.join(folder, name), '');
	for (const name of names) await chmod(path.join(folder, name), 0o644);
	await chmod(folder, 0o755);
	return folder;
}

test('an open data folder and an open key are closed, and one sentence says so of each', async () => {
	const folder = await open('server.json', 'server-key.pem');
	expect(await closeToOthers(folder)).toEqual([
		`${folder} was open to others (mode 755); it is for you alone now.`,
		`${folder}/server-key.pem was open to others (mode 644); it is for you alone now.`,
	]);
	expect([await modeOf(folder), await modeOf(`${folder}/server-key.pem`)]).toEqual(['700', '600']);
	expect(await closeToOthers(folder)).toEqual([]);
});

test('an empty folder is closed', async () => {
	const folder = await open();
	expect(await closeToOthers(folder)).toHaveLength(1);
	expect(await modeOf(folder)).toBe('700');
});

test('an open folder that holds other things is left as it is, and the start is refused', async () => {
	const folder = await open('index.html');
	await expect(closeToOthers(folder)).rejects.toThrow(/data is open to others .* choose an empty folder/);
	expect(await modeOf(folder)).toBe('755');
});
