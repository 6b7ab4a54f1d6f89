/** Runs clients in processes of their own that talk in private, by orders for what their users do. */
import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import type {Direct} from '../../source/state/model/peer.ts';
import {bundled} from './bundled.ts';
import {person} from './people.ts';
import {end, scratchFolder} from './scratch.ts';
import type {Server} from './server.ts';

/** The arguments of a process of one client. */
export type Start = {
	readonly home: string;
	readonly joinLine: string;
	readonly user: string;
	readonly direct: Direct;
};

/** What the user of a client does; all times are milliseconds of one clock of the machine. */
export type Order =
	/** Invites a user. Resolves when the private chat is open: with that time. */
	| {readonly type: 'invite'; readonly user: string}
	/** Answers the next invitation with yes. Resolves when the private chat is open: with the times of both. */
	| {readonly type: 'accept'}
	/** Ends the private chat. Resolves when there is none. */
	| {readonly type: 'end'}
	/** Waits until there is no private chat. */
	| {readonly type: 'see the end'}
	/** Sends texts one after the other. Resolves with the milliseconds from each to its acknowledgement. */
	| {readonly type: 'talk'; readonly texts: number; readonly apart: number}
	/** Offers a file. Resolves when it is on its way: with that time. `path`: absolute. */
	| {readonly type: 'offer'; readonly user: string; readonly path: string}
	/** Accepts the next offer. Resolves when the file is there: with the times of both. */
	| {readonly type: 'take'};

export type Asked = {readonly id: number; readonly order: Order};
export type Answered = {readonly id: number; readonly numbers: readonly number[]};

/** Milliseconds within which an order is carried out. */
const DEADLINE = 120_000;

export class PrivateClient {
	readonly user: string;
	readonly pid: number;
	readonly #process: ChildProcess;
	#orders = 0;

	private constructor(user: string, process: ChildProcess) {
		this.user = user;
		this.#process = process;
		this.pid = process.pid ?? 0;
		process.setMaxListeners(0);
	}

	/** Signs the `at`-th user in, and waits until the client can talk in private. */
	static async start({joinLine}: Server, at: number, direct: Direct): Promise<PrivateClient> {
		const {user} = person(at);
		const start: Start = {home: await scratchFolder(), joinLine, user, direct};
		const process = fork(await bundled('private-client'), [JSON.stringify(start)], {execArgv: []});
		await once(process, 'message');
		return new PrivateClient(user, process);
	}

	/** Gives an order, also while others are carried out. @throws Error if the client ends meanwhile, or takes too long */
	async does(order: Order): Promise<readonly number[]> {
		const asked: Asked = {id: ++this.#orders, order};
		this.#process.send(asked);
		return new Promise((resolve, reject) => {
			const settle = (end: () => void) => {
				clearTimeout(timer);
				this.#process.off('message', hear).off('exit', gone);
				end();
			};
			const fail = (why: string) => settle(() => reject(new Error(`${this.user} ${why}: ${order.type}`)));
			const gone = () => fail('has ended before');
			const timer = setTimeout(() => fail('takes too long'), DEADLINE);
			const hear = ({id, numbers}: Answered) => {
				if (id === asked.id) settle(() => resolve(numbers));
			};
			this.#process.on('message', hear).on('exit', gone);
		});
	}

	async stop(): Promise<void> {
		await end(this.#process);
	}
}
