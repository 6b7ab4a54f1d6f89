/** Counts the connections of each network that are neither signed in nor relays, those in a handshake included. */
export class Strangers {
	private readonly counts = new Map<string, number>();

	/** Number of strangers of a network. */
	of(network: string): number {
		return this.counts.get(network) ?? 0;
	}

	/** Adds a new connection, which is a stranger. */
	add(network: string): Newcomer {
		this.change(network, 1);
		return new Newcomer(by => this.change(network, by));
	}

	private change(network: string, by: number): void {
		const now = this.of(network) + by;
		if (now > 0) this.counts.set(network, now);
		else this.counts.delete(network);
	}
}

/** A connection that counts while it is a stranger. */
export class Newcomer {
	private readonly change: (by: 1 | -1) => void;
	private isStranger = true;
	private isGone = false;
	private isKnown = false;

	constructor(change: (by: 1 | -1) => void) {
		this.change = change;
	}

	/** Notes that it is a stranger from now on, or is not; no effect once it is {@link gone}. */
	becomes(isStranger: boolean): void {
		if (this.isGone || isStranger === this.isStranger) return;
		this.isStranger = isStranger;
		this.change(isStranger ? 1 : -1);
	}

	/** Notes that it has signed in by a token. @returns whether that is the first time */
	becomesKnown(): boolean {
		const isFirst = !this.isKnown;
		this.isKnown = true;
		return isFirst;
	}

	/** Notes that it has ended: it is no stranger any more, whatever it asked last. */
	gone(): void {
		this.becomes(false);
		this.isGone = true;
	}
}
