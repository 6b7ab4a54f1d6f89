/** A disk in memory that does what a real one may do at the worst moment: refuse, stop, or lose power. */
import {basename, dirname} from 'node:path';
import type {Content, Disk, Tail} from '../../lib/disk.ts';

/** What a file holds, and how much of it would survive a loss of power. */
type File = {bytes: Buffer; synced: number};

class Stopped extends Error {}

type Fault = {
	/** Counts operations from 1: at this one the fault happens. */
	at: number;
	/** `refuse`: it fails with ENOSPC, and everything after it works again. `stop`: it and everything after it fails. */
	what: 'refuse' | 'stop';
};

export class MemoryDisk implements Disk {
	/** How many operations there were. */
	operations = 0;
	/** The paths of all files that were read. */
	readonly reads: string[] = [];
	freeBytes = 1e12;
	/** By which the data folder is known; another one, once it has been moved away. */
	names: string | undefined = 'folder';
	fault: Fault | undefined;
	private files = new Map<string, File>();
	/** Names as they stand on the disk; a move or a new file that was not synced is not among them. */
	private durableNames = new Map<string, File>();
	/** Those that are not durable as they are, by folder. */
	private changedNames = new Map<string, Set<string>>();
	private folders = new Set<string>();

	async read(path: string): Promise<Uint8Array | undefined> {
		this.step();
		this.reads.push(path);
		const file = this.files.get(path);
		return file && Buffer.from(file.bytes);
	}

	async list(folder: string): Promise<string[]> {
		this.step();
		const below = [...this.files.keys(), ...this.folders].filter(path => path.startsWith(`${folder}/`));
		return [...new Set(below.map(path => path.slice(folder.length + 1).split('/')[0] ?? ''))].sort();
	}

	async makeFolder(folder: string): Promise<void> {
		this.step();
		for (let path = folder; path !== dirname(path); path = dirname(path)) this.folders.add(path);
	}

	async append(path: string, size?: number): Promise<Tail> {
		this.step();
		this.mustHaveFolder(path);
		const file = this.files.get(path) ?? {bytes: Buffer.alloc(0), synced: 0};
		if (size !== undefined) file.bytes = file.bytes.subarray(0, size);
		file.synced = file.bytes.length;
		this.changeName(path, file);
		this.syncNames(dirname(path));
		return {
			write: async bytes => this.grow(file, bytes),
			sync: async () => {
				this.step();
				file.synced = file.bytes.length;
			},
			close: async () => undefined,
		};
	}

	async write(path: string, content: Content): Promise<void> {
		this.mustHaveFolder(path);
		const bytes = content instanceof Uint8Array ? content : await gathered(content);
		const file = {bytes: Buffer.alloc(0), synced: 0};
		this.changeName(path, file);
		this.grow(file, bytes);
		this.step();
		file.synced = file.bytes.length;
	}

	async move(from: string, to: string): Promise<void> {
		this.step();
		const file = this.files.get(from);
		if (!file) throw missing(from);
		this.changeName(from, undefined);
		this.changeName(to, file);
	}

	async sync(folder: string): Promise<void> {
		this.step();
		this.syncNames(folder);
	}

	async remove(path: string): Promise<void> {
		this.step();
		this.changeName(path, undefined);
		this.step();
		this.syncNames(dirname(path));
	}

	room(): number {
		return this.freeBytes;
	}

	identity(): string | undefined {
		return this.names;
	}

	/**
	 * The disk as it is found after a loss of power: what was synced is there; of everything else `chance` (0 to 1, asked
	 * once for each) says whether and how much of it is.
	 */
	afterPowerLoss(chance: () => number): MemoryDisk {
		const found = new MemoryDisk();
		found.folders = new Set(this.folders);
		const names = new Map(this.durableNames);
		for (const [path, file] of this.files) if (chance() < 0.5) names.set(path, file);
		for (const path of names.keys()) if (!this.files.has(path) && chance() < 0.5) names.delete(path);
		for (const [path, {bytes, synced}] of names) {
			const kept = synced + Math.floor(chance() * (bytes.length - synced + 1));
			const copy = Buffer.from(bytes.subarray(0, kept));
			if (kept > synced && chance() < 0.3) copy.fill(0, kept - Math.min(kept - synced, 10)); // blocks that were never written
			found.files.set(path, {bytes: copy, synced: kept});
		}

		found.durableNames = new Map(found.files);
		return found;
	}

	/** The disk as a process finds it that starts after another was killed: all that was written is there, and no safer than before. */
	afterKill(): MemoryDisk {
		const found = new MemoryDisk();
		found.folders = new Set(this.folders);
		const copies = new Map(
			[...this.files.values(), ...this.durableNames.values()].map(file => [file, {...file}]),
		);
		const copied = (names: Map<string, File>) =>
			new Map([...names].flatMap(([path, file]) => [[path, copies.get(file) ?? file] as const]));
		found.files = copied(this.files);
		found.durableNames = copied(this.durableNames);
		found.changedNames = new Map([...this.changedNames].map(([folder, names]) => [folder, new Set(names)]));
		return found;
	}

	/** Changes a file behind the store's back. */
	damage(path: string, change: (bytes: Buffer) => Uint8Array): void {
		const file = this.files.get(path);
		if (!file) throw missing(path);
		const bytes = Buffer.from(change(Buffer.from(file.bytes)));
		this.files.set(path, {bytes, synced: bytes.length});
	}

	content(path: string): Buffer | undefined {
		return this.files.get(path)?.bytes;
	}

	paths(): string[] {
		return [...this.files.keys()].sort();
	}

	private changeName(path: string, file: File | undefined): void {
		if (file) this.files.set(path, file);
		else this.files.delete(path);
		const changed = this.changedNames.get(dirname(path)) ?? new Set();
		this.changedNames.set(dirname(path), changed.add(path));
	}

	/** All names in a folder become durable at once, also those that a process changed which was killed since. */
	private syncNames(folder: string): void {
		for (const path of this.changedNames.get(folder) ?? []) {
			const file = this.files.get(path);
			if (file) this.durableNames.set(path, file);
			else this.durableNames.delete(path);
		}

		this.changedNames.delete(folder);
	}

	/** A write may be cut off in its middle. */
	private grow(file: File, bytes: Uint8Array): void {
		const part = Math.floor(bytes.length / 2);
		file.bytes = Buffer.concat([file.bytes, bytes.subarray(0, part)]);
		this.step();
		file.bytes = Buffer.concat([file.bytes, bytes.subarray(part)]);
	}

	private step(): void {
		this.operations++;
		const {fault} = this;
		if (!fault || this.operations < fault.at) return;
		if (fault.what === 'stop') throw new Stopped();
		if (this.operations === fault.at)
			throw Object.assign(new Error('no space left on device'), {code: 'ENOSPC'});
	}

	private mustHaveFolder(path: string): void {
		if (!this.folders.has(dirname(path))) throw missing(`${dirname(path)} of ${basename(path)}`);
	}
}

async function gathered(content: AsyncIterable<readonly Uint8Array[]>): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	for await (const group of content) pieces.push(...group);
	return Buffer.concat(pieces);
}

function missing(path: string): Error {
	return Object.assign(new Error(`no such file: ${path}`), {code: 'ENOENT', path});
}
