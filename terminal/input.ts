/** The keyboard: takes stdin in raw mode and hands over what it says one event at a time, none before its turn, none lost. */
import {after, type After} from './after.ts';
import {Decoder} from './decoder.ts';
import type {TermEvent} from './event.ts';

/** May return a promise that settles when the event has had its effect; the next event waits for it. */
export type EventHandler = (event: TermEvent) => void | Promise<void>;

/** What this needs of a terminal's stdin; `process.stdin` is one. */
export type RawStdin = NodeJS.EventEmitter & {
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

	/** @param isSlow whether the keys come over a network, which tears what belongs together */
	constructor(stdin: RawStdin = process.stdin, timer: After = after, isSlow = isRemote(process.env)) {
		this.#stdin = stdin;
		this.#after = timer;
		this.#decoder = new Decoder(isSlow);
	}

	/**
	 * Who gets the events. What arrived before is handed over then. The next event follows in a later turn of the event
	 * loop, and not before the promise that the handler returned is fulfilled. A handler that throws or rejects is a fault of the
	 * program: it surfaces as an uncaught error, and no further event is handed over.
	 */
	set onEvent(handler: EventHandler | undefined) {
		this.#handler = handler;
		void this.#handOver();
	}

	/** Takes the keyboard. */
	start(): void {
		this.#stdin.setEncoding('utf8');
		this.#stdin.on('data', this.#onData);
		this.#stdin.on('end', this.#onEnd);
		this.#stdin.on('error', this.#onEnd); // a terminal that is gone reads as EIO
		this.resume();
	}

	/** Gives the keyboard back for good; where somebody else has it already, its mode is theirs. */
	stop(isTaken = false): void {
		this.pause(isTaken);
		this.#stdin.off('data', this.#onData);
		this.#stdin.off('end', this.#onEnd);
		this.#stdin.off('error', this.#onEnd);
	}

	/** Gives the keyboard to somebody else for a while. What has been read stays in line. */
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
	 * Lets the decoder decide when nothing more has come. After the time is over stdin is read once more: when this program
	 * was busy for that long, the rest of the sequence lies there already.
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

/** Whether this program runs for somebody who has come by ssh or mosh. */
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
