/** Connects a simulated user at minimal cost: reads into one buffer for all connections, and scans it for line feeds. */
import {connect, type Socket} from 'node:net';
import {connect as connectSecurely} from 'node:tls';

const LINE_FEED = 10;
/** All connections read into it, since each chunk is looked at before the next one is read. */
const shared = Buffer.allocUnsafe(256 * 1024);

/** Looks at one line, `bytes[start]` to `bytes[end]`, which is the line feed. */
type OnLine = (bytes: Buffer, start: number, end: number) => void;

/** May change while the connection is open. */
export type Listening = {
	onLine: OnLine;
	/** Called after the lines of each chunk. */
	onChunk: () => void;
	readonly onError: (error: Error) => void;
};

/** Opens a connection. @returns the connected socket, after its TLS handshake if it is to be `secure` */
export async function opened(port: number, secure: boolean, listening: Listening): Promise<Socket> {
	const onread = {buffer: shared, callback: splitter(listening)};
	const to = {host: '127.0.0.1', port, onread, noDelay: true};
	return new Promise((resolve, reject) => {
		const socket: Socket = secure
			? connectSecurely({...to, rejectUnauthorized: false}, () => resolve(socket))
			: connect(to, () => resolve(socket));
		socket.on('error', error => {
			reject(error);
			listening.onError(error);
		});
	});
}

/** Makes a function that splits chunks into lines. */
function splitter(listening: Listening): (size: number, chunk: Uint8Array) => boolean {
	let rest: Buffer | undefined;
	return size => {
		const chunk = shared.subarray(0, size);
		const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
		let start = 0;
		for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
			listening.onLine(bytes, start, end);
			start = end + 1;
		}

		rest = start < bytes.length ? Buffer.from(bytes.subarray(start)) : undefined;
		listening.onChunk();
		return true;
	};
}
