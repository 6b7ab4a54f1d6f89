/** Asks the server for tickets of transfers, and opens their connections. */
import type {Socket} from 'node:net';
import {isRefusal, sentence} from '../../protocol/refusals.ts';
import type {ReplyOf, RequestOf, RequestType} from '../../protocol/index.ts';
import type {SafeText} from '../../protocol/text.ts';
import {isLinkDown} from '../link/failure.ts';
import type {Link} from '../link/link.ts';
import {Broken} from './attempts.ts';

export type ServerOfFiles = Pick<Link, 'request' | 'openTransfer'>;

/** Milliseconds without a byte after which a connection is given up. */
const IDLE = 45_000;

/** Thrown where another attempt is pointless; the message is a sentence for the user. */
export class Refused extends Error {
	readonly sentence: SafeText;

	constructor(sentence: SafeText) {
		super(sentence);
		this.sentence = sentence;
	}
}

/** Asks the server. @throws Refused, Broken */
export async function askFor<T extends RequestType>(
	server: ServerOfFiles,
	request: RequestOf<T>,
): Promise<ReplyOf<T>> {
	const answer = await server.request(request);
	if (isLinkDown(answer)) throw new Broken(answer.linkDown);
	if (isRefusal(answer)) throw new Refused(sentence(answer));
	return answer;
}

/** Opens the connection of a transfer. @throws Broken */
export async function openTransfer(
	server: ServerOfFiles,
	ticket: string,
	signal: AbortSignal,
	offset = 0,
): Promise<Socket> {
	try {
		const socket = await server.openTransfer(ticket, offset, signal);
		socket.setTimeout(IDLE, () => socket.destroy(new Broken('idle')));
		signal.addEventListener('abort', () => socket.destroy(new Broken('cancelled')));
		socket.on('error', () => undefined); // who reads or writes hears of it
		return socket;
	} catch (error) {
		throw new Broken(error instanceof Error ? error.message : 'not opened');
	}
}
