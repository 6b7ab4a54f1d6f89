/** Puts a proxy on each direct connection between two clients, by changing the addresses that they offer through a plaintext server. */
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import {once} from 'node:events';
import {onTestFinished} from 'vitest';
import {RecordingProxy} from './recording-proxy.ts';

const OFFER = /"addresses":\[([^\]]*)\]/;
const HOST_AND_PORT = /\{"host":"[^"]*","port":(\d+)\}/g;

export class DirectLines {
	/** Where clients reach the server. */
	readonly port: number;
	readonly #lines: ReadonlyMap<string, RecordingProxy>;

	private constructor(port: number, lines: ReadonlyMap<string, RecordingProxy>) {
		this.port = port;
		this.#lines = lines;
	}

	/**
	 * Stands before a server without TLS; stops after the test.
	 * @param target port of the server on this machine
	 * @param bytesPerSecond of each direction of a direct connection
	 */
	static async start(target: number, bytesPerSecond: number): Promise<DirectLines> {
		const lines = new Map<string, RecordingProxy>();
		const server = createServer(client => {
			const far = connect(target, '127.0.0.1');
			const both: ReadonlyArray<readonly [Socket, Socket]> = [
				[client, far],
				[far, client],
			];
			for (const [from, to] of both) {
				from.on('error', () => to.destroy());
				from.on('close', () => to.destroy());
			}

			far.pipe(client);
			let passing = Promise.resolve();
			client.on('data', (chunk: Buffer) => {
				passing = passing.then(async () => void far.write(await redirected(chunk, lines, bytesPerSecond)));
			});
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		onTestFinished(() => void server.close());
		return new DirectLines((server.address() as AddressInfo).port, lines);
	}

	/** Bytes of both directions that have gone over all direct connections. */
	get passed(): number {
		return [...this.#lines.values()].reduce((sum, {record}) => sum + record.length, 0);
	}

	/** Cuts all direct connections. */
	cut(): void {
		for (const line of this.#lines.values()) line.cut();
	}
}

/** Names proxies in an offer of addresses. What is no offer stays: a client writes each request in one piece. */
async function redirected(
	chunk: Buffer,
	lines: Map<string, RecordingProxy>,
	bytesPerSecond: number,
): Promise<Buffer> {
	const text = chunk.toString('latin1');
	const [offer, addresses] = OFFER.exec(text) ?? [];
	const [, port] = [...(addresses ?? '').matchAll(HOST_AND_PORT)][0] ?? [];
	if (offer === undefined || port === undefined) return chunk;
	const line = lines.get(port) ?? (await RecordingProxy.start(Number(port), bytesPerSecond));
	lines.set(port, line);
	const address = `{"host":"127.0.0.1","port":${line.port}}`;
	return Buffer.from(text.replace(offer, `"addresses":[${address}]`), 'latin1');
}
