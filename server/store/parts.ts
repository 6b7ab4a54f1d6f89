/** The parts of the state and their files: which are newer than their file, reading them back, writing them. */
import {dirname, join} from 'node:path';
import type {JournaledEvent} from '../chat/event.ts';
import {applyTo, type Slice} from '../chat/slice.ts';
import {CannotStart} from '../../lib/cannot-start.ts';
import {emptyState, slices, type SliceName, type State} from '../chat/state.ts';
import type {Entry, Position} from '../journal/journal.ts';
import type {Disk} from '../../lib/disk.ts';
import {readDocument, writeDocument} from './json-file.ts';
import {PLACES} from './places.ts';

/** Files that are read at the same time. */
const AT_ONCE = 32;
const NAMES = Object.keys(slices) as SliceName[];
/** Each slice meets only its own state and its own parts, so that their types need not be told apart here. */
const sliceOf = (name: SliceName) => slices[name] as Slice<unknown>;

/** A part of the state: a slice, and the key of the part in it. */
export type Part = {name: SliceName; key: string};

export class Parts {
	readonly state: State = emptyState();
	private readonly disk: Disk;
	private readonly data: string;
	/** Position up to which each part, by its path, is true in its file; 0 for those that have none. */
	private readonly positions = new Map<string, Position>();
	/** Folders with files that a loss of power may turn into those before them. */
	private readonly unsafe = new Set<string>();
	/** Parts that have changed since they were written, by slice and key. */
	private changed = new Map<string, Part>();

	constructor(disk: Disk, data: string) {
		this.disk = disk;
		this.data = data;
	}

	/** Reads every file. @throws CannotStart naming a damaged or newer one */
	async load(): Promise<void> {
		await this.renameOld();
		for (const name of NAMES) {
			const keys = await PLACES[name].keys(this.disk, this.data);
			for (let at = 0; at < keys.length; at += AT_ONCE)
				await Promise.all(keys.slice(at, at + AT_ONCE).map(async key => this.loadPart({name, key})));
		}
	}

	/**
	 * Whether a journal of these positions is the one that these files belong to: it knows all that they know, and what it
	 * no longer tells stands in them. @throws CannotStart naming the file that is missing or newer
	 */
	check(journal: string, first: Position, last: Position): void {
		for (const [path, position] of this.positions) {
			if (position > last)
				throw new CannotStart(
					`${journal} ends at ${last} and is older than ${path}, which is of ${position}; restore all from one backup.`,
				);
			if (position >= first) this.unsafe.add(dirname(join(this.data, path))); // perhaps of a checkpoint that was not finished
		}

		for (const name of NAMES) {
			const {path, whole} = PLACES[name];
			if (whole === undefined || this.positions.has(path(whole))) continue;
			if (first > 1)
				throw new CannotStart(
					`${join(this.data, path(whole))} is missing, and the journal no longer tells what stood in it; restore it from a backup.`,
				);
			this.note({name, key: whole}); // written even when it is empty, so that it is missed later
		}
	}

	/** Applies an entry of the journal to the parts whose files do not know of it. */
	replay({position, events}: Entry): void {
		for (const event of events) {
			for (const name of NAMES) this.replayIn(name, position, event);
		}
	}

	/** Remembers which parts an event, which has been applied to the state, changed. */
	touch(event: JournaledEvent): void {
		for (const name of NAMES) {
			for (const key of sliceOf(name).keys(event)) this.note({name, key});
		}
	}

	/** How many parts are newer than their files. */
	get unwritten(): number {
		return this.changed.size;
	}

	/** The parts that have changed since this was asked the last time, each to be given to {@link write}. */
	takeChanged(): Part[] {
		const changed = [...this.changed.values()];
		this.changed = new Map();
		return changed;
	}

	/** They could not be written after all. */
	putBack(parts: readonly Part[]): void {
		for (const part of parts) this.note(part);
	}

	/**
	 * Writes a part as it is now, at `position`; but not before `durable` resolves, so that no file knows of anything that
	 * the journal may lose. To be followed by {@link sync} before the journal forgets it.
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
		this.unsafe.add(dirname(path));
		await writeDocument({disk: this.disk, path, schema, signal}, position, data);
	}

	/** Resolves when all that was written survives a loss of power: one trip to the disk for each folder. */
	async sync(): Promise<void> {
		for (const folder of this.unsafe) {
			await this.disk.sync(folder);
			this.unsafe.delete(folder);
		}
	}

	private note(part: Part): void {
		this.changed.set(`${part.name} ${part.key}`, part);
	}

	private path({name, key}: Part): string {
		return PLACES[name].path(key);
	}

	/** Gives the files of an older program the names that they have now. */
	private async renameOld(): Promise<void> {
		const files = await this.disk.list(this.data);
		for (const {formerly, path, whole} of Object.values(PLACES)) {
			if (formerly === undefined || whole === undefined) continue;
			if (!files.includes(formerly) || files.includes(path(whole))) continue;
			await this.disk.move(join(this.data, formerly), join(this.data, path(whole)));
			await this.disk.sync(this.data);
		}
	}

	private async loadPart(part: Part): Promise<void> {
		const {load, schema} = sliceOf(part.name);
		const path = this.path(part);
		const document = await readDocument({disk: this.disk, path: join(this.data, path), schema});
		if (!document) return;
		load(this.state[part.name], part.key, document.data);
		this.positions.set(path, document.position);
	}

	private replayIn(name: SliceName, position: Position, event: JournaledEvent): void {
		const {keys, apply} = sliceOf(name);
		const behind = keys(event).filter(key => position > (this.positions.get(this.path({name, key})) ?? 0));
		if (behind.length === 0) return;
		applyTo(apply, this.state[name], event);
		for (const key of behind) this.note({name, key});
	}
}
