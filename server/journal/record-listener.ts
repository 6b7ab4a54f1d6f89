/** Hears of what others append to a PostgreSQL record, and reads it, on a connection of its own: also while this server waits for the pen. */
import type {JournalFailed} from './journal.ts';
import type {RecordConnection} from './record-connection.ts';
import {RecordPump, type Timeline} from './record-pump.ts';
import {CHANNELS, JOINING} from './record-rows.ts';
import type {RecordTurns} from './record-turns.ts';
import type {RecordPlace} from './record-url.ts';

type RecordListenerOptions = {
	readonly place: RecordPlace;
	readonly timeline: Timeline;
	readonly turns: RecordTurns;
	/** Called on each new connection, before anything is read. */
	readonly opened: (connection: RecordConnection) => Promise<void>;
	/** Is given what another server has passed on. */
	readonly onPassed: (text: string) => void;
	/** Called when another server waits to be given what only memory holds. */
	readonly onJoining: () => void;
	readonly failed: (error: JournalFailed) => void;
};

export class RecordListener {
	private readonly options: RecordListenerOptions;
	private readonly pump: RecordPump;

	constructor(options: RecordListenerOptions) {
		const {place, timeline, opened, failed} = options;
		this.options = options;
		this.pump = new RecordPump({
			place,
			timeline,
			opened: async connection => {
				await connection.ask(`LISTEN ${CHANNELS.entries}; LISTEN ${CHANNELS.passing}`);
				await opened(connection);
			},
			step: async connection => this.step(connection),
			onNotice: (channel, payload) => this.notice(channel, payload),
			failed,
		});
	}

	/** Listens, and reads what was appended until then. @throws what went wrong */
	async start(): Promise<void> {
		await this.pump.start();
	}

	/** To be called when there may be something to read. */
	stir(): void {
		this.pump.stir();
	}

	/** Resolves when the connection has ended. */
	async end(): Promise<void> {
		this.pump.end();
		await this.pump.ended();
	}

	private async step(connection: RecordConnection): Promise<boolean> {
		const {turns} = this.options;
		if (turns.behind !== 'little' || turns.isUnsettled) return false;
		await turns.catchUp(connection);
		return true;
	}

	private notice(channel: string, payload: string): void {
		const {turns, onPassed, onJoining} = this.options;
		if (channel === CHANNELS.passing) {
			onPassed(payload);
			return;
		}

		if (payload === JOINING) onJoining();
		turns.hear();
		this.pump.stir();
	}
}
