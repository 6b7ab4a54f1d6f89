/** Tracks work that only the end of a session waits for. */
import {ClientFileError} from '../../lib/client-file-error.ts';
import {safeText} from '../../protocol/text.ts';
import type {LinkDispatch} from '../state/model/link.ts';

export class BackgroundWork {
	readonly #dispatch: LinkDispatch;
	readonly #running = new Set<Promise<void>>();

	constructor(dispatch: LinkDispatch) {
		this.#dispatch = dispatch;
	}

	/** Takes over a promise. A file that cannot be written is reported; any other error is a bug, which nothing handles. */
	add(work: Promise<void>): void {
		const guarded = work
			.catch((error: unknown) => {
				if (!(error instanceof ClientFileError)) throw error;
				this.#dispatch({type: 'failed', problem: safeText`${error.message}`});
			})
			.finally(() => this.#running.delete(guarded));
		this.#running.add(guarded);
	}

	/** Resolves when all work is done that was added before this call. */
	async settled(): Promise<void> {
		await Promise.all(this.#running);
	}
}
