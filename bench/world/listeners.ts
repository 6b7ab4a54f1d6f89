/** Signs users in, and measures when the last of them has received a message. */
import {connect, type Socket} from 'node:net';
import {connect as connectSecurely} from 'node:tls';
import {person} from './people.ts';
import type {Server} from './server.ts';

export class Listeners {
	private readonly sockets: Socket[];
	private hear: (socket: Socket, chunk: Buffer) => void = () => undefined;

	private constructor(sockets: Socket[]) {
		this.sockets = sockets;
		for (const socket of sockets) socket.on('data', (chunk: Buffer) => this.hear(socket, chunk));
	}

	static async start(server: Server, count: number): Promise<Listeners> {
		const sockets: Socket[] = [];
		for (let at = 0; at < count; at++) sockets.push(await signedIn(server, at));
		return new Listeners(sockets);
	}

	/** Measures the milliseconds from the send by the first user until all others have the message. */
	async tellAll(conversation: string, messageId: string): Promise<number> {
		const [speaker, ...others] = this.sockets;
		const waiting = new Set(others);
		const rests = new Map<Socket, string>();
		const begun = performance.now();
		return new Promise(resolve => {
			this.hear = (socket, chunk) => {
				if (!waiting.has(socket)) return;
				const text = (rests.get(socket) ?? '') + chunk.toString();
				rests.set(socket, text.slice(-200));
				if (text.includes(`"id":"${messageId}"`)) waiting.delete(socket);
				if (waiting.size === 0) resolve(performance.now() - begun);
			};
			const request = {
				id: 1,
				type: 'send',
				conversation,
				messageId,
				text: 'a word to everybody in this room',
			};
			speaker?.write(`${JSON.stringify(request)}\n`);
		});
	}

	stop(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		return Promise.resolve();
	}
}

async function signedIn({port, secure}: Server, at: number): Promise<Socket> {
	const to = {host: '127.0.0.1', port};
	const socket = await new Promise<Socket>(resolve => {
		const made: Socket = secure
			? connectSecurely({...to, rejectUnauthorized: false}, () => resolve(made))
			: connect(to, () => resolve(made));
	});
	socket.setNoDelay(true);
	const {token, device} = person(at);
	const heard = new Promise<void>(resolve => {
		let text = '';
		const listen = (chunk: Buffer) => {
			text += chunk.toString();
			if (!/^\{"re":2,.*\n/m.test(text)) return;
			socket.off('data', listen);
			resolve();
		};
		socket.on('data', listen);
	});
	socket.write('{"id":1,"type":"hello","protocol":1}\n');
	socket.write(`${JSON.stringify({id: 2, type: 'resume', token, device, as: 'screen'})}\n`);
	await heard;
	return socket;
}
