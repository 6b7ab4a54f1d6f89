/** Files of any size are read whole from a real disk, also many at the same time. */
import {randomBytes} from 'node:crypto';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {realDisk} from '../../lib/disk.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

test('a file is read as it was written, whether it is small, large or empty, and however many are read at once', async () => {
	const folder = await temporaryFolder();
	const sizes = [0, 1, 65_535, 65_536, 65_537, 300_000, 9_000_000, 2, 3];
	const contents = sizes.map(size => randomBytes(size));
	const paths = sizes.map((_, at) => join(folder, `${at}`));
	await Promise.all(paths.map(async (path, at) => writeFile(path, contents[at]!)));
	for (let time = 0; time < 2; time++) {
		for (const how of [undefined, 'mayBlock'] as const) {
			const read = await Promise.all(paths.map(async path => realDisk.read(path, how)));
			expect(read.map((bytes, at) => contents[at]!.equals(bytes!))).toEqual(sizes.map(() => true));
		}
	}
});

test('a file that is not there is no error, and a folder is none that could be read', async () => {
	const folder = await temporaryFolder();
	for (const how of [undefined, 'mayBlock'] as const) {
		expect(await realDisk.read(join(folder, 'missing'), how)).toBeUndefined();
		await expect(realDisk.read(folder, how)).rejects.toThrow('EISDIR');
	}
});
