/** Writes that are done one after another, in the order in which they came: the newest is what stands on disk. */

export class SerialQueue {
	private last: Promise<void> = Promise.resolve();

	/** Resolves, or is rejected, as the write does; what failed holds up nothing behind it. */
	async write(write: () => Promise<void>): Promise<void> {
		const written = this.last.then(write);
		this.last = written.catch(() => {
			// Whoever asked is told.
		});
		return written;
	}

	/** Resolves when no write is under way. */
	async settled(): Promise<void> {
		return this.last;
	}
}
