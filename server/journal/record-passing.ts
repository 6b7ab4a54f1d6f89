/** Passes short texts on to the other servers of a PostgreSQL record, by its notifications; they may get lost. */
import type {RecordConnection} from './record-connection.ts';
import {CHANNELS, literal} from './record-rows.ts';

/** Bytes of a text, less than a notification may have, and texts that wait, at most. */
const MAX_BYTES = 7900;
const MAX_WAITING = 1000;

export class PassedTexts {
	private waiting: string[] = [];
	private readonly stir: () => void;

	/** @param stir called when there is something to do */
	constructor(stir: () => void) {
		this.stir = stir;
	}

	get isWaiting(): boolean {
		return this.waiting.length > 0;
	}

	add(text: string): void {
		if (Buffer.byteLength(text) > MAX_BYTES || this.waiting.length >= MAX_WAITING) return;
		this.waiting.push(text);
		this.stir();
	}

	async send(connection: RecordConnection): Promise<void> {
		const texts = this.waiting;
		this.waiting = [];
		const calls = texts.map(text => `pg_notify('${CHANNELS.passing}', ${literal(text)})`);
		await connection.ask(`SELECT ${calls.join(', ')}`);
	}
}
