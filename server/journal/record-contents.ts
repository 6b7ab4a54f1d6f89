/** Keeps the contents of files in a PostgreSQL record, by their SHA-256 and in parts, for all of its servers. */
import type {SharedContents} from './journal.ts';
import {RecordConnection} from './record-connection.ts';
import {RecordUnreachable} from './record-faults.ts';
import {literal, TIME} from './record-rows.ts';
import type {RecordPlace} from './record-url.ts';

/** Bytes of a part. */
const PART = 512 * 1024;
/** Milliseconds that a content stays which no message has: its message may be about to come. */
const STAYS = 10 * 60_000;

/** The parts of a content belong to the id of its row: where that is removed in a turn, they are removed later, whoever keeps the same content again. */
export const CONTENTS = `CREATE TABLE chat_tui.content (sha256 text PRIMARY KEY, size bigint NOT NULL, at bigint NOT NULL, whole boolean NOT NULL,
		id bigint GENERATED ALWAYS AS IDENTITY);
	CREATE TABLE chat_tui.content_part (content bigint, part integer, bytes bytea NOT NULL, PRIMARY KEY (content, part));
	ALTER TABLE chat_tui.content_part ALTER COLUMN bytes SET STORAGE EXTERNAL`;

const LEFT_OVER =
	'SELECT content FROM chat_tui.content_part AS part WHERE NOT EXISTS (SELECT FROM chat_tui.content WHERE id = part.content) LIMIT 1';

type ContentsOptions = {
	readonly place: RecordPlace;
	/** The highest timeline that is known. */
	readonly timeline: () => number;
	/** Adds a statement to the turn that is being taken. */
	readonly addStatement: (sql: string) => void;
};

export class RecordContents implements SharedContents {
	private readonly options: ContentsOptions;
	private connection: RecordConnection | undefined;
	private isClosed = false;
	/** One thing is asked at a time, so that all transfers together hold one part in memory. */
	private queue: Promise<unknown> = Promise.resolve();

	constructor(options: ContentsOptions) {
		this.options = options;
	}

	async has(sha256: string, size: number): Promise<boolean | undefined> {
		try {
			const [found] = await this.ask(
				() => `SELECT size FROM chat_tui.content WHERE sha256 = ${literal(sha256)} AND whole`,
			);
			return Number(found?.rows[0]?.['size'] ?? -1) === size;
		} catch (error) {
			if (error instanceof RecordUnreachable) return undefined;
			throw error;
		}
	}

	async keep(
		sha256: string,
		size: number,
		read: (start: number, length: number) => Promise<Uint8Array>,
	): Promise<void> {
		const [row] = await this.ask(
			() =>
				`INSERT INTO chat_tui.content (sha256, size, at, whole) VALUES (${literal(sha256)}, ${size}, ${TIME}, false)
					ON CONFLICT (sha256) DO UPDATE SET at = ${TIME} RETURNING id`,
		);
		const id = Number(row?.rows[0]?.['id']);
		const [found] = await this.ask(() => `SELECT part FROM chat_tui.content_part WHERE content = ${id}`);
		const there = new Set((found?.rows ?? []).map(({part}) => Number(part)));
		for (let part = 0; part * PART < size; part++) {
			if (there.has(part)) continue;
			await this.ask(async () => {
				const bytes = await read(part * PART, Math.min(PART, size - part * PART));
				const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
				return `INSERT INTO chat_tui.content_part VALUES (${id}, ${part}, '\\x${hex}') ON CONFLICT DO NOTHING;
					UPDATE chat_tui.content SET at = ${TIME} WHERE id = ${id}`;
			});
		}

		const [kept] = await this.ask(
			() => `UPDATE chat_tui.content SET at = ${TIME}, whole = true WHERE id = ${id} RETURNING id`,
		);
		if (kept?.rows.length !== 1) throw new RecordUnreachable('a content took so long that it was removed');
	}

	async *read(sha256: string, size: number, start: number): AsyncGenerator<Uint8Array> {
		for (let part = Math.floor(start / PART); part * PART < size; part++) {
			const [found] = await this.ask(
				() =>
					`SELECT bytes FROM chat_tui.content_part JOIN chat_tui.content ON id = content WHERE sha256 = ${literal(sha256)} AND part = ${part}`,
			);
			const bytes: unknown = found?.rows[0]?.['bytes'];
			if (!(bytes instanceof Uint8Array)) return; // removed since: whoever reads finds it too short
			yield bytes.subarray(Math.max(0, start - part * PART));
		}
	}

	async old(): Promise<readonly string[]> {
		const [found] = await this.ask(() => `SELECT sha256 FROM chat_tui.content WHERE at < ${TIME} - ${STAYS}`);
		return (found?.rows ?? []).map(row => String(row['sha256']));
	}

	remove(sha256s: readonly string[]): void {
		if (sha256s.length === 0) return;
		const names = sha256s.map(literal).join(', ');
		this.options.addStatement(
			`DELETE FROM chat_tui.content WHERE sha256 IN (${names}) AND at < ${TIME} - ${STAYS}`,
		);
	}

	async sweep(): Promise<void> {
		for (let left = 1; left > 0;) {
			const [removed] = await this.ask(
				() => `DELETE FROM chat_tui.content_part WHERE content = (${LEFT_OVER}) RETURNING part`,
			);
			left = removed?.rows.length ?? 0;
		}
	}

	close(): void {
		this.isClosed = true;
		this.connection?.destroy();
	}

	/** @throws RecordUnreachable */
	private async ask(
		sql: () => string | Promise<string>,
	): Promise<Awaited<ReturnType<RecordConnection['ask']>>> {
		const asked = this.queue.then(async () => (await this.connected()).ask(await sql()));
		this.queue = asked.catch(() => undefined); // whoever asked hears of it
		return asked;
	}

	private async connected(): Promise<RecordConnection> {
		if (this.isClosed) throw new RecordUnreachable('it is closed');
		if (this.connection?.isLost !== false) {
			const {place, timeline} = this.options;
			this.connection = await RecordConnection.open(place, timeline());
		}

		return this.connection;
	}
}
