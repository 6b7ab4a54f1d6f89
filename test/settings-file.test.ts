/** The file of settings: does it survive what files survive, and two clients at once? */
import {readdir, readFile, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import fc from 'fast-check';
import {z} from 'zod';
import {settingsContent} from '../source/client/settings-content.ts';
import {SettingsFile} from '../source/client/settings-file.ts';
import {quietHoursIn} from '../source/state/text/quiet-hours.ts';
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

test('a file is taken exactly where a schema takes it', () => {
	const bool = z.boolean().exactOptional();
	const schema = z.looseObject({
		format: z.literal(1),
		bell: bool,
		presence: bool,
		theme: z
			.string()
			.regex(/^[a-z\d][a-z\d_-]{0,31}$/)
			.exactOptional(),
		mouse: bool,
		unreadFirst: bool,
		emoji: z.enum(['picture', 'text']).exactOptional(),
		notifications: z.enum(['bell', 'osc9', 'osc777', 'off']).exactOptional(),
		notifyOf: z.enum(['mentions', 'all']).exactOptional(),
		quietHours: z
			.string()
			.refine(hours => quietHoursIn(hours) === hours)
			.exactOptional(),
		times: z.enum(['24h', '12h']).exactOptional(),
		seconds: bool,
		direct: z.enum(['lan', 'always', 'never']).exactOptional(),
		keepPrivate: bool,
		downloads: z.string().max(4096).exactOptional(),
	});
	const words = [
		'auto',
		'mono',
		'text',
		'picture',
		'bell',
		'osc9',
		'off',
		'22:00-07:00',
		'22:00',
		'12h',
		'lan',
		'',
	];
	const value = fc.oneof(
		{weight: 4, arbitrary: fc.boolean()},
		{weight: 6, arbitrary: fc.constantFrom(...words, 'x'.repeat(4096), 'x'.repeat(4097))},
		fc.jsonValue(),
	);
	const fields = Object.fromEntries(Object.keys(schema.shape).map(name => [name, value]));
	const format = fc.oneof({weight: 9, arbitrary: fc.constant(1)}, fc.constantFrom(0, 2, '1'));
	const one = fc.constantFrom(...Object.keys(schema.shape)).chain(name => fc.record({format, [name]: value}));
	const content = fc.oneof(
		{weight: 5, arbitrary: one},
		fc.record({...fields, format, another: fc.jsonValue()}, {requiredKeys: []}),
		fc.jsonValue(),
	);
	const verdict = (check: {safeParse(content: unknown): {success: boolean}}) => (content: unknown) =>
		check.safeParse(content).success;
	const property = fc.property(content, content => {
		expect(verdict(settingsContent)(content)).toBe(verdict(schema)(content));
	});
	fc.assert(property, {numRuns: 2000});
});
