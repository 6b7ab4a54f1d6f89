/** Watches the data folder: whether it is still the one that was opened, and how much room is left. */
import type {Disk} from '../../lib/disk.ts';

export class DataFolder {
	readonly path: string;
	private readonly disk: Disk;
	/** Tells the folder from another at its path later. */
	private readonly identity: string | undefined;

	/** @param path of a folder that exists */
	constructor(disk: Disk, path: string) {
		this.disk = disk;
		this.path = path;
		this.identity = disk.identity(path);
	}

	/** Whether the folder that was opened is still at its path. */
	get isThere(): boolean {
		return this.identity === this.disk.identity(this.path);
	}

	/** The sentence for the operator when the folder is not {@link isThere}. */
	get gone(): string {
		return `${this.path} is no longer the folder that this server opened: it was moved, removed or unmounted. Nothing more is kept or acknowledged; put it back and start again.`;
	}

	/** Bytes that may still be written. */
	get room(): number {
		return this.disk.room(this.path);
	}
}
