/** Message files in memory: are they kept while there is room, and read again when there was none? */
import {expect, test} from 'vitest';
import {userName} from '../../protocol/names.ts';
import {linesBetween, linesOf} from '../../server/store/message-lines.ts';
import {Segments} from '../../server/store/segments.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';

const from = userName('alice')!;
/** 3 MB of messages; six times as much is more than there is room for. */
const lines = () =>
	linesOf(
		Array.from({length: 250}, (_, at) => ({
			sequence: at + 1,
			id: `d.s.${at + 1}`,
			from,
			at: 1,
			text: 'x'.repeat(12_000),
		})),
	);

async function folder() {
	const disk = new MemoryDisk();
	await disk.makeFolder('logs');
	return {disk, segments: new Segments(disk)};
}

test('files that were just written are kept in memory as far as there is room, the newest longest', async () => {
	const {disk, segments} = await folder();
	for (let file = 0; file < 7; file++) await segments.write(`logs/${file}`, [lines()], 1);
	for (const file of [6, 5, 4, 3]) await segments.read(`logs/${file}`, 1, 250);
	expect(disk.reads).toEqual([]);
	expect(await segments.read('logs/0', 1, 250)).toHaveLength(250);
	expect(disk.reads).toEqual(['logs/0']);
});

test('a part of a block takes as much room as all of it, which it keeps', async () => {
	const {disk, segments} = await folder();
	for (let file = 0; file < 7; file++) await segments.write(`logs/${file}`, [linesBetween(lines(), 1, 1)], 1);
	expect(await segments.read('logs/0', 1, 1)).toHaveLength(1);
	expect(disk.reads).toEqual(['logs/0']);
});
