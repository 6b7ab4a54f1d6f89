/** The server's log on disk: every entry once, in files of a thousand, going on where an earlier run stopped. */
import {expect, test} from 'vitest';
import {LogBook} from '../../server/store/log-book.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';

const DAY = 24 * 3600_000;
const start = Date.UTC(2026, 10, 20, 9, 41);

function book(disk: MemoryDisk, clock = manualClock(start)) {
	return new LogBook({
		disk,
		data: '/data',
		clock,
		failed(error) {
			throw error;
		},
	});
}

function lines(disk: MemoryDisk, name: string): Array<{at: string; type: string; user?: string}> {
	const text = disk.content(`/data/logs/server/${name}`)?.toString() ?? '{"data":[]}';
	return (JSON.parse(text) as {data: Array<{at: string; type: string}>}).data;
}

test('an entry stands in the file of its day, with its time', async () => {
	const disk = new MemoryDisk();
	const log = book(disk);
	log.add(start, {type: 'signedIn', user: 'alice'});
	log.add(start + DAY, {type: 'signedOut', user: 'alice'});
	await log.flush();
	expect(lines(disk, '2026-11-20.json')).toEqual([
		{at: '2026-11-20T09:41:00.000Z', type: 'signedIn', user: 'alice'},
	]);
	expect(lines(disk, '2026-11-21.json')).toEqual([
		{at: '2026-11-21T09:41:00.000Z', type: 'signedOut', user: 'alice'},
	]);
});

test('a day of many entries has several files, and nothing is lost or doubled between runs', async () => {
	const disk = new MemoryDisk();
	for (let run = 0; run < 3; run++) {
		const log = book(disk);
		for (let count = 0; count < 700; count++) log.add(start, {type: 'signedIn', user: `${run} ${count}`});
		await log.flush();
	}

	const all = ['2026-11-20.json', '2026-11-20.2.json', '2026-11-20.3.json'].map(name => lines(disk, name));
	expect(all.map(({length}) => length)).toEqual([1000, 1000, 100]);
	expect(new Set(all.flat().map(({user}) => user)).size).toBe(2100);
});

test('entries are written by themselves after a moment', async () => {
	const disk = new MemoryDisk();
	const clock = manualClock(start);
	book(disk, clock).add(start, {type: 'started'});
	clock.advance(2000);
	await expect.poll(() => lines(disk, '2026-11-20.json')).toHaveLength(1);
});

test.each([1, 2, 3, 4, 5])(
	'what a full disk did not take is written, once, when there is room again, whatever step it refused: %s',
	async step => {
		const disk = new MemoryDisk();
		const log = book(disk);
		log.add(start, {type: 'signedIn', user: 'alice'});
		disk.fault = {at: step, what: 'refuse'};
		await expect(log.flush()).rejects.toThrow('no space left');
		log.add(start, {type: 'signedIn', user: 'bob'});
		await log.flush();
		expect(lines(disk, '2026-11-20.json').map(({user}) => user)).toEqual(['alice', 'bob']);
	},
);

test('files of more than ninety days ago are removed when a new one begins, and nothing else in the folder', async () => {
	const disk = new MemoryDisk();
	const clock = manualClock(start);
	const log = book(disk, clock);
	for (let day = 0; day < 3; day++) log.add(start + day * DAY, {type: 'started'});
	await log.flush();
	await disk.write('/data/logs/server/2020-01-01.json.bak', Buffer.from('mine'));
	const today = start + 92 * DAY;
	log.add(today, {type: 'started'});
	await log.flush();
	expect((await disk.list('/data/logs/server')).sort()).toEqual([
		'2020-01-01.json.bak',
		'2026-11-22.json',
		'2027-02-20.json',
	]);
});

test('of a flood the oldest files are removed, and never one of today', async () => {
	const disk = new MemoryDisk();
	const log = book(disk);
	const what = 'x'.repeat(300);
	const day = async (at: number, files: number) => {
		for (let file = 0; file < files; file++) {
			for (let count = 0; count < 480; count++) log.add(at, {type: 'warning', what});
			await log.flush();
		}
	};

	await day(start, 300);
	await day(start + DAY, 200);
	const names = await disk.list('/data/logs/server');
	const sizes = names.map(name => disk.content(`/data/logs/server/${name}`)?.length ?? 0);
	expect(names.length).toBeLessThanOrEqual(400);
	expect(Math.max(...sizes)).toBeLessThan(170 * 1024);
	expect(sizes.reduce((sum, size) => sum + size)).toBeGreaterThan(50 * 1024 * 1024);
	expect(names).toContain('2026-11-21.json');
	expect(names).not.toContain('2026-11-20.json');
	expect(names).toContain('2026-11-20.300.json');
});
