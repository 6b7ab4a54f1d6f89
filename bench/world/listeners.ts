/** Signs users in, and measures when the last of them has received a message. */
import type {Socket} from 'node:net';
import type {Endpoint} from './server.ts';
import {signedIn} from './sign-in.ts';

/** The byte that distinguishes `{"type":"message"` from the other frames, by its index. */
const MESSAGE = 's'.charCodeAt(0);
const NAME = '{"type":"me'.length;

export class Listeners {
	private readonly sockets: Socket[] = [];
	private onMessage: () => void = () => undefined;

	static async start(server: Endpoint, count: number): Promise<Listeners> {
		const listeners = new Listeners();
		for (let at = 0; at < count; at++) await listeners.add(server, at);
		return listeners;
	}

	/** Measures the milliseconds from the first user's request until all others have the message. */
	async tellAll(request: object): Promise<number> {
		const [speaker, ...others] = this.sockets;
		const begun = performance.now();
		return new Promise(resolve => {
			let waiting = others.length;
			this.onMessage = () => {
				if (--waiting === 0) resolve(performance.now() - begun);
			};
			speaker?.write(`${JSON.stringify({id: 1, ...request})}\n`);
		});
	}

	stop(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		return Promise.resolve();
	}

	private async add(server: Endpoint, at: number): Promise<void> {
		const {socket, listening} = await signedIn(server, at, error => {
			throw error;
		});
		this.sockets.push(socket);
		listening.onLine = (bytes, start) => {
			if (bytes[start + NAME] === MESSAGE) this.onMessage();
		};
	}
}
