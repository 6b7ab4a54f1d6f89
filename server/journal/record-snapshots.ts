/** Keeps a snapshot of the state in a PostgreSQL record, from which a new server starts, and removes the entries behind it. */
import type {Position, StateFile} from './journal.ts';
import {RecordConnection} from './record-connection.ts';
import {recordFault} from './record-faults.ts';
import {literal} from './record-rows.ts';
import type {RecordPlace} from './record-url.ts';
import {visitRecord} from './record-visit.ts';

/** Bytes of entries for which a snapshot is made, and the part of the one before that they must reach: so each byte is written a few times at most. */
const SNAPSHOT_BYTES = 64 * 1024 * 1024;
const PART_OF_LAST = 0.5;
/** UTF-16 units of files that one statement inserts, and files that are read at once. */
const BATCH = 1024 * 1024;
const PAGE = 16;
/** Milliseconds for what touches a whole snapshot, or waits for who does. */
const LONG = 120_000;

/** Locks beside the pen: of who makes a snapshot, and of all who start from one, for whom nothing is removed meanwhile. */
const MAKING = 7_226_841_531;
const STARTING = 7_226_841_532;

const NEWEST = 'SELECT position, size FROM chat_tui.snapshot ORDER BY position DESC LIMIT 1';
/** Rows that a snapshot and the files of all servers hold; the newest one stays, by which a server knows whether its last turn was appended. */
const BEHIND = `position + count <= (SELECT least((SELECT coalesce(max(position), 0) FROM chat_tui.snapshot), (SELECT min(stored) FROM chat_tui.server)) + 1)
	AND position < (SELECT max(position) FROM chat_tui.entry)`;
const REMOVE = `DELETE FROM chat_tui.entry WHERE ${BEHIND};
	DELETE FROM chat_tui.snapshot WHERE position < (SELECT max(position) FROM chat_tui.snapshot);
	DELETE FROM chat_tui.snapshot_file WHERE position < (SELECT max(position) FROM chat_tui.snapshot)`;

/** Removes what neither a running server nor a new one needs, unless somebody starts from it just now. */
async function removeBehind(connection: RecordConnection): Promise<void> {
	const [, found] = await connection.ask(`BEGIN; SELECT pg_try_advisory_xact_lock(${STARTING}) AS free`);
	const isFree = found?.rows[0]?.['free'] === true;
	await connection.ask(isFree ? `${REMOVE}; COMMIT` : 'ROLLBACK', LONG);
}

type Making = {
	readonly place: RecordPlace;
	/** The highest timeline that is known. */
	readonly timeline: number;
	/** The server that makes it. */
	readonly run: number;
	/** Bytes of entries for which one is made. */
	readonly bytes?: number | undefined;
	/** Each of them holds everything up to `position`, at least. */
	readonly position: Position;
	readonly files: () => AsyncIterable<StateFile>;
	readonly signal: AbortSignal;
};

/** Makes a snapshot if there are enough entries since the last one, and no other server makes one. @throws CannotStart saying why it cannot be made */
export async function makeSnapshot({place, timeline, run, signal, ...making}: Making): Promise<void> {
	if (signal.aborted) return;
	const work = async (connection: RecordConnection) => {
		const abort = () => connection.destroy();
		signal.addEventListener('abort', abort);
		try {
			signal.throwIfAborted();
			if (await isDue(connection, making)) {
				const size = await writeFiles(connection, making);
				await connection.ask(`INSERT INTO chat_tui.snapshot VALUES (${making.position}, ${size})`);
			}

			await connection.ask(`UPDATE chat_tui.server SET stored = ${making.position} WHERE run = ${run}`);
			await removeBehind(connection);
		} finally {
			signal.removeEventListener('abort', abort);
		}
	};
	await visitRecord(place, work, timeline).catch((error: unknown) => {
		if (!signal.aborted) throw error;
	});
}

/** Takes the lock of who makes a snapshot, until the connection ends. @returns false if somebody else has it */
export async function takeMaking(connection: RecordConnection): Promise<boolean> {
	const [, lock] = await connection.ask(
		`SET statement_timeout = ${LONG}; SELECT pg_try_advisory_lock(${MAKING}) AS free`,
	);
	return lock?.rows[0]?.['free'] === true;
}

async function isDue(
	connection: RecordConnection,
	{position, bytes = SNAPSHOT_BYTES}: Pick<Making, 'position' | 'bytes'>,
): Promise<boolean> {
	if (!(await takeMaking(connection))) return false;
	const [newest] = await connection.ask(NEWEST);
	const {position: last = 0, size = 0} = newest?.rows[0] ?? {};
	if (position <= Number(last)) return false;
	const [since] = await connection.ask(
		`SELECT coalesce(sum(octet_length(events)), 0) AS bytes FROM chat_tui.entry WHERE position > ${Number(last)}`,
		LONG,
	);
	return Number(since?.rows[0]?.['bytes']) >= Math.max(bytes, PART_OF_LAST * Number(size));
}

/** Writes the files of a snapshot, which is there once its row is. @returns how many UTF-16 units they have */
export async function writeFiles(
	connection: RecordConnection,
	{position, files}: Pick<Making, 'position' | 'files'>,
): Promise<number> {
	await connection.ask(
		'DELETE FROM chat_tui.snapshot_file WHERE position NOT IN (SELECT position FROM chat_tui.snapshot)',
		LONG,
	);
	let size = 0;
	let batch: string[] = [];
	let length = 0;
	const flush = async () => {
		if (batch.length > 0)
			await connection.ask(`INSERT INTO chat_tui.snapshot_file VALUES ${batch.join(', ')}`, LONG);
		batch = [];
		length = 0;
	};
	for await (const {path, text} of files()) {
		batch.push(`(${position}, ${literal(path)}, ${literal(text)})`);
		length += text.length;
		size += text.length;
		if (length > BATCH) await flush();
	}

	await flush();
	return size;
}

/** The snapshot of a record, as a new server reads it. While it is open, nothing that comes after it is removed. */
export class SnapshotReader {
	/** Id of the record; empty before its first server. */
	readonly record: string;
	/** Up to this entry the snapshot holds everything; 0 if there is none. */
	readonly position: Position;
	/** The first entry that is left. */
	readonly first: Position;
	private readonly connection: RecordConnection;

	private constructor(connection: RecordConnection, record: string, position: Position, first: Position) {
		this.connection = connection;
		this.record = record;
		this.position = position;
		this.first = first;
	}

	/** @throws CannotStart saying why the record cannot be used */
	static async open(place: RecordPlace): Promise<SnapshotReader> {
		const connection = await RecordConnection.open(place, 0).catch((error: unknown) => {
			throw recordFault(place, error);
		});
		try {
			const [there] = await connection.ask("SELECT to_regclass('chat_tui.snapshot') IS NOT NULL AS there");
			if (there?.rows[0]?.['there'] !== true) return new SnapshotReader(connection, '', 0, 1);
			await connection.ask(
				`SET statement_timeout = ${LONG}; SELECT pg_advisory_lock_shared(${STARTING})`,
				LONG,
			);
			const [record, newest, entry] = await connection.ask(
				`SELECT id FROM chat_tui.record; ${NEWEST}; SELECT min(position) AS first FROM chat_tui.entry`,
			);
			return new SnapshotReader(
				connection,
				record?.rows[0] ? String(record.rows[0]['id']) : '',
				Number(newest?.rows[0]?.['position'] ?? 0),
				Number(entry?.rows[0]?.['first'] ?? 1),
			);
		} catch (error) {
			connection.destroy();
			throw recordFault(place, error);
		}
	}

	/** All files, which are read a page at a time. */
	get files(): AsyncGenerator<StateFile> {
		return this.read();
	}

	private async *read(): AsyncGenerator<StateFile> {
		for (let after = '', isDone = false; !isDone;) {
			const [found] = await this.connection.ask(
				`SELECT path, content FROM chat_tui.snapshot_file WHERE position = ${this.position} AND path > ${literal(after)} ORDER BY path LIMIT ${PAGE}`,
				LONG,
			);
			const page = (found?.rows ?? []).map(({path, content}) => ({
				path: String(path),
				text: String(content),
			}));
			yield* page;
			isDone = page.length < PAGE;
			after = page.at(-1)?.path ?? after;
		}
	}

	close(): void {
		this.connection.destroy();
	}
}
