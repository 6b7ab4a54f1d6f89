/** Servers of the program as processes on one record, which are started again when they end, and a proxy before their database. */
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {connect, createServer, type Server, type Socket} from 'node:net';
import path from 'node:path';
import {freePort} from '../harness/postgres.ts';
import {root} from '../../scripts/project-files.ts';

const program = path.join(root, 'dist/cli.js');

/** Milliseconds. */
const STOPS_WITHIN = 60_000;

class ServerProcess {
	readonly port: number;
	output = '';
	/** Exits that nobody has ordered. */
	readonly exits: string[] = [];
	private readonly words: readonly string[];
	private process: ChildProcess | undefined;
	private isWanted = true;

	constructor(port: number, words: readonly string[]) {
		this.port = port;
		this.words = words;
		this.start();
	}

	async ready(): Promise<void> {
		while (!this.output.includes('start on')) await new Promise(resolve => setTimeout(resolve, 20));
	}

	signal(name: NodeJS.Signals): void {
		this.process?.kill(name);
	}

	async stop(): Promise<void> {
		this.isWanted = false;
		const {process: running} = this;
		if (!running || running.exitCode !== null || running.signalCode !== null) return;
		running.kill('SIGCONT');
		running.kill('SIGTERM');
		const timer = setTimeout(() => {
			this.exits.push(`hung when it was to stop: ${lastSaid(this.output)}`);
			running.kill('SIGKILL');
		}, STOPS_WITHIN);
		await once(running, 'exit');
		clearTimeout(timer);
	}

	private start(): void {
		this.output = '';
		const running = spawn(process.execPath, [program, 'serve', '--port', String(this.port), ...this.words], {
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		this.process = running;
		for (const stream of [running.stdout, running.stderr])
			stream
				.setEncoding('utf8')
				.on('data', (text: string) => (this.output = (this.output + text).slice(-20_000)));
		running.on('exit', (code, signal) => {
			if (signal !== 'SIGKILL' && this.isWanted)
				this.exits.push(`${code ?? signal}: ${lastSaid(this.output)}`);
			setTimeout(() => this.isWanted && this.start(), 100);
		});
	}
}

/** The last line, with the stack of an error where one follows. */
function lastSaid(output: string): string {
	const lines = output.trim().split('\n');
	return lines.slice(lines.findLastIndex(line => !/^\s/.test(line))).join('\n');
}

export class Cluster {
	readonly servers: readonly ServerProcess[];
	/** With the data of each server. */
	readonly folders: readonly string[];
	private readonly proxy: Server;
	private readonly sockets = new Set<Socket>();
	private isFrozen = false;

	private constructor(proxy: Server, servers: readonly ServerProcess[], folders: readonly string[]) {
		this.proxy = proxy;
		this.servers = servers;
		this.folders = folders;
	}

	/** @param folder for their data folders @param port of PostgreSQL */
	static async start(count: number, folder: string, port: number, database: string): Promise<Cluster> {
		const proxy = createServer();
		const servers: ServerProcess[] = [];
		const folders = Array.from({length: count}, (_, at) => path.join(folder, `server${at}`));
		const cluster = new Cluster(proxy, servers, folders);
		proxy.on('connection', socket => cluster.pipe(socket, port));
		proxy.listen(0, '127.0.0.1');
		await once(proxy, 'listening');
		const {port: near} = proxy.address() as {port: number};
		const record = `postgres://postgres@127.0.0.1:${near}/${database}`;
		for (const data of folders) {
			const words = [
				'--data',
				data,
				'--record',
				record,
				'--messages-per-day',
				'1G',
				'--plain',
				'--insecure-plaintext',
			];
			servers.push(new ServerProcess(await freePort(), words));
		}

		for (const server of servers) await server.ready();
		return cluster;
	}

	/** Cuts all connections to the database. */
	cut(): void {
		for (const socket of this.sockets) socket.destroy();
	}

	/** Passes nothing on any more, and says so to nobody. */
	freeze(): void {
		this.isFrozen = true;
		for (const socket of this.sockets) socket.pause();
	}

	/** Passes on what has come meanwhile, also on connections that a server has given up. */
	thaw(): void {
		this.isFrozen = false;
		for (const socket of this.sockets) socket.resume();
	}

	async stop(): Promise<void> {
		await Promise.all(this.servers.map(async server => server.stop()));
		this.cut();
		this.proxy.close();
	}

	private pipe(near: Socket, port: number): void {
		const far = connect({port, host: '127.0.0.1', noDelay: true});
		for (const [one, other] of [
			[near, far],
			[far, near],
		] as const) {
			this.sockets.add(one);
			one.on('error', () => undefined);
			one.on('close', () => {
				this.sockets.delete(one);
				other.destroy();
			});
			one.on('data', (bytes: Buffer) => other.write(bytes));
			if (this.isFrozen) one.pause();
		}
	}
}
