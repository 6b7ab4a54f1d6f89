/** Ports between connections of any protocol and the core: RequestHandler and Session. */
import type {Socket} from 'node:net';
import type {Announcement} from '../../protocol/index.ts';
import type {RequestFrame} from '../../protocol/frames.ts';
import type {Refusal} from '../../protocol/refusals.ts';

/** Handles the requests of all clients. Its methods never throw. */
export interface RequestHandler {
	onOpen(session: Session): void;
	onRequest(session: Session, frame: RequestFrame): void;
	/** Called once, after the last `onRequest`, and never from within a call into the session. */
	onClose(session: Session): void;
}

/** One side of the relay of a private chat. */
export type RelaySide = {chat: string; user: string};

/** The transfer of a file, by its ticket. `requestId`: of the request that opened it. `until`: the uptime at which it is over. */
export type TransferSide = {
	ticket: string;
	requestId: number;
	user: string;
	size: number;
	until: number;
} & ({direction: 'up'} | {direction: 'down'; sha256: string; offset: number});

/** What a connection becomes that carries bytes instead of frames. */
export type StreamSide = RelaySide | TransferSide;

/** Takes the connections that carry bytes. */
export interface Streams {
	/** @param socket paused; undefined: the connection has ended before */
	join(socket: Socket | undefined, address: string, side: StreamSide): void;
	/** Ends what waits or idles too long; to be called every second or so. @param now uptime in milliseconds */
	check(now: number): void;
	/** Ends all, and those to come. */
	stop(): void;
}

/** Speaks with one client in the protocol of its connection. No effect after the connection has ended. */
export interface Session {
	/** Never reused while the server runs. */
	readonly id: number;
	/** The client's IP address, without its port. */
	readonly address: string;
	/** Bytes, about, that the client has not read yet. */
	readonly waiting: number;
	/** Answers the request with this id. */
	answer(id: number, reply: object | Refusal): void;
	deliver(announcement: Announcement): void;
	/** Ends the connection after what was sent. */
	close(): void;
	/** Lifts the limits for clients that are not signed in: short frames, and a deadline. @param byToken whether an earlier sign-in let it in */
	signedIn(byToken?: boolean): void;
	/** Sets these limits again, with a new deadline. */
	signedOut(): void;
	/** Holds further requests until {@link resume}. */
	pause(): void;
	resume(): void;
	/** Reads nothing for a while, since the client asks too much. */
	slow(milliseconds: number): void;
	/** Turns the connection into a side of a relay, or a transfer, after what was sent; the session has ended then. */
	becomeStream(side: StreamSide): void;
	/** Calls `go` soon, but not before the client has read most of what was sent; never after the end. */
	whenRead(go: () => void): void;
}
