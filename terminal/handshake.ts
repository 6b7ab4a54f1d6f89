/**
 * Delays a key until its field has been rendered with the effects of all keys before it.
 *
 * A text input computes the next text from what it last rendered, and listens to keys again only in the effects that React
 * runs some time after the commit. So the rule is: the component that holds the text input says `ready(edited)` in an effect of its
 * own, with the very object whose text it has passed down, and only while the input has the focus:
 *
 *     useEffect(() => (focus ? handshake.ready(editor) : undefined), [editor, focus]);
 *
 * React runs the effects of a child before those of its parent, and all effects of a commit together, so by then the input listens
 * and knows the newest text. The caller that dispatches keys awaits `settled()` after each.
 */

import {after, type After} from './after.ts';

/** Maximum milliseconds to wait for a rendering, so that a fault there does not disable the keyboard for ever. */
const LIMIT = 1000;

/**
 * @typeParam T the immutable value that a field edits: each edit makes a new object, and no two fields share one
 */
export class Handshake<T extends object> {
	readonly #edited: () => T | undefined;
	readonly #after: After;
	readonly #ready = new Set<{readonly value: T}>();
	#waiting: Array<() => void> = [];

	/** @param edited the value of the field that has the focus now, undefined when no field has */
	constructor(edited: () => T | undefined, timer: After = after) {
		this.#edited = edited;
		this.#after = timer;
	}

	/** Reports that a field showing `value` listens to keys; the returned function reports the end of that. */
	ready(value: T): () => void {
		const field = {value};
		this.#ready.add(field);
		this.#look();
		return () => {
			this.#ready.delete(field);
			this.#look(); // the focus may have gone to where there is nothing to edit
		};
	}

	/** Resolves when the focused field has rendered its newest value. @returns undefined if it has already */
	settled(): Promise<void> | undefined {
		if (this.isSettled) return undefined;
		return new Promise(resolve => {
			const cancel = this.#after(LIMIT, resolve);
			this.#waiting.push(() => {
				cancel();
				resolve();
			});
		});
	}

	#look(): void {
		if (this.isSettled) for (const resolve of this.#waiting.splice(0)) resolve();
	}

	/** Whether the focused field has rendered its newest value. */
	get isSettled(): boolean {
		const value = this.#edited();
		if (value === undefined) return true;
		for (const field of this.#ready) if (field.value === value) return true;
		return false;
	}
}
