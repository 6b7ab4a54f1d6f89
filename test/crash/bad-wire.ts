/** A wire between clients and a server that can be cut in the middle of anything, swallow what comes back, or go dead without a word. */
import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Server, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';

/** What happens to the next connection once so many bytes have gone up or down it after the handshake. */
export type Fate = {
	/** `cut`: both ends are. `swallow`: what the server says is lost from there on. `stall`: nothing goes either way. */
	readonly what: 'cut' | 'swallow' | 'stall';
	readonly after: number;
	readonly way: 'up' | 'down';
};

export class BadWire {
	/** Asked for each new connection. */
	fate: () => Fate | undefined = () => undefined;
	/** How many connections met their fate. */
	met = 0;
	private readonly server: Server;
	private readonly to: number;
	private readonly open = new Set<Socket>();

	private constructor(server: Server, to: number) {
		this.server = server;
		this.to = to;
	}

	/** @param port of the server, on this machine */
	static async to(port: number): Promise<BadWire> {
		const server = createServer({noDelay: true}, socket => wire.join(socket));
		const wire = new BadWire(server, port);
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		onTestFinished(async () => {
			wire.cut();
			await new Promise(resolve => server.close(resolve));
		});
		return wire;
	}

	/** The port of this machine at which clients reach it. */
	get port(): number {
		return (this.server.address() as AddressInfo).port; // a TCP server that listens has one
	}

	/** Cuts everything. */
	cut(): void {
		for (const socket of this.open) socket.destroy();
	}

	private join(client: Socket): void {
		const fate = this.fate();
		const server = connect({port: this.to, host: '127.0.0.1', noDelay: true});
		const gone = {up: 0, down: 0};
		let met = false;
		const carry = (way: 'up' | 'down', from: Socket, to: Socket) => {
			this.open.add(from);
			from.on('error', () => undefined);
			from.on('close', () => {
				this.open.delete(from);
				to.destroy();
			});
			from.on('data', (bytes: Buffer) => {
				const left = fate && fate.way === way && !met ? fate.after - gone[way] : Infinity;
				gone[way] += bytes.length;
				if (met && (fate?.what === 'stall' || way === 'down')) return;
				to.write(bytes.subarray(0, Math.max(0, left)));
				if (bytes.length < left) return;
				met = true;
				this.met++;
				if (fate?.what === 'cut') setImmediate(() => client.destroy());
				else if (way === 'up') to.write(bytes.subarray(Math.max(0, left)));
			});
		};
		carry('up', client, server);
		carry('down', server, client);
	}
}
