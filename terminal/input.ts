/** Reads stdin in raw mode and dispatches its events one at a time, in order. */
import {after, type After} from './after.ts';
import {Decoder} from './decoder.ts';
import type {TermEvent} from './event.ts';

/** Handles an event. It may return a promise that settles when the event has had its effect; the next event waits for it. */
type EventHandler = (event: TermEvent) => void | Promise<void>;

/** The part of a terminal's stdin that this class uses; `process.stdin` is one. */
type RawStdin = NodeJS.EventEmitter & {
	setEncoding(encoding: 'utf8'): unknown;
	setRawMode?(isRaw: boolean): unknown;
	resume(): unknown;
	pause(): unknown;
};

export class Input {
	/** Called when stdin has ended: the terminal is gone. */
	onEnd: (() => void) | undefined;
	readonly #stdin: RawStdin;
	readonly #decoder: Decoder;
	readonly #waiting: TermEvent[] = [];
	#handler: EventHandler | undefined;
	#isHandling = false;
	#isPaused = true;
	readonly #after: After;
	#cancelPatience: (() => void) | undefined;
	#flush: NodeJS.Immediate | undefined;

	/** @param isSlow whether the keys come over a network, which splits sequences */
	constructor(stdin: RawStdin = process.stdin, timer: After = after, isSlow = isRemote(process.env)) {
		this.#stdin = stdin;
		this.#after = timer;
		this.#decoder = new Decoder(isSlow);
	}

	/**
	 * Sets the handler, which also gets the events that arrived before. The next event follows in a later turn of the event loop, when the
	 * promise that the handler returned is fulfilled. A handler that throws or rejects is a fault of the program: it surfaces as an
	 * uncaught error, and no further event is dispatched.
	 */
	set onEvent(handler: EventHandler | undefined) {
		this.#handler = handler;
		void this.#handOver();
	}

	/** Starts reading the keyboard. */
	start(): void {
		this.#stdin.setEncoding('utf8');
		this.#stdin.on('data', this.#onData);
		this.#stdin.on('end', this.#onEnd);
		this.#stdin.on('error', this.#onEnd); // a terminal that is gone reads as EIO
		this.resume();
	}

	/** Releases the keyboard for good; where another program has it already, leaves its mode alone. */
	stop(isTaken = false): void {
		this.pause(isTaken);
		this.#stdin.off('data', this.#onData);
		this.#stdin.off('end', this.#onEnd);
		this.#stdin.off('error', this.#onEnd);
	}

	/** Releases the keyboard for a while. Events that have been read stay queued. */
	pause(isTaken = false): void {
		this.#isPaused = true;
		this.#stopWaiting();
		if (!isTaken) this.#stdin.setRawMode?.(false);
		this.#stdin.pause();
	}

	resume(): void {
		this.#isPaused = false;
		this.#stdin.setRawMode?.(false); // what Node takes for set, it does not set again; a shell may have changed it
		this.#stdin.setRawMode?.(true);
		this.#stdin.resume();
		this.#waitForMore();
		void this.#handOver();
	}

	readonly #onEnd = (): void => {
		this.#take(this.#decoder.flush());
		this.onEnd?.();
	};

	readonly #onData = (chunk: string): void => {
		this.#take(this.#decoder.push(chunk));
		this.#waitForMore();
	};

	#take(events: TermEvent[]): void {
		this.#waiting.push(...events);
		void this.#handOver();
	}

	/**
	 * Lets the decoder decide when no more bytes have arrived. When the time is over, stdin is read once more: if this program was busy for
	 * that long, the rest of the sequence is there already.
	 */
	#waitForMore(): void {
		this.#stopWaiting();
		const {patience} = this.#decoder;
		if (patience === undefined || this.#isPaused) return;
		this.#cancelPatience = this.#after(patience, () => {
			this.#flush = setImmediate(() => {
				this.#take(this.#decoder.flush());
				this.#waitForMore();
			});
		});
	}

	#stopWaiting(): void {
		this.#cancelPatience?.();
		clearImmediate(this.#flush);
	}

	async #handOver(): Promise<void> {
		if (this.#isHandling) return;
		this.#isHandling = true;
		while (this.#handler !== undefined && !this.#isPaused) {
			const event = this.#waiting.shift();
			if (event === undefined) break;
			await this.#handler(event);
			await nextTurn();
		}

		this.#isHandling = false;
	}
}

/** Tells whether the user has connected by ssh or mosh. */
function isRemote(env: NodeJS.ProcessEnv): boolean {
	return Object.keys(env).some(
		name => name.startsWith('SSH_') && name !== 'SSH_AUTH_SOCK' && name !== 'SSH_AGENT_PID',
	);
}

function nextTurn(): Promise<void> {
	return new Promise(resolve => {
		setImmediate(resolve);
	});
}
