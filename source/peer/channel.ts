/** Keeps up one conversation of messages and files between two clients over streams that come and go. */
import type {Clock} from '../../lib/clock.ts';
import {Heartbeat} from '../../lib/heartbeat.ts';
import type {ChannelEnd} from '../state/model/peer.ts';
import {Arrivals} from './arrivals.ts';
import {DataFlow} from './data-flow.ts';
import type {FrameStream} from './frame-stream.ts';
import {
	isNumbered,
	isPassing,
	type ControlMessage,
	type NumberedMessage,
	type PassingMessage,
	type UnnumberedMessage,
} from './messages.ts';
import {ReadingPace} from './reading-pace.ts';
import {Unacknowledged} from './unacknowledged.ts';

/** Bytes that wait to be sent: beyond them a ping or a typing mark is left out, and the stream is given up. */
const MAX_WAITING = 64 * 1024;
const MAX_BACKLOG = 8 * 1024 * 1024;

type ChannelListener = {
	/** Called for each message of the partner, once and in order. */
	onMessage(message: NumberedMessage | PassingMessage): void;
	/** Called for each piece of a file, in order. */
	onData(transfer: number, bytes: Buffer): void;
	/** Called when the partner has the text of this id; in order. */
	onAcknowledged(id: string): void;
	/** Called when the stream is gone: the owner attaches another one, or closes. */
	onLost(reason: 'closed' | 'silent'): void;
	/** Called once when the channel is over by the partner's doing. */
	onEnd(why: ChannelEnd): void;
};

export class Channel {
	readonly #clock: Clock;
	readonly #listener: ChannelListener;
	readonly #sent = new Unacknowledged();
	readonly #arrivals = new Arrivals(n => this.#attached?.stream.send({type: 'ack', n}));
	readonly #data = new DataFlow();
	readonly #pace: ReadingPace;
	#attached: {readonly stream: FrameStream; readonly heartbeat: Heartbeat} | undefined;
	#isOver = false;

	constructor(clock: Clock, listener: ChannelListener) {
		this.#clock = clock;
		this.#listener = listener;
		this.#pace = new ReadingPace(clock);
	}

	/** The number of the last message that has come; the partner is told when it connects again. */
	get received(): number {
		return this.#arrivals.last;
	}

	/**
	 * Goes on over a stream, in place of the one before: sends again what the partner has not received.
	 * @param received the number of the last message that the partner has received
	 */
	attach(stream: FrameStream, received: number): void {
		this.detach();
		if (this.#isOver) {
			stream.destroy();
			return;
		}

		const heartbeat = new Heartbeat(this.#clock, {
			ping: () => this.#sendIfFree({type: 'ping'}),
			dead: () => this.#lose('silent'),
		});
		this.#attached = {stream, heartbeat};
		this.#hasReceived(received);
		this.#begin(stream, heartbeat);
	}

	/** Gives up the stream; messages wait for the next one. Nobody is called. */
	detach(): void {
		this.#release()?.destroy();
	}

	/** Sends a message, now or when a stream is attached. @returns false if too many wait for their acknowledgement */
	send(message: UnnumberedMessage): boolean {
		if (this.#isOver) return false;
		const frame = this.#sent.add(message);
		if (frame) this.#attached?.stream.write(frame);
		return frame !== undefined;
	}

	/** Sends a message that gets lost if no stream is there. */
	sendPassing(message: PassingMessage): void {
		if (message.type === 'typing') this.#sendIfFree(message);
		else this.#attached?.stream.send(message);
		if (this.#attached && this.#attached.stream.waiting > MAX_BACKLOG) queueMicrotask(() => this.#giveUp());
	}

	/** Sends a piece of a file. @see DataFlow.send */
	sendData(transfer: number, bytes: Uint8Array): boolean {
		return this.#data.send(transfer, bytes);
	}

	/** Resolves when there is a stream with room for a piece of a file; never, if the channel is over before. */
	async drained(): Promise<void> {
		return this.#data.drained();
	}

	/** Ends the channel, and tells the partner why; nobody is called any more. */
	close(why: 'ended' | 'signedOut'): void {
		this.#finish(why);
	}

	#begin(stream: FrameStream, heartbeat: Heartbeat): void {
		if (this.#isOver) return; // the listener has closed it, or the partner cannot have received so many
		for (const frame of this.#sent.frames()) stream.write(frame);
		this.#data.attach(stream);
		stream.listen({
			onHeard: () => heartbeat.heard(),
			onMessage: message => this.#take(message),
			onData: (transfer, bytes) => {
				this.#data.arrived(bytes.length);
				this.#listener.onData(transfer, bytes);
			},
			onBadFrame: () => this.#refuse(),
			onClose: () => this.#lose('closed'),
		});
	}

	#sendIfFree(message: ControlMessage): void {
		if (this.#attached && this.#attached.stream.waiting <= MAX_WAITING) this.#attached.stream.send(message);
	}

	#take(message: ControlMessage): void {
		if (isNumbered(message)) this.#takeNumbered(message);
		else if (isPassing(message)) this.#listener.onMessage(message);
		else if (message.type === 'bye') this.#partnerEnded(message.why);
		else if (this.#isProgress(message)) return;
		else if (message.type !== 'ping' && message.type !== 'ack') this.#refuse();
		if (this.#attached) this.#pace.count(this.#attached.stream);
	}

	#takeNumbered(message: NumberedMessage): void {
		const found = this.#arrivals.count(message);
		if (found === 'news') this.#listener.onMessage(message);
		else if (found === 'gap') this.#refuse();
	}

	/** Takes an answer to what this side has sent; its own rate limits those that are news. @returns whether it is one */
	#isProgress(message: ControlMessage): boolean {
		if (message.type === 'ack') return this.#hasReceived(message.n);
		return message.type === 'got' && this.#data.partnerGot(message.bytes);
	}

	/**
	 * Removes what the partner has received; ends the channel if that cannot be.
	 * @returns whether any was removed
	 */
	#hasReceived(n: number): boolean {
		const removed = this.#sent.acknowledge(n);
		if (!removed) this.#refuse();
		for (const message of removed ?? [])
			if (message.type === 'text') this.#listener.onAcknowledged(message.id);
		return removed !== undefined && removed.length > 0;
	}

	#giveUp(): void {
		if (this.#attached && this.#attached.stream.waiting > MAX_BACKLOG) this.#lose('silent');
	}

	#lose(reason: 'closed' | 'silent'): void {
		this.detach();
		this.#listener.onLost(reason);
	}

	#partnerEnded(why: ChannelEnd): void {
		this.#isOver = true;
		this.#release()?.end();
		this.#listener.onEnd(why);
	}

	/** Ends the channel for a frame that no client of this program sends. */
	#refuse(): void {
		this.#finish('badFrame');
		this.#listener.onEnd('badFrame');
	}

	#finish(why: 'ended' | 'signedOut' | 'badFrame'): void {
		this.#isOver = true;
		const stream = this.#release();
		stream?.send({type: 'bye', why});
		stream?.end();
	}

	/** Takes the stream out of use. */
	#release(): FrameStream | undefined {
		const {stream, heartbeat} = this.#attached ?? {};
		heartbeat?.stop();
		this.#pace.stop();
		this.#data.detach();
		this.#attached = undefined;
		return stream;
	}
}
