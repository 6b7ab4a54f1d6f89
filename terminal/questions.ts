/** Asks the terminal for its background, and waits for the answers before the program leaves. */

/** Background, then what the terminal is: this every terminal answers, and last. */
const QUESTIONS = '\x1b]11;?\x07\x1b[c';
/** Maximum milliseconds until the last answer. */
const LIMIT = 1000;

export class Questions {
	/** Resolves when the terminal has answered, or will not: an answer after the program has left would be typed into the shell. */
	answers: Promise<void> = Promise.resolve();
	#onAnswered: () => void = () => undefined;
	readonly #stdout: {write(text: string): unknown};

	constructor(stdout: {write(text: string): unknown}) {
		this.#stdout = stdout;
	}

	ask(): void {
		this.answers = new Promise(resolve => {
			this.#onAnswered = resolve;
			setTimeout(resolve, LIMIT).unref();
		});
		this.#stdout.write(QUESTIONS);
	}

	/** Reports the last answer. */
	answered(): void {
		this.#onAnswered();
	}
}
