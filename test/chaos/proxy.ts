/** Passes connections on to a database, and cuts or freezes them. */
import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Server, type Socket} from 'node:net';

export class Proxy {
	private readonly server: Server;
	private readonly sockets = new Set<Socket>();
	private isFrozen = false;
	private held: string | undefined;

	private constructor(server: Server) {
		this.server = server;
	}

	/** @param port to which it passes connections on */
	static async start(port: number): Promise<Proxy> {
		const server = createServer();
		const proxy = new Proxy(server);
		server.on('connection', socket => proxy.pipe(socket, port));
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return proxy;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port; // a TCP server that listens has one
	}

	cut(): void {
		for (const socket of this.sockets) socket.destroy();
	}

	/** Passes nothing on any more, and says so to nobody. */
	freeze(): void {
		this.isFrozen = true;
		for (const socket of this.sockets) socket.pause();
	}

	/** Passes the text on, and no answer of the database to it. */
	holdAnswerTo(text: string): void {
		this.held = text;
	}

	/** Passes on what has come meanwhile, also on connections that a server has given up. */
	thaw(): void {
		this.isFrozen = false;
		this.held = undefined;
		for (const socket of this.sockets) socket.resume();
	}

	stop(): void {
		this.cut();
		this.server.close();
	}

	private pipe(near: Socket, port: number): void {
		const far = connect({port, host: '127.0.0.1', noDelay: true});
		near.on('data', (bytes: Buffer) => {
			if (this.held !== undefined && bytes.includes(this.held)) far.pause();
		});
		for (const [one, other] of [
			[near, far],
			[far, near],
		] as const) {
			this.sockets.add(one);
			one.on('error', () => undefined);
			one.on('close', () => {
				this.sockets.delete(one);
				other.destroy();
			});
			one.on('data', (bytes: Buffer) => other.write(bytes));
			if (this.isFrozen) one.pause();
		}
	}
}
