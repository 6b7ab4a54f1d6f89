/** Every limit that the edge of the server keeps: what one socket, and one address, may cost. */
import {FRAME_CAP} from '../protocol/frames.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

/** Times in milliseconds, sizes in bytes. */
export type Limits = {
	/** Longest line from somebody who is not signed in, and from somebody who is. */
	strangerFrame: number;
	clientFrame: number;
	/** From the first byte of a frame to its last. */
	frameTime: number;
	/** From the first byte of a connection, or a sign-out, to a sign-in. */
	signInTime: number;
	/** Without a byte from the other side, which pings every 10 s. */
	silence: number;
	/** Requests per second in the long run, and at once; who asks for more is read more slowly. */
	requestRate: number;
	requestBurst: number;
	/** Output that waits for a reader: no more is read from who has so much waiting; they are cut with so much. */
	outputHold: number;
	outputCut: number;
	/** How long a connection that is being closed may take to hear why. */
	goodbye: number;
	/** How long a TLS handshake may take. */
	handshake: number;
	/** Connections of one address that are not signed in. */
	strangersPerAddress: number;
	/** New connections of one address per second in the long run, and at once. */
	acceptRate: number;
	acceptBurst: number;
	/** Sign-ins and sign-ups of one address for which what was typed was wrong, per second in the long run, and at once: a class may share an address. */
	failureRate: number;
	failureBurst: number;
	/** Connections altogether. */
	connections: number;
};

export const LIMITS: Readonly<Limits> = {
	strangerFrame: FRAME_CAP.stranger,
	clientFrame: FRAME_CAP.client,
	frameTime: 10_000,
	signInTime: 20_000,
	silence: 25_000,
	requestRate: 20,
	requestBurst: 100,
	outputHold: 256 * KiB,
	outputCut: MiB,
	goodbye: 1000,
	handshake: 5000,
	strangersPerAddress: 64,
	acceptRate: 20,
	acceptBurst: 60,
	failureRate: 1 / 3,
	failureBurst: 10,
	connections: 10_000,
};
