/** Keeps up one conversation of messages and files between two clients over streams that come and go. */
import type {Clock} from '../../lib/clock.ts';
import {Heartbeat} from '../../lib/heartbeat.ts';
import {TokenBucket} from '../../lib/token-bucket.ts';
import type {ChannelEnd} from '../state/model/peer.ts';
import {DataWindow} from './data-window.ts';
import type {FrameStream} from './frame-stream.ts';
import {
	isNumbered,
	isPassing,
	type ControlMessage,
	type NumberedMessage,
	type PassingMessage,
	type UnnumberedMessage,
} from './messages.ts';
import {Unacknowledged} from './unacknowledged.ts';

/** Messages of the partner per second, and at once; those beyond are read more slowly. */
const RATE = 20;
const BURST = 100;
/** Bytes in the way of a ping or a typing mark: beyond them it is left out. */
const MAX_WAITING = 64 * 1024;
/** Bytes that wait for a partner who reads nothing: beyond them the stream is given up. */
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

/** What belongs to one stream. */
type Attached = {
	readonly stream: FrameStream;
	readonly window: DataWindow;
	readonly heartbeat: Heartbeat;
	cancelPause: () => void;
};

export class Channel {
	readonly #clock: Clock;
	readonly #listener: ChannelListener;
	readonly #sent = new Unacknowledged();
	readonly #bucket: TokenBucket;
	#received = 0;
	#isAckDue = false;
	#attached: Attached | undefined;
	#isOver = false;
	/** Who waits until more of a file can be sent. */
	#waitingForRoom: Array<() => void> = [];

	constructor(clock: Clock, listener: ChannelListener) {
		this.#clock = clock;
		this.#listener = listener;
		this.#bucket = new TokenBucket(RATE, BURST, clock.uptime());
	}

	/** The number of the last message that has come; the partner is told when it connects again. */
	get received(): number {
		return this.#received;
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
		const attached = {stream, window: new DataWindow(), heartbeat, cancelPause: () => undefined};
		this.#attached = attached;
		this.#hasReceived(received);
		this.#begin(attached);
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

	/**
	 * Sends a piece of a file, which must not be changed afterwards. It gets lost if no stream is there.
	 * @param bytes at most 64 KiB
	 * @returns false if the sender is to wait for {@link drained} before it sends more
	 */
	sendData(transfer: number, bytes: Uint8Array): boolean {
		if (!this.#attached) return false;
		const {stream, window} = this.#attached;
		window.send(bytes.length);
		stream.sendData(transfer, bytes);
		return window.hasRoom;
	}

	/** Resolves when there is a stream with room for a piece of a file; never, if the channel is over before. */
	async drained(): Promise<void> {
		if (this.#attached?.window.hasRoom) return;
		await new Promise<void>(resolve => this.#waitingForRoom.push(resolve));
	}

	/** Ends the channel, and tells the partner why; nobody is called any more. */
	close(why: 'ended' | 'signedOut'): void {
		this.#finish(why);
	}

	#begin({stream, heartbeat}: Attached): void {
		if (this.#isOver) return; // the listener has closed it, or the partner cannot have received so many
		for (const frame of this.#sent.frames()) stream.write(frame);
		stream.listen({
			onHeard: () => heartbeat.heard(),
			onMessage: message => this.#take(message),
			onData: (transfer, bytes) => this.#takeData(transfer, bytes),
			onBadFrame: () => this.#refuse(),
			onClose: () => this.#lose('closed'),
		});
		this.#tellRoom();
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
		this.#slowDown();
	}

	#takeNumbered(message: NumberedMessage): void {
		if (message.n > this.#received + 1) {
			this.#refuse();
			return;
		}

		if (!this.#isAckDue) queueMicrotask(() => this.#acknowledge());
		this.#isAckDue = true;
		if (message.n <= this.#received) return;
		this.#received = message.n;
		this.#listener.onMessage(message);
	}

	/** Acknowledges all messages of a chunk at once. */
	#acknowledge(): void {
		this.#isAckDue = false;
		this.#attached?.stream.send({type: 'ack', n: this.#received});
	}

	/** Takes an answer to what this side has sent; its own rate limits those that are news. @returns whether it is one */
	#isProgress(message: ControlMessage): boolean {
		if (message.type === 'ack') return this.#hasReceived(message.n);
		if (message.type !== 'got' || !this.#attached?.window.partnerGot(message.bytes)) return false;
		if (this.#attached.window.hasRoom) this.#tellRoom();
		return true;
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

	/** Reads on only once there is a token for another message. */
	#slowDown(): void {
		const now = this.#clock.uptime();
		this.#bucket.charge(now);
		const wait = this.#bucket.wait(now);
		if (wait === 0 || !this.#attached) return;
		const {stream, cancelPause} = this.#attached;
		cancelPause();
		stream.hold();
		this.#attached.cancelPause = this.#clock.after(wait, () => stream.release());
	}

	#takeData(transfer: number, bytes: Buffer): void {
		const total = this.#attached?.window.arrive(bytes.length);
		if (total !== undefined) this.#attached?.stream.send({type: 'got', bytes: total});
		this.#listener.onData(transfer, bytes);
	}

	#tellRoom(): void {
		const waiting = this.#waitingForRoom;
		this.#waitingForRoom = [];
		for (const resolve of waiting) resolve();
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
		const {stream, heartbeat, cancelPause} = this.#attached ?? {};
		heartbeat?.stop();
		cancelPause?.();
		this.#attached = undefined;
		return stream;
	}
}
