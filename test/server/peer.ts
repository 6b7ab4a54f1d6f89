/** The other end of a connection, as raw as an attacker's: it writes bytes and keeps every line it hears. */
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {connect as connectSecurely, type ConnectionOptions} from 'node:tls';

export class Peer {
	readonly socket: Socket;
	/** Every frame heard so far, decoded. */
	readonly heard: Array<Record<string, unknown>> = [];
	ended = false;
	private rest = '';
	private fences = 0;
	private asks = 0;
	private readonly waiting: Array<() => void> = [];

	constructor(socket: Socket) {
		this.socket = socket;
		socket.setEncoding('utf8');
		socket.on('data', (text: string) => this.read(text));
		socket.on('error', () => undefined); // being reset is what many of these tests provoke
		socket.on('close', () => {
			this.ended = true;
			this.wake();
		});
	}

	static async connect(port: number): Promise<Peer> {
		const socket = connect({port, host: '127.0.0.1', noDelay: true});
		const peer = new Peer(socket);
		await once(socket, 'connect');
		return peer;
	}

	/** Over TLS, without asking who is there. */
	static async connectSecurely(port: number, options: ConnectionOptions = {}): Promise<Peer> {
		const socket = connectSecurely({port, host: '127.0.0.1', rejectUnauthorized: false, ...options});
		const peer = new Peer(socket);
		await once(socket, 'secureConnect');
		return peer;
	}

	write(data: string | Uint8Array): void {
		this.socket.write(data);
	}

	ping(id: number): void {
		this.write(`{"id":${id},"type":"ping"}\n`);
	}

	/** Waits until the server has read all that was written before: it answers a ping sent after it. */
	async fence(tail = ''): Promise<void> {
		const id = 1_000_000 + ++this.fences;
		this.write(`{"id":${id},"type":"ping"}\n${tail}`);
		await this.until(() => this.heard.some(frame => frame['re'] === id));
	}

	/** Asks, and waits for the answer: what stands in `ok`, or the refusal; nothing when the connection ended first. */
	async ask(type: string, fields: object = {}): Promise<Record<string, unknown>> {
		const id = ++this.asks;
		this.write(`${JSON.stringify({id, type, ...fields})}\n`);
		const answer = () => this.heard.find(frame => frame['re'] === id);
		await this.until(() => answer() !== undefined);
		const {re: _re, ok, ...refusal} = answer() ?? {};
		return (ok as Record<string, unknown> | undefined) ?? refusal; // every reply is an object
	}

	/** Waits for the end of the connection. */
	async end(): Promise<void> {
		await this.until(() => false);
	}

	/** The codes of all refusals heard. */
	get refusals(): unknown[] {
		return this.heard.filter(frame => 'refusal' in frame).map(frame => frame['refusal']);
	}

	/** Waits until what was heard makes it so, or the connection ends. */
	private async until(isSo: () => boolean): Promise<void> {
		while (!this.ended && !isSo()) await new Promise<void>(resolve => this.waiting.push(resolve));
	}

	private wake(): void {
		for (const resolve of this.waiting.splice(0)) resolve();
	}

	private read(text: string): void {
		const lines = (this.rest + text).split('\n');
		this.rest = lines.pop() ?? '';
		for (const line of lines) this.heard.push(JSON.parse(line) as Record<string, unknown>);
		this.wake();
	}
}
