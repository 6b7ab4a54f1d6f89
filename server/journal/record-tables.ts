/** Makes the tables of a PostgreSQL record, and checks their format and the clock of the database. */
import {randomBytes} from 'node:crypto';
import {counted} from '../../protocol/counted.ts';
import {CannotStart} from '../../lib/cannot-start.ts';
import {CONTENTS} from './record-contents.ts';
import type {RecordConnection} from './record-connection.ts';
import type {KeyPair} from './journal.ts';
import {literal, READ_TIME, TAKE_PEN, TIME} from './record-rows.ts';
import {LOST_AFTER} from './record-servers.ts';

/** A snapshot is there when its row is, which comes after its files. */
const SNAPSHOTS = `CREATE TABLE chat_tui.snapshot (position bigint PRIMARY KEY, size bigint NOT NULL);
	CREATE TABLE chat_tui.snapshot_file (position bigint, path text, content text NOT NULL, PRIMARY KEY (position, path))`;
/** Format of the tables; older programs refuse a newer one, which is made by what stands at its place in {@link UPGRADES}. */
export const FORMAT = 6;
const UPGRADES = [
	'ALTER TABLE chat_tui.record ADD COLUMN key text, ADD COLUMN cert text',
	"ALTER TABLE chat_tui.server ADD COLUMN address text NOT NULL DEFAULT ''",
	`ALTER TABLE chat_tui.server ADD COLUMN stored bigint NOT NULL DEFAULT 0; ${SNAPSHOTS};
		CREATE TABLE chat_tui.content (sha256 text PRIMARY KEY, size bigint NOT NULL, at bigint NOT NULL, whole boolean NOT NULL);
		CREATE TABLE chat_tui.content_part (sha256 text, part integer, bytes bytea NOT NULL)`,
	'ALTER TABLE chat_tui.server ADD COLUMN hash_at bigint, ADD COLUMN people integer, ADD COLUMN hash text',
	`ALTER TABLE chat_tui.content ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY;
		ALTER TABLE chat_tui.content_part ADD COLUMN content bigint;
		UPDATE chat_tui.content_part AS part SET content = whole.id FROM chat_tui.content AS whole WHERE whole.sha256 = part.sha256;
		ALTER TABLE chat_tui.content_part DROP COLUMN sha256;
		ALTER TABLE chat_tui.content_part ADD PRIMARY KEY (content, part), ALTER COLUMN bytes SET STORAGE EXTERNAL`,
];
/** Maximum milliseconds between the clocks of this machine and the database. */
const MAX_SKEW = 5 * 60_000;

/** `stored` of a server: up to where its files hold everything. Events are not compressed: who has the pen would wait for that. */
const TABLES = `CREATE SCHEMA chat_tui;
	CREATE TABLE chat_tui.record (one boolean PRIMARY KEY CHECK (one), format integer NOT NULL, id text NOT NULL, key text, cert text);
	CREATE TABLE chat_tui.entry (position bigint PRIMARY KEY, count integer NOT NULL, run integer NOT NULL, at bigint NOT NULL, events text NOT NULL);
	ALTER TABLE chat_tui.entry ALTER COLUMN events SET STORAGE EXTERNAL;
	CREATE TABLE chat_tui.server (run integer PRIMARY KEY, home text NOT NULL, name text NOT NULL, since bigint NOT NULL, seen bigint NOT NULL,
		position bigint NOT NULL, joined boolean NOT NULL, given text, given_at bigint, address text NOT NULL DEFAULT '', stored bigint NOT NULL DEFAULT 0, hash_at bigint, people integer, hash text);
	${SNAPSHOTS};
	${CONTENTS}`;
const ARE_THERE = `SELECT EXISTS (SELECT FROM pg_catalog.pg_tables WHERE schemaname = 'chat_tui' AND tablename = 'record') AS there`;

/** Makes what is missing. @returns the id of the record @throws CannotStart for a newer format, or a clock that is far off */
export async function openTables(connection: RecordConnection, name: string): Promise<string> {
	const [found] = await connection.ask(ARE_THERE);
	if (found?.rows[0]?.['there'] !== true) {
		const [, , again] = await connection.ask(`${TAKE_PEN}; ${ARE_THERE}`);
		const make =
			again?.rows[0]?.['there'] === true
				? ''
				: `${TABLES}; INSERT INTO chat_tui.record (one, format, id) VALUES (true, ${FORMAT}, ${literal(randomBytes(12).toString('base64url'))});`;
		await connection.ask(`${make} COMMIT`);
	}

	const [record, time] = await connection.ask(`SELECT format, id FROM chat_tui.record; ${READ_TIME}`);
	const {format, id} = (record?.rows[0] ?? {}) as {format?: number; id?: string}; // the columns asked for
	if (format === undefined || id === undefined || format > FORMAT)
		throw new CannotStart(
			`The record ${name} is of a newer chat-tui (format ${format ?? '?'}); run that version, or npx chat-tui@latest.`,
		);
	if (format < FORMAT) await upgrade(connection, name);
	const skew = Number(time?.rows[0]?.['at']) - Date.now();
	if (Math.abs(skew) > MAX_SKEW)
		throw new CannotStart(
			`The clock of this machine is ${Math.round(Math.abs(skew) / 60_000)} minutes ${skew > 0 ? 'behind' : 'ahead of'} that of the record ${name}; set both right.`,
		);
	return id;
}

/** Brings the tables up to the format of this version, while no server of an older one runs. @throws CannotStart */
async function upgrade(connection: RecordConnection, name: string): Promise<void> {
	const [, , record, running] = await connection.ask(
		`${TAKE_PEN}; SELECT format FROM chat_tui.record; SELECT count(*) AS count FROM chat_tui.server WHERE seen > ${TIME} - ${LOST_AFTER}`,
	);
	const format = Number(record?.rows[0]?.['format']);
	const count = Number(running?.rows[0]?.['count']);
	if (format < FORMAT && count > 0) {
		await connection.ask('ROLLBACK');
		throw new CannotStart(
			`The record ${name} is of an older chat-tui and in use by ${counted(count, 'server')} of that version; stop what uses it, then start this one.`,
		);
	}

	const steps = [...UPGRADES.slice(format - 1), `UPDATE chat_tui.record SET format = ${FORMAT}`, 'COMMIT'];
	await connection.ask(steps.join('; '));
}

const READ_KEY = 'SELECT key, cert FROM chat_tui.record WHERE key IS NOT NULL';

/** Keeps the key unless the record has one. @returns the one that it has */
export async function agreeOnKey(
	connection: RecordConnection,
	own: KeyPair | undefined,
): Promise<KeyPair | undefined> {
	const keep =
		own &&
		`UPDATE chat_tui.record SET key = ${literal(own.key)}, cert = ${literal(own.cert)} WHERE key IS NULL; `;
	const found = (await connection.ask(`${keep ?? ''}${READ_KEY}`)).at(-1)?.rows[0];
	return found && {key: String(found['key']), cert: String(found['cert'])};
}
