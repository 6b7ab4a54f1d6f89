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
	private now: ServerStatus = {is: 'stopped'};
	private isRestarting = false;
	private isEnding = false;

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
		return running;
	}

	async start(): Promise<Problem | undefined> {
		const {is} = this.now;
		if (this.isRestarting || (is !== 'stopped' && is !== 'failed'))
			return {problem: safeText`The server runs already.`};
		return failing(async () => {
			const server = await this.open();
			const [best] = server.joinLines;
			for (const line of greeting(server, this.options.policy.signUp))
				if (best === undefined || !line.endsWith(best)) this.onLine(line); // that one is on the screen
		});
	}

	async stop(why: string): Promise<void> {
		this.isEnding = this.onQuit === undefined;
		if (!this.running) return;
		this.become({is: 'stopping'});
		await this.running.stop(why);
	}

	quit(): void {
		if (this.onQuit) this.onQuit();
		else void this.stop('asked to');
	}

	async restart(why: string, work: () => Promise<void>): Promise<Problem | undefined> {
		if (this.isRestarting) return {problem: safeText`The server starts again already.`};
		this.isRestarting = true;
		try {
			if (this.running) this.become({is: 'stopping'});
			await this.running?.stop(why);
			const problem = await failing(work);
			if (this.isEnding) this.end(0);
			else await this.open();
			return problem;
		} catch (error) {
			if (!this.onQuit) this.end(1);
			if (error instanceof CannotStart) return {problem: cleanLine(error.message)};
			throw error;
		} finally {
			this.isRestarting = false;
		}
	}

	private hasEnded({failure}: RunningServer, code: number): void {
		this.running = undefined;
		this.become(failure === undefined ? {is: 'stopped'} : {is: 'failed', problem: cleanLine(failure)});
		if (!this.onQuit && (!this.isRestarting || code !== 0)) this.end(code);
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
