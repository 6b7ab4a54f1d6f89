/** Starts and stops the server of one data folder, again and again, within one program. */
import {cleanLine, safeText} from '../protocol/text.ts';
import type {Problem} from '../terminal/commands/command.ts';
import {CannotStart} from '../lib/cannot-start.ts';
import type {ConsoleHost} from './console/console.ts';
import type {ServerStatus} from './console/model.ts';
import {greeting} from './greeting.ts';
import type {RunningServer} from './running-server.ts';
import {startServer, type ServerOptions} from './server.ts';

export class ServerHost implements ConsoleHost {
	onLine: (line: string) => void;
	onStatus: (status: ServerStatus) => void = () => undefined;
	/** Called to end the program, which then outlives the server; undefined: it ends with it. */
	onQuit: (() => void) | undefined;
	/** Resolves with the exit code when a program without {@link onQuit} is to end. */
	readonly ended: Promise<number>;
	private end: (code: number) => void = () => undefined;
	private options: ServerOptions;
	private running: RunningServer | undefined;
	private now: ServerStatus = {is: 'stopped', why: safeText`before its first start`};
	/** The restart that is under way. */
	private restarting: Promise<Problem | undefined> | undefined;
	/** Why the server is to stand still: a start or a restart that is under way obeys it at its end. */
	private stopWhy: string | undefined;

	/** @param options of which `onStarted` is called for the first start alone */
	constructor(options: ServerOptions) {
		this.options = options;
		this.onLine = options.write;
		this.ended = new Promise(resolve => (this.end = resolve));
	}

	get server() {
		return this.running?.operated;
	}

	get status(): ServerStatus {
		return this.now;
	}

	/** Starts the server. @throws CannotStart */
	async open(): Promise<RunningServer> {
		const {onStarted, ...options} = this.options;
		this.become({is: 'starting'});
		const running = await startServer({
			...options,
			write: line => this.onLine(line),
			operatorHost: this,
			onStarted: server => {
				this.running = server;
				onStarted?.(server);
			},
		}).catch((error: unknown) => {
			this.become({is: 'failed', problem: cleanLine(error instanceof Error ? error.message : String(error))});
			throw error;
		});
		this.options = {...options, port: running.port}; // where clients look for it after a restart
		this.become({is: 'listening', at: running.operated.listening});
		void running.ended.then(code => this.hasEnded(running, code));
		if (this.stopWhy !== undefined) await this.stopRunning(this.stopWhy);
		return running;
	}

	async start(): Promise<Problem | undefined> {
		const {is} = this.now;
		if (this.restarting || (is !== 'stopped' && is !== 'failed'))
			return {problem: safeText`The server runs already.`};
		this.stopWhy = undefined;
		return failing(async () => {
			const server = await this.open();
			if (this.status.is !== 'listening') throw new CannotStart('The server was stopped while it started.');
			const [best] = server.joinLines;
			for (const line of greeting(server, this.options.policy.signUp))
				if (best === undefined || !line.endsWith(best)) this.onLine(line); // that one is on the screen
		});
	}

	async stop(why: string): Promise<void> {
		this.stopWhy = why;
		await this.stopRunning(why);
		await this.restarting;
	}

	quit(): void {
		if (this.onQuit) this.onQuit();
		else void this.stop('by /quit');
	}

	async restart(why: string, work: () => Promise<void>): Promise<Problem | undefined> {
		if (this.restarting) return {problem: safeText`The server starts again already.`};
		this.restarting = this.stopAndOpen(why, work);
		try {
			return await this.restarting;
		} finally {
			this.restarting = undefined;
			if (this.stopWhy !== undefined && !this.onQuit) this.end(0);
		}
	}

	private async stopAndOpen(why: string, work: () => Promise<void>): Promise<Problem | undefined> {
		try {
			await this.stopRunning(why);
			const problem = await failing(work);
			if (this.stopWhy === undefined) await this.open();
			return problem;
		} catch (error) {
			if (!this.onQuit) this.end(1);
			if (error instanceof CannotStart) return {problem: cleanLine(error.message)};
			throw error;
		}
	}

	private async stopRunning(why: string): Promise<void> {
		if (!this.running) return;
		this.become({is: 'stopping'});
		await this.running.stop(why);
	}

	private hasEnded({failure, why}: RunningServer, code: number): void {
		this.running = undefined;
		if (failure === undefined) this.become({is: 'stopped', why: cleanLine(why)});
		else this.become({is: 'failed', problem: cleanLine(failure)});
		if (!this.onQuit && (!this.restarting || code !== 0)) this.end(code);
	}

	private become(status: ServerStatus): void {
		this.now = status;
		this.onStatus(status);
	}
}

async function failing(work: () => Promise<void>): Promise<Problem | undefined> {
	try {
		await work();
		return undefined;
	} catch (error) {
		if (error instanceof CannotStart) return {problem: cleanLine(error.message)};
		throw error;
	}
}
