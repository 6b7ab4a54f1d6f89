/** Runs writes one after another, in order, so that the newest one wins. */

export class SerialQueue {
	private last: Promise<unknown> = Promise.resolve();

	/** Queues a write, and settles as it does. A failed write does not hold up the next one. */
	async write<T>(write: () => Promise<T>): Promise<T> {
		const written = this.last.then(write);
		this.last = written.catch(() => {
			// The caller was told.
		});
		return written;
	}

	/** Resolves when no write is under way. */
	async settled(): Promise<void> {
		await this.last;
	}
}
