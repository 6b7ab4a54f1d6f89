/** The logs: pages of messages, whose cost does not grow with the past. */
import {beforeAll, describe, expect, test} from 'vitest';
import {MAX_PAGE_BYTES} from '../../protocol/bounds.ts';
import {SEGMENT} from '../../server/chat/segment.ts';
import {Logs} from '../../server/store/logs.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {alice, aliceAndBob} from './world.ts';

async function logOf(
	messages: number,
	{flushed = messages, text = (sequence: number) => `text ${sequence}`} = {},
) {
	const disk = new MemoryDisk();
	const logs = new Logs(disk, '/data');
	for (let sequence = 1; sequence <= messages; sequence++) {
		logs.add(aliceAndBob, {sequence, id: `d.s.${sequence}`, from: alice, at: sequence, text: text(sequence)});
		if (sequence === flushed) await logs.flush(aliceAndBob, sequence)();
	}

	return {disk, logs};
}

const sequences = (messages: ReadonlyArray<{sequence: number}>) => messages.map(({sequence}) => sequence);
const upFrom = (first: number, last: number) => Array.from({length: last - first + 1}, (_, at) => first + at);

describe('a page', () => {
	test.each([0, 1, 249, 250, 251, 600])(
		'is the same whether its messages stand in memory or in files (%i written)',
		async flushed => {
			const {logs} = await logOf(600, {flushed});
			const page = async (range: object) =>
				sequences(await logs.read(aliceAndBob, {before: 601, limit: 100, end: 'newest', ...range}));
			expect(await page({})).toEqual(upFrom(501, 600));
			expect(await page({before: 301})).toEqual(upFrom(201, 300));
			expect(await page({after: 590})).toEqual(upFrom(591, 600));
			expect(await page({after: 240, end: 'oldest'})).toEqual(upFrom(241, 340));
			expect(await page({after: 595, end: 'oldest'})).toEqual(upFrom(596, 600));
			expect(await page({before: 5})).toEqual(upFrom(1, 4));
			expect(await page({before: 1})).toEqual([]);
		},
	);

	test('holds no more text than fits, but always one message', async () => {
		const {logs} = await logOf(20, {text: () => 'x'.repeat(MAX_PAGE_BYTES / 4)});
		expect(sequences(await logs.read(aliceAndBob, {before: 21, limit: 20, end: 'newest'}))).toEqual([
			17, 18, 19, 20,
		]);
		expect(sequences(await logs.read(aliceAndBob, {after: 3, before: 21, limit: 20, end: 'oldest'}))).toEqual(
			[4, 5, 6, 7],
		);
		const {logs: long} = await logOf(2, {text: () => 'x'.repeat(MAX_PAGE_BYTES * 2)});
		expect(sequences(await long.read(aliceAndBob, {before: 3, limit: 20, end: 'newest'}))).toEqual([2]);
	});
});

describe('of a conversation with 100,000 messages', () => {
	let disk: MemoryDisk;
	beforeAll(async () => {
		({disk} = await logOf(100_000));
	});

	test.each([
		['the newest page', {before: 100_001}],
		['a page in the middle', {before: 50_100}],
		['the oldest page', {before: 101}],
	])('%s takes at most two files', async (_which, range) => {
		disk.reads.length = 0;
		const page = await new Logs(disk, '/data').read(aliceAndBob, {limit: 100, end: 'newest', ...range});
		expect(page).toHaveLength(100);
		expect(disk.reads.length).toBeLessThanOrEqual(2);
	});

	test('a further message is written into one file of at most 250', async () => {
		const logs = new Logs(disk, '/data');
		logs.add(aliceAndBob, {sequence: 100_001, id: 'd.s.100001', from: alice, at: 1, text: 'one more'});
		disk.reads.length = 0;
		await logs.flush(aliceAndBob, 1)();
		const segment = JSON.parse(disk.content('/data/logs/alice+bob/100001.json')?.toString() ?? '') as {
			data: unknown[];
		};
		expect(segment.data).toHaveLength(1);
		expect(disk.reads.length).toBeLessThanOrEqual(1);
		expect(SEGMENT).toBe(250);
	});
});

test('a message that is kept already, because the journal tells of it again, is kept once', async () => {
	const {disk} = await logOf(300);
	const again = new Logs(disk, '/data');
	for (let sequence = 200; sequence <= 301; sequence++) {
		again.add(aliceAndBob, {
			sequence,
			id: `d.s.${sequence}`,
			from: alice,
			at: sequence,
			text: `text ${sequence}`,
		});
	}

	expect(sequences(await again.read(aliceAndBob, {before: 302, limit: 200, end: 'newest'}))).toEqual(
		upFrom(102, 301),
	);
	await again.flush(aliceAndBob, 1)();
	expect(sequences(await again.read(aliceAndBob, {before: 302, limit: 200, end: 'newest'}))).toEqual(
		upFrom(102, 301),
	);
});
