/** Signs users in, and measures when the last of them has received a message. */
import type {Socket} from 'node:net';
import type {Endpoint} from './server.ts';
import {signedIn} from './sign-in.ts';

/** The byte that distinguishes `{"type":"message"` from the other frames, by its index. */
const MESSAGE = 's'.charCodeAt(0);
const NAME = '{"type":"me'.length;
/** The first bytes of a refusal of what the first user has asked. */
const REFUSAL = '{"re":1,"refusal"';
const PING = '{"id":2,"type":"ping"}\n';
/** Milliseconds between two pings of each user: the server closes a connection that is silent for 25 s. */
const HEARTBEAT = 10_000;

export class Listeners {
	private readonly sockets: Socket[] = [];
	private readonly heartbeat = setInterval(() => {
		for (const socket of this.sockets) socket.write(PING);
	}, HEARTBEAT);
	private onMessage: () => void = () => undefined;
	private onFault: (error: Error) => void = () => undefined;

	static async start(server: Endpoint, count: number): Promise<Listeners> {
		const listeners = new Listeners();
		for (let at = 0; at < count; at++) await listeners.add(server, at);
		return listeners;
	}

	/**
	 * Measures the milliseconds from the first user's request until all others have the message.
	 * @throws Error when the server refuses it or closes a connection
	 */
	async tellAll(request: object): Promise<number> {
		const [speaker, ...others] = this.sockets;
		const begun = performance.now();
		return new Promise((resolve, reject) => {
			let waiting = others.length;
			this.onMessage = () => {
				if (--waiting === 0) resolve(performance.now() - begun);
			};
			this.onFault = reject;
			speaker?.write(`${JSON.stringify({id: 1, ...request})}\n`);
		});
	}

	stop(): Promise<void> {
		clearInterval(this.heartbeat);
		this.onFault = () => undefined;
		for (const socket of this.sockets) socket.destroy();
		return Promise.resolve();
	}

	private async add(server: Endpoint, at: number): Promise<void> {
		const {socket, listening} = await signedIn(server, at, error => this.onFault(error));
		this.sockets.push(socket);
		socket.on('close', () => this.onFault(new Error(`The server has closed the connection of user ${at}.`)));
		listening.onLine = (bytes, start, end) => {
			if (bytes[start + NAME] === MESSAGE) this.onMessage();
			else if (at === 0 && bytes.toString('latin1', start, start + REFUSAL.length) === REFUSAL)
				this.onFault(new Error(bytes.toString('utf8', start, end)));
		};
	}
}
