/** Is a data folder whole or not there at all when an import into it is killed at any moment? */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {realDisk} from '../../lib/disk.ts';
import {exportDatabase} from '../../server/database/export.ts';
import {draftOf} from '../../server/database/draft.ts';
import {contentOf, makeSample, openStore} from '../database/sample.ts';
import {program} from '../harness/program.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';

/** The files in a folder; none if it is not there. */
function filesIn(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(
		name => !name.includes('control.sock'),
	);
}

test(
	'an import that is killed leaves the folder empty or whole, and the next one succeeds',
	{timeout: 120_000},
	async () => {
		const place = await temporaryFolder();
		const [folder, file, other] = [join(place, 'data'), join(place, 'chat.json'), join(place, 'other')];
		await makeSample(folder, 20_000);
		const store = await openStore(folder);
		const source = {snapshot: store.snapshot(), logs: store.logs, store: 'id', now: 0};
		await exportDatabase(source, file, realDisk);
		await store.abandon();
		for (const files of [1, 5, 20, 60]) {
			const importing = spawn(process.execPath, [program, 'import', file, '--data', other], {
				stdio: 'ignore',
			});
			const over = once(importing, 'exit');
			await until(() => filesIn(draftOf(other)).length >= files);
			importing.kill('SIGKILL');
			await over;
			expect(filesIn(other)).toEqual([]);
		}

		const last = spawn(process.execPath, [program, 'import', file, '--data', other], {stdio: 'ignore'});
		expect(await once(last, 'exit')).toEqual([0, null]);
		expect(await contentOf(other)).toEqual(await contentOf(folder));
		expect(filesIn(draftOf(other))).toEqual([]);
	},
);
