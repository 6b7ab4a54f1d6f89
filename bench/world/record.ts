/** Runs servers on one PostgreSQL record, whose commits are on disk, with accounts in it. */
import {chmod, mkdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {JournaledEvent} from '../../server/chat/event.ts';
import {Draft, TAKE_PEN} from '../../server/journal/record-rows.ts';
import {Postgres} from '../../test/harness/postgres.ts';
import {accounts} from './data-folder.ts';
import {scratchFolder} from './scratch.ts';
import {startRaisedServer, startServer, type Server} from './server.ts';

/** A run that no server has. */
const NOBODY = 0;
/** PostgreSQL's code for a place that is taken. */
const UNIQUE_VIOLATION = '23505';

export class Record {
	private readonly postgres: Postgres;
	private readonly url: string;
	private readonly folder: string;
	private readonly servers: Server[] = [];

	private constructor(postgres: Postgres, url: string, folder: string) {
		this.postgres = postgres;
		this.url = url;
		this.folder = folder;
	}

	static async start(): Promise<Record> {
		await chmod(tmpdir(), 0o711); // the folder of this part, through which PostgreSQL's own user comes to its data
		const postgres = await Postgres.start({fsync: 'on', shared_buffers: '128MB', max_wal_size: '2GB'});
		return new Record(postgres, await postgres.database(), await scratchFolder());
	}

	/** Starts a server with raised limits. */
	async raised(plaintext = true): Promise<Server> {
		return this.added(await startRaisedServer(await this.dataFolder(), plaintext, this.url));
	}

	/** Starts the product's server over TLS, with all its limits. */
	async limited(): Promise<Server> {
		return this.added(await startServer(await this.dataFolder(), this.url));
	}

	/** Makes accounts as another server would, which has started before. */
	async addAccounts(people: number): Promise<void> {
		const made = await accounts(people);
		while (!(await this.append(made)));
	}

	async stop(): Promise<void> {
		await Promise.all(this.servers.map(async server => server.stop()));
		await this.postgres.stop();
	}

	/** @returns false if a server was faster */
	private async append(entries: readonly JournaledEvent[][]): Promise<boolean> {
		const database = this.url.split('/').at(-1) ?? '';
		const newest = 'SELECT max(position + count) AS next, max(at) AS at FROM chat_tui.entry';
		const [row] = await this.postgres.query(newest, database);
		const draft = new Draft(Number(row?.['next'] ?? 1), Number(row?.['at'] ?? Date.now()));
		for (const events of entries) draft.add(events);
		try {
			await this.postgres.query(`${TAKE_PEN}; ${draft.insert(NOBODY)}; COMMIT`, database);
			return true;
		} catch (error) {
			if ((error as {code?: string}).code === UNIQUE_VIOLATION) return false;
			throw error;
		}
	}

	private added(server: Server): Server {
		this.servers.push(server);
		return server;
	}

	private async dataFolder(): Promise<string> {
		const folder = path.join(this.folder, `server${this.servers.length}`);
		await mkdir(folder);
		return folder;
	}
}
