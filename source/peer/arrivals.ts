/** Tells the news among the numbered messages of a partner, and acknowledges those of one chunk at once. */
import type {NumberedMessage} from './messages.ts';

export class Arrivals {
	readonly #acknowledge: (n: number) => void;
	#last = 0;
	#isAckDue = false;

	/** @param acknowledge called with the number of the last message that has come, once the chunk is read */
	constructor(acknowledge: (n: number) => void) {
		this.#acknowledge = acknowledge;
	}

	/** The number of the last message that has come. */
	get last(): number {
		return this.#last;
	}

	/** Counts a message. @returns `gap` if one before it has not come, which no client of this program lets happen */
	count({n}: NumberedMessage): 'news' | 'known' | 'gap' {
		if (n > this.#last + 1) return 'gap';
		if (!this.#isAckDue) queueMicrotask(() => this.#tell());
		this.#isAckDue = true;
		if (n <= this.#last) return 'known';
		this.#last = n;
		return 'news';
	}

	#tell(): void {
		this.#isAckDue = false;
		this.#acknowledge(this.#last);
	}
}
