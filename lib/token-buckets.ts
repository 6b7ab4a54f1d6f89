/** A token bucket for each account or network. One whose tokens are all back is forgotten. */
import {TokenBucket} from './token-bucket.ts';
import {networkOf} from './network.ts';

/** Most of them remembered; the oldest is forgotten first, so that no number of them costs memory. */
const MOST = 10_000;

export class TokenBuckets {
	private readonly rate: number;
	private readonly burst: number;
	private readonly buckets = new Map<string, TokenBucket>();

	/** @param rate tokens that come back per second; @param burst most tokens of each, and how many there are at first */
	constructor(rate: number, burst: number) {
		this.rate = rate;
		this.burst = burst;
	}

	/** How many are remembered. */
	get size(): number {
		return this.buckets.size;
	}

	/** Takes a token, or so many, if there are. */
	take(whose: string, now: number, count = 1): boolean {
		return this.of(whose, now).take(now, count);
	}

	/** Takes them, there or not: what is owed is paid back before there is one again. */
	charge(whose: string, now: number, count = 1): void {
		this.of(whose, now).charge(now, count);
	}

	/** Milliseconds until there is a token, or are so many. */
	wait(whose: string, now: number, count = 1): number {
		return this.buckets.get(networkOf(whose))?.wait(now, count) ?? 0;
	}

	/** To be called every second or so. */
	sweep(now: number): void {
		for (const [whose, bucket] of this.buckets) if (bucket.isFull(now)) this.buckets.delete(whose);
	}

	/** The name of an account is its own network: it has no colon. */
	private of(whose: string, now: number): TokenBucket {
		const network = networkOf(whose);
		const known = this.buckets.get(network);
		if (known) return known;
		const [oldest] = this.buckets.keys();
		if (this.buckets.size >= MOST && oldest !== undefined) this.buckets.delete(oldest);
		const bucket = new TokenBucket(this.rate, this.burst, now);
		this.buckets.set(network, bucket);
		return bucket;
	}
}
