/** Simulates a user who sends messages, at minimal cost, whatever the protocol. */
import type {Socket} from 'node:net';

export const TEXT = 'so many words as people write to each other in a chat';

export abstract class SimulatedUser {
	/** Called at each acknowledgement of a message, with the uptime in milliseconds when that was sent. */
	onReply: (sentAt: number) => void = () => undefined;
	/** Whether the user answers each message of another with a read receipt, where the protocol has any. */
	marks = false;
	/** Number of messages of others that have come. */
	heard = 0;
	protected readonly socket: Socket;
	/** What was sent since the last {@link flush}. */
	protected output = '';
	/** When each message that waits for its acknowledgement was sent, in order. */
	private readonly sentAt: number[] = [];

	constructor(socket: Socket) {
		this.socket = socket;
	}

	/** Number of messages that wait for their acknowledgements. */
	get waiting(): number {
		return this.sentAt.length;
	}

	/** Sends a message, with the next {@link flush}. */
	send(now: number): void {
		this.sentAt.push(now);
		this.output += this.frame();
	}

	flush(): void {
		if (this.output === '') return;
		this.socket.write(this.output, 'latin1');
		this.output = '';
	}

	/** Shows the server that the client lives. */
	abstract ping(): void;

	/** Makes the frame of the next message. */
	protected abstract frame(): string;

	/** The oldest message that waits is acknowledged. */
	protected acknowledged(): void {
		this.onReply(this.sentAt.shift() ?? NaN);
	}
}

export function fail(error: Error): never {
	process.stderr.write(`A simulated user failed: ${error.message}\n`);
	process.exit(1);
}
