/** Encodes the entries of a turn as one row of a PostgreSQL record, and decodes rows. */
import {toJson} from '../../protocol/json.ts';
import type {ChatEvent} from '../chat/event.ts';
import {messageSentJson} from '../chat/messages/json.ts';
import {JournalFailed, type Entry, type Position} from './journal.ts';
import {isEventType} from './known-events.ts';

/** Number of the lock that is the pen; unlikely for another program in the same database. */
const PEN = 7_226_841_530;
/** Rows of one read, so that it stays short also for whoever is far behind. */
export const PAGE = 64;

/** Milliseconds since 1970, by the database. */
export const TIME = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';
export const TAKE_PEN = `BEGIN; SELECT pg_advisory_xact_lock(${PEN})`;
export const READ_TIME = `SELECT ${TIME} AS at`;
export const CHANNELS = {entries: 'chat_tui_entry', passing: 'chat_tui_passing'} as const;

/** Says on the channel of entries that a server waits for what only the memory of another holds. */
export const JOINING = 'joining';

type Row = {position: Position; count: number; run: number; at: number; events: string};

/** Reads a page of rows, from the one that holds the entry after this position: a server's files may end in the middle of a row. */
export function readAfter(position: Position): string {
	return `SELECT position, count, run, at, events FROM chat_tui.entry
		WHERE position >= (SELECT coalesce(max(position), 0) FROM chat_tui.entry WHERE position <= ${position + 1}) AND position + count > ${position + 1}
		ORDER BY position LIMIT ${PAGE}`;
}

/** Decodes the entries with a position greater than `after` of what {@link readAfter} has found. @throws JournalFailed */
export function entriesAfter(after: Position, found: ReadonlyArray<Record<string, unknown>> = []): Entry[] {
	return found
		.map(rowOf)
		.flatMap(entriesOf)
		.filter(({position}) => position > after);
}

/** Reads a row as the database gives it: numbers of eight bytes come as text. */
export function rowOf(found: Record<string, unknown>): Row {
	const {position, count, run, at, events} = found;
	return {
		position: Number(position),
		count: Number(count),
		run: Number(run),
		at: Number(at),
		events: String(events),
	};
}

/** Decodes the entries of a row. @throws JournalFailed for what this version does not know */
export function entriesOf({position, count, events: text}: Row): Entry[] {
	const lists: unknown = JSON.parse(text);
	if (!Array.isArray(lists) || lists.length !== count || !lists.every(areEvents))
		throw new JournalFailed(`Entry ${position} of the record is damaged; restore the record from a backup.`);
	const isKnown = ({type}: {readonly type: string}) => isEventType(type);
	if (!lists.every(events => events.every(isKnown)))
		throw new JournalFailed(
			`Entry ${position} of the record was written by a newer chat-tui; run that version, or npx chat-tui@latest.`,
		);
	return lists.map((events, at) => ({position: position + at, events: events as unknown as ChatEvent[]})); // as another server wrote them
}

/** Checks by hand what is read for each message of all other servers: a schema takes three times as long. */
function areEvents(found: unknown): found is ReadonlyArray<{readonly type: string}> {
	return (
		Array.isArray(found) &&
		found.every(
			(event: unknown) =>
				typeof event === 'object' && event !== null && 'type' in event && typeof event.type === 'string',
		)
	);
}

/** The entries of one turn, encoded at once; all share a promise. */
export class Draft {
	readonly first: Position;
	readonly at: number;
	/** Statements that go with the entries, such as to answer a server that joins. */
	readonly more: string[] = [];
	readonly written: Promise<void>;
	resolve: () => void = () => undefined;
	reject: (error: Error) => void = () => undefined;
	private readonly entries: string[] = [];
	private length = 0;

	/** @param at time of the turn */
	constructor(first: Position, at: number) {
		this.first = first;
		this.at = at;
		this.written = new Promise((resolve, reject) => {
			this.resolve = resolve;
			this.reject = reject;
		});
		this.written.catch(() => undefined); // whoever appended hears of it
	}

	get last(): Position {
		return this.first + this.entries.length - 1;
	}

	/** UTF-16 units, about. */
	get size(): number {
		return this.length;
	}

	get isEmpty(): boolean {
		return this.entries.length === 0;
	}

	add(events: readonly ChatEvent[]): void {
		const text = `[${events.map(eventJson).join(',')}]`;
		this.entries.push(text);
		this.length += text.length;
	}

	/** The statement that inserts the row. @param run of this server */
	insert(run: number): string {
		const text = `[${this.entries.join(',')}]`;
		return `INSERT INTO chat_tui.entry VALUES (${this.first}, ${this.entries.length}, ${run}, ${this.at}, ${literal(text)}); NOTIFY ${CHANNELS.entries}`;
	}
}

/** Quotes a text for a statement; JSON holds no NUL. */
export function literal(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

function eventJson(event: ChatEvent): string {
	return event.type === 'messageSent' ? messageSentJson(event) : toJson(event);
}
