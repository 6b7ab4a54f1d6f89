/** The file of settings: does it survive what files survive, and two clients at once? */
import {readFile, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {SettingsFile} from '../source/client/settings-file.ts';
import {temporaryFolder} from './harness/temporary-folder.ts';

test('the next start reads the settings; without a file there are none', async () => {
	const home = path.join(await temporaryFolder(), 'home');
	expect(await new SettingsFile(home).read()).toEqual({});
	await new SettingsFile(home).keep({mouse: false});
	expect(await new SettingsFile(home).read()).toEqual({mouse: false});
	expect((await stat(path.join(home, 'settings.json'))).mode & 0o777).toBe(0o600);
});

test('the folder for received files is kept, and forgotten when it is the default again', async () => {
	const file = new SettingsFile(await temporaryFolder());
	await file.keep({downloads: '/srv/in'});
	expect(await file.read()).toEqual({downloads: '/srv/in'});
	await file.keep({downloads: undefined});
	expect(await file.read()).toEqual({});
});

test('changes that come together, and from two clients, are all kept', async () => {
	const home = await temporaryFolder();
	const [one, other] = [new SettingsFile(home), new SettingsFile(home)];
	await Promise.all([one.keep({mouse: false}), one.keep({presence: false}), one.keep({mouse: true})]);
	await other.keep({presence: true});
	expect(await one.read()).toEqual({mouse: true, presence: true});
});

test('settled() resolves when all writes are on disk', async () => {
	const file = new SettingsFile(await temporaryFolder());
	void file.keep({mouse: false});
	await file.settled();
	expect(await file.read()).toEqual({mouse: false});
});

test('a damaged file is reported by name, and left as it is', async () => {
	const home = await temporaryFolder();
	const file = path.join(home, 'settings.json');
	for (const damage of ['{"format":1,"mou', '{"format":1,"mouse":"perhaps"}', '[]']) {
		await writeFile(file, damage);
		const settings = new SettingsFile(home);
		await expect(settings.read()).rejects.toThrow(`${file} is damaged`);
		await expect(settings.keep({mouse: true})).rejects.toThrow(`${file} is damaged`);
		expect(await readFile(file, 'utf8')).toBe(damage);
	}
});

test('fields of a newer chat-tui stay in the file', async () => {
	const home = await temporaryFolder();
	const file = path.join(home, 'settings.json');
	await writeFile(file, '{"format":1,"colour":"green"}');
	await new SettingsFile(home).keep({mouse: false});
	expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({format: 1, colour: 'green', mouse: false});
	expect(await new SettingsFile(home).read()).toEqual({mouse: false});
});
