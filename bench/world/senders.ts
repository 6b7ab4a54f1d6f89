/** Runs senders in processes of their own, each sending when the server has answered. */
import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {bundled} from './bundled.ts';
import {processorTime} from './cost.ts';
import {pairOf, person} from './people.ts';
import {end, watch} from './scratch.ts';
import type {Server} from './server.ts';

/** The arguments of a process of senders. */
export type Start = {
	readonly port: number;
	readonly secure: boolean;
	readonly people: ReadonlyArray<{
		readonly conversation: string;
		readonly device: string;
		readonly token: string;
		/** Part of the message ids, different for each process with the same device. */
		readonly run: string;
		readonly sends: boolean;
	}>;
};

/** Milliseconds of sending; the warm-up does not count. */
export type Order = {
	readonly warmUp: number;
	readonly milliseconds: number;
	/** Milliseconds from one message of a sender to its next; 0: when the server has answered. */
	readonly apart?: number;
};
/** Milliseconds from the send of each message to its acknowledgement. */
export type Outcome = {readonly latencies: Float64Array};

export type Rate = {
	readonly perSecond: number;
	readonly latencies: Float64Array;
	/** Milliseconds of processor time per message, of the server and of the senders. */
	readonly serverCost: number;
	readonly senderCost: number;
};

const PROCESSES = 2;
let runs = 0;

export class Senders {
	private readonly processes: ChildProcess[];
	private readonly server: Server;

	private constructor(processes: ChildProcess[], server: Server) {
		this.processes = processes;
		this.server = server;
	}

	/** Starts `count` senders, each with a partner; the partner of a single one only listens. */
	static async start(server: Server, count: number): Promise<Senders> {
		const file = await bundled('sender');
		const run = `r${(runs++).toString(36)}`;
		const {port, secure} = server;
		const people = Array.from({length: count + (count % 2)}, (_, at) => {
			const {device, token} = person(at);
			return {conversation: pairOf(at), device, token, run, sends: at < count};
		});
		const share = Math.ceil(people.length / PROCESSES / 2) * 2; // partners stay together
		const processes: ChildProcess[] = [];
		for (let at = 0; at < people.length; at += share) {
			const start: Start = {port, secure, people: people.slice(at, at + share)};
			const sender = watch(fork(file, [JSON.stringify(start)], {serialization: 'advanced', execArgv: []}));
			await once(sender, 'message'); // all have signed in
			processes.push(sender);
		}

		return new Senders(processes, server);
	}

	async send(order: Order): Promise<Rate> {
		const outcomes = this.processes.map(async sender => (await once(sender, 'message')) as [Outcome]);
		for (const sender of this.processes) sender.send(order);
		await new Promise(resolve => setTimeout(resolve, order.warmUp));
		const before = this.costs();
		await new Promise(resolve => setTimeout(resolve, order.milliseconds));
		const after = this.costs();
		const all = (await Promise.all(outcomes)).map(([{latencies}]) => latencies);
		const latencies = Float64Array.from(all.flatMap(each => [...each]));
		return {
			perSecond: (latencies.length * 1000) / order.milliseconds,
			latencies,
			serverCost: (after.server - before.server) / latencies.length,
			senderCost: (after.senders - before.senders) / latencies.length,
		};
	}

	async stop(): Promise<void> {
		await Promise.all(this.processes.map(sender => end(sender)));
	}

	private costs(): {server: number; senders: number} {
		const senders = this.processes.map(({pid = 0}) => processorTime(pid));
		return {server: processorTime(this.server.pid), senders: senders.reduce((sum, each) => sum + each, 0)};
	}
}
