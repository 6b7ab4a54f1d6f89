/** The folder of a demo: does each demo remove what killed ones of the same user have left, and nothing else? */
import {spawnSync} from 'node:child_process';
import {chown, mkdir, readdir, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {demoFolder} from '../source/demo/demo-folder.ts';
import {temporaryFolder} from './harness/temporary-folder.ts';

test("a demo removes folders of this user's killed demos, and leaves those of running demos, of other users, and links", async () => {
	const [place, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
	await writeFile(path.join(elsewhere, 'kept'), '');
	vi.stubEnv('TMPDIR', place);
	onTestFinished(() => void vi.unstubAllEnvs());
	const {pid: killed} = spawnSync(process.execPath, ['-e', '']);
	const own = `chat-tui-demo-${killed}-`;
	await mkdir(path.join(place, `${own}mine`));
	await mkdir(path.join(place, `chat-tui-demo-${process.pid}-runs`));
	await symlink(elsewhere, path.join(place, `${own}link`));
	await writeFile(path.join(place, `${own}file`), '');
	const left = [`${own}link`, `${own}file`, `chat-tui-demo-${process.pid}-runs`];
	if (process.getuid?.() === 0) {
		await mkdir(path.join(place, `${own}theirs`));
		await chown(path.join(place, `${own}theirs`), 12_345, 12_345);
		left.push(`${own}theirs`);
	}

	const folder = await demoFolder();
	expect((await readdir(place)).sort()).toEqual([...left, path.basename(folder)].sort());
	expect(await readdir(elsewhere)).toEqual(['kept']);
});
