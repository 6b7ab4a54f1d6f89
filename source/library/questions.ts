/** Asks each client one thing at a time, so that what comes back answers what was asked. */
import type {Clock} from '../../lib/clock.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {ExchangeEvent} from '../state/model/exchange.ts';
import {ChatError} from './chat-error.ts';

/** Milliseconds in which an answer must come. */
const TIMEOUT = 60_000;

type Open = {
	readonly take: (event: ExchangeEvent) => void;
	readonly fail: (error: ChatError) => void;
};

export class Questions {
	readonly #clock: Clock;
	readonly #open = new Map<string, Open>();
	readonly #last = new Map<string, Promise<unknown>>();

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/**
	 * Asks once what was asked before is answered.
	 * @param of whose client is asked; empty: this one
	 * @param answerIn finds the answer in an event, if it is there
	 * @throws ChatError
	 */
	async ask<T>(
		of: string,
		ask: () => Promise<void>,
		answerIn: (event: ExchangeEvent) => T | undefined,
	): Promise<T> {
		const asked = (this.#last.get(of) ?? Promise.resolve()).then(async () => this.#askNow(of, ask, answerIn));
		const settled = asked.catch(() => undefined); // who asked was told
		this.#last.set(of, settled);
		try {
			return await asked;
		} finally {
			if (this.#last.get(of) === settled) this.#last.delete(of);
		}
	}

	/** Hands an event to the question that it answers. */
	take(of: string, event: ExchangeEvent): void {
		this.#open.get(of)?.take(event);
	}

	/** @returns false if nothing is asked there */
	fail(of: string, problem: SafeText): boolean {
		const open = this.#open.get(of);
		open?.fail(new ChatError('file', problem));
		return open !== undefined;
	}

	/** Ends all questions to other clients. */
	failAll(problem: SafeText): void {
		for (const of of [...this.#open.keys()]) if (of !== '') this.fail(of, problem);
	}

	async #askNow<T>(
		of: string,
		ask: () => Promise<void>,
		answerIn: (event: ExchangeEvent) => T | undefined,
	): Promise<T> {
		let cancel = (): void => undefined;
		try {
			return await new Promise<T>((resolve, fail) => {
				const take = (event: ExchangeEvent): void => {
					const answer = answerIn(event);
					if (answer !== undefined) resolve(answer);
				};
				this.#open.set(of, {take, fail});
				cancel = this.#clock.after(TIMEOUT, () =>
					fail(new ChatError('file', safeText`The client of ${of} did not answer; try again later.`)),
				);
				ask().catch(fail);
			});
		} finally {
			cancel();
			this.#open.delete(of);
		}
	}
}
