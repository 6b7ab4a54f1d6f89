/** Runs senders in a process of their own, and reads what they and the server cost. */
import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {setTimeout as pause} from 'node:timers/promises';
import type {ConversationId} from '../../protocol/names.ts';
import {bundled} from './bundled.ts';
import {processorTime} from './cost.ts';
import {end} from './scratch.ts';
import type {Endpoint} from './server.ts';

export type Crowd = {
	/** Number of users who sign in, each with a partner, so it is even. */
	readonly count: number;
	/** The first of them among all users; 0 by default. */
	readonly from?: number;
	/** The first of them send, all by default; the others listen. */
	readonly senders?: number;
	/** The room that all of them write into, instead of a conversation of two. */
	readonly room?: ConversationId;
	/** Pairs that sign in at the same time; 1 by default. */
	readonly atOnce?: number;
	/** That of the product by default. In IRC, which acknowledges nothing, the partner's receipt of a message counts. */
	readonly protocol?: 'IRC';
};

/** The arguments of the process. */
export type Start = Crowd & {
	readonly port: number;
	readonly secure: boolean;
	/** Part of the message ids, different for each process with the same devices. */
	readonly run: string;
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

export type Outcome = {
	/** Milliseconds from the send of each message to its acknowledgement. */
	readonly latencies: Float64Array;
	/** Messages of others that came to the users, all together. */
	readonly heardPerSecond: number;
};

export type Rate = {
	readonly perSecond: number;
	readonly latencies: Float64Array;
	readonly heardPerSecond: number;
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

	/** Starts as many senders; the partner of a single one only listens. */
	static async start(server: Endpoint, crowd: Crowd | number): Promise<Senders> {
		const start: Start = {
			...(typeof crowd === 'number' ? {count: crowd + (crowd % 2), senders: crowd} : crowd),
			port: server.port,
			secure: server.secure,
			run: `r${(runs++).toString(36)}`,
		};
		const args = [JSON.stringify(start)];
		const process = fork(await bundled('sender'), args, {serialization: 'advanced', execArgv: []});
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
		const [{latencies, heardPerSecond}] = await outcome;
		return {
			perSecond: (latencies.length * 1000) / order.milliseconds,
			latencies,
			heardPerSecond,
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
