/** Servers of the program as processes on one record, which are started again when they end. */
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {rmSync} from 'node:fs';
import path from 'node:path';
import {freePort} from '../harness/postgres.ts';
import {root} from '../../scripts/project-files.ts';

const program = path.join(root, 'dist/cli.cjs');

/** Milliseconds. */
const STOPS_WITHIN = 60_000;

class ServerProcess {
	readonly port: number;
	output = '';
	/** Exits that nobody has ordered. */
	readonly exits: string[] = [];
	private readonly folder: string;
	private readonly words: readonly string[];
	private process: ChildProcess | undefined;
	private isWanted = true;
	private losesDisk = false;

	/** @param folder with its data @param words of Node that start it */
	constructor(port: number, folder: string, words: readonly string[]) {
		this.port = port;
		this.folder = folder;
		this.words = words;
		this.start();
	}

	async ready(): Promise<void> {
		while (!this.output.includes('start on')) await new Promise(resolve => setTimeout(resolve, 20));
	}

	signal(name: NodeJS.Signals): void {
		this.process?.kill(name);
	}

	/** Kills it, and gives it an empty data folder before it starts again. */
	loseDisk(): void {
		this.losesDisk = true;
		this.signal('SIGKILL');
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
		if (this.losesDisk) rmSync(this.folder, {recursive: true, force: true});
		this.losesDisk = false;
		const running = spawn(process.execPath, this.words, {stdio: ['ignore', 'pipe', 'pipe']});
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

	private constructor(servers: readonly ServerProcess[], folders: readonly string[]) {
		this.servers = servers;
		this.folders = folders;
	}

	/** Starts servers of the product. @param folder for their data folders @param record its URL */
	static async start(count: number, folder: string, record: string): Promise<Cluster> {
		return Cluster.of(count, folder, (data, port) => [
			...[program, 'serve', '--port', port, '--data', data, '--record', record],
			...['--messages-per-day', '1G', '--plain', '--insecure-plaintext'],
		]);
	}

	/** Starts servers that make checkpoints and snapshots every few seconds. @param bundled the program of small-server.ts */
	static async startSmall(count: number, folder: string, record: string, bundled: string): Promise<Cluster> {
		return Cluster.of(count, folder, (data, port) => [bundled, data, port, record]);
	}

	private static async of(
		count: number,
		folder: string,
		words: (data: string, port: string) => string[],
	): Promise<Cluster> {
		const folders = Array.from({length: count}, (_, at) => path.join(folder, `server${at}`));
		const servers: ServerProcess[] = [];
		for (const data of folders) {
			const port = await freePort();
			servers.push(new ServerProcess(port, data, words(data, String(port))));
		}

		for (const server of servers) await server.ready();
		return new Cluster(servers, folders);
	}

	get ports(): number[] {
		return this.servers.map(({port}) => port);
	}

	/** How servers ended by themselves. */
	get exits(): string[] {
		return this.servers.flatMap(({exits}) => exits);
	}

	/** Those by a mistake of the program, and not as it is to end when its record is out of reach. */
	get mistakes(): string[] {
		return this.exits.filter(exit => !exit.startsWith('1: ') || /report it|restore|\n\s+at /.test(exit));
	}

	async stop(): Promise<void> {
		await Promise.all(this.servers.map(async server => server.stop()));
	}
}
