/** Batches entries that become durable with one write; all of them share a promise. */
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
