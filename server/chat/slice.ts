/** Defines a slice of the state: it has its own files, and only events change it. */
import type {z} from 'zod';
import type {ChatEvent, EventOf, EventType} from './event.ts';

/** Apply events to a slice: total, in place, from its own state and the event alone; no clock, no randomness. */
export type Appliers<S> = {[T in EventType]?: (slice: S, event: EventOf<T>) => void};

/**
 * A slice that is stored in files. Keys name its parts; each part has its own file and journal position, so `keys` must name every part
 * that an event changes.
 */
export type Slice<S, Part = unknown, Captured = Part> = {
	empty: () => S;
	apply: Appliers<S>;
	/** Returns the keys of the parts that the event changes; none if it does not concern this slice. */
	keys: (event: ChatEvent) => string[];
	/**
	 * Captures a part for its file, which is written while more events are applied. Its records are shared with the state, not copied, so
	 * applying an event replaces a record and never changes it. As JSON it is a {@link Part}.
	 * @returns undefined if the part needs no file
	 */
	dump: (slice: S, key: string) => Captured | undefined;
	/** Restores a part that {@link dump} has captured. */
	load: (slice: S, key: string, part: Part) => void;
	/** The schema of a part's file, checked when it is read. */
	schema: z.ZodType<Part>;
};

/** Applies an event to a slice, if it concerns it. */
export function applyTo<S>(appliers: Appliers<S>, slice: S, event: ChatEvent): void {
	const apply = appliers[event.type] as ((slice: S, event: ChatEvent) => void) | undefined; // the key is the event's own type
	apply?.(slice, event);
}
