/** Opens a PostgreSQL record beside the connection of a server, or for a command that is none. */
import {CannotStart} from '../../lib/cannot-start.ts';
import {RecordConnection} from './record-connection.ts';
import {recordFault} from './record-faults.ts';
import {FORMAT} from './record-tables.ts';
import type {RecordPlace} from './record-url.ts';

/**
 * Does the work on a connection of its own.
 * @param least the highest timeline that is known
 * @throws CannotStart saying why the record cannot be used
 */
export async function visitRecord<T>(
	place: RecordPlace,
	work: (connection: RecordConnection) => Promise<T>,
	least = 0,
): Promise<T> {
	try {
		const connection = await RecordConnection.open(place, least);
		try {
			return await work(connection);
		} finally {
			connection.destroy();
		}
	} catch (error) {
		throw recordFault(place, error);
	}
}

/** Checks that a chat stands in the record, in the form of this version. @throws CannotStart */
export async function mustHaveChat(connection: RecordConnection, name: string): Promise<void> {
	const [found] = await connection.ask("SELECT to_regclass('chat_tui.record') IS NOT NULL AS there");
	const [record] =
		found?.rows[0]?.['there'] === true ? await connection.ask('SELECT format FROM chat_tui.record') : [];
	const format = Number(record?.rows[0]?.['format'] ?? 0);
	if (format === 0)
		throw new CannotStart(`No server has used the record ${name}; is --record the one of your servers?`);
	if (format === FORMAT) return;
	throw new CannotStart(
		format > FORMAT
			? `The record ${name} is of a newer chat-tui (format ${format}); run that version, or npx chat-tui@latest.`
			: `The record ${name} is of an older chat-tui; start a server of this version on it first.`,
	);
}
