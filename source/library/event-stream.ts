/** Hands events to listeners and loops, in order; those that come before the program can listen wait for it. */
import type {ChatEvent} from './api.ts';
import {ChatError} from './chat-error.ts';

type EventOf<T extends ChatEvent['type']> = Extract<ChatEvent, {readonly type: T}>;
type Listener = (event: never) => unknown;

/** Maximum events that wait for a loop. */
const MAX_WAITING = 10_000;

export class EventStream {
	readonly #listeners = new Map<ChatEvent['type'], Set<Listener>>();
	readonly #loops = new Set<Loop>();
	/** Events that came before {@link open}. */
	#early: ChatEvent[] | undefined = [];
	#isOver = false;

	/** Hands on what has come so far, and what comes. */
	open(): void {
		const early = this.#early ?? [];
		this.#early = undefined;
		for (const event of early) this.emit(event);
	}

	emit(event: ChatEvent): void {
		if (this.#early) {
			this.#early.push(event);
			return;
		}

		if (event.type === 'closed') this.#isOver = true;
		for (const listener of [...(this.#listeners.get(event.type) ?? [])]) call(listener, event);
		for (const loop of [...this.#loops]) if (!loop.push(event)) this.#loops.delete(loop);
	}

	on<T extends ChatEvent['type']>(type: T, listener: (event: EventOf<T>) => unknown): () => void {
		const listeners = this.#listeners.get(type) ?? new Set();
		this.#listeners.set(type, listeners.add(listener));
		return () => void listeners.delete(listener);
	}

	loop(): AsyncIterableIterator<ChatEvent> {
		const loop = new Loop(() => this.#loops.delete(loop));
		if (this.#isOver) loop.push({type: 'closed'});
		else this.#loops.add(loop);
		return loop;
	}
}

/** A listener that throws is a bug of the program: it surfaces as an uncaught exception, and harms no other listener. */
function call(listener: Listener, event: ChatEvent): void {
	try {
		const result = listener(event as never); // it was registered for this type
		if (result instanceof Promise) result.catch(rethrow);
	} catch (error) {
		rethrow(error);
	}
}

function rethrow(error: unknown): void {
	queueMicrotask(() => {
		throw error;
	});
}

type Asked = {
	readonly resolve: (result: IteratorResult<ChatEvent>) => void;
	readonly reject: (error: ChatError) => void;
};

class Loop implements AsyncIterableIterator<ChatEvent> {
	readonly #leave: () => void;
	#events: ChatEvent[] = [];
	#asked: Asked[] = [];
	#end: 'no' | 'done' | 'fellBehind' = 'no';

	constructor(leave: () => void) {
		this.#leave = leave;
	}

	[Symbol.asyncIterator](): this {
		return this;
	}

	/** @returns false if it takes no more */
	push(event: ChatEvent): boolean {
		if (this.#events.length >= MAX_WAITING) this.#end = 'fellBehind';
		else this.#events.push(event);
		if (event.type === 'closed') this.#end = 'done';
		this.#answer();
		return this.#end === 'no';
	}

	async next(): Promise<IteratorResult<ChatEvent>> {
		return new Promise((resolve, reject) => {
			this.#asked.push({resolve, reject});
			this.#answer();
		});
	}

	async return(): Promise<IteratorResult<ChatEvent>> {
		this.#end = 'done';
		this.#events = [];
		this.#leave();
		this.#answer();
		return Promise.resolve({done: true, value: undefined});
	}

	#answer(): void {
		while (this.#asked.length > 0 && (this.#events.length > 0 || this.#end !== 'no')) {
			const asked = this.#asked.shift();
			const value = this.#events.shift();
			if (value) asked?.resolve({done: false, value});
			else if (this.#end === 'done') asked?.resolve({done: true, value: undefined});
			else asked?.reject(fellBehind());
		}
	}
}

function fellBehind(): ChatError {
	return new ChatError(
		'fellBehind',
		`The loop took too long: more than ${MAX_WAITING} events waited for it.`,
	);
}
