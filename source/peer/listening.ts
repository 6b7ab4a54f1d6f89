/** Listens for connections of the partner, and tells at which addresses the partner can dial this side. */
import {createServer, type AddressInfo, type Server, type Socket} from 'node:net';
import {networkInterfaces} from 'node:os';
import type {PeerAddress} from '../../protocol/private-chats.ts';
import type {Direct} from '../state/model/peer.ts';
import {offeredHosts} from './candidates.ts';

/** Maximum sockets that have come and are not authenticated. */
const MAX_INBOUND = 8;

type ListeningOptions = {
	readonly direct: Exclude<Direct, 'never'>;
	/** Whether the own server is on this machine. */
	readonly isServerLocal: boolean;
	/** The port to listen on, if it is free; else the system chooses one. */
	readonly port?: number | undefined;
};

export class Listening {
	/** Where the partner can dial this side; to be offered to it. */
	readonly addresses: readonly PeerAddress[];
	readonly #server: Server;
	#inbound = 0;

	/** Resolves once it listens; with undefined where nothing may listen. */
	static async start(options: ListeningOptions): Promise<Listening | undefined> {
		const server = await listen(options.port ?? 0);
		return server && new Listening(server, options);
	}

	private constructor(server: Server, options: ListeningOptions) {
		const {port} = server.address() as AddressInfo; // it listens on a port
		this.addresses = offeredHosts(ownInterfaces(), options.direct, options).map(host => ({host, port}));
		this.#server = server;
	}

	/** Hands on each connection. @param attempt resolves when it is authenticated or closed */
	answer(attempt: (socket: Socket) => Promise<void>): void {
		this.#server.on('connection', socket => {
			if (this.#inbound >= MAX_INBOUND) {
				socket.destroy();
				return;
			}

			this.#inbound += 1;
			socket.setNoDelay(true);
			void attempt(socket).finally(() => (this.#inbound -= 1));
		});
	}

	close(): void {
		this.#server.close();
	}
}

/** Lists the interfaces of this machine. @returns none where the system does not tell, as Android does */
function ownInterfaces(): ReturnType<typeof networkInterfaces> {
	try {
		return networkInterfaces();
	} catch {
		return {}; // the partner is not told where to dial; this side dials, and there is the relay
	}
}

/** Listens on the port, or on another one. @returns undefined where nothing may listen */
async function listen(port: number): Promise<Server | undefined> {
	const server = createServer();
	const isListening = await new Promise<boolean>(resolve => {
		server.once('listening', () => resolve(true));
		server.once('error', () => resolve(false));
		server.listen(port);
	});
	if (isListening) return server;
	return port === 0 ? undefined : listen(0);
}
