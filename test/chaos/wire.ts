/** A connection to a server, in plaintext: answers by the id of the request, and an end that is never an error. */
import {connect, type Socket} from 'node:net';

type Reply = Readonly<Record<string, unknown>>;

/** Milliseconds without an answer after which the server counts as gone. */
const PATIENCE = 6000;

export class Wire {
	isOpen = true;
	private readonly socket: Socket;
	private rest = '';
	private asks = 0;
	private readonly waiting = new Map<number, (reply: Reply | undefined) => void>();

	constructor(port: number) {
		this.socket = connect({port, host: '127.0.0.1', noDelay: true});
		this.socket.setEncoding('utf8');
		this.socket.on('data', (text: string) => this.read(text));
		this.socket.on('error', () => undefined);
		this.socket.on('close', () => this.close());
	}

	/** @returns what stands in `ok`, or the refusal; undefined when the connection ended first, or the server is silent */
	async ask(type: string, fields: object = {}): Promise<Reply | undefined> {
		if (!this.isOpen) return undefined;
		const id = ++this.asks;
		const reply = new Promise<Reply | undefined>(resolve => this.waiting.set(id, resolve));
		this.socket.write(`${JSON.stringify({id, type, ...fields})}\n`);
		const timer = setTimeout(() => this.close(), PATIENCE);
		const found = await reply;
		clearTimeout(timer);
		return found;
	}

	close(): void {
		this.isOpen = false;
		this.socket.destroy();
		for (const resolve of this.waiting.values()) resolve(undefined);
		this.waiting.clear();
	}

	private read(text: string): void {
		const lines = (this.rest + text).split('\n');
		this.rest = lines.pop() ?? '';
		for (const line of lines) {
			const {re, ok, ...refusal} = JSON.parse(line) as {re?: number; ok?: Reply};
			if (re === undefined) continue;
			this.waiting.get(re)?.(ok ?? refusal);
			this.waiting.delete(re);
		}
	}
}
