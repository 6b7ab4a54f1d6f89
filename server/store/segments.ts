/** Reads and writes the message files of all conversations, with a cache of the ones used last. */
import type {z} from 'zod';
import {storedList} from '../chat/stored-bounds.ts';
import type {Position} from '../journal/journal.ts';
import type {Disk} from '../../lib/disk.ts';
import {readDocument, writeDocument} from './json-file.ts';
import {Encoded, isReference, stored, type Item} from './stored.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';

/** Maximum bytes, about, of the cache, and how many a message takes beside its text. */
const MAX_CACHE_BYTES = 16 * 1024 * 1024;
const MESSAGE_OVERHEAD = 300;

export const segment = storedList(stored);
type Cached = {messages: Promise<readonly Item[]>; size: number};

export class Segments {
	private readonly disk: Disk;
	/** Cached files by path, the one used last at the end. */
	private readonly cache = new Map<string, Cached>();
	private size = 0;

	constructor(disk: Disk) {
		this.disk = disk;
	}

	/** Reads the messages with `first` ≤ sequence ≤ `last`. @throws UnusableFile when the file does not hold all of them */
	async read(path: string, first: number, last: number): Promise<Item[]> {
		const found = (await this.load(path)).filter(({sequence}) => sequence >= first && sequence <= last);
		if (found.length !== last - first + 1)
			throw new UnusableFile(`${path} is missing, or messages are missing in it; restore it from a backup.`);
		return found;
	}

	/** Writes a file; durable when its folder, which must exist, has been synced. */
	async write(
		path: string,
		messages: readonly Item[],
		position: Position,
		signal?: AbortSignal,
	): Promise<void> {
		const schema: z.ZodType = segment;
		await writeDocument({disk: this.disk, path, schema, signal}, position, messages);
		this.remember(path, Promise.resolve(messages));
	}

	/** Removes a file. */
	async remove(path: string): Promise<void> {
		await this.disk.remove(path);
		this.evict(path);
	}

	/** Removes the messages up to this sequence from a file; one that is damaged stays as it is. */
	async forget(path: string, upTo: number, position: Position): Promise<void> {
		const messages = await this.load(path).catch((error: unknown) => {
			if (!(error instanceof UnusableFile)) throw error;
		});
		const left = messages?.filter(({sequence}) => sequence > upTo);
		if (left?.length === 0) await this.remove(path);
		else if (left && left.length < (messages?.length ?? 0)) await this.write(path, left, position);
	}

	/**
	 * Reads a file through the cache, which holds promises: a read that began before the file was written again is evicted by the
	 * new content, and cannot replace it by finishing late.
	 */
	private async load(path: string): Promise<readonly Item[]> {
		const known = this.cache.get(path);
		const messages = known?.messages ?? this.readFile(path);
		if (known) {
			this.cache.delete(path);
			this.cache.set(path, known);
		} else {
			this.remember(path, messages);
		}

		return messages;
	}

	private async readFile(path: string): Promise<readonly Item[]> {
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

	private remember(path: string, messages: Promise<readonly Item[]>): void {
		this.evict(path);
		const kept = {messages, size: 0};
		this.cache.set(path, kept);
		messages.then(
			all => this.measure(path, kept, all),
			() => {
				if (this.cache.get(path) === kept) this.evict(path); // the caller hears of it, and may try again
			},
		);
	}

	private measure(path: string, kept: Cached, messages: readonly Item[]): void {
		if (this.cache.get(path) !== kept) return;
		kept.size = messages.reduce((sum, item) => sum + MESSAGE_OVERHEAD + sizeOf(item), 0);
		this.size += kept.size;
		for (const oldest of this.cache.keys()) {
			if (this.size <= MAX_CACHE_BYTES || oldest === path) return;
			this.evict(oldest);
		}
	}

	private evict(path: string): void {
		this.size -= this.cache.get(path)?.size ?? 0;
		this.cache.delete(path);
	}
}

function sizeOf(item: Item): number {
	if (item instanceof Encoded) return item.json.length;
	return isReference(item) ? 0 : item.text.length;
}
