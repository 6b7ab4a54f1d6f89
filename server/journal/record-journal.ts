/** Journal on a PostgreSQL record that several servers share: turns, heartbeats, joining, and texts that are passed on. */
import {randomInt} from 'node:crypto';
import type {ChatEvent} from '../chat/event.ts';
import {
	JournalFailed,
	type Entry,
	type Journal,
	type Others,
	type Position,
	type Shared,
	type StateFile,
} from './journal.ts';
import type {RecordConnection} from './record-connection.ts';
import {leftBehind, recordFault} from './record-faults.ts';
import type {RecordJournalOptions} from './record-options.ts';
import {RecordListener} from './record-listener.ts';
import {RecordPump} from './record-pump.ts';
import {RecordContents} from './record-contents.ts';
import {joinOthers} from './record-joining.ts';
import {readEntries, RecordJobs} from './record-jobs.ts';
import {PassedTexts} from './record-passing.ts';
import {makeSnapshot} from './record-snapshots.ts';
import * as rows from './record-servers.ts';
import {agreeOnKey, openTables} from './record-tables.ts';
import {RecordTime} from './record-time.ts';
import {RecordTurns} from './record-turns.ts';

/** Milliseconds between two looks at the others. */
const BEAT = 1000;
/** Runs have 20 bits: with the number of a connection they stay an exact number. */
const MAX_RUN = 2 ** 20;

export class RecordJournal implements Journal {
	/** The id of the record. */
	id = '';
	readonly shared: Shared;
	private readonly options: RecordJournalOptions;
	private readonly self: rows.Self;
	private readonly servers: rows.Servers;
	private readonly turns: RecordTurns;
	private readonly timeline = {highest: 0};
	private readonly pump: RecordPump;
	private readonly listener: RecordListener;
	private readonly timer: NodeJS.Timeout;
	private readonly jobs: RecordJobs;
	private readonly passing: PassedTexts;
	private readonly contents: RecordContents;
	private others: Others;
	private isOpen = false;
	private isBeatDue = false;
	private isClosing = false;

	private constructor(options: RecordJournalOptions) {
		const {place, home, name, after, onEntry} = options;
		const run = randomInt(1, MAX_RUN);
		const self: rows.Self = {run, home, name, address: '', stored: after};
		const [time, servers] = [new RecordTime(), new rows.Servers(self, () => performance.now())];
		const turns = new RecordTurns({
			name: place.name,
			run,
			time,
			after,
			onEntry: entry => this.others.entry(entry),
		});
		this.options = options;
		this.self = self;
		this.servers = servers;
		this.turns = turns;
		this.others = {entry: onEntry, passed: () => undefined, volatile: () => ''};
		this.contents = new RecordContents({
			place,
			timeline: () => this.timeline.highest,
			addStatement: sql => turns.addStatement(sql),
		});
		this.shared = {
			run,
			time,
			isReachable: () => this.pump.isReachable,
			get servers() {
				return servers.all;
			},
			get addresses() {
				return servers.addresses;
			},
			get lost() {
				if (!this.isReachable()) servers.restart(); // nobody can be heard meanwhile
				return servers.lost;
			},
			join: async (load, apply) =>
				joinOthers({jobs: this.jobs, turns, servers, self: this.self, load, apply}),
			contents: this.contents,
			keepSnapshot: async (files, signal) => this.keepSnapshot(files, signal),
			advertise: address => this.tell({address}),
			tellState: state => this.tell({state}),
			agreeOnKey: async own => this.jobs.ask(async connection => agreeOnKey(connection, own)),
			bury: lost => turns.addStatement(rows.bury(lost)),
			pass: text => this.passing.add(text),
		};
		this.pump = new RecordPump({...this.connection, step: async connection => this.step(connection)});
		this.listener = new RecordListener({
			...this.connection,
			turns,
			onPassed: text => this.others.passed(text),
			onJoining: () => this.beatSoon(),
		});
		this.jobs = new RecordJobs(() => this.pump.stir());
		this.passing = new PassedTexts(() => this.pump.stir());
		this.timer = setInterval(() => this.beatSoon(), BEAT).unref();
	}

	/** What each of the two connections needs. */
	private get connection() {
		const {timeline, options} = this;
		const opened = async (connection: RecordConnection) => this.opened(connection);
		return {place: options.place, timeline, opened, failed: (error: JournalFailed) => this.fail(error)};
	}

	/** Opens the journal, and reads what it has. @throws CannotStart */
	static async open(options: RecordJournalOptions): Promise<RecordJournal> {
		const journal = new RecordJournal(options);
		try {
			await journal.pump.start();
			await journal.listener.start();
			return journal;
		} catch (error) {
			clearInterval(journal.timer);
			journal.pump.end();
			throw recordFault(options.place, error);
		}
	}

	get last(): Position {
		return this.turns.last;
	}

	get durable(): Position {
		return this.turns.durable;
	}

	get backlog(): number {
		return this.turns.backlog;
	}

	turn(work: () => void): void {
		if (!this.turns.add(work)) this.pump.stir();
	}

	append(events: readonly ChatEvent[]): Promise<void> {
		return this.turns.append(events);
	}

	follow(others: Others): void {
		this.others = others;
	}

	read(after: Position): AsyncGenerator<Entry> {
		return readEntries(this.jobs, after);
	}

	/** Removes nothing itself: others may need what this one has stored elsewhere. */
	async forget(position: Position): Promise<void> {
		this.turns.backlog = 0;
		await this.options.stored(position);
		this.self.stored = position;
	}

	checkFiles(): void {
		this.pump.stir();
	}

	/** Closes when all is durable; called again, at once. */
	async close(): Promise<void> {
		if (this.isClosing) this.pump.end();
		this.isClosing = true;
		await this.listener.end();
		this.pump.stir();
		await this.pump.ended();
		this.contents.close();
		clearInterval(this.timer);
		this.turns.fail(new JournalFailed(`The record ${this.options.place.name} is closed.`));
	}

	/** Writes something of its own before it reads: where a standby is to confirm commits, all that is read is confirmed then. */
	private async opened(connection: RecordConnection): Promise<void> {
		if (this.isOpen) {
			await this.beat(connection);
			this.servers.restart();
			return;
		}

		this.id = await openTables(connection, this.options.place.name);
		await connection.ask(rows.enter(this.self));
		this.isOpen = true;
	}

	private async step(connection: RecordConnection): Promise<boolean> {
		if (this.isBeatDue) await this.beat(connection);
		else if (this.turns.behind === 'far') await this.turns.catchUp(connection);
		else if (this.turns.isWaiting) await this.turns.take(connection);
		else if (this.jobs.isWaiting) return this.jobs.doNext(connection);
		else if (this.passing.isWaiting) await this.passing.send(connection);
		else if (this.isClosing) await this.leave(connection);
		else return false;
		this.listener.stir(); // which reads nothing while a turn is committed
		return true;
	}

	private tell(news: Partial<rows.Self>): void {
		Object.assign(this.self, news);
		this.beatSoon();
	}

	private beatSoon(): void {
		this.isBeatDue = true;
		this.pump.stir();
	}

	private async beat(connection: RecordConnection): Promise<void> {
		this.isBeatDue = false;
		const [, found] = await connection.ask(rows.beat(this.self, this.last));
		const isThere = this.servers.learn(found?.rows ?? []) || this.isClosing; // then it may have left already
		if (!isThere) throw leftBehind(this.options.place.name);
		this.turns.hear();
		for (const run of this.servers.joining)
			this.turns.addFirst(() => this.turns.addStatement(rows.give(run, this.others.volatile(), this.last)));
	}

	private async keepSnapshot(files: () => AsyncIterable<StateFile>, signal: AbortSignal): Promise<void> {
		const {self, timeline, options} = this;
		const what = {run: self.run, position: self.stored, bytes: options.snapshotBytes, files, signal};
		await makeSnapshot({place: options.place, timeline: timeline.highest, ...what});
	}

	private async leave(connection: RecordConnection): Promise<void> {
		await connection.ask(rows.bury(this.self.run));
		await connection.close();
		this.pump.end();
	}

	private fail(error: JournalFailed): void {
		clearInterval(this.timer);
		this.pump.end();
		void this.listener.end();
		this.turns.fail(error);
		this.options.failed(error);
	}
}
