/** Keeps one connection to a PostgreSQL record, and does one step on it after the other; connects again when it is lost. */
import {JournalFailed} from './journal.ts';
import {RecordConnection} from './record-connection.ts';
import {RecordUnreachable} from './record-faults.ts';
import type {RecordPlace} from './record-url.ts';

/** Milliseconds after which a record that does not answer is out of reach. */
const SILENT = 3000;
/** Milliseconds before it connects again. */
const RETRY = 200;

/** The highest timeline that any connection of this server has seen: a primary of a lower one was replaced. */
export type Timeline = {highest: number};

type PumpOptions = {
	readonly place: RecordPlace;
	readonly timeline: Timeline;
	/** Called on each new connection, before any step. */
	readonly opened: (connection: RecordConnection) => Promise<void>;
	/** Does the next step; it is done again after a lost connection. @returns false when there is nothing to do until {@link RecordPump.stir} */
	readonly step: (connection: RecordConnection) => Promise<boolean>;
	readonly onNotice?: (channel: string, payload: string) => void;
	readonly failed: (error: JournalFailed) => void;
};

export class RecordPump {
	private readonly options: PumpOptions;
	private connection: RecordConnection | undefined;
	private isOver = false;
	/** Since when a step is done, by the uptime. */
	private steppingSince: number | undefined;
	private isStirred = false;
	private wake: () => void = () => undefined;
	private running: Promise<void> = Promise.resolve();

	constructor(options: PumpOptions) {
		this.options = options;
	}

	/** Connects and does the first steps, until there is nothing to do. @throws what went wrong */
	async start(): Promise<void> {
		try {
			while (await this.options.step(await this.connected()));
		} catch (error) {
			this.end();
			throw error;
		}

		this.running = this.run();
	}

	/** Whether the record answers. */
	get isReachable(): boolean {
		const since = this.steppingSince ?? Infinity;
		return this.connection !== undefined && performance.now() - since < SILENT;
	}

	/** There is something to do. */
	stir(): void {
		this.isStirred = true;
		this.wake();
	}

	/** Ends the connection at once, and does no further step. */
	end(): void {
		this.isOver = true;
		this.connection?.destroy();
		this.stir();
	}

	/** Resolves when no step is done any more. */
	async ended(): Promise<void> {
		await this.running;
	}

	private async run(): Promise<void> {
		while (!this.isOver) {
			try {
				this.isStirred = false;
				this.steppingSince = performance.now();
				const isBusy = await this.options.step(await this.connected());
				this.steppingSince = undefined;
				if (!isBusy) await this.stirred();
			} catch (error) {
				this.connection?.destroy();
				this.connection = undefined;
				if (!(error instanceof RecordUnreachable)) {
					this.end();
					this.options.failed(failureOf(error));
				} else {
					await new Promise(resolve => setTimeout(resolve, RETRY).unref());
				}
			}
		}
	}

	private async stirred(): Promise<void> {
		if (this.isStirred || this.isOver) return;
		await new Promise<void>(resolve => (this.wake = resolve));
	}

	private async connected(): Promise<RecordConnection> {
		const {place, timeline, onNotice, opened} = this.options;
		if (this.connection && this.connection.timeline >= timeline.highest) return this.connection;
		this.connection?.destroy();
		const connection = await RecordConnection.open(place, timeline.highest, {
			...(onNotice && {onNotice}),
			onLost: () => {
				if (this.connection?.isLost === true) this.connection = undefined;
				this.stir();
			},
		});
		try {
			await opened(connection);
		} catch (error) {
			connection.destroy();
			throw error;
		}

		timeline.highest = Math.max(timeline.highest, connection.timeline);
		this.connection = connection;
		return connection;
	}
}

/** Whatever else goes wrong is a mistake of this program: its state may be another than that of the other servers. */
function failureOf(error: unknown): JournalFailed {
	if (error instanceof JournalFailed) return error;
	const reason = error instanceof Error ? error.message : String(error);
	return new JournalFailed(`The record was used wrongly (${reason}); report it.`, {cause: error});
}
