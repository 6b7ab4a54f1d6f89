/**
 * Hands on what arrives at a socket right where it was read, in memory that all sockets share. Node offers that, as `onread`, for sockets that it
 * connects; for one that it accepts it allocates 64 KiB for each read, a tenth of what a message costs the server.
 */
import {Socket} from 'node:net';

/** As many bytes as Node reads at once. */
const memory = Buffer.allocUnsafeSlow(64 * 1024);

/** What `onread` makes of a socket; where a Node has something else, it reads as ever. */
const BUFFER = internal('kBuffer');
const CALLBACK = internal('kBufferCb');
type Internals = Record<symbol, unknown> & {
	readonly _handle?: {useUserBuffer?: (memory: Uint8Array) => void} | null;
};

function internal(name: string): symbol | undefined {
	return Object.getOwnPropertySymbols(new Socket()).find(({description}) => description === name);
}

/**
 * Calls `onChunk` with all that arrives while the socket is not paused, as `data` would. The bytes are others when it has returned.
 * @param socket accepted, and secure if it is to be
 * @returns a function that ends this: from then on the socket is a stream like any other
 */
export function readDirectly(socket: Socket, onChunk: (chunk: Buffer) => void): () => void {
	let isDirect = true;
	const read = (size: number): boolean => {
		const chunk = memory.subarray(0, size);
		// TLS hands on all that it has decrypted, also to a socket that was paused meanwhile.
		if (!isDirect || socket.isPaused() || socket.readableLength > 0) return socket.push(Buffer.from(chunk));
		onChunk(chunk);
		return true;
	};
	socket.on('data', onChunk);
	const internals = socket as unknown as Internals;
	if (BUFFER && CALLBACK && internals._handle?.useUserBuffer) {
		internals[BUFFER] = memory;
		internals[CALLBACK] = read;
		internals._handle.useUserBuffer(memory);
	}

	return () => {
		isDirect = false;
		socket.off('data', onChunk);
	};
}
