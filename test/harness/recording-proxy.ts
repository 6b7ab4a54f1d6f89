/** Forwards connections to a server, and keeps every byte that goes by. */
import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';

export class RecordingProxy {
	/** All bytes of both directions and all connections, one character each. */
	record = '';
	readonly port: number;
	readonly #sockets: ReadonlySet<Socket>;

	private constructor(port: number, sockets: ReadonlySet<Socket>) {
		this.port = port;
		this.#sockets = sockets;
	}

	/** Starts to forward to a port of this machine; stops after the test. */
	static async start(target: number): Promise<RecordingProxy> {
		const sockets = new Set<Socket>();
		const server = createServer(near => {
			const far = connect(target, '127.0.0.1');
			for (const [from, to] of [
				[near, far],
				[far, near],
			] as const) {
				sockets.add(from);
				from.on('data', (chunk: Buffer) => (proxy.record += chunk.toString('latin1')));
				from.pipe(to);
				from.on('error', () => to.destroy());
				from.on('close', () => {
					sockets.delete(from);
					to.destroy();
				});
			}
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const proxy = new RecordingProxy((server.address() as AddressInfo).port, sockets);
		onTestFinished(() => {
			server.close();
			proxy.cut();
		});
		return proxy;
	}

	/** Cuts all connections. */
	cut(): void {
		for (const socket of this.#sockets) socket.destroy();
	}
}
