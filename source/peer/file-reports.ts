/** Reports a problem with a file of the client once, until the file is good again. */
import {ClientFileError} from '../../lib/client-file-error.ts';

export class FileReports {
	/** The newest problem of each. */
	readonly #told = new Map<string, string>();

	/**
	 * Uses files.
	 * @param what names the files: a problem that was thrown for them before is not thrown again
	 * @returns undefined where the problem was reported before
	 * @throws ClientFileError for a new problem
	 */
	async once<T>(what: string, use: () => Promise<T>): Promise<T | undefined> {
		try {
			const result = await use();
			this.#told.delete(what);
			return result;
		} catch (error) {
			if (!(error instanceof ClientFileError)) throw error;
			if (this.#told.get(what) === error.message) return undefined; // the user knows
			this.#told.set(what, error.message);
			throw error;
		}
	}

	/** Forgets what was reported: the next sign-in reports it again. */
	clear(): void {
		this.#told.clear();
	}
}
