/** The file of settings: does it survive what files survive, and two clients at once? */
import {readdir, readFile, stat, writeFile} from 'node:fs/promises';
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

test('a damaged file is named and set aside as it is, and the settings are the usual ones until one changes', async () => {
	const home = await temporaryFolder();
	const file = path.join(home, 'settings.json');
	const damages = [
		'{"format":1,"mou',
		'{"format":1,"mouse":"perhaps"}',
		'{"format":1,"quietHours":"8-8"}',
		'[]',
	];
	let now = 0;
	for (const damage of damages) {
		await writeFile(file, damage);
		const problems: string[] = [];
		const settings = new SettingsFile(home, () => ++now);
		settings.onSetAside = problem => problems.push(problem);
		expect(await settings.read()).toEqual({});
		const aside = `${file}.damaged-${now}`;
		expect(problems).toEqual([`${file} was damaged and is ${aside} now; the settings are the usual ones.`]);
		await settings.keep({mouse: true});
		expect(await settings.read()).toEqual({mouse: true});
		expect(await readFile(aside, 'utf8')).toBe(damage);
	}

	expect((await readdir(home)).length).toBe(damages.length + 1);
});

test('a file that is damaged while the client runs is set aside before the next change is written', async () => {
	const home = await temporaryFolder();
	const settings = new SettingsFile(home, () => 1);
	await settings.keep({mouse: false});
	await writeFile(path.join(home, 'settings.json'), 'oops');
	await settings.keep({seconds: true});
	expect(await settings.read()).toEqual({seconds: true});
	expect(await readFile(path.join(home, 'settings.json.damaged-1'), 'utf8')).toBe('oops');
});

test('the file of a newer chat-tui is named and left as it is', async () => {
	const home = await temporaryFolder();
	const file = path.join(home, 'settings.json');
	await writeFile(file, '{"format":2}');
	await expect(new SettingsFile(home).read()).rejects.toThrow(`${file} was written by a newer chat-tui`);
	await expect(new SettingsFile(home).keep({mouse: true})).rejects.toThrow('newer chat-tui');
	expect(await readFile(file, 'utf8')).toBe('{"format":2}');
});

test.each([
	[true, 'bell'],
	[false, 'off'],
] as const)(
	'the bell of an older chat-tui, %s, is read as notifications: %s',
	async (bell, notifications) => {
		const home = await temporaryFolder();
		await writeFile(path.join(home, 'settings.json'), JSON.stringify({format: 1, bell, mouse: false}));
		const settings = new SettingsFile(home);
		expect(await settings.read()).toEqual({notifications, mouse: false});
		await settings.keep({notifications: 'osc9'});
		expect(await settings.read()).toEqual({notifications: 'osc9', mouse: false});
	},
);

test('fields of a newer chat-tui stay in the file', async () => {
	const home = await temporaryFolder();
	const file = path.join(home, 'settings.json');
	await writeFile(file, '{"format":1,"colour":"green"}');
	await new SettingsFile(home).keep({mouse: false});
	expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({format: 1, colour: 'green', mouse: false});
	expect(await new SettingsFile(home).read()).toEqual({mouse: false});
});
