/** What a slice of the state is: a part of it with files of its own, changed by events and nothing else. */
import type {z} from 'zod';
import type {ChatEvent, EventOf, EventType} from './event.ts';

/** How a slice changes: total, in place, from its own state and the event alone; no clock, no randomness. */
export type Appliers<S> = {[T in EventType]?: (slice: S, event: EventOf<T>) => void};

/**
 * A slice that is kept in files. Its parts are named by keys; each part stands in a file of its own and is true up to a
 * position of its own, so an event must say which parts it changes, and applying it changes those only.
 */
export type Slice<S, Part = unknown, Captured = Part> = {
	empty: () => S;
	apply: Appliers<S>;
	/** The keys of the parts that the event changes; none when it is not for this slice. */
	keys: (event: ChatEvent) => string[];
	/**
	 * One part as it is now, for its file, which is written while more happens: its records are those of the state, captured
	 * and not copied, so applying an event replaces a record and never changes it. As JSON it is a {@link Part}.
	 * Undefined when nothing of it is worth a file.
	 */
	dump: (slice: S, key: string) => Captured | undefined;
	/** Puts back what {@link dump} gave. */
	load: (slice: S, key: string, part: Part) => void;
	/** What a part's file must hold; checked when it is read. */
	schema: z.ZodType<Part>;
};

/** Applies an event to one slice, if it is for it. */
export function applyTo<S>(appliers: Appliers<S>, slice: S, event: ChatEvent): void {
	const apply = appliers[event.type] as ((slice: S, event: ChatEvent) => void) | undefined; // the key is the event's own type
	apply?.(slice, event);
}
