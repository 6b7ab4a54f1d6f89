/** Lines on their way to one peer: all of a turn together, written as fast as they are read; and when too much waits. */
import type {Socket} from 'node:net';
import type {Limits} from './limits.ts';

export type OutputListener = {
	/** So much waits that nothing more is to be read from this peer; and then no longer. */
	full(): void;
	free(): void;
	/** More waits than a peer may leave unread. */
	tooMuch(): void;
};

export class Output {
	private readonly socket: Socket;
	private readonly limits: Pick<Limits, 'outputHold' | 'outputCut'>;
	private readonly listener: OutputListener;
	private lines: string[] = [];
	/** Characters in {@link lines}, and those of them that were added in this turn. */
	private size = 0;
	private fresh = 0;
	/** What one turn had to say to a peer that had read everything before: however long, a slow reader is not to blame. */
	private spared = 0;

	constructor(socket: Socket, limits: Pick<Limits, 'outputHold' | 'outputCut'>, listener: OutputListener) {
		this.socket = socket;
		this.limits = limits;
		this.listener = listener;
		socket.on('drain', () => this.feed());
	}

	/** What the peer has not taken yet, in bytes, about. */
	get waiting(): number {
		return this.size + this.socket.writableLength;
	}

	/** Whether the peer is slower than what is written to it: then whatever more it takes shows that it reads. */
	get isBehind(): boolean {
		return this.socket.writableLength > 0;
	}

	/** Bytes that have left for the peer so far. */
	get taken(): number {
		return this.socket.bytesWritten - this.socket.writableLength;
	}

	add(line: string): void {
		this.lines.push(line);
		this.size += line.length;
		if (this.fresh === 0) setImmediate(() => this.flush());
		this.fresh += line.length;
		if (this.waiting > this.limits.outputHold) this.listener.full();
	}

	/** Writes all there is, before the socket is ended. */
	end(): void {
		if (this.size > 0) this.socket.write(this.lines.join(''));
		this.lines = [];
		this.size = 0;
		this.fresh = 0;
	}

	/** The end of a turn. */
	private flush(): void {
		const {fresh} = this;
		if (fresh === 0) return;
		this.fresh = 0;
		const before = this.waiting - fresh;
		if (before === 0) this.spared = fresh;
		if (before > this.limits.outputCut + this.spared) this.listener.tooMuch();
		else this.feed();
	}

	/** The socket gets no more at once than lets one see whether its peer reads. */
	private feed(): void {
		const {outputHold} = this.limits;
		while (this.size > 0 && this.socket.writableLength <= outputHold) this.socket.write(this.take());
		if (this.waiting <= outputHold) this.listener.free();
	}

	private take(): string {
		let [count, size] = [0, 0];
		for (const {length} of this.lines) {
			if (count > 0 && size + length > this.limits.outputHold) break;
			count++;
			size += length;
		}

		this.size -= size;
		return this.lines.splice(0, count).join('');
	}
}
