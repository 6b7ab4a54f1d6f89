/** What was written and not sent, on disk: is it there whatever ended the client, and does no state of the disk end the chat? */
import {existsSync, readFileSync} from 'node:fs';
import {mkdir, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {LOBBY} from '../../protocol/names.ts';
import {Drafts} from '../../source/link/drafts.ts';
import {serverFolder} from '../../source/link/client-folder.ts';
import type {LinkEvent} from '../../source/state/model/link.ts';
import {Link} from '../../source/link/link.ts';
import {lockProfile} from '../../source/link/client-profile.ts';
import {NO_SAVED_INPUT, type DraftPlace, type SavedInput} from '../../source/state/model/saved-input.ts';
import {until} from '../harness/until.ts';
import {
	alice,
	aliceAndBob,
	bob,
	freshFolder,
	joinAddress,
	person,
	server,
	signedIn,
	testClock,
} from './people.ts';

const address = {host: '127.0.0.1', port: 1};
const draft = (line: string) => ({drafts: new Map([[aliceAndBob, line]])});

async function inFolder() {
	const clock = testClock();
	const file = path.join(await freshFolder(), 'drafts.json');
	const lines = async () => {
		const {drafts} = JSON.parse(await readFile(file, 'utf8')) as {drafts: Array<{line: string}>};
		return drafts.map(({line}) => line);
	};
	return {clock, file, lines, drafts: await Drafts.open(file, clock)};
}

test('drafts are what the next start reads, in a file for its owner alone', async () => {
	const {clock, file, drafts} = await inFolder();
	const written: SavedInput = {
		drafts: new Map<DraftPlace, string>([
			[LOBBY, '//a line\nand one more\t\x1b'],
			['', 'nowhere'],
		]),
		sent: ['one', 'two'],
		cleared: ['three'],
	};
	drafts.keep(written);
	await drafts.settled();
	expect((await Drafts.open(file, clock)).saved).toEqual(written);
	expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('fast typing is written at once and then once a second, with the last key', async () => {
	const {clock, lines, drafts} = await inFolder();
	drafts.keep(draft('1'));
	await until(() => !drafts.isWriting);
	expect(await lines()).toEqual(['1']);
	for (let at = 2; at <= 100; at++) drafts.keep(draft(String(at)));
	clock.advance(999);
	expect([drafts.isWriting, await lines()]).toEqual([false, ['1']]);
	clock.advance(1);
	await until(() => !drafts.isWriting);
	expect(await lines()).toEqual(['100']);
});

test('a sent line is removed from the drafts on disk at once', async () => {
	const {lines, drafts} = await inFolder();
	drafts.keep(draft('hi'));
	await until(() => !drafts.isWriting);
	drafts.keep(draft('hi bo')); // waits for the second, which never comes
	drafts.keep({...draft(''), sent: ['hi bob']});
	await until(() => !drafts.isWriting);
	expect(await lines()).toEqual([]);
	drafts.keep(draft('one'));
	drafts.keep({...draft(''), sent: ['hi bob', 'one']}); // while it is written
	drafts.keep({...draft(''), sent: ['hi bob', 'one', 'two']});
	await until(() => !drafts.isWriting);
	expect(await lines()).toEqual([]);
});

test('a damaged file is set aside and reported, and drafts are kept again', async () => {
	const {clock, file, lines} = await inFolder();
	for (const damage of ['{"format":1,"dra', '[]', '{"format":1,"drafts":[{"conversation":"x","line":1}]}']) {
		await writeFile(file, damage);
		const drafts = await Drafts.open(file, clock);
		const told: string[] = [];
		drafts.listen(problem => told.push(problem));
		const aside = `${file}.damaged-${clock.now()}`;
		expect(told).toEqual([`${file} was damaged and is ${aside} now; drafts that you miss may be in there.`]);
		expect(await readFile(aside, 'utf8')).toBe(damage);
		drafts.keep(draft('anew'));
		await drafts.settled();
		expect(await lines()).toEqual(['anew']);
		clock.advance(1);
	}
});

test('the file of a newer chat-tui is left as it is, and it is reported once that drafts are not kept', async () => {
	const {clock, file} = await inFolder();
	await writeFile(file, '{"format":2}');
	const drafts = await Drafts.open(file, clock);
	const told: string[] = [];
	drafts.listen(problem => told.push(problem));
	drafts.keep(draft('x'));
	await drafts.settled();
	expect(told).toEqual([expect.stringContaining('newer chat-tui')]);
	expect(await readFile(file, 'utf8')).toBe('{"format":2}');
});

test('a full disk is reported once, and the drafts are written when there is room', async () => {
	const {clock, file, lines, drafts} = await inFolder();
	const told: string[] = [];
	drafts.listen(problem => told.push(problem));
	await mkdir(path.join(file, 'in the way'), {recursive: true});
	for (const line of ['a', 'b', 'c']) {
		drafts.keep(draft(line));
		clock.advance(1000);
		await drafts.settled();
	}

	expect(told).toEqual([
		expect.stringMatching(/^What you type and do not send is not kept.* cannot be written/),
	]);
	await rm(file, {recursive: true});
	drafts.keep(draft('d'));
	await drafts.settled();
	expect(await lines()).toEqual(['d']);
	expect(told).toHaveLength(1);
});

test('two clients of one account keep drafts of their own, and the next one merges what they left', async () => {
	const where = {home: await freshFolder(), address, user: alice};
	const [first, second] = [await lockProfile(where, testClock()), await lockProfile(where, testClock())];
	first.drafts.keep({...draft('of the first'), sent: ['one', 'both']});
	second.drafts.keep({...draft('of the second'), sent: ['two', 'both'], cleared: ['gone']});
	expect(second.drafts.saved.drafts.get(aliceAndBob)).toBe('of the second');
	await second.release();
	await first.release();
	const third = await lockProfile(where, testClock());
	expect(third.drafts.saved).toEqual({
		drafts: new Map([[aliceAndBob, 'of the first']]),
		sent: ['two', 'one', 'both'],
		cleared: ['gone', 'of the second'],
	});
	await third.release();
	const folder = serverFolder(where.home, address);
	expect(await readdir(path.join(folder, 'alice~2'))).not.toContain('drafts.json');
	expect((await lockProfile(where, testClock())).drafts.saved).toEqual(third.drafts.saved);
});

test('leaving writes the last draft before the server is told, and the next start loads it after the sign-in', async () => {
	const fake = await server();
	const before = await signedIn(fake, alice);
	before.link.keepDrafts(alice, fake.address, draft('ha'));
	before.link.keepDrafts(alice, fake.address, draft('half'));
	before.link.keepDrafts(bob, fake.address, draft('of somebody else'));
	await before.link.signOut();
	const file = path.join(serverFolder(before.home, fake.address), 'alice', 'drafts.json');
	const {mtimeMs} = await stat(file);
	const after = await person({home: before.home});
	await after.signIn(joinAddress(fake), {user: alice, password: 'correct horse'});
	expect(after.told('draftsLoaded')).toEqual([
		{type: 'draftsLoaded', saved: {...NO_SAVED_INPUT, ...draft('half')}},
	]);
	expect(after.events.findIndex(({type}) => type === 'draftsLoaded')).toBeGreaterThan(
		after.events.findIndex(({type}) => type === 'signedIn'),
	);
	fake.cut();
	await after.comesBack();
	expect(after.told('draftsLoaded')).toHaveLength(1);
	after.link.keepDrafts(alice, fake.address, draft('half'));
	await after.link.close();
	expect((await stat(file)).mtimeMs).toBe(mtimeMs); // nothing was changed
});

test('a draft that is typed while the server ends the session is kept for the next sign-in', async () => {
	const fake = await server();
	const home = await freshFolder();
	const events: LinkEvent[] = [];
	const link = new Link({
		home,
		clock: testClock(),
		dispatch(event) {
			events.push(event);
			if (event.type !== 'signedOut') return;
			for (const line of ['half a', 'half a word']) link.keepDrafts(alice, fake.address, draft(line));
		},
	});
	const signIn = async () =>
		link.signIn({kind: 'signIn', address: joinAddress(fake), user: alice, password: 'correct horse'});
	await signIn();
	for (const line of ['ha', 'half']) link.keepDrafts(alice, fake.address, draft(line));
	fake.announce({type: 'signedOut', reason: 'kicked'});
	await until(() => events.some(({type}) => type === 'signedOut'));
	await signIn();
	const loaded = events.flatMap(event => (event.type === 'draftsLoaded' ? [event.saved] : []));
	expect(loaded.at(-1)).toEqual({...NO_SAVED_INPUT, ...draft('half a word')});
	await link.close();
	const folder = serverFolder(home, fake.address);
	expect((await readdir(folder)).filter(name => name.startsWith('alice'))).toEqual(['alice']);
});

test('the last key is on disk before the server has answered the sign-out', async () => {
	const fake = await server();
	const someone = await signedIn(fake, alice);
	const file = path.join(serverFolder(someone.home, fake.address), 'alice', 'drafts.json');
	fake.interfere = request => (request.type === 'signOut' ? 'silence' : undefined);
	for (const line of ['h', 'ha', 'half']) someone.link.keepDrafts(alice, fake.address, draft(line));
	const left = someone.link.close();
	await until(() => existsSync(file) && readFileSync(file, 'utf8').includes('half')); // the clock stands still
	someone.clock.advance(2000);
	await left;
});

test('a damaged file is reported, and does not prevent the sign-in', async () => {
	const fake = await server();
	const home = await freshFolder();
	const folder = path.join(serverFolder(home, fake.address), 'alice');
	await mkdir(folder, {recursive: true});
	await writeFile(path.join(folder, 'drafts.json'), 'no JSON');
	const someone = await signedIn(fake, alice, {home});
	expect(someone.told('failed').map(({problem}) => problem)).toEqual([
		expect.stringContaining('drafts.json was damaged'),
	]);
});
