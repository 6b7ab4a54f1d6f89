/** Timers with names: a later one with the same name takes the place of the one before. */

export class Timers {
	readonly #running = new Map<string, NodeJS.Timeout>();

	/** Calls `fn` once after `milliseconds`. */
	after(name: string, milliseconds: number, fn: () => void): void {
		clearTimeout(this.#running.get(name));
		const timer = setTimeout(() => {
			this.#running.delete(name);
			fn();
		}, milliseconds);
		this.#running.set(name, timer);
	}

	stop(): void {
		for (const timer of this.#running.values()) clearTimeout(timer);
		this.#running.clear();
	}
}
