/** Runs senders in a process of their own, and reads what they and the server cost. */
import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {setTimeout as pause} from 'node:timers/promises';
import {bundled} from './bundled.ts';
import {processorTime} from './cost.ts';
import {pairOf, person} from './people.ts';
import {end, watch} from './scratch.ts';
import type {Endpoint} from './server.ts';

/** The arguments of the process. */
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
	/** Messages of each sender that wait for their replies; 1 by default. */
	readonly inFlight?: number;
	/** Whether each message is answered with a read receipt. */
	readonly marks?: boolean;
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

let runs = 0;

export class Senders {
	private readonly process: ChildProcess;
	private readonly server: Endpoint;

	private constructor(process: ChildProcess, server: Endpoint) {
		this.process = process;
		this.server = server;
	}

	/** Starts `count` senders, each with a partner; the partner of a single one only listens. */
	static async start(server: Endpoint, count: number): Promise<Senders> {
		const run = `r${(runs++).toString(36)}`;
		const people = Array.from({length: count + (count % 2)}, (_, at) => {
			const {device, token} = person(at);
			return {conversation: pairOf(at), device, token, run, sends: at < count};
		});
		const start: Start = {port: server.port, secure: server.secure, people};
		const args = [JSON.stringify(start)];
		const process = watch(fork(await bundled('sender'), args, {serialization: 'advanced', execArgv: []}));
		await once(process, 'message'); // all have signed in
		return new Senders(process, server);
	}

	async send(order: Order): Promise<Rate> {
		const outcome = once(this.process, 'message') as Promise<[Outcome]>;
		this.process.send(order);
		await pause(order.warmUp);
		const before = this.costs();
		await pause(order.milliseconds);
		const after = this.costs();
		const [{latencies}] = await outcome;
		return {
			perSecond: (latencies.length * 1000) / order.milliseconds,
			latencies,
			serverCost: (after.server - before.server) / latencies.length,
			senderCost: (after.senders - before.senders) / latencies.length,
		};
	}

	async stop(): Promise<void> {
		await end(this.process);
	}

	private costs(): {server: number; senders: number} {
		return {server: processorTime(this.server.pid), senders: processorTime(this.process.pid ?? 0)};
	}
}
