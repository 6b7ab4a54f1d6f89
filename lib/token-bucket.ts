/** Token bucket: limits a rate, and allows bursts. */

export class TokenBucket {
	private readonly perMillisecond: number;
	private readonly burst: number;
	private tokens: number;
	private at: number;

	/**
	 * @param rate tokens refilled per second
	 * @param burst maximum tokens, and how many there are at first
	 * @param now uptime in milliseconds, here and below
	 */
	constructor(rate: number, burst: number, now: number) {
		this.perMillisecond = rate / 1000;
		this.burst = burst;
		this.tokens = burst;
		this.at = now;
	}

	/** Takes tokens. @returns false, and takes none, if there are too few */
	take(now: number, count = 1): boolean {
		this.refill(now);
		if (this.tokens < count) return false;
		this.tokens -= count;
		return true;
	}

	/** Takes tokens even if there are too few: the debt is refilled first. */
	charge(now: number, count = 1): void {
		this.refill(now);
		this.tokens -= count;
	}

	/** Gives taken tokens back. */
	giveBack(count = 1): void {
		this.tokens += count; // what is too much goes before tokens are taken
	}

	/** Returns the milliseconds until there are so many tokens; 0 if there are. */
	wait(now: number, count = 1): number {
		this.refill(now);
		return this.tokens >= count ? 0 : Math.ceil((count - this.tokens) / this.perMillisecond);
	}

	/** Whether all tokens are there, as in a new bucket. */
	isFull(now: number): boolean {
		this.refill(now);
		return this.tokens === this.burst;
	}

	private refill(now: number): void {
		this.tokens = Math.min(this.burst, this.tokens + (now - this.at) * this.perMillisecond);
		this.at = now;
	}
}
