/** A token bucket: a steady rate, with a burst allowed. */

export class TokenBucket {
	private readonly perMillisecond: number;
	private readonly burst: number;
	private tokens: number;
	private at: number;

	/** @param rate tokens that come back per second; @param burst most tokens, and how many there are at first */
	constructor(rate: number, burst: number, now: number) {
		this.perMillisecond = rate / 1000;
		this.burst = burst;
		this.tokens = burst;
		this.at = now;
	}

	/** Takes a token, or so many, if there are. */
	take(now: number, count = 1): boolean {
		this.refill(now);
		if (this.tokens < count) return false;
		this.tokens -= count;
		return true;
	}

	/** Takes them, there or not: what is owed comes back before there is one again. */
	charge(now: number, count = 1): void {
		this.refill(now);
		this.tokens -= count;
	}

	/** Milliseconds until there is a token, or are so many; 0 when there are. */
	wait(now: number, count = 1): number {
		this.refill(now);
		return this.tokens >= count ? 0 : Math.ceil((count - this.tokens) / this.perMillisecond);
	}

	/** Whether it is as if nothing had ever been taken. */
	isFull(now: number): boolean {
		this.refill(now);
		return this.tokens === this.burst;
	}

	private refill(now: number): void {
		this.tokens = Math.min(this.burst, this.tokens + (now - this.at) * this.perMillisecond);
		this.at = now;
	}
}
