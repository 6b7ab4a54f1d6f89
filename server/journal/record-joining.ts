/** Joins the servers of a PostgreSQL record: takes what one of them has in memory alone, and what was appended since. */
import type {Entry} from './journal.ts';
import type {RecordConnection} from './record-connection.ts';
import type {RecordJobs} from './record-jobs.ts';
import {entriesAfter, readAfter, TAKE_PEN} from './record-rows.ts';
import {joined, readGiven, READ_SERVERS, type Self, type Servers} from './record-servers.ts';
import type {RecordTurns} from './record-turns.ts';

type Joining = {
	readonly jobs: RecordJobs;
	readonly turns: RecordTurns;
	readonly servers: Servers;
	readonly self: Self;
	/** Is given what another server has in memory. */
	readonly load: (text: string) => void;
	/** Is given the entries since then. */
	readonly apply: (entry: Entry) => void;
};

/** @returns false if no other server is there: then this one founds what only memory holds */
export async function joinOthers(joining: Joining): Promise<boolean> {
	let isAlone = false;
	await joining.jobs.add(async connection => {
		isAlone = await isFirst(joining, connection);
		return isAlone || takeGiven(joining, connection);
	});
	return !isAlone;
}

/** With the pen, so that of several servers that start together only one is the first. */
async function isFirst({turns, servers, self}: Joining, connection: RecordConnection): Promise<boolean> {
	const [, , found, known] = await connection.ask(`${TAKE_PEN}; ${readAfter(turns.last)}; ${READ_SERVERS}`);
	turns.receive(found?.rows ?? []);
	servers.learn(known?.rows ?? []);
	const isAlone = servers.isAlone && turns.behind !== 'far';
	await connection.ask(`${isAlone ? `${joined(self)}; ` : ''}COMMIT`);
	return isAlone;
}

/** @returns false while nothing was given */
async function takeGiven(
	{turns, self, load, apply}: Joining,
	connection: RecordConnection,
): Promise<boolean> {
	const [found] = await connection.ask(readGiven(self));
	const {given, given_at: at} = found?.rows[0] ?? {};
	if (typeof given !== 'string') return false;
	const since: Entry[] = [];
	for (let position = Number(at); position < turns.last; position = since.at(-1)?.position ?? turns.last) {
		const [page] = await connection.ask(readAfter(position));
		since.push(...entriesAfter(position, page?.rows));
	}

	load(given);
	for (const entry of since) if (entry.position <= turns.last) apply(entry);
	await connection.ask(joined(self));
	return true;
}
