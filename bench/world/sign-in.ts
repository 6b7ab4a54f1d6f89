/** Signs a simulated user in, at minimal cost. */
import type {Socket} from 'node:net';
import {opened, type Listening} from '../simulated/connection.ts';
import {person} from './people.ts';

/** The first bytes of the last frame of the reply, after those of its chunks. */
const LAST = '{"re":2,"ok"';

type SignedIn = {
	readonly socket: Socket;
	/** What listens from now on; it may be changed. */
	readonly listening: Listening;
	/** Milliseconds from the request to sign in to the end of the reply, and bytes of the reply. */
	readonly milliseconds: number;
	readonly bytes: number;
};

type Server = {readonly port: number; readonly secure: boolean};

/** Signs the `at`-th user in. @param onError hears of a connection that fails, also later */
export async function signedIn(
	{port, secure}: Server,
	at: number,
	onError: (error: Error) => void,
): Promise<SignedIn> {
	const listening: Listening = {onLine: nothing, onChunk: nothing, onError};
	const socket = await opened(port, secure, listening);
	const {token, device} = person(at);
	await asked(socket, listening, {id: 1, type: 'hello', protocol: 1}, '{"re":1,"ok"');
	const begun = performance.now();
	const bytes = await asked(socket, listening, {id: 2, type: 'resume', token, device, as: 'screen'}, LAST);
	listening.onLine = nothing;
	return {socket, listening, milliseconds: performance.now() - begun, bytes};
}

/** Sends a request. @returns the bytes of all lines up to the one that begins with `last` */
async function asked(socket: Socket, listening: Listening, request: object, last: string): Promise<number> {
	return new Promise(resolve => {
		let size = 0;
		listening.onLine = (bytes, start, end) => {
			size += end + 1 - start;
			if (bytes.toString('latin1', start, start + last.length) === last) resolve(size);
		};
		socket.write(`${JSON.stringify(request)}\n`);
	});
}

function nothing(): void {
	// what comes beside the replies is not for the one who signs in
}
