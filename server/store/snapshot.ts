/** Reads the state of one moment while events go on: copy-on-write, a part is captured before its first change. */
import type {ChatEvent} from '../chat/event.ts';
import {slices, type SliceName, type State} from '../chat/state.ts';
import type {Slice} from '../chat/slice.ts';
import {PART_FILES} from './part-files.ts';
import type {Part} from './parts.ts';

const NAMES = Object.keys(slices) as SliceName[];

/** A part with its content, as its file holds it. */
type StoredPart = Part & {data: unknown};

export class Snapshot {
	/** Resolves when the journal holds all that the snapshot shows. */
	readonly durable: Promise<unknown>;
	/** Releases what the snapshot holds; to be called when it is not read any more. */
	readonly close: () => void;
	private readonly state: State;
	/** Parts that have changed since, as they were; `data` is undefined for one that was not there. */
	private readonly captured = new Map<string, StoredPart>();
	/** Parts that have been read. */
	private readonly done = new Set<string>();

	constructor(state: State, durable: Promise<unknown>, close: () => void) {
		this.state = state;
		this.durable = durable;
		this.close = close;
	}

	/** Captures the parts that an event is about to change; to be called right before the event is applied. */
	before(event: ChatEvent): void {
		for (const name of NAMES) {
			const {keys} = slices[name] as Slice<unknown>; // each slice meets only its own parts
			for (const key of keys(event)) this.capture({name, key});
		}
	}

	/** Yields all parts that had content, slice by slice. The caller may wait between two. */
	*parts(): Generator<StoredPart> {
		for (const name of NAMES) {
			for (const key of PART_FILES[name].inMemory(this.state)) yield* this.read({name, key});
			for (const {name: other, key} of [...this.captured.values()])
				if (other === name) yield* this.read({name, key}); // removed since
		}
	}

	private *read(part: Part): Generator<StoredPart> {
		const id = idOf(part);
		this.capture(part);
		const captured = this.captured.get(id);
		this.captured.delete(id);
		this.done.add(id);
		if (captured?.data !== undefined) yield captured;
	}

	private capture({name, key}: Part): void {
		const id = idOf({name, key});
		if (this.done.has(id) || this.captured.has(id)) return;
		const {dump} = slices[name] as Slice<unknown>; // each slice meets only its own state
		this.captured.set(id, {name, key, data: dump(this.state[name], key)});
	}
}

function idOf({name, key}: Part): string {
	return `${name} ${key}`;
}
