/** Tracks the servers of a PostgreSQL record by their heartbeats: who is there, who joins, and who is lost. */
import {MAX_SERVERS} from '../../protocol/address.ts';
import {CHANNELS, JOINING, literal, READ_TIME, TIME} from './record-rows.ts';
import type {Position, RecordServer, StateHash} from './journal.ts';

/** Milliseconds of silence after which a server is lost. */
export const LOST_AFTER = 8000;

/** A run of a server as the record knows it. */
type ServerRow = RecordServer & {
	/** Id of its data folder, which one run at a time can use. */
	readonly home: string;
	readonly seen: number;
	/** Whether it has the part of the state that only memory holds. */
	readonly joined: boolean;
	/** Whether that part was given to it. */
	readonly given: boolean;
};
type Known = ServerRow & {readonly heardAt: number};

export type Self = {
	readonly run: number;
	readonly home: string;
	readonly name: string;
	/** Where clients reach it; empty until they do. */
	address: string;
	/** Its files hold all entries up to this one. */
	stored: Position;
	/** What it was last asked for. */
	state?: StateHash;
};

export const READ_SERVERS =
	'SELECT run, home, name, position, seen, joined, given IS NOT NULL AS given, address FROM chat_tui.server ORDER BY name';

export function enter({run, home, name, stored}: Self): string {
	return `INSERT INTO chat_tui.server (run, home, name, since, seen, position, joined, stored) VALUES (${run}, ${literal(home)}, ${literal(name)}, ${TIME}, ${TIME}, 0, false, ${stored}); NOTIFY ${CHANNELS.entries}, '${JOINING}'`;
}

export function beat({run, address, stored, state}: Self, position: Position): string {
	const hash = state
		? `, hash_at = ${state.position}, people = ${state.people}, hash = ${literal(state.hash)}`
		: '';
	return `UPDATE chat_tui.server SET seen = ${TIME}, position = ${position}, address = ${literal(address)}, stored = ${stored}${hash} WHERE run = ${run}; ${READ_SERVERS}; ${READ_TIME}`;
}

export function joined({run}: Self): string {
	return `UPDATE chat_tui.server SET joined = true, given = NULL WHERE run = ${run}`;
}

export function give(run: number, text: string, position: Position): string {
	return `UPDATE chat_tui.server SET given = ${literal(text)}, given_at = ${position} WHERE run = ${run}`;
}

export function readGiven({run}: Self): string {
	return `SELECT given, given_at FROM chat_tui.server WHERE run = ${run} AND given IS NOT NULL`;
}

export function bury(run: number): string {
	return `DELETE FROM chat_tui.server WHERE run = ${run}`;
}

export class Servers {
	private readonly self: Self;
	private readonly uptime: () => number;
	private known = new Map<number, Known>();
	/** Where clients reach the servers; the same array until that changes. */
	addresses: readonly string[] = [];

	constructor(self: Self, uptime: () => number) {
		this.self = self;
		this.uptime = uptime;
	}

	/** Learns what the record says. @returns whether this server is among them */
	learn(rows: ReadonlyArray<Record<string, unknown>>): boolean {
		const now = this.uptime();
		const found = rows.map(({run, home, name, position, seen, joined, given, address}) => ({
			run: Number(run),
			home: String(home),
			name: String(name),
			position: Number(position),
			seen: Number(seen),
			joined: joined === true,
			given: given === true,
			address: String(address),
		}));
		const news = (row: ServerRow) => {
			const before = this.known.get(row.run);
			return before?.seen === row.seen ? before.heardAt : now;
		};
		this.known = new Map(found.map(row => [row.run, {...row, heardAt: news(row)}]));
		const there = new Set(found.map(({address}) => address).filter(address => address !== ''));
		const addresses = [...there].sort().slice(0, MAX_SERVERS);
		if (addresses.join() !== this.addresses.join()) this.addresses = addresses;
		return this.known.has(this.self.run);
	}

	/** Begins to count silence anew: while the record was out of reach nobody could be heard. */
	restart(): void {
		const now = this.uptime();
		for (const [run, row] of this.known) this.known.set(run, {...row, heardAt: now});
	}

	/** Those that have joined, and this one: who exports the chat reads the record as a server does, and is none. */
	get all(): readonly RecordServer[] {
		return [...this.known.values()].filter(({run, joined}) => joined || run === this.self.run);
	}

	/** Runs of servers that are silent for too long, and of earlier ones on this server's own data folder. */
	get lost(): number[] {
		return this.others.filter(row => this.isLost(row)).map(({run}) => run);
	}

	/** Runs of servers that wait for what only memory holds, which this one has. */
	get joining(): number[] {
		if (this.known.get(this.self.run)?.joined !== true) return [];
		const waits = (row: Known) => !row.joined && !row.given && !this.isLost(row);
		return this.others.filter(waits).map(({run}) => run);
	}

	/** Whether another server can give what only memory holds. */
	get isAlone(): boolean {
		return !this.others.some(row => row.joined && !this.isLost(row));
	}

	private get others(): Known[] {
		return [...this.known.values()].filter(({run}) => run !== this.self.run);
	}

	private isLost({home, heardAt}: Known): boolean {
		return home === this.self.home || this.uptime() - heardAt > LOST_AFTER;
	}
}
