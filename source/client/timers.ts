/** Runs timers by name; a later timer replaces the one before with the same name. */

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

	/** Ends all timers. */
	stop(): void {
		for (const timer of this.#running.values()) clearTimeout(timer);
		this.#running.clear();
	}
}
