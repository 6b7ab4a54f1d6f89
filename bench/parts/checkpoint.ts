/** Measures pings during a checkpoint of a large state, and a stop in the middle of it. */
import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {atMost, plain, type Figure} from '../figure.ts';
import {median, percentile} from '../statistics.ts';
import {dataFolder} from '../world/data-folder.ts';
import {Peer} from '../world/peer.ts';
import {pairOf, person} from '../world/people.ts';
import {startRaisedServer, type Server} from '../world/server.ts';

const PEOPLE = 230_000;
const TIMES = 3;
const AT_ONCE = 16;
const TEXT = '\u{10fffd}'.repeat(3995);
const MiB = 1024 * 1024;
/** The server is writing the accounts. */
const DRAFT = '.users.json.new';

export async function* checkpoint(): AsyncGenerator<Figure> {
	const folder = await dataFolder({people: PEOPLE, tokens: 10});
	const pings: number[] = [];
	const lengths: number[] = [];
	const stops: number[] = [];
	for (let time = 0; time < TIMES; time++) {
		const world = await World.start(folder, time);
		const begun = await world.checkpointBegun();
		pings.push(...(await world.bystander.pingsDuring(world.checkpointDone())));
		lengths.push(performance.now() - begun);
		await world.checkpointBegun();
		stops.push(await world.stop());
	}

	const {size} = await stat(path.join(folder, 'users.json'));
	const how = `${TIMES} checkpoints with ${(size / MiB).toFixed(0)} MiB of accounts and 32 MiB of messages`;
	yield plain('a checkpoint of a large state', median(lengths), ' ms', `${how}, median`);
	yield plain('a ping meanwhile, median', median(pings), ' ms', `${pings.length} pings, 5 ms apart`);
	yield atMost('  the same, p99', percentile(pings, 0.99), ' ms', 20, how);
	yield plain('  the same, longest', Math.max(...pings), ' ms', how);
	yield atMost('a stop in the middle of one, longest', Math.max(...stops), ' ms', 5000, `${TIMES} stops`);
}

/** Runs a server with many accounts, a client that fills its journal, and a client that pings. */
class World {
	readonly bystander: Peer;
	private readonly folder: string;
	private readonly server: Server;
	private readonly writer: Peer;
	private readonly run: string;
	private count = 0;

	private constructor(folder: string, server: Server, [writer, bystander]: [Peer, Peer], run: string) {
		this.folder = folder;
		this.server = server;
		this.writer = writer;
		this.bystander = bystander;
		this.run = run;
	}

	static async start(folder: string, time: number): Promise<World> {
		const server = await startRaisedServer(folder);
		const peers: [Peer, Peer] = [await Peer.start(server, 0), await Peer.start(server, 2)];
		return new World(folder, server, peers, `run${time}`);
	}

	/** Fills the journal until the server begins a checkpoint, and returns the time of that. */
	async checkpointBegun(): Promise<number> {
		(await Peer.start(this.server, 4)).stop(); // the accounts hold when a user was last seen
		while (!(await this.isDrafting())) {
			await Promise.all(Array.from({length: AT_ONCE}, async () => this.say()));
			await this.bystander.ask({type: 'ping'}); // the server closes a silent connection
		}

		return performance.now();
	}

	/** Resolves when the server has removed the journal files that the checkpoint covers. */
	async checkpointDone(): Promise<void> {
		const oldest = await this.oldestOfJournal();
		while ((await this.oldestOfJournal()) === oldest) await pause(5);
	}

	/** Measures the milliseconds until the server has ended. */
	async stop(): Promise<number> {
		const begun = performance.now();
		await this.server.stop();
		this.bystander.stop();
		this.writer.stop();
		return performance.now() - begun;
	}

	private async say(): Promise<void> {
		const messageId = `${person(0).device}.${this.run}.${++this.count}`;
		await this.writer.ask({type: 'send', conversation: pairOf(0), messageId, text: TEXT});
	}

	private async isDrafting(): Promise<boolean> {
		return (await readdir(this.folder)).includes(DRAFT);
	}

	/** Returns the position at which the oldest journal file begins. */
	private async oldestOfJournal(): Promise<number> {
		const names = await readdir(path.join(this.folder, 'journal'));
		return Math.min(...names.map(name => Number.parseInt(name, 10)));
	}
}
