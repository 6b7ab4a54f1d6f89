/** Semaphore with fair queueing: only so many work at a time, and those who wait take turns by the network they come from. */

type Waiting = (mayEnter: boolean) => void;

export class Gate {
	private readonly atOnce: number;
	private readonly line: number;
	private readonly lines: number;
	private inside = 0;
	private waiting = 0;
	/** Those who wait, by network; the network whose turn is next comes first. */
	private readonly queues = new Map<string, Waiting[]>();

	/** @param atOnce most at work; @param line most that wait of one network; @param lines most that wait altogether */
	constructor(atOnce: number, line: number, lines = 4 * line) {
		this.atOnce = atOnce;
		this.line = line;
		this.lines = lines;
	}

	/** Turns of work that a newcomer of this network would wait for. */
	turns(network: string): number {
		const before = Math.min(this.waiting, (this.queueOf(network).length + 1) * this.queues.size);
		return Math.ceil((before + 1) / this.atOnce);
	}

	/** Does the work when its turn comes; undefined when the line is full, or when nobody wants it any more by then. */
	async pass<T>(network: string, work: () => Promise<T>, isWanted = () => true): Promise<T | undefined> {
		if (!(await this.enter(network))) return undefined;
		try {
			return isWanted() ? await work() : undefined;
		} finally {
			this.leave();
		}
	}

	private async enter(network: string): Promise<boolean> {
		if (this.inside < this.atOnce) {
			this.inside++;
			return true;
		}

		const queue = this.queueOf(network);
		if (queue.length >= this.line || (this.waiting >= this.lines && !this.makeRoom(queue.length)))
			return false;
		this.queues.set(network, queue);
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

	/** Whoever is next takes over the place that becomes free; their network is last from then on. */
	private leave(): void {
		const [next] = this.queues;
		if (next === undefined) {
			this.inside--;
			return;
		}

		const [network, queue] = next;
		this.queues.delete(network);
		if (queue.length > 1) this.queues.set(network, queue);
		this.waiting--;
		queue.shift()?.(true);
	}

	private queueOf(network: string): Waiting[] {
		return this.queues.get(network) ?? [];
	}
}
