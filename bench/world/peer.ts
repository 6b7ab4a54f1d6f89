/** Runs a signed-in client that sends requests and reads the replies, at whatever cost. */
import type {Socket} from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';
import type {Endpoint} from './server.ts';
import {signedIn} from './sign-in.ts';

export type Answer = Readonly<Record<string, unknown>>;

export class Peer {
	private readonly socket: Socket;
	private count = 0;
	private readonly waiting = new Map<number, (answer: Answer | Error) => void>();

	/** Signs the `at`-th user in. */
	static async start(server: Endpoint, at: number): Promise<Peer> {
		const {socket, listening} = await signedIn(server, at, () => undefined); // `close` follows
		const peer = new Peer(socket);
		listening.onLine = (bytes, start, end) => peer.read(bytes.toString('utf8', start, end));
		return peer;
	}

	private constructor(socket: Socket) {
		this.socket = socket;
		socket.on('close', () => {
			for (const settle of this.waiting.values()) settle(new Error('The server has cut a connection.'));
		});
	}

	/** Sends a request. @returns the reply or the refusal */
	async ask(request: object): Promise<Answer> {
		const id = ++this.count;
		const answered = new Promise<Answer>((resolve, reject) =>
			this.waiting.set(id, answer => (answer instanceof Error ? reject(answer) : resolve(answer))),
		);
		this.socket.write(`${JSON.stringify({id, ...request})}\n`);
		return answered;
	}

	/** Measures the milliseconds of pings, one every 5 ms, until the work is done. */
	async pingsDuring(work: Promise<unknown>): Promise<number[]> {
		return this.timesDuring(work, () => ({type: 'ping'}));
	}

	/** Measures the milliseconds of requests, one every 5 ms, until the work is done. */
	async timesDuring(work: Promise<unknown>, request: () => object): Promise<number[]> {
		const times: number[] = [];
		const ending = new AbortController();
		void work.finally(() => ending.abort());
		while (!ending.signal.aborted) {
			const before = performance.now();
			await this.ask(request());
			times.push(performance.now() - before);
			await pause(5);
		}

		return times;
	}

	stop(): void {
		this.socket.destroy();
	}

	private read(line: string): void {
		const {re = 0, ok, ...refusal} = JSON.parse(line) as {re?: number; ok?: Answer};
		this.waiting.get(re)?.(ok ?? refusal);
		this.waiting.delete(re);
	}
}
