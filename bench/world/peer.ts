/** Runs a signed-in client that sends one request after the other, over plaintext. */
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {createInterface, type Interface} from 'node:readline';
import {setTimeout as pause} from 'node:timers/promises';
import {person} from './people.ts';
import type {Server} from './server.ts';

export type Answer = Readonly<Record<string, unknown>>;

export class Peer {
	private readonly socket: Socket;
	private count = 0;
	private readonly waiting = new Map<number, (answer: Answer | Error) => void>();

	private constructor(socket: Socket, lines: Interface) {
		this.socket = socket;
		socket.on('error', () => socket.destroy()); // and `close` follows
		socket.on('close', () => {
			for (const settle of this.waiting.values()) settle(new Error('The server has cut a connection.'));
		});
		lines.on('line', line => {
			const {re = 0, ok, ...refusal} = JSON.parse(line) as {re?: number; ok?: Answer};
			this.waiting.get(re)?.(ok ?? refusal);
			this.waiting.delete(re);
		});
	}

	/** Signs the `at`-th user in. */
	static async start({port}: Server, at: number): Promise<Peer> {
		const socket = connect(port, '127.0.0.1').setNoDelay(true);
		await once(socket, 'connect');
		const peer = new Peer(socket, createInterface({input: socket}));
		const {token, device} = person(at);
		await peer.ask({type: 'hello', protocol: 1});
		await peer.ask({type: 'resume', token, device, as: 'screen'});
		return peer;
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
		const times: number[] = [];
		const ending = new AbortController();
		void work.finally(() => ending.abort());
		while (!ending.signal.aborted) {
			const before = performance.now();
			await this.ask({type: 'ping'});
			times.push(performance.now() - before);
			await pause(5);
		}

		return times;
	}

	stop(): void {
		this.socket.destroy();
	}
}
