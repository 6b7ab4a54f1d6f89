/** The files of messages of all conversations: checked when they are read, and the ones used last kept in memory. */
import {storedList} from '../chat/stored-bounds.ts';
import type {Position} from '../journal/journal.ts';
import type {Disk} from '../../lib/disk.ts';
import {readDocument, writeDocument} from './json-file.ts';
import {isReference, stored, type Stored} from './stored.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';

/** Most bytes that are kept in memory, about, and how many a message takes beside its text. */
const KEPT = 16 * 1024 * 1024;
const BESIDE = 300;

export const segment = storedList(stored);
type Kept = {messages: Promise<readonly Stored[]>; size: number};

export class Segments {
	private readonly disk: Disk;
	/** By path, the one used last at the end. */
	private readonly kept = new Map<string, Kept>();
	private size = 0;

	constructor(disk: Disk) {
		this.disk = disk;
	}

	/** What the file holds with `first` ≤ sequence ≤ `last`. @throws UnusableFile when it does not hold all of them */
	async read(path: string, first: number, last: number): Promise<Stored[]> {
		const found = (await this.load(path)).filter(({sequence}) => sequence >= first && sequence <= last);
		if (found.length !== last - first + 1)
			throw new UnusableFile(`${path} is missing, or messages are missing in it; restore it from a backup.`);
		return found;
	}

	/** Durable when the folder, which must exist, has been synced. */
	async write(
		path: string,
		messages: readonly Stored[],
		position: Position,
		signal?: AbortSignal,
	): Promise<void> {
		await writeDocument({disk: this.disk, path, schema: segment, signal}, position, [...messages]);
		this.keep(path, Promise.resolve(messages));
	}

	/**
	 * What is remembered is the reading, not its outcome: one that began before the file was written again is forgotten
	 * when the new content is kept, and cannot take its place by coming late.
	 */
	private async load(path: string): Promise<readonly Stored[]> {
		const known = this.kept.get(path);
		const messages = known?.messages ?? this.readFile(path);
		if (known) {
			this.kept.delete(path);
			this.kept.set(path, known);
		} else {
			this.keep(path, messages);
		}

		return messages;
	}

	private async readFile(path: string): Promise<readonly Stored[]> {
		try {
			return (await readDocument({disk: this.disk, path, schema: segment}))?.data ?? [];
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException; // only the disk's own errors have one
			if (code === undefined) throw error;
			throw new UnusableFile(`${path} cannot be read (${code}); mend its disk or its permissions.`, {
				cause: error,
			});
		}
	}

	private keep(path: string, messages: Promise<readonly Stored[]>): void {
		this.drop(path);
		const kept = {messages, size: 0};
		this.kept.set(path, kept);
		messages.then(
			all => this.weigh(path, kept, all),
			() => {
				if (this.kept.get(path) === kept) this.drop(path); // whoever asked hears of it, and may ask again
			},
		);
	}

	private weigh(path: string, kept: Kept, messages: readonly Stored[]): void {
		if (this.kept.get(path) !== kept) return;
		kept.size = messages.reduce((sum, item) => sum + BESIDE + (isReference(item) ? 0 : item.text.length), 0);
		this.size += kept.size;
		for (const oldest of this.kept.keys()) {
			if (this.size <= KEPT || oldest === path) return;
			this.drop(oldest);
		}
	}

	private drop(path: string): void {
		this.size -= this.kept.get(path)?.size ?? 0;
		this.kept.delete(path);
	}
}
