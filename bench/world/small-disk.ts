/** Mounts a small disk: a tmpfs, which only root may mount. */
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {scratchFolder} from './scratch.ts';

const run = promisify(execFile);

type SmallDisk = {
	readonly path: string;
	/** Unmounts the disk, on which no process may have an open file. */
	unmount(): Promise<void>;
};

/** Mounts a disk. @returns undefined where that is not possible */
export async function smallDisk(mebibytes: number): Promise<SmallDisk | undefined> {
	const path = await scratchFolder();
	try {
		await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=700`, 'tmpfs', path]);
	} catch {
		return undefined; // no root, or no Linux
	}

	return {
		path,
		async unmount() {
			await run('umount', [path]);
		},
	};
}
