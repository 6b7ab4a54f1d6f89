/** Takes turns with the pen of a PostgreSQL record: applies what others have appended, decides, and appends one row. */
import type {ChatEvent} from '../chat/event.ts';
import {JournalFailed, type Entry, type Position} from './journal.ts';
import type {RecordConnection} from './record-connection.ts';
import {leftBehind, RecordUnreachable} from './record-faults.ts';
import {Draft, entriesOf, PAGE, readAfter, READ_TIME, rowOf, TAKE_PEN} from './record-rows.ts';
import type {RecordTime} from './record-time.ts';

/** UTF-16 units after which what waits is left to the next turn. */
const MAX_TURN = 256 * 1024;
/** Milliseconds that a server waits in line for the pen. */
const PEN_TIMEOUT = 35_000;

type TurnOptions = {
	/** How the record is named to the operator. */
	readonly name: string;
	readonly run: number;
	readonly time: RecordTime;
	readonly after: Position;
	/** Is given each entry of another server. */
	readonly onEntry: (entry: Entry) => void;
};

/** Thrown where rows begin behind the entry that is to come next. */
class EntryMissing extends JournalFailed {}

export class RecordTurns {
	last: Position;
	durable: Position;
	/** UTF-16 units that were appended since the last {@link RecordTurns.forget}. */
	backlog = 0;
	/** How much others have appended that is not known here; more than a page is read without the pen. */
	behind: 'no' | 'little' | 'far' = 'far';
	private readonly options: TurnOptions;
	private works: Array<() => void> = [];
	/** The entries of the turn that is being taken, and those of a turn whose outcome is unknown. */
	private draft: Draft | undefined;
	private unsettled: Draft | undefined;
	private failure: JournalFailed | undefined;

	constructor(options: TurnOptions) {
		this.options = options;
		this.last = this.durable = options.after;
	}

	/** Whether a turn is to be taken, or its outcome is unknown. */
	get isWaiting(): boolean {
		return this.works.length > 0 || this.unsettled !== undefined;
	}

	/** Whether a turn is being committed, or its outcome is unknown. */
	get isUnsettled(): boolean {
		return this.unsettled !== undefined;
	}

	/** Notes that others have appended. */
	hear(): void {
		if (this.behind === 'no') this.behind = 'little';
	}

	/** Calls the work in the turn that is being taken, or in the next one. @returns false if it is to be taken */
	add(work: () => void): boolean {
		if (this.draft) work();
		else this.works.push(work);
		return this.draft !== undefined;
	}

	/** Calls the work in the next turn before anything is appended. */
	addFirst(work: () => void): void {
		this.works.unshift(work);
	}

	append(events: readonly ChatEvent[]): Promise<void> {
		if (this.failure) return Promise.reject(this.failure);
		if (!this.draft) throw new Error('Nothing is appended outside of a turn.');
		this.draft.add(events);
		this.last = this.draft.last;
		return this.draft.written;
	}

	/** Adds a statement to what the turn appends. */
	addStatement(sql: string): void {
		this.draft?.more.push(sql);
	}

	/** Takes a turn, after one whose outcome is unknown. */
	async take(connection: RecordConnection): Promise<void> {
		if (this.unsettled) {
			await this.settle(connection, this.unsettled);
			return;
		}

		const {time, name} = this.options;
		const [, , found, now] = await connection.ask(
			`${TAKE_PEN}; ${readAfter(this.last)}; ${READ_TIME}`,
			PEN_TIMEOUT,
		);
		await this.receiveOn(connection, found?.rows ?? []);
		if (this.behind === 'far') {
			await connection.ask('ROLLBACK');
			return;
		}

		this.behind = 'no'; // nobody else appends now

		time.learn(Number(now?.rows[0]?.['at']));
		const draft = new Draft(this.last + 1, time.now());
		this.draft = draft;
		try {
			let done = 0;
			for (const work of this.works) {
				if (draft.size > MAX_TURN) break;
				done++;
				work();
			}

			this.works.splice(0, done);
		} catch (error) {
			throw new JournalFailed(`A turn on the record ${name} failed; report it.`, {cause: error});
		} finally {
			this.draft = undefined;
		}

		if (!draft.isEmpty) await this.commit(connection, draft);
		else await connection.ask([...draft.more, 'COMMIT'].join('; '));
	}

	/** Reads what others have appended, a page, without the pen. */
	async catchUp(connection: RecordConnection): Promise<void> {
		if (this.behind === 'little') this.behind = 'no'; // a notice that comes before the answer may be of a later row
		const [found] = await connection.ask(readAfter(this.last));
		if (this.unsettled)
			this.hear(); // whether the turn has its place comes first
		else await this.receiveOn(connection, found?.rows ?? []);
	}

	/** Hands on the rows that others have appended, less those that came meanwhile on another connection. @throws JournalFailed */
	receive(found: ReadonlyArray<Record<string, unknown>>): void {
		const {run, name, time, onEntry} = this.options;
		for (const row of found.map(rowOf)) {
			if (row.position + row.count - 1 <= this.last) continue;
			if (row.position > this.last + 1)
				throw new EntryMissing(
					`The record ${name} has no entry ${this.last + 1}, or not the one that was there; restore it from a backup.`,
				);
			for (const entry of entriesOf(row)) {
				if (entry.position <= this.last) continue;
				if (entry.events.some(event => event.type === 'serverLost' && event.run === run))
					throw leftBehind(name);
				this.last = this.durable = entry.position;
				onEntry(entry);
			}

			time.learn(row.at);
			this.backlog += row.events.length;
		}

		if (found.length === PAGE) this.behind = 'far';
		else if (this.behind === 'far') this.behind = 'little'; // a notice may have come meanwhile
	}

	/** Hands on the rows; says why one is missing. An entry that this server has not read is removed only once it was left behind. */
	private async receiveOn(
		connection: RecordConnection,
		found: ReadonlyArray<Record<string, unknown>>,
	): Promise<void> {
		const {run, name} = this.options;
		try {
			this.receive(found);
		} catch (error) {
			if (!(error instanceof EntryMissing)) throw error;
			const [, known] = await connection.ask(`ROLLBACK; SELECT run FROM chat_tui.server WHERE run = ${run}`);
			throw known?.rows.length === 0 ? leftBehind(name) : error;
		}
	}

	/** Rejects what waits: the outcome of what is in flight is unknown. */
	fail(error: JournalFailed): void {
		this.failure ??= error;
		this.unsettled?.reject(error);
		this.works = [];
	}

	private async commit(connection: RecordConnection, draft: Draft): Promise<void> {
		this.unsettled = draft;
		const done = await connection.ask([draft.insert(this.options.run), ...draft.more, 'COMMIT'].join('; '));
		if (done.at(-1)?.command !== 'COMMIT') throw new RecordUnreachable('the turn was not committed');
		this.release(draft);
	}

	/** Finds out whether a turn was committed: its row is there, its place is free, or another server has taken it. */
	private async settle(connection: RecordConnection, draft: Draft): Promise<void> {
		const [, , found] = await connection.ask(`${TAKE_PEN}; ${readAfter(draft.first - 1)}`, PEN_TIMEOUT);
		const row = found?.rows[0] && rowOf(found.rows[0]);
		if (!row) {
			draft.more.length = 0; // whoever needs them asks again
			await this.commit(connection, draft);
			return;
		}

		await connection.ask('COMMIT');
		if (row.run !== this.options.run || row.position !== draft.first)
			throw new JournalFailed(
				`Another server has taken the place of this one on the record ${this.options.name}, while this one was out of reach; start it again.`,
			);
		this.release(draft);
		this.behind = 'little';
	}

	private release(draft: Draft): void {
		this.unsettled = undefined;
		this.durable = draft.last;
		this.backlog += draft.size;
		draft.resolve();
	}
}
