/** Messages as lines of bytes: is a file of them the same as one that was encoded message by message, and is each part of them whole? */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {userName} from '../../protocol/names.ts';
import {encode, Lines} from '../../server/store/document.ts';
import {decodedInSlices, decodedLines, linesBetween, linesOf} from '../../server/store/message-lines.ts';
import {Segments} from '../../server/store/segments.ts';
import type {Stored} from '../../server/store/stored.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';

const alice = userName('alice')!;
const item = (sequence: number, text: string): Stored => ({
	sequence,
	id: `d.a.${sequence}`,
	from: alice,
	at: 1,
	text,
});
const texts = fc.array(fc.oneof(fc.string({unit: 'binary'}), fc.constant('x'.repeat(30_000))), {
	minLength: 1,
	maxLength: 12,
});

async function fileOf(data: unknown): Promise<string> {
	const pieces: Uint8Array[] = [];
	for await (const group of encode({format: 6, position: 7, data})) pieces.push(...group);
	return Buffer.concat(pieces).toString();
}

test('a file of lines is the same as one of messages, however they are parted and however long they are', async () => {
	const property = fc.asyncProperty(texts, fc.nat(), async (all, cut) => {
		const items = all.map((text, at) => item(at + 5, text));
		const lines = linesOf(items);
		const at = 5 + (cut % items.length);
		const parts = [linesBetween(lines, 0, at - 1), linesBetween(lines, at, Infinity)].filter(
			({count}) => count > 0,
		);
		const wanted = await fileOf(items.map(each => JSON.parse(JSON.stringify(each)) as unknown));
		expect(JSON.parse(await fileOf(new Lines([lines.bytes])))).toEqual(JSON.parse(wanted));
		expect(await fileOf(new Lines(parts.map(({bytes}) => bytes)))).toBe(wanted);
	});
	await fc.assert(property, {numRuns: 15});
});

test('each stretch of them holds just its messages, at once or in slices', async () => {
	const property = fc.asyncProperty(texts, fc.nat(20), fc.nat(20), async (all, from, to) => {
		const items = all.map((text, at) => item(at + 5, text));
		const lines = linesBetween(linesOf(items), from, to);
		const wanted = items.filter(({sequence}) => sequence >= from && sequence <= to);
		expect(decodedLines(lines)).toEqual(wanted);
		expect(await decodedInSlices([lines])).toEqual(wanted);
		if (wanted.length > 0) expect(lines.first).toBe(wanted[0]!.sequence);
	});
	await fc.assert(property, {numRuns: 100});
});

test('what is kept of a file with a gap, which is damaged, is what stands behind the forgotten messages', async () => {
	const disk = new MemoryDisk();
	const path = 'logs/1.json';
	await disk.makeFolder('logs');
	const items = [1, 2, 5, 6].map(sequence => item(sequence, `text ${sequence}`));
	await disk.write(path, Buffer.from(await fileOf(items)));
	await new Segments(disk).forget(path, 4, 7);
	const {data} = JSON.parse(disk.content(path)!.toString()) as {data: Stored[]};
	expect(data).toEqual(items.slice(2));
});
