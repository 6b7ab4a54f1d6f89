/** The other end of a connection that becomes a relay or a transfer: it reads one line, then bytes. */
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {connect as connectSecurely} from 'node:tls';
import {onTestFinished} from 'vitest';
import {until} from '../../harness/until.ts';

export class RawPeer {
	readonly socket: Socket;
	ended = false;
	/** Bytes after the first line. */
	size = 0;
	private readonly chunks: Buffer[] = [];
	private head = '';

	constructor(socket: Socket) {
		this.socket = socket;
		socket.on('data', (chunk: Buffer) => this.read(chunk));
		socket.on('error', () => undefined); // being cut is what many of these tests provoke
		socket.on('close', () => (this.ended = true));
		onTestFinished(() => void socket.destroy());
	}

	static async connect(port: number): Promise<RawPeer> {
		const socket = connect({port, host: '127.0.0.1', noDelay: true});
		await once(socket, 'connect');
		return new RawPeer(socket);
	}

	static async connectSecurely(port: number): Promise<RawPeer> {
		const socket = connectSecurely({port, host: '127.0.0.1', rejectUnauthorized: false});
		await once(socket, 'secureConnect');
		return new RawPeer(socket);
	}

	/** Asks for a relay, and waits for the answer; empty when the connection ended first. */
	async open(token: string, tail = ''): Promise<Record<string, unknown>> {
		return this.ask(`{"id":1,"type":"openRelay","token":"${token}"}\n${tail}`);
	}

	/** Opens the transfer of a file, likewise. */
	async openTransfer(ticket: string, offset = 0): Promise<Record<string, unknown>> {
		return this.ask(
			`${JSON.stringify({id: 1, type: 'openTransfer', ticket, ...(offset > 0 && {offset})})}\n`,
		);
	}

	private async ask(line: string): Promise<Record<string, unknown>> {
		this.head = '';
		this.socket.write(line);
		await until(() => this.ended || this.head.endsWith('\n'));
		return JSON.parse(this.head || '{}') as Record<string, unknown>;
	}

	/** Waits for so many bytes after the first line. */
	async bytes(count: number): Promise<Buffer> {
		await until(() => this.ended || this.size >= count);
		return Buffer.concat(this.chunks);
	}

	async end(): Promise<void> {
		await until(() => this.ended);
	}

	private read(chunk: Buffer): void {
		let rest = chunk;
		if (!this.head.endsWith('\n')) {
			const end = chunk.indexOf(10) + 1 || chunk.length;
			this.head += chunk.subarray(0, end).toString();
			rest = chunk.subarray(end);
		}

		this.size += rest.length;
		if (rest.length > 0) this.chunks.push(rest);
	}
}
