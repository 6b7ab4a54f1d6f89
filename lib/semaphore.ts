/** Semaphore with fair queueing: only so many work at a time, and those who wait take turns by group: by network, by user. */

type Waiting = (mayEnter: boolean) => void;

export class Semaphore {
	private readonly atOnce: number;
	private readonly line: number;
	private readonly lines: number;
	private inside = 0;
	private waiting = 0;
	/** Those who wait, by group; the group whose turn is next comes first. */
	private readonly queues = new Map<string, Waiting[]>();

	/** @param atOnce most at work; @param line most that wait of one group; @param lines most that wait altogether */
	constructor(atOnce: number, line: number, lines = 4 * line) {
		this.atOnce = atOnce;
		this.line = line;
		this.lines = lines;
	}

	/** Turns of work that a newcomer of this group would wait for. */
	turns(group: string): number {
		const before = Math.min(this.waiting, (this.queueOf(group).length + 1) * this.queues.size);
		return Math.ceil((before + 1) / this.atOnce);
	}

	/** Does the work when its turn comes; undefined when the line is full, or when nobody wants it any more by then. */
	async pass<T>(group: string, work: () => Promise<T>, isWanted = () => true): Promise<T | undefined> {
		if (!(await this.enter(group))) return undefined;
		try {
			return isWanted() ? await work() : undefined;
		} finally {
			this.leave();
		}
	}

	private async enter(group: string): Promise<boolean> {
		if (this.inside < this.atOnce) {
			this.inside++;
			return true;
		}

		const queue = this.queueOf(group);
		if (queue.length >= this.line || (this.waiting >= this.lines && !this.makeRoom(queue.length)))
			return false;
		this.queues.set(group, queue);
		this.waiting++;
		return new Promise<boolean>(resolve => queue.push(resolve));
	}

	/** Turns away the newest of the longest queue, if that one is longer than `than`: a crowd keeps nobody else out. */
	private makeRoom(than: number): boolean {
		const [longest] = [...this.queues.values()].sort((one, other) => other.length - one.length);
		if (longest === undefined || longest.length <= than + 1) return false;
		this.waiting--;
		longest.pop()?.(false);
		return true;
	}

	/** Whoever is next takes over the place that becomes free; their group is last from then on. */
	private leave(): void {
		const [next] = this.queues;
		if (next === undefined) {
			this.inside--;
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
