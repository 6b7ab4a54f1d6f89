/** Does what is to be asked of a PostgreSQL record between turns, one job after the other, again until it is done. */
import {JournalFailed, type Entry, type Position} from './journal.ts';
import type {RecordConnection} from './record-connection.ts';
import {entriesAfter, PAGE, readAfter} from './record-rows.ts';

/** Milliseconds before a job that waits for another server is done again. */
const AGAIN = 100;

/** @returns whether it is done; it is done again after a lost connection */
type Job = (connection: RecordConnection) => Promise<boolean>;

export class RecordJobs {
	private readonly jobs: Job[] = [];
	private readonly stir: () => void;

	/** @param stir called when there is something to do */
	constructor(stir: () => void) {
		this.stir = stir;
	}

	get isWaiting(): boolean {
		return this.jobs.length > 0;
	}

	/** Resolves when the job is done. @throws JournalFailed when the job does */
	async add(job: Job): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.jobs.push(async connection => {
				const isDone = await job(connection).catch((error: unknown) => {
					if (error instanceof JournalFailed) reject(error);
					throw error;
				});
				if (isDone) resolve();
				return isDone;
			});
			this.stir();
		});
	}

	/** Asks something that needs no other server. @throws JournalFailed when it does */
	async ask<T>(work: (connection: RecordConnection) => Promise<T>): Promise<T> {
		return new Promise((resolve, reject) => {
			this.add(async connection => {
				resolve(await work(connection));
				return true;
			}).catch(reject);
		});
	}

	/** @returns whether the next job is done; if not, it is done again soon */
	async doNext(connection: RecordConnection): Promise<boolean> {
		const [job] = this.jobs;
		const isDone = (await job?.(connection)) ?? true;
		if (isDone) this.jobs.shift();
		else setTimeout(this.stir, AGAIN).unref();
		return isDone;
	}
}

/** Reads all entries after this position, a page at a time. */
export async function* readEntries(jobs: RecordJobs, after: Position): AsyncGenerator<Entry> {
	for (let [position, isDone] = [after, false]; !isDone;) {
		const from = position;
		const [{rows} = {rows: []}] = await jobs.ask(async connection => connection.ask(readAfter(from)));
		const page = entriesAfter(from, rows);
		isDone = rows.length < PAGE;
		yield* page;
		position = page.at(-1)?.position ?? position;
	}
}
