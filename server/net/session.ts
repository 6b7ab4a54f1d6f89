/** Ports between connections of any protocol and the core: RequestHandler and Session. */
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
	/** Lifts the limits for clients that are not signed in: short frames, and a deadline. */
	signedIn(): void;
	/** Sets these limits again, with a new deadline. */
	signedOut(): void;
	/** Holds further requests until {@link resume}. */
	pause(): void;
	resume(): void;
	/** Reads nothing for a while, since the client asks too much. */
	slow(milliseconds: number): void;
	/** Turns the connection into one side of a relay, after what was sent; the session has ended then. */
	becomeRelay(side: RelaySide): void;
	/** Calls `go` soon, but not before the client has read most of what was sent; never after the end. */
	whenRead(go: () => void): void;
}
