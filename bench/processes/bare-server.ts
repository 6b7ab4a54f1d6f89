/**
 * Relays messages between users as little as one Node process can: `bare-server.mjs [KEY CERTIFICATE]`. It speaks as much of the protocol
 * as the senders need, with JSON.parse and JSON.stringify, and without rules, validation or a disk: the floor for the product's server.
 */
import {readFileSync} from 'node:fs';
import {createServer, type AddressInfo, type Socket} from 'node:net';
import {createServer as createSecureServer} from 'node:tls';

type Request = Readonly<Record<'type' | 'token' | 'conversation' | 'messageId' | 'text', string>> & {
	readonly id: number;
	readonly delivered: number;
	readonly read: number;
};

/** Connections by their users, and the last sequence of each conversation. */
const connections = new Map<string, Connection>();
const sequences = new Map<string, number>();
/** Connections with output that came of the chunk that is being answered. */
const answering: Connection[] = [];

class Connection {
	private readonly socket: Socket;
	private user = '';
	private rest = '';
	private output = '';

	constructor(socket: Socket) {
		this.socket = socket;
		socket.on('error', () => socket.destroy());
		socket.on('data', chunk => this.receive(chunk));
	}

	/** Adds a line to what is written when the chunk has been answered. */
	private add(line: string): void {
		if (this.output === '') answering.push(this);
		this.output += line;
	}

	private flush(): void {
		this.socket.write(this.output);
		this.output = '';
	}

	private receive(chunk: Buffer): void {
		const lines = (this.rest + chunk.toString()).split('\n');
		this.rest = lines.pop() ?? '';
		for (const line of lines) this.answer(JSON.parse(line) as Request); // the senders of the benchmark wrote it
		for (const connection of answering) connection.flush();
		answering.length = 0;
	}

	private answer(request: Request): void {
		const {id: re, type, token} = request;
		if (type === 'send') this.send(request);
		else if (type === 'mark') this.mark(request);
		else {
			if (type === 'resume') this.signIn(token);
			this.add(line({re, ok: {user: this.user, now: Date.now()}}));
		}
	}

	private signIn(token: string): void {
		this.user = token.replace('token-of-', 'user');
		connections.set(this.user, this);
	}

	private send({id: re, conversation, messageId: id, text}: Request): void {
		const at = Date.now();
		const sequence = (sequences.get(conversation) ?? 0) + 1;
		sequences.set(conversation, sequence);
		this.add(line({re, ok: {sequence, at, waitsFor: []}}));
		const from = this.user;
		const told = line({type: 'message', conversation, sequence, id, from, at, text});
		for (const other of this.othersIn(conversation)) other.add(told);
	}

	private mark({id: re, conversation, delivered, read}: Request): void {
		this.add(line({re, ok: {}}));
		const told = line({type: 'marked', conversation, user: this.user, delivered, read});
		for (const other of this.othersIn(conversation)) other.add(told);
	}

	/** Lists the partner in a conversation of two, or all others where it is a room. */
	private othersIn(conversation: string): Connection[] {
		if (conversation.startsWith('#')) return [...connections.values()].filter(each => each !== this);
		const [one = '', other = ''] = conversation.split('+');
		const partner = connections.get(one === this.user ? other : one);
		return partner ? [partner] : [];
	}
}

function line(frame: object): string {
	return `${JSON.stringify(frame)}\n`;
}

const [key, cert] = process.argv.slice(2).map(file => readFileSync(file));
const server =
	key && cert
		? createSecureServer({key, cert, minVersion: 'TLSv1.3', noDelay: true}, socket => new Connection(socket))
		: createServer({noDelay: true}, socket => new Connection(socket));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port)); // a TCP server that listens has one
