/** Starts and stops the server of one data folder, again and again, within one program. */
import {cleanLine, safeText} from '../protocol/text.ts';
import type {Problem} from '../terminal/commands/command.ts';
import {CannotStart} from '../lib/cannot-start.ts';
import type {OperatorHost} from './operator/operated-server.ts';
import type {RunningServer} from './running-server.ts';
import {startServer, type ServerOptions} from './server.ts';

export class ServerHost implements OperatorHost {
	/** Resolves with the exit code when the program is to end. */
	readonly ended: Promise<number>;
	private end: (code: number) => void = () => undefined;
	private options: ServerOptions;
	private running: RunningServer | undefined;
	private isRestarting = false;
	private isEnding = false;

	/** @param options of which `onStarted` is called for the first start alone */
	constructor(options: ServerOptions) {
		this.options = options;
		this.ended = new Promise(resolve => (this.end = resolve));
	}

	get server() {
		return this.running?.operated;
	}

	/** Starts the server. @throws CannotStart */
	async open(): Promise<RunningServer> {
		const {onStarted, ...options} = this.options;
		const running = await startServer({
			...options,
			operatorHost: this,
			onStarted: server => {
				this.running = server;
				onStarted?.(server);
			},
		});
		this.options = {...options, port: running.port}; // where clients look for it after a restart
		void running.ended.then(code => {
			this.running = undefined;
			if (!this.isRestarting || code !== 0) this.end(code);
		});
		return running;
	}

	async start(): Promise<Problem | undefined> {
		return Promise.resolve({problem: safeText`The server runs already.`});
	}

	async stop(why: string): Promise<void> {
		this.isEnding = true;
		await this.running?.stop(why);
	}

	quit(): void {
		void this.stop('asked to');
	}

	async restart(why: string, work: () => Promise<void>): Promise<Problem | undefined> {
		if (this.isRestarting) return {problem: safeText`The server starts again already.`};
		this.isRestarting = true;
		try {
			await this.running?.stop(why);
			const problem = await failing(work);
			if (this.isEnding) this.end(0);
			else await this.open();
			return problem;
		} catch (error) {
			this.end(1);
			if (error instanceof CannotStart) return {problem: cleanLine(error.message)};
			throw error;
		} finally {
			this.isRestarting = false;
		}
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
