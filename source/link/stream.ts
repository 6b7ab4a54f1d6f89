/** Opens a connection to the server that carries bytes instead of frames: one side of a relay, or the transfer of a file. */
import type {Socket} from 'node:net';
import type {Address, Place} from '../../protocol/address.ts';
import {encodeRequest, parseServerFrame} from '../../protocol/frames.ts';
import type {RequestOf} from '../../protocol/index.ts';
import {sentence} from '../../protocol/refusals.ts';
import type {Attempt} from './socket.ts';
import {openTrusted, type Trust} from './trust.ts';

/** Maximum bytes of the server's reply. */
const MAX_REPLY = 4096;
const REQUEST = 1;

/**
 * Opens a stream at a trusted server, which has its bytes after the reply.
 * @param request with its one-time secret @param at where the server is reached
 * @returns a paused socket
 * @throws Error with the reason in its message
 */
export async function openStream(
	address: Address,
	request: RequestOf<'openRelay'> | RequestOf<'openTransfer'>,
	trust: Trust,
	attempt: Attempt,
	at: Place = address,
): Promise<Socket> {
	const opened = await openTrusted(address, trust, attempt, at);
	if (opened.found !== 'stream')
		throw new Error(
			opened.found === 'nothing' ? opened.problem : 'The key of the server is not the known one.',
		);
	const socket = opened.stream;
	const abort = () => void socket.destroy(new Error('The connection is not wanted any more.'));
	attempt.signal.addEventListener('abort', abort);
	try {
		if (attempt.signal.aborted) abort();
		socket.write(encodeRequest(REQUEST, request));
		const frame = parseServerFrame(await firstLine(socket));
		if (frame.kind === 'reply') return socket;
		throw new Error(
			frame.kind === 'refusal' ? sentence(frame.refusal) : 'The server sent what this client cannot read.',
		);
	} catch (error) {
		socket.destroy();
		throw error;
	} finally {
		attempt.signal.removeEventListener('abort', abort);
	}
}

/** Reads up to the next line feed, and puts what follows it back. */
export async function firstLine(socket: Socket): Promise<string> {
	let line = Buffer.alloc(0);
	return new Promise((resolve, reject) => {
		const read = () => {
			for (let chunk = socket.read() as Buffer | null; chunk; chunk = socket.read() as Buffer | null) {
				const end = chunk.indexOf('\n');
				line = Buffer.concat([line, end < 0 ? chunk : chunk.subarray(0, end)]);
				if (line.length > MAX_REPLY) fail(new Error('The server sent what this client cannot read.'));
				if (end < 0) continue;
				stop();
				if (end + 1 < chunk.length) socket.unshift(chunk.subarray(end + 1));
				resolve(line.toString());
				return;
			}
		};
		const fail = (error: Error) => {
			stop();
			reject(error);
		};
		const onClose = () => fail(new Error('The server closed the connection.'));
		const stop = () => {
			socket.off('readable', read).off('error', fail).off('close', onClose);
		};
		socket.on('readable', read).on('error', fail).on('close', onClose);
	});
}
