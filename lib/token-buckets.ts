/** Token buckets by account or network; full ones are forgotten. */
import {TokenBucket} from './token-bucket.ts';
import {networkOf} from '../protocol/network.ts';

/** Maximum buckets; the oldest is forgotten first, so that no number of addresses costs memory. */
const MAX_BUCKETS = 10_000;

export class TokenBuckets {
	private readonly rate: number;
	private readonly burst: number;
	private readonly buckets = new Map<string, TokenBucket>();

	/**
	 * @param rate tokens of each bucket refilled per second
	 * @param burst maximum tokens of each, and how many there are at first
	 */
	constructor(rate: number, burst: number) {
		this.rate = rate;
		this.burst = burst;
	}

	/** Number of buckets. */
	get size(): number {
		return this.buckets.size;
	}

	/** Takes tokens. @param now uptime in milliseconds @returns false, and takes none, if there are too few */
	take(whose: string, now: number, count = 1): boolean {
		return this.of(whose, now).take(now, count);
	}

	/** Gives a taken token back. */
	giveBack(whose: string): void {
		this.buckets.get(networkOf(whose))?.giveBack();
	}

	/** Takes tokens even if there are too few: the debt is refilled first. */
	charge(whose: string, now: number, count = 1): void {
		this.of(whose, now).charge(now, count);
	}

	/** Takes tokens even if there are too few. @returns the milliseconds until there is one again; 0 if there is */
	spend(whose: string, now: number, count: number): number {
		const bucket = this.of(whose, now);
		bucket.charge(now, count);
		return bucket.wait(now);
	}

	/** Returns the milliseconds until there are so many tokens; 0 if there are. */
	wait(whose: string, now: number, count = 1): number {
		return this.buckets.get(networkOf(whose))?.wait(now, count) ?? 0;
	}

	/** Forgets full buckets; to be called every second or so. */
	sweep(now: number): void {
		for (const [whose, bucket] of this.buckets) if (bucket.isFull(now)) this.buckets.delete(whose);
	}

	/** Finds or makes a bucket. The name of an account is a network of its own: it has no colon. */
	of(whose: string, now: number): TokenBucket {
		const network = networkOf(whose);
		const known = this.buckets.get(network);
		if (known) return known;
		if (this.buckets.size >= MAX_BUCKETS) {
			const [oldest = ''] = this.buckets.keys();
			this.buckets.delete(oldest);
		}

		const bucket = new TokenBucket(this.rate, this.burst, now);
		this.buckets.set(network, bucket);
		return bucket;
	}
}
