/** Puts a whole chat into an empty PostgreSQL record: as the snapshot from which all of its servers start. */
import {createHash} from 'node:crypto';
import {CannotStart} from '../../lib/cannot-start.ts';
import type {KeyPair, Position, StateFile} from './journal.ts';
import type {RecordConnection} from './record-connection.ts';
import {literal, TAKE_PEN} from './record-rows.ts';
import {takeMaking, writeFiles} from './record-snapshots.ts';
import {openTables} from './record-tables.ts';
import type {RecordPlace} from './record-url.ts';
import {visitRecord} from './record-visit.ts';

const IS_USED = `SELECT EXISTS (SELECT FROM chat_tui.entry) OR EXISTS (SELECT FROM chat_tui.snapshot) OR EXISTS (SELECT FROM chat_tui.server) AS used`;

/** Reads the hashes of the snapshot at this position; none if there is no such one. */
function hashesAt(position: Position): string {
	return `SELECT path, encode(sha256(convert_to(content, 'UTF8')), 'hex') AS hash FROM chat_tui.snapshot JOIN chat_tui.snapshot_file USING (position) WHERE position = ${position}`;
}

type Filling = {
	/** The files hold everything up to this entry, and nothing beyond. */
	readonly position: Position;
	readonly files: () => AsyncIterable<StateFile>;
	readonly key: KeyPair | undefined;
	/** Keeps the contents of files; called before the chat is there for servers. */
	readonly keepContents: () => Promise<void>;
};

/** Refuses a record that has entries, or servers, unless a chat may have been moved into it. @throws CannotStart */
export async function mustBeUnused(place: RecordPlace): Promise<void> {
	await visitRecord(place, async connection => {
		await openTables(connection, place.name);
		const [used, snapshot] = await connection.ask(`${IS_USED}; SELECT FROM chat_tui.snapshot`);
		if (snapshot?.rows.length === 0) refuse(place.name, used?.rows[0]);
	});
}

/** @returns the id of the record if its snapshot is these files: an import of them was cut off when it was there; undefined if there is none */
export async function filledWith(
	place: RecordPlace,
	{position, files}: Pick<Filling, 'position' | 'files'>,
): Promise<string | undefined> {
	return visitRecord(place, async connection => {
		const id = await openTables(connection, place.name);
		const [used, kept] = await connection.ask(`${IS_USED}; ${hashesAt(position)}`);
		if (used?.rows[0]?.['used'] === false) return undefined;
		const hashes = new Map((kept?.rows ?? []).map(({path, hash}) => [String(path), String(hash)]));
		let same = hashes.size > 0;
		for await (const {path, text} of files())
			same &&= hashes.get(path) === createHash('sha256').update(text).digest('hex') && hashes.delete(path);
		if (!same || hashes.size > 0) refuse(place.name, used?.rows[0]);
		return id;
	});
}

/** All or nothing. @returns the id of the record @throws CannotStart */
export async function fillRecord(
	place: RecordPlace,
	{position, files, key, keepContents}: Filling,
): Promise<string> {
	return visitRecord(place, async connection => {
		const id = await openTables(connection, place.name);
		if (!(await takeMaking(connection)))
			throw new CannotStart(`Another import fills the record ${place.name}; wait for its end.`);
		const size = await writeFiles(connection, {position, files});
		await keepContents();
		await finish(connection, place.name, {position, size, key});
		return id;
	});
}

/** With the pen, so that no server founds another chat meanwhile. */
async function finish(
	connection: RecordConnection,
	name: string,
	{position, size, key}: Pick<Filling, 'position' | 'key'> & {size: number},
): Promise<void> {
	const [, , found] = await connection.ask(`${TAKE_PEN}; ${IS_USED}`);
	refuse(name, found?.rows[0]); // which ends the connection, and with it the turn
	const pair = key ? `${literal(key.key)}, cert = ${literal(key.cert)}` : 'NULL, cert = NULL';
	await connection.ask(
		`INSERT INTO chat_tui.snapshot VALUES (${position}, ${size}); UPDATE chat_tui.record SET key = ${pair}; COMMIT`,
	);
}

function refuse(name: string, found: Record<string, unknown> | undefined): void {
	if (found?.['used'] !== false)
		throw new CannotStart(
			`The record ${name} holds a chat already, and nothing is overwritten; make another database with createdb, and name that.`,
		);
}
