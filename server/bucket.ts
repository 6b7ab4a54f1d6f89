/** A token bucket: a steady rate, with a burst allowed. */

export class Bucket {
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

	/** Takes a token if there is one. */
	take(now: number): boolean {
		this.refill(now);
		if (this.tokens < 1) return false;
		this.tokens--;
		return true;
	}

	/** Takes a token, there or not: what is owed comes back before there is one again. */
	charge(now: number): void {
		this.refill(now);
		this.tokens--;
	}

	/** Milliseconds until there is a token; 0 when there is one. */
	wait(now: number): number {
		this.refill(now);
		return this.tokens >= 1 ? 0 : Math.ceil((1 - this.tokens) / this.perMillisecond);
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
