/** Connects to the primary of a PostgreSQL record, and asks it one thing at a time, each with a deadline. */
import {Client, type QueryResult} from 'pg';
import {HostSilent, NotPrimary, isFinal, RecordUnreachable} from './record-faults.ts';
import {passwordIn, type Asking} from '../../lib/pgpass-file.ts';
import type {RecordPlace} from './record-url.ts';

/** Milliseconds until another host is tried, twice at most, and for which a question may wait, in line or for a standby. */
const CONNECT_TIMEOUT = 3000;
const ASK_TIMEOUT = 10_000;
/** Warning of PostgreSQL that a commit is not known to have reached its standby. */
const UNCONFIRMED = '01000';

/** A holder of the pen that says nothing for two seconds loses it. */
const SESSION = `SET application_name = 'chat-tui'; SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '2s';
	SET tcp_user_timeout = '4s'; SET lock_timeout = 0; SET standard_conforming_strings = on; SET default_transaction_isolation = 'read committed'`;
/** Fails on a standby. */
const TIMELINE = `SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS timeline, current_setting('transaction_read_only') AS read_only`;

type Answer = Pick<QueryResult<Record<string, unknown>>, 'command' | 'rows'>;

type ConnectionEvents = {
	/** Called for what servers tell each other. */
	readonly onNotice?: (channel: string, payload: string) => void;
	/** Called once when the connection is lost. */
	readonly onLost?: () => void;
};

export class RecordConnection {
	/** Number of the timeline, which grows with each promotion of a standby. */
	readonly timeline: number;
	private readonly client: Client;
	isLost = false;
	private isUnconfirmed = false;

	private constructor(client: Client, timeline: number, {onNotice, onLost}: ConnectionEvents) {
		this.client = client;
		this.timeline = timeline;
		const own = (client as unknown as {processID: number}).processID; // which the types leave out
		client.on('notification', ({channel, payload = '', processId}) => {
			if (processId !== own) onNotice?.(channel, payload);
		});
		client.on('notice', ({code}) => {
			if (code === UNCONFIRMED) this.isUnconfirmed = true;
		});
		client.on('end', () => {
			if (this.isLost) return;
			this.isLost = true;
			onLost?.();
		});
	}

	/**
	 * Tries the hosts in turn, once each, until one takes writes; all of them where no timeline is known, since one may be a primary
	 * that was replaced.
	 * @param least the highest timeline that is known, or 0: a primary of a lower one was replaced
	 * @throws the failure that says most
	 */
	static async open(
		place: RecordPlace,
		least: number,
		events: ConnectionEvents = {},
	): Promise<RecordConnection> {
		let failure: unknown = new NotPrimary('none is known');
		let newest: RecordConnection | undefined;
		for (const host of place.hosts) {
			try {
				const found = await connected(
					place,
					host,
					Math.max(least, (newest?.timeline ?? 0) + 1),
					(client, timeline) => {
						return new RecordConnection(client, timeline, events);
					},
				);
				newest?.leave();
				newest = found;
				if (least > 0) break;
			} catch (error) {
				if (!isFinal(failure)) failure = error;
			}
		}

		if (newest) return newest;
		throw new RecordUnreachable('no host', {cause: failure});
	}

	/** Asks all statements of a text. @throws when one fails, or nothing came back in time; then the connection is of no use */
	async ask(sql: string, timeout = ASK_TIMEOUT): Promise<Answer[]> {
		const timer = setTimeout(() => this.destroy(), timeout);
		try {
			const found = (await this.client.query(sql)) as Answer | Answer[]; // a list for several statements
			if (this.isUnconfirmed) throw new Error('a commit was not confirmed by the standby');
			return Array.isArray(found) ? found : [found];
		} catch (error) {
			this.destroy();
			throw new RecordUnreachable('a question failed', {cause: error});
		} finally {
			clearTimeout(timer);
		}
	}

	/** Ends it at once, whatever is under way. */
	destroy(): void {
		destroy(this.client);
	}

	async close(): Promise<void> {
		this.isLost = true;
		const timer = setTimeout(() => this.destroy(), CONNECT_TIMEOUT);
		await this.client.end();
		clearTimeout(timer);
	}

	/** Ends one that was never used. */
	private leave(): void {
		this.isLost = true;
		this.destroy();
	}
}

function destroy(client: Client): void {
	const {connection} = client as unknown as {connection: {stream: {destroy: () => void}}}; // which the types leave out
	connection.stream.destroy();
}

async function connected<T>(
	{database, user, password, passfile, tls}: RecordPlace,
	{host, port}: RecordPlace['hosts'][number],
	least: number,
	make: (client: Client, timeline: number) => T,
): Promise<T> {
	const fromFile = (asking: Asking) => passwordIn(passfile, asking, process.env);
	const client = new Client({
		host,
		port,
		database,
		...(user !== undefined && {user}),
		password: password ?? process.env['PGPASSWORD'] ?? (fromFile as () => string), // it is given what the types leave out
		ssl:
			tls === 'none'
				? false
				: tls === 'unverified'
					? {rejectUnauthorized: false}
					: {...(tls.ca !== undefined && {ca: tls.ca})},
		connectionTimeoutMillis: CONNECT_TIMEOUT,
		keepAlive: true,
	});
	client.on('error', () => undefined); // what is asked fails with it
	const silence = new AbortController();
	silence.signal.addEventListener('abort', () => destroy(client));
	let timer: NodeJS.Timeout | undefined;
	try {
		await client.connect();
		timer = setTimeout(() => silence.abort(), CONNECT_TIMEOUT);
		await client.query(SESSION);
		const {timeline, read_only} = (await client.query(TIMELINE).catch(standby)).rows[0] as Record<
			string,
			string
		>;
		const number = Number.parseInt(timeline ?? '0', 16);
		if (read_only === 'on') throw new NotPrimary(`${host} is read-only`);
		if (number < least) throw new NotPrimary(`${host} was replaced by a promoted standby`);
		return make(client, number);
	} catch (error) {
		destroy(client);
		throw silence.signal.aborted ? new HostSilent(`${host} is silent`, {cause: error}) : error;
	} finally {
		clearTimeout(timer);
	}
}

function standby(error: unknown): never {
	const {code} = error as {code?: string};
	throw code === '55000' ? new NotPrimary('it is a standby') : error;
}
