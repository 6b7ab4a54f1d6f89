/** Gathers lines of the log, so that a flood of them is shown a few times a second. */
import {cleanLine, type SafeText} from '../../protocol/text.ts';
import {MAX_LINES} from './log-view.ts';

/** Minimum milliseconds between two deliveries. */
const INTERVAL = 300;

export class LogBuffer {
	readonly #deliver: (lines: readonly SafeText[]) => void;
	#lines: string[] = [];
	#timer: NodeJS.Timeout | undefined;

	constructor(deliver: (lines: readonly SafeText[]) => void) {
		this.#deliver = deliver;
	}

	add(line: string): void {
		this.#lines.push(line);
		if (this.#lines.length > 2 * MAX_LINES) this.#lines.splice(0, MAX_LINES); // the oldest would scroll away anyway
		if (this.#timer) return;
		this.#flush();
		this.#timer = setTimeout(this.#again, INTERVAL);
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	readonly #again = (): void => {
		this.#timer = undefined;
		if (this.#lines.length === 0) return;
		this.#flush();
		this.#timer = setTimeout(this.#again, INTERVAL);
	};

	#flush(): void {
		const lines = this.#lines.map(line => cleanLine(line));
		this.#lines = [];
		this.#deliver(lines);
	}
}
