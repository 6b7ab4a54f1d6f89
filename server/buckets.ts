/** A token bucket for each address, or network of one owner: what one of them takes is no other's, and whoever has paid back is forgotten. */
import {Bucket} from './bucket.ts';
import {networkOf} from './network.ts';

/** Most networks remembered; the oldest is forgotten first, so that no number of them costs memory. */
const MOST = 10_000;

export class Buckets {
	private readonly rate: number;
	private readonly burst: number;
	private readonly buckets = new Map<string, Bucket>();

	/** @param rate tokens that come back per second; @param burst most tokens of each, and how many there are at first */
	constructor(rate: number, burst: number) {
		this.rate = rate;
		this.burst = burst;
	}

	/** How many networks are remembered. */
	get size(): number {
		return this.buckets.size;
	}

	/** Takes a token if there is one. */
	take(address: string, now: number): boolean {
		return this.of(address, now).take(now);
	}

	/** Takes a token, there or not: what is owed is paid back before there is one again. */
	charge(address: string, now: number): void {
		this.of(address, now).charge(now);
	}

	/** Milliseconds until there is a token. */
	wait(address: string, now: number): number {
		return this.buckets.get(networkOf(address))?.wait(now) ?? 0;
	}

	/** To be called every second or so. */
	sweep(now: number): void {
		for (const [address, bucket] of this.buckets) if (bucket.isFull(now)) this.buckets.delete(address);
	}

	private of(address: string, now: number): Bucket {
		const network = networkOf(address);
		const known = this.buckets.get(network);
		if (known) return known;
		const [oldest] = this.buckets.keys();
		if (this.buckets.size >= MOST && oldest !== undefined) this.buckets.delete(oldest);
		const bucket = new Bucket(this.rate, this.burst, now);
		this.buckets.set(network, bucket);
		return bucket;
	}
}
