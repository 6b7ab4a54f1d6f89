/** Starts a server: builds its parts and joins them. */
import {lookup} from 'node:dns/promises';
import {hostname} from 'node:os';
import {machineName} from '../protocol/discovery.ts';
import {safeText} from '../protocol/text.ts';
import {CannotStart} from '../lib/cannot-start.ts';
import {openCertificate, type Certificate} from './tls/certificate.ts';
import {openSharedCertificate} from './tls/shared-certificate.ts';
import type {Policy} from './chat/rule.ts';
import {connectionsOfRun} from './chat/session.ts';
import {createServerClock, type Clock} from '../lib/clock.ts';
import {takeFolder} from './control/control.ts';
import {Core} from './core/core.ts';
import {Announcer} from './announcer.ts';
import {finishSwap} from './database/swap.ts';
import {bootstrap} from './bootstrap.ts';
import type {RecordPlace} from './journal/record-url.ts';
import {LIMITS, type Limits} from './net/limits.ts';
import {announcedAt, listeningAt} from './join-line.ts';
import {Listener} from './net/listener.ts';
import {createLog} from './log/log.ts';
import {errorEntry, type Log} from './log/log-entry.ts';
import type {OperatorHost} from './operator/operated-server.ts';
import {Passwords} from './auth/passwords.ts';
import {closeToOthers} from './tls/private.ts';
import {RunningServer} from './running-server.ts';
import {LogBook} from './store/log-book.ts';
import {realDisk, type Disk} from '../lib/disk.ts';
import {Blobs} from './uploads/blobs.ts';
import {Store} from './store/store.ts';

export type ServerOptions = {
	/** The data folder; made if it is missing. */
	folder: string;
	/** A name or an address of this machine. */
	host: string;
	/** 0 takes a free one. */
	port: number;
	plaintext: boolean;
	/** Whether a server that others can reach announces itself on the local network. */
	announce?: boolean;
	policy: Policy;
	/** Port of the loopback interface for metrics and health; 0 takes a free one. */
	metrics?: number | undefined;
	/** The record that this server shares with others; undefined: the data folder has it. */
	record?: RecordPlace | undefined;
	/** Where clients reach this server of the record; by default where it listens. */
	address?: string | undefined;
	/** File of users to import into an empty data folder. */
	users?: string | undefined;
	/** Gets each line of the log. */
	write: (line: string) => void;
	/** Starts and stops the server for the operator; by default its end is the end of the program. */
	operatorHost?: OperatorHost;
	/** Called when the server runs, before that is logged. */
	onStarted?: (server: RunningServer) => void;
	clock?: Clock;
	limits?: Limits;
	passwords?: Passwords;
	disk?: Disk;
	/** Bytes of journal for which a checkpoint is made, and of a record's entries for which a snapshot is; tests make them small. */
	checkpointBytes?: number;
	snapshotBytes?: number;
};

/** Undoes a step of the start. */
type Undo = () => Promise<void>;

/** Starts a server. @throws CannotStart naming the cause; nothing is held any more then */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
	const undo: Undo[] = [];
	try {
		return await start(options, undo);
	} catch (error) {
		for (const step of undo.reverse()) await step().catch(() => undefined); // why it cannot start matters more
		throw error instanceof CannotStart ? error : unusable(options.folder, error);
	}
}

async function start(options: ServerOptions, undo: Undo[]): Promise<RunningServer> {
	const {folder, port, plaintext, users, operatorHost} = options;
	const policy = {...options.policy}; // the operator may change who may sign up
	const {clock = createServerClock(), limits = LIMITS} = options;
	const {book, log} = logTo(options, clock);
	const address = await addressOf(options.host);
	await finishSwap(folder);
	const control = await takeFolder(folder);
	undo.push(async () => control.release());
	for (const what of await closeToOthers(folder)) log({type: 'warning', what});
	const failure = new AbortController();
	const fatal = (error: unknown) => failure.abort(error);
	const store = await openStore(options, clock, log, fatal);
	undo.push(async () => store.close());
	const isFirst = await store.join();
	await book.open();
	const passwords = options.passwords ?? new Passwords();
	await bootstrap(store, {users, admins: policy.admins, clock, log, passwords});
	const tls = plaintext ? undefined : await certificateOf(folder, store);
	const fingerprint = tls?.fingerprint;
	const blobs = new Blobs(folder, store.journal.shared?.contents);
	const core = new Core({store, blobs, clock, passwords, log, policy, limits, isFirst, fatal});
	undo.push(async () => core.stop());
	const listener = await Listener.start({
		address,
		port,
		lastId: connectionsOfRun(store.journal.shared?.run ?? 0),
		tls,
		handler: core,
		clock,
		limits,
		log,
		streams: core.streams,
	});
	store.journal.shared?.advertise(options.address ?? listeningAt(address, listener.port));
	const announcer = announced(options, listener.port, {address, fingerprint, clock, log});
	undo.push(async () => announcer?.close());
	const parts = {
		folder,
		policy,
		users,
		passwords,
		operatorHost,
		control,
		store,
		core,
		listener,
		announcer,
		clock,
		log,
		book,
	};
	const server = new RunningServer({...parts, address, fingerprint, fatalSignal: failure.signal});
	undo.push(async () => server.stop('it cannot start'));
	if (options.metrics !== undefined) await server.serveMetrics(options.metrics);
	options.onStarted?.(server);
	log({type: 'started', address, port: listener.port, folder, plaintext});
	return server;
}

/** Makes the log, and the book in which it is kept. */
function logTo({folder, disk = realDisk, write}: ServerOptions, clock: Clock): {book: LogBook; log: Log} {
	const failed = (error: unknown) =>
		write(safeText`the log cannot be kept: ${error instanceof Error ? error.message : String(error)}` + '\n');
	const book = new LogBook({disk, data: folder, clock, failed});
	return {book, log: createLog({clock, write, keep: (at, fields) => book.add(at, fields)})};
}

/** Announces a server that others can reach, if it may be. */
function announced(
	{announce}: ServerOptions,
	port: number,
	{
		address,
		fingerprint,
		...server
	}: {address: string; fingerprint: string | undefined; clock: Clock; log: Log},
): Announcer | undefined {
	const hosts = announcedAt(address);
	if (!announce || hosts.length === 0) return undefined;
	const notice = {name: machineName(hostname()), port, ...(fingerprint !== undefined && {fingerprint})};
	return new Announcer({...server, ...notice, hosts});
}

/** Opens the key of this server, or of all on its record. */
async function certificateOf(folder: string, {journal: {shared}}: Store): Promise<Certificate> {
	return shared
		? openSharedCertificate(folder, async own => shared.agreeOnKey(own))
		: openCertificate(folder);
}

async function openStore(
	{folder, port, record, disk = realDisk, checkpointBytes, snapshotBytes}: ServerOptions,
	clock: Clock,
	log: Log,
	failed: (error: unknown) => void,
): Promise<Store> {
	const name = `${machineName(hostname())}:${port}`;
	return Store.open({
		folder,
		record: record && {place: record, name, failed, snapshotBytes},
		checkpointBytes,
		clock,
		disk,
		report: what => log({type: 'warning', what}),
		failed: error => log(errorEntry('checkpoint', error)),
	});
}

async function addressOf(host: string): Promise<string> {
	try {
		return (await lookup(host)).address;
	} catch {
		throw new CannotStart(
			`${host} is neither an address nor a name of this machine; name another with --host.`,
		);
	}
}

function unusable(folder: string, error: unknown): unknown {
	const {code, path = folder} = error as NodeJS.ErrnoException; // only the disk's own errors have a code
	if (typeof code !== 'string') return error;
	return new CannotStart(`${path} cannot be used (${code}); choose another folder with --data.`, {
		cause: error,
	});
}
