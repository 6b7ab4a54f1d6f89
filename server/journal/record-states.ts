/** Asks all servers of a PostgreSQL record for the hash of their state at one entry. */
import type {Position} from './journal.ts';
import type {RecordConnection} from './record-connection.ts';
import {CHANNELS, TAKE_PEN, TIME} from './record-rows.ts';
import {LOST_AFTER} from './record-servers.ts';
import type {RecordPlace} from './record-url.ts';
import {mustHaveChat, visitRecord} from './record-visit.ts';

/** What a server answered: nothing if it did not in time. */
export type ServerState = {
	readonly name: string;
	readonly people: number;
	readonly hash: string | undefined;
};

/** Milliseconds within which a server is to answer, and between two looks. */
const PATIENCE = 30_000;
const LOOK = 200;
/** What no server has as the number of its run. */
const NO_RUN = 0;

/** Lock of who asks, so that no answer is overwritten before it is read; it is waited for as long as two may take. */
const ASKING = 7_226_841_533;
const WAIT = 2 * PATIENCE;

const NEXT = `SELECT greatest(1, (SELECT max(position + count) FROM chat_tui.entry), (SELECT max(position) + 1 FROM chat_tui.snapshot)) AS next`;
const RUNNING = `SELECT run, name FROM chat_tui.server WHERE joined AND seen > ${TIME} - ${LOST_AFTER} ORDER BY name, run`;

/** @param patience milliseconds that a server has @throws CannotStart */
export async function statesOf(
	place: RecordPlace,
	patience = PATIENCE,
): Promise<{position: Position; servers: ServerState[]}> {
	return visitRecord(place, async connection => {
		await mustHaveChat(connection, place.name);
		await connection.ask(`SET statement_timeout = ${WAIT}; SELECT pg_advisory_lock(${ASKING})`, WAIT);
		const {position, asked} = await ask(connection);
		const answers = await answersOf(connection, position, [...asked.keys()], patience);
		const servers = [...asked].map(([run, name]) => ({
			name,
			people: 0,
			hash: undefined,
			...answers.get(run),
		}));
		return {position, servers};
	});
}

/** Appends the entry at which the servers are to hash their states. @returns those that run, by their number */
async function ask(connection: RecordConnection): Promise<{position: Position; asked: Map<number, string>}> {
	const [, , next, running] = await connection.ask(`${TAKE_PEN}; ${NEXT}; ${RUNNING}`);
	const position = Number(next?.rows[0]?.['next']);
	const asked = new Map((running?.rows ?? []).map(({run, name}) => [Number(run), String(name)]));
	await connection.ask(
		asked.size === 0
			? 'ROLLBACK'
			: `INSERT INTO chat_tui.entry SELECT ${position}, 1, ${NO_RUN}, ${TIME}, '[[{"type":"stateAsked","at":' || ${TIME} || '}]]';
				NOTIFY ${CHANNELS.entries}; COMMIT`,
	);
	return {position, asked};
}

async function answersOf(
	connection: RecordConnection,
	position: Position,
	runs: readonly number[],
	patience: number,
): Promise<Map<number, {people: number; hash: string}>> {
	const answers = new Map<number, {people: number; hash: string}>();
	for (const until = performance.now() + patience; answers.size < runs.length;) {
		const [found] = await connection.ask(
			`SELECT run, people, hash FROM chat_tui.server WHERE hash_at = ${position}`,
		);
		for (const {run, people, hash} of found?.rows ?? [])
			answers.set(Number(run), {people: Number(people), hash: String(hash)});
		if (performance.now() > until) break;
		if (answers.size < runs.length) await new Promise(resolve => setTimeout(resolve, LOOK));
	}

	return answers;
}
