/** A running server: how others reach it, its control socket, and its orderly stop or failure. */
import type {ControlAnswer, ControlAsk, OperatorAnswer} from '../protocol/control.ts';
import {safeText} from '../protocol/text.ts';
import type {Announcer} from './announcer.ts';
import type {Passwords} from './auth/passwords.ts';
import {joinLineCode} from './chat/invite-codes/validity.ts';
import type {Policy} from './chat/rule.ts';
import type {Clock} from '../lib/clock.ts';
import type {Control} from './control/control.ts';
import type {Core} from './core/core.ts';
import {joinLines, reachableAt} from './join-line.ts';
import {operatedServer} from './operated.ts';
import type {OperatedServer, OperatorHost} from './operator/operated-server.ts';
import {answerFromAfar} from './operator/run.ts';
import type {Listener} from './net/listener.ts';
import type {MetricsEndpoint} from './metrics/endpoint.ts';
import {errorEntry, type Log} from './log/log-entry.ts';
import type {LogBook} from './store/log-book.ts';
import type {Store} from './store/store.ts';

/** Maximum milliseconds of each step of an orderly stop; together they stay below five seconds. */
const STEP_TIMEOUT = 800;

const WATCH_INTERVAL = 1000;
const CONTROL_REMOVED =
	'The control socket was removed under the running server and is made again; without it a second server could take the data folder.';
const CONTROL_LOST =
	'The control socket was removed under the running server, and another server has taken the data folder; stop that one before this one is started again.';

type Parts = {
	address: string;
	fingerprint: string | undefined;
	folder: string;
	policy: Policy;
	/** The users file that was named at the start. */
	users: string | undefined;
	passwords: Passwords;
	control: Control;
	store: Store;
	core: Core;
	listener: Listener;
	/** Undefined if the server is not announced on the network. */
	announcer: Announcer | undefined;
	clock: Clock;
	log: Log;
	book: LogBook;
	/** Starts and stops the server for the operator; undefined where its end is the end of the program. */
	operatorHost: OperatorHost | undefined;
	/** Aborted, with the error, when the store has failed. */
	fatalSignal: AbortSignal;
};

export class RunningServer {
	readonly address: string;
	readonly port: number;
	/** Base64url SHA-256 of the key; undefined in plaintext. */
	readonly fingerprint: string | undefined;
	/** What the operator sees and changes. */
	readonly operated: OperatedServer;
	/** Resolves when the server has ended: with 0 after an orderly stop, with 1 when the disk failed. */
	readonly ended: Promise<number>;
	/** Why it ended by itself. */
	failure: string | undefined;
	/** Why it was stopped, such as `by /stop`. */
	why = '';
	private readonly parts: Parts;
	private metrics: MetricsEndpoint | undefined;
	private end: (code: number) => void = () => undefined;
	private stopping: Promise<void> | undefined;
	private hasEnded = false;
	private hasFailed = false;
	private cancelWatch: () => void = () => undefined;

	constructor(parts: Parts) {
		const {listener, fingerprint, address, control, fatalSignal} = parts;
		this.parts = parts;
		this.address = address;
		this.port = listener.port;
		this.fingerprint = fingerprint;
		this.ended = new Promise(resolve => (this.end = resolve));
		this.operated = operatedServer(parts, {
			address,
			port: this.port,
			since: parts.clock.now(),
			fingerprint,
			joinLines: () => this.joinLines,
		});
		control.answer(ask => this.answer(ask));
		this.watch();
		if (fatalSignal.aborted) this.fail(fatalSignal.reason);
		else fatalSignal.addEventListener('abort', () => this.fail(fatalSignal.reason));
	}

	/** Addresses by which others may reach the server; on this machine, where nobody else can. */
	get hosts(): string[] {
		return reachableAt(this.address);
	}

	/** Join lines to send to others, likeliest first. */
	get joinLines(): string[] {
		return joinLines(this.hosts, this.invitation);
	}

	/** The invite code of the join lines; undefined where it would let nobody in. */
	get code(): string | undefined {
		const {policy, store} = this.parts;
		return joinLineCode(store.state, policy);
	}

	/** Serves metrics and health, until the server stops. @param port 0 takes a free one @throws CannotStart if it is taken */
	async serveMetrics(port: number): Promise<number> {
		const {MetricsEndpoint: Endpoint} = await import('./metrics/endpoint.ts');
		this.metrics = await Endpoint.start(port, this.operated);
		return this.metrics.port;
	}

	/** Stops in order: closes the listener, notifies clients, settles and saves, and releases the folder. @param why for the log */
	async stop(why: string): Promise<void> {
		this.stopping ??= this.shutDown(why);
		return this.stopping;
	}

	/** Watches the control socket: without it a second server would take the folder, and `serve --stop` would find none. */
	private watch(): void {
		const {clock, control, store, log} = this.parts;
		this.cancelWatch = clock.after(WATCH_INTERVAL, () => {
			if (!store.isThere) return; // which ends the server
			control
				.keep()
				.then(found => {
					if (found === 'again') log({type: 'warning', what: CONTROL_REMOVED});
					if (found === 'lost') this.fail(new Error(CONTROL_LOST));
				})
				.catch((error: unknown) => log(errorEntry('control', error)))
				.finally(() => {
					if (!this.hasEnded) this.watch();
				});
		});
	}

	private stopWatching(): void {
		this.hasEnded = true;
		this.cancelWatch();
	}

	/** Ends at once when the disk failed: nothing more may be acknowledged, since nothing can be kept. */
	private fail(error: unknown): void {
		if (this.hasFailed) return; // clients that are cut off now would be recorded in the journal
		this.hasFailed = true;
		this.stopWatching();
		const {log, listener, announcer, store, control} = this.parts;
		void announcer?.close();
		this.failure = error instanceof Error ? error.message : 'for an unknown reason';
		log({type: 'failed', what: this.failure});
		void store.abandon();
		void listener.close();
		listener.destroy();
		void control.release().finally(() => this.end(1));
	}

	private async shutDown(why: string): Promise<void> {
		const {log, book, listener, announcer, core, store, control} = this.parts;
		this.why = why;
		this.stopWatching();
		log({type: 'stopping', why});
		if (this.metrics) await this.withTimeout(this.metrics.close());
		const gone = listener.close();
		if (announcer) await this.withTimeout(announcer.close());
		await this.withTimeout(core.stop());
		await this.withTimeout(gone);
		listener.destroy();
		await this.withTimeout(store.close());
		await this.withTimeout(store.abandon()); // what was not saved by now stands in the journal
		log({type: 'stopped'});
		await this.withTimeout(book.flush());
		await this.withTimeout(control.release());
		this.end(0);
	}

	/** Waits for a step of the stop until {@link STEP_TIMEOUT}; logs its failure and goes on. */
	private async withTimeout(step: Promise<unknown>): Promise<void> {
		const {clock, log} = this.parts;
		await new Promise<void>(resolve => {
			const cancel = clock.after(STEP_TIMEOUT, resolve);
			step
				.catch((error: unknown) => log(errorEntry('stop', error)))
				.finally(() => {
					cancel();
					resolve();
				});
		});
	}

	private get invitation(): {port: number; fingerprint?: string; code?: string} {
		const {port, fingerprint, code} = this;
		return {port, ...(fingerprint !== undefined && {fingerprint}), ...(code !== undefined && {code})};
	}

	private answer(asked: ControlAsk): ControlAnswer | Promise<OperatorAnswer> {
		const {pid} = process;
		const {hosts} = this;
		const host = this.parts.operatorHost ?? this.own;
		switch (asked.ask) {
			case 'operator':
				return answerFromAfar(asked, host);
			case 'join':
				return {hosts, ...this.invitation, pid};
			case 'stop':
				void host.stop('by chat-tui serve --stop');
				return {stopping: true, pid};
		}
	}

	/** The host of a server whose end is the end of the program. */
	private get own(): OperatorHost {
		return {
			server: this.operated,
			start: () => Promise.resolve({problem: safeText`The server runs already.`}),
			stop: async why => this.stop(why),
			restart: () => Promise.resolve({problem: safeText`This server cannot start again by itself.`}),
			quit: () => void this.stop('by /quit'),
		};
	}
}
