/** Reads and writes the parts of the state in their files, and tracks which have changed since. */
import {dirname, join} from 'node:path';
import type {ChatEvent} from '../chat/event.ts';
import {applyTo, type Slice} from '../chat/slice.ts';
import {CannotStart} from '../../lib/cannot-start.ts';
import {emptyState, slices, slicesOf, type SliceName, type State} from '../chat/state.ts';
import type {Entry, Position} from '../journal/journal.ts';
import type {Disk} from '../../lib/disk.ts';
import {inParallel} from '../../lib/in-parallel.ts';
import {readDocument, writeDocument} from './json-file.ts';
import {PART_FILES} from './part-files.ts';

/** Maximum files that are read at the same time. */
const MAX_PARALLEL_READS = 32;
const NAMES = Object.keys(slices) as SliceName[];
/** Each slice meets only its own state and its own parts, so their types need not be distinguished here. */
const sliceOf = (name: SliceName) => slices[name] as Slice<unknown>;

/** A part of the state: a slice, and the key of the part in it. */
export type Part = {name: SliceName; key: string};

function nothingChanged(): Record<SliceName, Set<string>> {
	return Object.fromEntries(NAMES.map(name => [name, new Set()])) as Record<SliceName, Set<string>>; // all names
}

export class Parts {
	readonly state: State = emptyState();
	private readonly disk: Disk;
	private readonly data: string;
	/** Position up to which the file of each part, by its key, holds all events; none for a part without a file. */
	private readonly positions = Object.fromEntries(NAMES.map(name => [name, new Map()])) as Record<
		SliceName,
		Map<string, Position>
	>; // all names
	/** Folders whose new files a loss of power may turn into those before them. */
	private readonly unsynced = new Set<string>();
	/** Keys of the parts that have changed since they were written. */
	private changed = nothingChanged();

	constructor(disk: Disk, data: string) {
		this.disk = disk;
		this.data = data;
	}

	/** Reads all files. @param mayBlock nothing else waits meanwhile @throws CannotStart naming a damaged or newer one */
	async load(mayBlock?: 'mayBlock'): Promise<void> {
		await this.renameOld();
		for (const name of NAMES) {
			const keys = await PART_FILES[name].keys(this.disk, this.data);
			await inParallel(keys, MAX_PARALLEL_READS, async key => this.loadPart({name, key}, mayBlock));
		}
	}

	/**
	 * Checks that the files and a journal of these positions belong together: the journal has all that the files have, and what
	 * it has forgotten is in the files.
	 * @throws CannotStart naming the file that is missing or newer
	 */
	check(journal: string, first: Position, last: Position): void {
		for (const name of NAMES) {
			for (const [key, position] of this.positions[name])
				this.checkPart(journal, {name, key}, position, {first, last});
		}

		for (const name of NAMES) {
			const {path, whole, mayBeMissing} = PART_FILES[name];
			if (whole === undefined || this.positions[name].has(whole)) continue;
			if (first > 1 && !mayBeMissing)
				throw new CannotStart(
					`${join(this.data, path(whole))} is missing, and the journal no longer tells what stood in it; restore it from a backup.`,
				);
			this.markChanged({name, key: whole}); // written even when it is empty, so that it is missed later
		}
	}

	private checkPart(
		journal: string,
		part: Part,
		position: Position,
		{first, last}: {first: Position; last: Position},
	): void {
		const path = join(this.data, this.path(part));
		if (position > last)
			throw new CannotStart(
				`${journal} ends at ${last} and is older than ${this.path(part)}, which is of ${position}; restore all from one backup.`,
			);
		if (position >= first) this.unsynced.add(dirname(path)); // perhaps of a checkpoint that was not finished
	}

	/** Applies an entry of the journal to the parts whose files do not hold it yet. */
	replay({position, events}: Entry): void {
		for (const event of events) {
			for (const name of slicesOf(event.type)) this.replayIn(name, position, event);
		}
	}

	/** Marks the parts that an event changed; to be called when it has been applied to the state. */
	touch(event: ChatEvent): void {
		for (const name of slicesOf(event.type)) {
			for (const key of sliceOf(name).keys(event)) this.changed[name].add(key);
		}
	}

	/** Number of parts that are newer than their files. */
	get unwritten(): number {
		return NAMES.reduce((sum, name) => sum + this.changed[name].size, 0);
	}

	/** Takes the parts that have changed since the last call, each for {@link write}. */
	takeChanged(): Part[] {
		const {changed} = this;
		this.changed = nothingChanged();
		return NAMES.flatMap(name => [...changed[name]].map(key => ({name, key})));
	}

	/** Marks parts again that could not be written. */
	putBack(parts: readonly Part[]): void {
		for (const part of parts) this.markChanged(part);
	}

	/**
	 * Writes a part as it is now, at `position`, when `durable` has resolved: no file may hold what the journal may lose. To be
	 * followed by {@link sync} before the journal forgets the events.
	 */
	async write(
		{name, key}: Part,
		position: Position,
		durable: Promise<unknown>,
		signal: AbortSignal,
	): Promise<void> {
		const {dump, schema} = sliceOf(name);
		const data = dump(this.state[name], key);
		await durable;
		if (data === undefined) return;
		const path = join(this.data, this.path({name, key}));
		await this.disk.makeFolder(dirname(path));
		this.unsynced.add(dirname(path));
		await writeDocument({disk: this.disk, path, schema, signal}, position, data);
	}

	/** Makes all that was written durable, once for each folder. */
	async sync(): Promise<void> {
		for (const folder of this.unsynced) {
			await this.disk.sync(folder);
			this.unsynced.delete(folder);
		}
	}

	private markChanged({name, key}: Part): void {
		this.changed[name].add(key);
	}

	private path({name, key}: Part): string {
		return PART_FILES[name].path(key);
	}

	/** Gives the files of an older program the names that they have now. */
	private async renameOld(): Promise<void> {
		const files = await this.disk.list(this.data);
		for (const {formerly, path, whole} of Object.values(PART_FILES)) {
			if (formerly === undefined || whole === undefined) continue;
			if (!files.includes(formerly) || files.includes(path(whole))) continue;
			await this.disk.move(join(this.data, formerly), join(this.data, path(whole)));
			await this.disk.sync(this.data);
		}
	}

	private async loadPart(part: Part, mayBlock?: 'mayBlock'): Promise<void> {
		const {load, schema} = sliceOf(part.name);
		const path = this.path(part);
		const document = await readDocument({disk: this.disk, path: join(this.data, path), schema, mayBlock});
		if (!document) return;
		load(this.state[part.name], part.key, document.data);
		this.positions[part.name].set(part.key, document.position);
	}

	private replayIn(name: SliceName, position: Position, event: ChatEvent): void {
		const {keys, apply} = sliceOf(name);
		let isBehind = false;
		for (const key of keys(event)) {
			if (position <= (this.positions[name].get(key) ?? 0)) continue;
			isBehind = true;
			this.changed[name].add(key);
		}

		if (isBehind) applyTo(apply, this.state[name], event);
	}
}
