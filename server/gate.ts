/** Lets only so many do their work at a time; the others wait in line, and a full line turns newcomers away. */

export class Gate {
	private readonly atOnce: number;
	private readonly line: number;
	private inside = 0;
	private readonly waiting: Array<() => void> = [];

	/** @param atOnce most at work; @param line most that wait */
	constructor(atOnce: number, line: number) {
		this.atOnce = atOnce;
		this.line = line;
	}

	/** Turns of work that a newcomer would wait for. */
	get turns(): number {
		return Math.ceil((this.waiting.length + 1) / this.atOnce);
	}

	/** Does the work when its turn comes; undefined when the line is full, or when nobody wants it any more by then. */
	async pass<T>(work: () => Promise<T>, isWanted = () => true): Promise<T | undefined> {
		if (this.inside === this.atOnce && this.waiting.length >= this.line) return undefined;
		await this.enter();
		try {
			return isWanted() ? await work() : undefined;
		} finally {
			this.leave();
		}
	}

	private async enter(): Promise<void> {
		if (this.inside === this.atOnce) await new Promise<void>(resolve => this.waiting.push(resolve));
		else this.inside++;
	}

	/** Whoever is next takes over the place that becomes free. */
	private leave(): void {
		const next = this.waiting.shift();
		if (next) next();
		else this.inside--;
	}
}
