/** Makes the folder of a demo, and removes it however the demo ends; those of killed demos go at the next one. */
import {rmSync} from 'node:fs';
import {lstat, mkdtemp, readdir, rm} from 'node:fs/promises';
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

/** Removes the folders of this user's demos that do not run any more. */
async function sweep(): Promise<void> {
	for (const name of await readdir(tmpdir())) {
		const [, pid] = /^chat-tui-demo-(\d+)-/.exec(name) ?? [];
		const folder = path.join(tmpdir(), name);
		if (pid === undefined || runs(Number(pid)) || !(await isOwnFolder(folder))) continue;
		await rm(folder, {recursive: true, force: true}).catch(() => undefined); // the next demo tries again
	}
}

/** Tells whether this user has made the folder: anybody may put something of that name into the temporary folder, a link as well. */
async function isOwnFolder(folder: string): Promise<boolean> {
	const found = await lstat(folder).catch(() => undefined); // removed meanwhile
	return found?.isDirectory() === true && found.uid === (process.getuid?.() ?? found.uid);
}

function runs(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM'; // another user's process
	}
}
