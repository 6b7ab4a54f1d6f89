/** Hands out the newest secret that opens this side of a relay, once it has come. */

export class RelayToken {
	#token: string | undefined;
	readonly #waiting = new Set<(token: string) => void>();

	constructor(token?: string) {
		this.#token = token;
	}

	/** Whether there is a secret that was not taken. */
	get isThere(): boolean {
		return this.#token !== undefined;
	}

	/** Replaces the secret by a newer one. */
	renew(token: string): void {
		this.#token = token;
		const [next] = this.#waiting;
		if (next) next(token);
	}

	/** Takes the secret, which is valid once; waits for one if there is none. @throws when the signal is aborted */
	async take(signal: AbortSignal): Promise<string> {
		const token = this.#token ?? (await this.#next(signal));
		this.#token = undefined;
		return token;
	}

	async #next(signal: AbortSignal): Promise<string> {
		return new Promise((resolve, reject) => {
			const stop = () => {
				this.#waiting.delete(got);
				signal.removeEventListener('abort', abort);
			};
			const got = (token: string) => {
				stop();
				resolve(token);
			};
			const abort = () => {
				stop();
				reject(new Error('The relay is not wanted any more.'));
			};
			this.#waiting.add(got);
			signal.addEventListener('abort', abort);
			if (signal.aborted) abort();
		});
	}
}
