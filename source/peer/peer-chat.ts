/** Keeps one private chat connected: reaches the partner, and tries again for a minute when the channel is lost. */
import type {UserName} from '../../protocol/names.ts';
import type {PeerAddress} from '../../protocol/private-chats.ts';
import type {ChannelEnd, PeerEvent, PeerMessage} from '../state/model/peer.ts';
import type {Way} from '../state/model/private-chat.ts';
import {Channel} from './channel.ts';
import {Connector, type ConnectorOptions} from './connector.ts';
import type {NumberedMessage, PassingMessage} from './messages.ts';
import {pause} from '../../lib/pause.ts';
import type {PeerServices, ServicePort} from './peer-services.ts';
import {Unreached} from './reach.ts';

/** Milliseconds in which a lost channel must come back, and between two attempts. */
const COME_BACK_TIMEOUT = 60_000;
const PAUSE = 1000;
/** Milliseconds after which a connection counts as one that lasts; what the server tells of an attempt comes before that. */
const LASTING = 10_000;
/** Maximum milliseconds of the pause after connections that did not last. */
const MAX_PAUSE = 16_000;

export type PeerChatOptions = ConnectorOptions & {
	readonly dispatch: (event: PeerEvent) => void;
	/** Makes what serves the partner with files and profiles, over this channel. */
	readonly services: (port: ServicePort) => PeerServices;
	/** Called when the partner asks for files or profiles, or replies. */
	readonly used?: () => void;
	/** Called whenever a connection has come about. */
	readonly opened: (way: Way) => void;
	/** Called once, when the chat is over and not by {@link PeerChat.close}. */
	readonly ended: (why: ChannelEnd) => void;
};

export class PeerChat {
	/** Files and profiles. */
	readonly services: PeerServices;
	readonly #options: PeerChatOptions;
	readonly #channel: Channel;
	readonly #over = new AbortController();
	readonly #connector: Connector;
	#isOpen = false;
	/** Uptime in milliseconds when the newest connection came about. */
	#openedAt: number | undefined;
	/** How many of the newest connections, in a row, did not last. */
	#shortOnes = 0;

	constructor(options: PeerChatOptions) {
		const {clock, dispatch, chat, partner: user} = options;
		this.#options = options;
		this.#connector = new Connector(options, () => this.#forgotten());
		this.#channel = new Channel(clock, {
			onMessage: message => this.#take(message),
			onData: (transfer, bytes) => this.services.data(transfer, bytes),
			onAcknowledged: id => dispatch({type: 'peerReceived', chat, user, id}),
			onLost: () => this.#lose(),
			onEnd: why => this.#end(why),
		});
		this.services = options.services({
			tell: message => this.#channel.sendPassing(message),
			sendData: (transfer, bytes) => this.#channel.sendData(transfer, bytes),
			drained: async () => this.#channel.drained(),
		});
	}

	get partner(): UserName {
		return this.#options.partner;
	}

	/** Whether a connection stands. */
	get isOpen(): boolean {
		return this.#isOpen;
	}

	/** Makes the first connection. */
	open(): void {
		void this.#connect().catch((error: unknown) => this.#end(whyUnreached(error)));
	}

	/** Notes where the partner listens, and dials it. A partner that offers addresses has no channel. */
	dial(addresses: readonly PeerAddress[], seen: string): void {
		this.#loseIfLasting();
		this.#connector.dial(addresses, seen);
	}

	/** Takes a new secret for the relay: the partner has lost the channel, or could not hear of the secret before. */
	renewRelay(token: string): void {
		this.#loseIfLasting();
		this.#connector.renewRelay(token);
	}

	/** The server may have told of a relay while the link was down. */
	linkIsBack(): void {
		if (this.#isLost) this.#connector.linkIsBack();
	}

	/** Sends a message to the partner. */
	tell(message: PeerMessage): void {
		if (message.type === 'typing') this.#channel.sendPassing(message);
		else if (!this.#channel.send(message)) this.#end('tooMuchUnacknowledged');
	}

	/** Ends the chat, and tells the partner why. */
	close(why: 'ended' | 'signedOut'): void {
		this.#over.abort();
		this.#channel.close(why);
		void this.services.close();
	}

	get #isLost(): boolean {
		return !this.#isOpen && this.#openedAt !== undefined && !this.#over.signal.aborted;
	}

	/** Ends a lost chat to whose partner no way is left: the server does not relay it any more. */
	#forgotten(): void {
		if (this.#isLost && !this.#connector.hasBeenDirect) this.#end('forgotten');
	}

	#take(message: NumberedMessage | PassingMessage): void {
		const {chat, partner: user, dispatch} = this.#options;
		switch (message.type) {
			case 'text': {
				const {id, text, at} = message;
				dispatch({type: 'peerSaid', chat, user, message: {id, text, at}});
				break;
			}

			case 'read':
				dispatch({type: 'peerRead', chat, user, id: message.id});
				break;
			case 'typing':
				dispatch({type: 'peerTyping', chat, user});
				break;
			default:
				this.#options.used?.();
				this.services.handle(message);
		}
	}

	#end(why: ChannelEnd): void {
		if (this.#over.signal.aborted) return;
		this.#isOpen = false;
		this.close('ended');
		this.#options.ended(why);
	}

	/** Gives up a connection that the partner no longer has. Word of the attempt that made it may come when it is there already. */
	#loseIfLasting(): void {
		if (this.#lasts()) this.#lose();
	}

	#lasts(): boolean {
		return this.#options.clock.uptime() - (this.#openedAt ?? Infinity) >= LASTING;
	}

	#lose(): void {
		if (this.#over.signal.aborted || !this.#isOpen) return;
		const {chat, partner: user, dispatch} = this.#options;
		this.#isOpen = false;
		this.#channel.detach();
		this.services.lost();
		this.#shortOnes = this.#lasts() ? 0 : this.#shortOnes + 1;
		dispatch({type: 'channelLost', chat, user});
		void this.#comeBack();
	}

	/** Connects again, but the more slowly the more often the partner has come and gone. */
	async #comeBack(): Promise<void> {
		const {clock} = this.#options;
		const attempt = new AbortController();
		const cancel = clock.after(COME_BACK_TIMEOUT, () => attempt.abort());
		const signal = AbortSignal.any([this.#over.signal, attempt.signal]);
		if (this.#shortOnes > 0)
			await pause(clock, Math.min(PAUSE * 2 ** (this.#shortOnes - 1), MAX_PAUSE), signal);
		let isBack = false;
		while (!isBack && !signal.aborted) {
			try {
				await this.#connect(signal);
				isBack = true;
			} catch (error) {
				if (!(error instanceof Unreached)) throw error;
				if (!this.#connector.hasRelay) await pause(clock, PAUSE, signal);
			}
		}

		cancel();
		if (!isBack) this.#end('lost');
	}

	/** Reaches the partner and attaches the channel. @throws Unreached */
	async #connect(until = this.#over.signal): Promise<void> {
		const reached = await this.#connector.connect(this.#channel.received, until);
		this.#isOpen = true;
		this.#openedAt = this.#options.clock.uptime();
		this.#options.opened(reached.way);
		this.#channel.attach(reached.stream, reached.received);
		void this.services.reopened();
	}
}

function whyUnreached(error: unknown): ChannelEnd {
	if (error instanceof Unreached) return error.why;
	throw error;
}
