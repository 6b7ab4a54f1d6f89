/** Semaphore with fair queueing: limits parallel work; groups that wait, such as users or networks, are served round-robin. */

type Waiting = (mayStart: boolean) => void;

export class Semaphore {
	private readonly maxParallel: number;
	private readonly maxWaitingOfGroup: number;
	private readonly maxWaiting: number;
	private running = 0;
	private waiting = 0;
	/** Work that waits, by group; the group that is served next comes first. */
	private readonly queues = new Map<string, Waiting[]>();

	constructor(maxParallel: number, maxWaitingOfGroup: number, maxWaiting = 4 * maxWaitingOfGroup) {
		this.maxParallel = maxParallel;
		this.maxWaitingOfGroup = maxWaitingOfGroup;
		this.maxWaiting = maxWaiting;
	}

	/** Counts the rounds of work for which new work of this group would wait. */
	roundsAhead(group: string): number {
		const before = Math.min(this.waiting, (this.queueOf(group).length + 1) * this.queues.size);
		return Math.ceil((before + 1) / this.maxParallel);
	}

	/**
	 * Runs the work as soon as the semaphore lets it.
	 * @param isWanted asked right before the work would run
	 * @returns undefined when too much waits already, or when the work is not wanted any more
	 */
	async run<T>(group: string, work: () => Promise<T>, isWanted = () => true): Promise<T | undefined> {
		if (!(await this.acquire(group))) return undefined;
		try {
			return isWanted() ? await work() : undefined;
		} finally {
			this.release();
		}
	}

	private async acquire(group: string): Promise<boolean> {
		if (this.running < this.maxParallel) {
			this.running++;
			return true;
		}

		const queue = this.queueOf(group);
		if (queue.length >= this.maxWaitingOfGroup) return false;
		if (this.waiting >= this.maxWaiting && !this.evictNewest(queue.length)) return false;
		this.queues.set(group, queue);
		this.waiting++;
		return new Promise<boolean>(resolve => queue.push(resolve));
	}

	/** Evicts the newest of the longest queue, if that is longer than `length`: a crowded group keeps no other out. */
	private evictNewest(length: number): boolean {
		const [longest] = [...this.queues.values()].sort((one, other) => other.length - one.length);
		if (longest === undefined || longest.length <= length + 1) return false;
		this.waiting--;
		longest.pop()?.(false);
		return true;
	}

	/** Hands the free place to the next group, which comes last from then on. */
	private release(): void {
		const [next] = this.queues;
		if (next === undefined) {
			this.running--;
			return;
		}

		const [group, queue] = next;
		this.queues.delete(group);
		if (queue.length > 1) this.queues.set(group, queue);
		this.waiting--;
		queue.shift()?.(true);
	}

	private queueOf(group: string): Waiting[] {
		return this.queues.get(group) ?? [];
	}
}
