/** Admits new connections at the rate of their network; those beyond it wait for a while, in the order in which they came. */
import type {Socket} from 'node:net';
import type {Clock} from '../../lib/clock.ts';
import {TokenBuckets} from '../../lib/token-buckets.ts';
import {networkOf} from '../../protocol/network.ts';
import type {Limits} from './limits.ts';

/** Milliseconds between two looks at who waits. */
const LOOK_INTERVAL = 50;

type Waiting = {readonly socket: Socket; readonly address: string; readonly until: number};

type AdmissionOptions = {
	readonly clock: Clock;
	readonly limits: Limits;
	/** Whether a network has as many strangers as it may have: then nobody who waits is admitted. */
	readonly isCrowded: (network: string) => boolean;
	readonly admit: (socket: Socket, address: string) => void;
	/** Called for one that is turned away, before it is cut. */
	readonly onTurnedAway: (address: string) => void;
};

export class Admission {
	private readonly options: AdmissionOptions;
	private readonly accepts: TokenBuckets;
	/** By network, each in the order of arrival. */
	private readonly lines = new Map<string, Waiting[]>();
	/** Number of those that wait. */
	private count = 0;
	private isLooking = false;

	constructor(options: AdmissionOptions) {
		this.options = options;
		this.accepts = new TokenBuckets(options.limits.acceptRate, options.limits.acceptBurst);
	}

	/** Admits a connection, lets it wait, or cuts it. */
	arrive(socket: Socket, address: string): void {
		const {clock, limits, admit} = this.options;
		const network = networkOf(address);
		const line = this.lines.get(network);
		const now = clock.uptime();
		if (!line && this.accepts.take(address, now)) admit(socket, address);
		else if ((line?.length ?? 0) >= limits.waitingPerAddress || !this.makeRoom(line?.length ?? 0))
			this.turnAway({socket, address});
		else {
			const waiting = {socket, address, until: now + limits.waitingTime};
			if (line) line.push(waiting);
			else this.lines.set(network, [waiting]);
			this.count++;
			this.lookSoon();
		}
	}

	/** Takes a connection out of the rate of its network, so that the next one goes on. */
	giveBack(address: string): void {
		this.accepts.giveBack(address);
		this.serve(networkOf(address));
	}

	/** Forgets networks that are quiet; to be called every second or so. */
	sweep(): void {
		this.accepts.sweep(this.options.clock.uptime());
	}

	/** Cuts all that wait. */
	stop(): void {
		for (const line of this.lines.values()) for (const {socket} of line) socket.destroy();
		this.lines.clear();
		this.count = 0;
	}

	/**
	 * Makes room for one more that waits: where there is none, the newest goes of the network that has most. So no few networks keep
	 * all others out.
	 * @param waiting how many of the network of the new one wait @returns false if none has more
	 */
	private makeRoom(waiting: number): boolean {
		if (this.count < this.options.limits.waiting) return true;
		const lines = [...this.lines.values()];
		const longest = lines.reduce((one, other) => (other.length > one.length ? other : one), []);
		if (longest.length <= waiting + 1) return false;
		const last = longest.pop();
		if (last) this.turnAway(last);
		this.count--;
		return true;
	}

	private serve(network: string): void {
		const {clock, isCrowded, admit} = this.options;
		const now = clock.uptime();
		const line = this.lines.get(network) ?? [];
		let gone = 0;
		for (const waiting of line) {
			if (waiting.until <= now) this.turnAway(waiting);
			else if (isCrowded(network) || !this.accepts.take(waiting.address, now)) break;
			else admit(waiting.socket, waiting.address);
			gone++;
		}

		line.splice(0, gone);
		this.count -= gone;
		if (line.length === 0) this.lines.delete(network);
	}

	private lookSoon(): void {
		if (this.isLooking || this.count === 0) return;
		this.isLooking = true;
		this.options.clock.after(LOOK_INTERVAL, () => {
			this.isLooking = false;
			for (const network of [...this.lines.keys()]) this.serve(network);
			this.lookSoon();
		});
	}

	private turnAway({socket, address}: Pick<Waiting, 'socket' | 'address'>): void {
		this.options.onTurnedAway(address);
		socket.destroy();
	}
}
