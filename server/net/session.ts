/** Ports between connections of any protocol and the core: what the core handles, and what it does to a client. */
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

/** Speaks with one client in the protocol of its connection. What is said after the connection has ended is lost. */
export interface Session {
	/** Never reused while the server runs. */
	readonly id: number;
	/** The client's IP address, without its port. */
	readonly address: string;
	/** Answers the request with this id. */
	answer(id: number, reply: object | Refusal): void;
	deliver(announcement: Announcement): void;
	/** Ends the connection after what was said. */
	close(): void;
	/** Lifts the limits that hold for strangers: short frames, and a deadline. */
	signedIn(): void;
	/** Makes the client a stranger again, with a new deadline. */
	signedOut(): void;
	/** Hands on no further request until {@link resume}; those on their way wait. */
	pause(): void;
	resume(): void;
	/** Reads nothing for so many milliseconds: the client asks for more than its share. */
	slow(milliseconds: number): void;
	/** Calls `go` soon, but not before the client has read most of what was said; never when the connection ends first. */
	whenRead(go: () => void): void;
}
