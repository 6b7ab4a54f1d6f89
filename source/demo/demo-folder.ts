/** Makes the folder of a demo, and removes it however the demo ends; those of killed demos go at the next one. */
import {rmSync} from 'node:fs';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

const PREFIX = 'chat-tui-demo-';

/** Makes the folder, for this user alone. It is gone when the process has ended, unless that is killed outright. */
export async function demoFolder(): Promise<string> {
	await sweep();
	const folder = await mkdtemp(path.join(tmpdir(), `${PREFIX}${process.pid}-`)); // its mode is 0700
	process.on('exit', () => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

/** Removes the folders of demos that do not run any more. Those of other users cannot be removed, and stay. */
async function sweep(): Promise<void> {
	for (const name of await readdir(tmpdir())) {
		const [, pid] = /^chat-tui-demo-(\d+)-/.exec(name) ?? [];
		if (pid === undefined || runs(Number(pid))) continue;
		await rm(path.join(tmpdir(), name), {recursive: true, force: true}).catch(() => undefined);
	}
}

function runs(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM'; // another user's process
	}
}
