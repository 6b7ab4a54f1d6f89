/** Opens multicast DNS (RFC 6762) on this machine's networks; where that is not possible, nothing fails but the service itself. */
import {createSocket, type Socket} from 'node:dgram';
import makeMulticast, {type MulticastDNS} from 'multicast-dns';

export type Multicast = {
	readonly dns: MulticastDNS;
	close(): Promise<void>;
};

/** Which network: all, by the standard port, unless a test says otherwise. */
export type MulticastPlace = {
	/** IPv4 address of the interface. */
	readonly interface?: string;
	/** UDP port; 5353 is that of the standard. */
	readonly port?: number;
	/** By default a new one. */
	readonly socket?: Socket;
};

/**
 * Opens the socket.
 * @param failed called at most once, with the code of the system: multicast is not possible here
 */
export function openMulticast(place: MulticastPlace, failed: (code: string) => void): Multicast {
	const {socket = createSocket({type: 'udp4', reuseAddr: true}), ...where} = place;
	const dns = makeMulticast({...where, bind: '0.0.0.0', socket: guarded(socket)});
	let isOver = false;
	const fail = (error: NodeJS.ErrnoException): void => {
		if (isOver) return;
		isOver = true;
		failed(error.code ?? error.message);
	};
	dns.on('error', fail);
	dns.on('warning', () => undefined); // a packet that is not valid, or a network that has gone
	return {
		dns,
		async close() {
			isOver = true;
			await new Promise<void>(resolve => dns.destroy(resolve));
		},
	};
}

/** Hands to the callback of `send` what it throws, such as for port 0: the library calls it where nobody can catch. */
function guarded(socket: Socket): Socket {
	const send = socket.send.bind(socket) as (...args: unknown[]) => void;
	socket.send = (...args: unknown[]) => {
		try {
			send(...args);
		} catch (error) {
			const callback = args.at(-1) as (error: unknown) => void; // the library always gives one
			callback(error);
		}
	};
	return socket;
}
