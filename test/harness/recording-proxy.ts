/** Forwards connections to a server, and keeps every byte that goes by. */
import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import {Transform} from 'node:stream';
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

	/**
	 * Starts to forward to a port of this machine; stops after the test.
	 * @param bytesPerSecond of each direction of a connection, as on a slow line
	 */
	static async start(target: number, bytesPerSecond = Infinity): Promise<RecordingProxy> {
		const sockets = new Set<Socket>();
		const server = createServer(near => {
			const far = connect(target, '127.0.0.1');
			for (const [from, to] of [
				[near, far],
				[far, near],
			] as const) {
				sockets.add(from);
				from.on('data', (chunk: Buffer) => (proxy.record += chunk.toString('latin1')));
				from.pipe(line(bytesPerSecond)).pipe(to);
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

/** Passes on what comes as fast as a line of this many bytes per second. */
function line(bytesPerSecond: number): Transform {
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			if (bytesPerSecond === Infinity) done(null, chunk);
			else setTimeout(() => done(null, chunk), (chunk.length / bytesPerSecond) * 1000);
		},
	});
}
