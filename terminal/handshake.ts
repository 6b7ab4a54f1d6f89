/**
 * Lets a key wait until the field that it goes to has been rendered with everything the keys before it did.
 *
 * A text input computes the next text from what it last rendered, and listens to keys again only in the effects that React
 * runs some time after the commit. So the rule is: the component that holds the text input says `ready(edited)` in an effect of its
 * own, with the very object whose text it has passed down, and only while the input has the focus:
 *
 *     useEffect(() => (focus ? handshake.ready(editor) : undefined), [editor, focus]);
 *
 * React runs the effects of a child before those of its parent, and all effects of a commit together, so by then the input listens
 * and knows the newest text. Whoever hands out the keys waits for `settled()` after each.
 */

import {after, type After} from './after.ts';

/** A fault in rendering must not take the keyboard away for ever: after this many ms the next key goes out anyway. */
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

	/** A field that shows `value` listens to keys; the function returned says that it no longer does. */
	ready(value: T): () => void {
		const field = {value};
		this.#ready.add(field);
		this.#look();
		return () => {
			this.#ready.delete(field);
			this.#look(); // the focus may have gone to where there is nothing to edit
		};
	}

	/** Fulfilled as soon as the field with the focus has rendered what it edits; undefined when that is so already. */
	settled(): Promise<void> | undefined {
		if (this.#isSettled()) return undefined;
		return new Promise(resolve => {
			const cancel = this.#after(LIMIT, resolve);
			this.#waiting.push(() => {
				cancel();
				resolve();
			});
		});
	}

	#look(): void {
		if (this.#isSettled()) for (const resolve of this.#waiting.splice(0)) resolve();
	}

	#isSettled(): boolean {
		const value = this.#edited();
		if (value === undefined) return true;
		for (const field of this.#ready) if (field.value === value) return true;
		return false;
	}
}
