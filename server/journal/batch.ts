/** Entries that become durable with one write, and the promise that all who appended them share. */
import type {Entry} from './journal.ts';

export class Batch {
	readonly entries: Entry[] = [];
	readonly written: Promise<void>;
	resolve: () => void = () => undefined;
	reject: (error: Error) => void = () => undefined;

	constructor() {
		this.written = new Promise((resolve, reject) => {
			this.resolve = resolve;
			this.reject = reject;
		});
	}
}
