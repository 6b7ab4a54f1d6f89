/** Reads and writes the message files of all conversations, with a cache of the ones used last. */
import type {z} from 'zod';
import {storedList} from '../chat/stored-bounds.ts';
import type {Position} from '../journal/journal.ts';
import type {Disk} from '../../lib/disk.ts';
import {Lines} from './document.ts';
import {readDocument, writeDocument} from './json-file.ts';
import {decodedInSlices, decodedLines, linesBetween, linesOf, type MessageLines} from './message-lines.ts';
import {isReference, stored, type Stored} from './stored.ts';
import {mayHold} from './words-in-file.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';

/** Maximum bytes, about, of the cache, and how many a message takes beside its text. */
const MAX_CACHE_BYTES = 16 * 1024 * 1024;
const MESSAGE_OVERHEAD = 300;
/** Maximum bytes of a file that is looked through in one go. */
const MAX_LOOK = 256 * 1024;

export const segment = storedList(stored);
/** What was written, in the memory in which it was collected. */
type Written = {readonly parts: readonly MessageLines[]};
type Content = readonly Stored[] | Written;
type Cached = {content: Promise<Content>; size: number};

export class Segments {
	private readonly disk: Disk;
	/** Cached files by path, the one used last at the end. */
	private readonly cache = new Map<string, Cached>();
	private size = 0;

	constructor(disk: Disk) {
		this.disk = disk;
	}

	/** Reads the messages with `first` ≤ sequence ≤ `last`. @throws UnusableFile when the file does not hold all of them */
	async read(path: string, first: number, last: number): Promise<Stored[]> {
		const content = await this.load(path);
		const found = isWritten(content)
			? await decodedInSlices(partsBetween(content, first, last))
			: content.filter(({sequence}) => sequence >= first && sequence <= last);
		if (found.length !== last - first + 1)
			throw new UnusableFile(`${path} is missing, or messages are missing in it; restore it from a backup.`);
		return found;
	}

	/**
	 * Tells whether a file may hold messages with all of these words. A file that is in memory, large, missing or unreadable may: whoever
	 * reads it learns more.
	 * @param words folded
	 */
	async mayHold(path: string, words: readonly string[]): Promise<boolean> {
		if (this.cache.has(path)) return true;
		const bytes = await this.disk.read(path).catch(() => undefined); // who reads it hears of it
		if (!bytes || bytes.length > MAX_LOOK) return true;
		return mayHold(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), words);
	}

	/** Writes a file; durable when its folder, which must exist, has been synced. */
	async write(
		path: string,
		messages: readonly MessageLines[],
		position: Position,
		signal?: AbortSignal,
	): Promise<void> {
		const schema: z.ZodType = segment;
		const lines = new Lines(messages.map(({bytes}) => bytes));
		await writeDocument({disk: this.disk, path, schema, signal}, position, lines);
		this.remember(path, Promise.resolve({parts: messages}));
	}

	/** Writes a file again where some of its messages have changed; one that is missing, or damaged, stays as it is. */
	async rewrite(
		path: string,
		change: (item: Stored) => Stored,
		position: Position,
		signal?: AbortSignal,
	): Promise<void> {
		const content = await this.loadUndamaged(path);
		if (!content) return;
		const before = isWritten(content) ? content.parts.flatMap(decodedLines) : content;
		const after = before.map(change);
		if (after.some((item, at) => item !== before[at]))
			await this.write(path, [linesOf(after)], position, signal);
	}

	/** Removes a file. */
	async remove(path: string): Promise<void> {
		await this.disk.remove(path);
		this.evict(path);
	}

	/** Removes the messages up to this sequence from a file; one that is damaged stays as it is. */
	async forget(path: string, upTo: number, position: Position): Promise<void> {
		const content = await this.loadUndamaged(path);
		if (!content) return;
		const left = isWritten(content)
			? partsBetween(content, upTo + 1, Infinity)
			: [linesOf(content.filter(({sequence}) => sequence > upTo))]; // what was read may have gaps
		const count = countOf(left);
		if (count === 0) await this.remove(path);
		else if (count < (isWritten(content) ? countOf(content.parts) : content.length))
			await this.write(path, left, position);
	}

	private async loadUndamaged(path: string): Promise<Content | undefined> {
		return this.load(path).catch((error: unknown) => {
			if (!(error instanceof UnusableFile)) throw error;
			return undefined;
		});
	}

	/**
	 * Reads a file through the cache, which holds promises: a read that began before the file was written again is evicted by the
	 * new content, and cannot replace it by finishing late.
	 */
	private async load(path: string): Promise<Content> {
		const known = this.cache.get(path);
		const content = known?.content ?? this.readFile(path);
		if (known) {
			this.cache.delete(path);
			this.cache.set(path, known);
		} else {
			this.remember(path, content);
		}

		return content;
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

	private remember(path: string, content: Promise<Content>): void {
		this.evict(path);
		const kept = {content, size: 0};
		this.cache.set(path, kept);
		content.then(
			all => this.measure(path, kept, all),
			() => {
				if (this.cache.get(path) === kept) this.evict(path); // the caller hears of it, and may try again
			},
		);
	}

	private measure(path: string, kept: Cached, content: Content): void {
		if (this.cache.get(path) !== kept) return;
		kept.size = sizeOf(content);
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

function isWritten(content: Content): content is Written {
	return 'parts' in content;
}

function partsBetween({parts}: Written, first: number, last: number): MessageLines[] {
	return parts.map(part => linesBetween(part, first, last)).filter(({count}) => count > 0);
}

function countOf(parts: readonly MessageLines[]): number {
	return parts.reduce((sum, {count}) => sum + count, 0);
}

/** Counts all of the memory in which lines are, of which other files may have a part. */
function sizeOf(content: Content): number {
	if (isWritten(content))
		return content.parts.reduce((sum, {bytes}) => sum + MESSAGE_OVERHEAD + bytes.buffer.byteLength, 0);
	const texts = content.map(item => (isReference(item) ? 0 : item.text.length));
	return texts.reduce((sum, length) => sum + MESSAGE_OVERHEAD + length, 0);
}
