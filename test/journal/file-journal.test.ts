/** The embedded journal: its contract, torn and damaged files, and a disk that refuses. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {FileJournal} from '../../server/journal/file-journal.ts';
import {JournalFailed} from '../../server/journal/journal.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {until} from '../harness/until.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {realDisk, type Disk} from '../../lib/disk.ts';
import {entries, journalContract, seen} from './contract.ts';

const folder = '/data/journal';

journalContract('the file journal on a disk in memory', () => {
	const disk = new MemoryDisk();
	return Promise.resolve({open: async () => FileJournal.open({disk, folder, fileSize: 300})});
});

journalContract('the file journal on a real disk', async () => {
	const real = await temporaryFolder();
	return {open: async () => FileJournal.open({disk: realDisk, folder: real, fileSize: 300})};
});

async function written(count: number, fileSize = 1e6): Promise<MemoryDisk> {
	const disk = new MemoryDisk();
	const journal = await FileJournal.open({disk, folder, fileSize});
	for (let at = 1; at <= count; at++) await journal.append([seen(at)]);
	await journal.close();
	return disk;
}

describe('a file that was cut off', () => {
	test('in its last line loses that line and nothing else, and says so', async () => {
		const disk = await written(3);
		disk.damage(`${folder}/1.jsonl`, bytes => bytes.subarray(0, bytes.length - 5));
		const cuts: number[] = [];
		const journal = await FileJournal.open({disk, folder, onCut: (_path, bytes) => cuts.push(bytes)});
		expect(journal.last).toBe(2);
		expect(cuts).toHaveLength(1);
		await journal.append([seen(9)]);
		expect(journal.durable).toBe(3);
		expect(await entries(journal)).toHaveLength(3);
	});

	test('anywhere is read up to the last whole line', async () => {
		const disk = await written(5);
		const size = disk.content(`${folder}/1.jsonl`)?.length ?? 0;
		for (let cut = 0; cut < size; cut++) {
			const torn = disk.afterKill();
			torn.damage(`${folder}/1.jsonl`, bytes => bytes.subarray(0, cut));
			const journal = await FileJournal.open({disk: torn, folder});
			const found = await entries(journal);
			expect(found.map(({position}) => position)).toEqual(
				Array.from({length: journal.last}, (_, at) => at + 1),
			);
		}
	});
});

describe('a file that is damaged', () => {
	test('before a line that was written later is refused by name, and left as it is', async () => {
		const disk = await written(5);
		const path = `${folder}/1.jsonl`;
		disk.damage(path, bytes => bytes.fill(0x78, 30, 33));
		const before = disk.content(path);
		await expect(FileJournal.open({disk, folder})).rejects.toThrow(`${path} is damaged at line 1`);
		expect(disk.content(path)).toEqual(before);
	});

	test('in an older file is refused, be it only at its end', async () => {
		const disk = await written(20, 300);
		const [oldest] = disk.paths();
		disk.damage(oldest ?? '', bytes => bytes.subarray(0, bytes.length - 3));
		await expect(FileJournal.open({disk, folder})).rejects.toThrow(JournalFailed);
	});

	test('because it is missing is refused', async () => {
		const disk = await written(20, 300);
		const [, second] = disk.paths();
		await disk.remove(second ?? '');
		await expect(FileJournal.open({disk, folder})).rejects.toThrow('restore the missing file');
	});
});

/** A disk that writes to the journal when it is let, and counts that. */
function slowed(disk: MemoryDisk): {slow: Disk; hold: () => () => void; writes: () => number} {
	let busy = Promise.resolve();
	let writes = 0;
	const slow: Disk = Object.assign(Object.create(disk) as Disk, {
		append: async (path: string) => {
			const tail = await disk.append(path);
			const write = async (bytes: Uint8Array) => {
				writes++;
				await busy;
				await tail.write(bytes);
			};
			return {write, sync: async () => tail.sync(), close: async () => tail.close()};
		},
	});
	const hold = () => {
		let release: () => void = () => undefined;
		busy = new Promise(resolve => (release = resolve));
		return release;
	};
	return {slow, hold, writes: () => writes};
}

test('what is appended while the disk is busy leaves what it writes as it is', async () => {
	const disk = new MemoryDisk();
	const {slow, hold, writes} = slowed(disk);
	const journal = await FileJournal.open({disk: slow, folder});
	for (let at = 1; at < 20; at += 2) {
		const [release, before] = [hold(), writes()];
		const first = journal.append([seen(at)]);
		await until(() => writes() > before);
		const second = journal.append([seen(at + 1)]);
		release();
		await Promise.all([first, second]);
	}

	await journal.close();
	const found = await entries(await FileJournal.open({disk, folder}));
	expect(found.map(({events}) => events)).toEqual(Array.from({length: 20}, (_, at) => [seen(at + 1)]));
});

test('what comes in the turn in which a write ends is written together with what waited for that', async () => {
	const {slow, hold, writes} = slowed(new MemoryDisk());
	const journal = await FileJournal.open({disk: slow, folder});
	const release = hold();
	const first = journal.append([seen(1)]);
	await until(() => writes() === 1);
	const second = journal.append([seen(2)]);
	const third = first.then(async () => journal.append([seen(3)]));
	release();
	await Promise.all([second, third]);
	expect(writes()).toBe(2);
	await journal.close();
});

describe('a disk that refuses', () => {
	test('an entry rejects it and everything after it, for ever', async () => {
		const disk = new MemoryDisk();
		const journal = await FileJournal.open({disk, folder});
		await journal.append([seen(1)]);
		disk.fault = {at: disk.operations + 1, what: 'refuse'};
		const outcomes = await Promise.allSettled([journal.append([seen(2)]), journal.append([seen(3)])]);
		expect(outcomes.map(({status}) => status)).toEqual(['rejected', 'rejected']);
		await expect(journal.append([seen(4)])).rejects.toThrow('free the disk and start again');
	});

	test('or stops at any moment, also of power, never loses an entry that was acknowledged', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat(60),
				fc.infiniteStream(fc.double({min: 0, max: 0.999, noNaN: true})),
				async (at, chances) => {
					const disk = new MemoryDisk();
					const acknowledged: number[] = [];
					try {
						const journal = await FileJournal.open({disk, folder, fileSize: 200});
						disk.fault = {at: disk.operations + at, what: 'stop'};
						for (let batch = 0; batch < 10; batch++) {
							const three = [0, 1, 2].map(async each => {
								const position = batch * 3 + each + 1;
								await journal.append([seen(position)]);
								acknowledged.push(position);
							});
							await Promise.all(three);
						}
					} catch {
						// the stop that was ordered
					}

					const found = disk.afterPowerLoss(() => chances.next().value as number);
					const journal = await FileJournal.open({disk: found, folder});
					const positions = (await entries(journal)).map(({position}) => position);
					expect(positions).toEqual(Array.from({length: positions.length}, (_, index) => index + 1));
					expect(positions.length).toBeGreaterThanOrEqual(acknowledged.length);
				},
			),
			{numRuns: 300},
		);
	});
});
