/** Connects to the partner of one chat again and again: on the former port and addresses, and by another relay each time. */
import type {X509Certificate} from 'node:crypto';
import type {Duplex} from 'node:stream';
import type {Clock} from '../../lib/clock.ts';
import type {TokenBucket} from '../../lib/token-bucket.ts';
import type {UserName} from '../../protocol/names.ts';
import type {PeerAddress} from '../../protocol/private-chats.ts';
import type {Direct} from '../state/model/peer.ts';
import {dialBudget} from './dialling.ts';
import type {Identity} from './identity.ts';
import {Reach, type Reached} from './reach.ts';
import {RelayToken} from './relay-token.ts';
import type {ServerPort} from './server-port.ts';

export type ConnectorOptions = {
	readonly chat: string;
	readonly me: UserName;
	readonly partner: UserName;
	readonly isInviter: boolean;
	readonly identity: Identity;
	readonly certificate: X509Certificate;
	/** The secret that opens this side of the first relay. */
	readonly relay: string;
	readonly direct: Direct;
	readonly isServerLocal: boolean;
	readonly server: ServerPort;
	readonly clock: Clock;
};

export class Connector {
	readonly #options: ConnectorOptions;
	/** Called when the server does not know the chat any more: it introduces nobody and gives no relay. */
	readonly #forgotten: () => void;
	readonly #dials: TokenBucket;
	#relayToken: RelayToken;
	#partnerAt: {readonly addresses: readonly PeerAddress[]; readonly seen: string} | undefined;
	#port: number | undefined;
	/** Set while an attempt is under way. */
	#reach: Reach | undefined;
	#attempt: AbortController | undefined;
	#hasConnected = false;
	#hasBeenDirect = false;

	constructor(options: ConnectorOptions, forgotten: () => void) {
		this.#options = options;
		this.#forgotten = forgotten;
		this.#dials = dialBudget(options.clock);
		this.#relayToken = new RelayToken(options.relay);
	}

	/** Whether a direct connection has stood: then the way to the partner is known without the server. */
	get hasBeenDirect(): boolean {
		return this.#hasBeenDirect;
	}

	/** Whether there is a secret for the next relay. */
	get hasRelay(): boolean {
		return this.#relayToken.isThere;
	}

	/**
	 * Reaches the partner.
	 * @param received the number of the last message that this side has received
	 * @throws Unreached
	 */
	async connect(received: number, until: AbortSignal): Promise<Reached> {
		this.#attempt = new AbortController();
		const signal = AbortSignal.any([until, this.#attempt.signal]);
		const {chat, me: user, partner, identity: me, certificate, ...options} = this.#options;
		const reach = await Reach.start({
			...options,
			parties: {chat, user, partner},
			me,
			peerCertificate: certificate,
			received,
			port: this.#port,
			dials: this.#dials,
			relay: async stop => this.#openRelay(stop),
			signal,
		});
		this.#reach = reach;
		this.#port = reach.addresses[0]?.port ?? this.#port;
		if (this.#partnerAt) reach.dial(this.#partnerAt.addresses, this.#partnerAt.seen);
		if (!signal.aborted) void this.#offer(reach.addresses);
		try {
			const reached = await reach.reached;
			this.#relayToken = new RelayToken(); // for one that comes before this side notices the loss
			this.#hasConnected = true;
			if (reached.way === 'direct') this.#hasBeenDirect = true;
			return reached;
		} finally {
			this.#reach = undefined;
		}
	}

	/** Notes where the partner listens, and dials it. */
	dial(addresses: readonly PeerAddress[], seen: string): void {
		this.#partnerAt = {addresses, seen};
		this.#reach?.dial(addresses, seen);
	}

	/** Takes a new secret for the relay. */
	renewRelay(token: string): void {
		this.#relayToken.renew(token);
		if (this.#options.isInviter && this.#hasConnected) this.#attempt?.abort(); // its relay is void: the next one takes this secret
	}

	/** Hears of secrets that the server told while the link was down, by asking for new ones. Only while the channel is lost. */
	linkIsBack(): void {
		if (!this.#options.isInviter) void this.#askForRelay().catch(() => undefined); // then the inviter's next attempt brings one
	}

	/** Tells the partner where this side listens. */
	async #offer(addresses: readonly PeerAddress[]): Promise<void> {
		const {server, chat} = this.#options;
		const answer = await server.request({type: 'offerAddresses', chat, addresses: [...addresses]});
		if (isForgotten(answer)) this.#forgotten();
	}

	/** Opens this side of a relay; of another one, if the first connection was lost. @throws Error with the reason */
	async #openRelay(stop: AbortSignal): Promise<Duplex> {
		const {server, chat, isInviter} = this.#options;
		if (isInviter && this.#hasConnected && !this.#relayToken.isThere) await this.#askForRelay();
		return server.openRelay({chat, token: await this.#relayToken.take(stop)}, stop);
	}

	/**
	 * Asks for new secrets, which void those before; the partner is told its own. For each attempt, only the inviter asks.
	 * @throws Error where there are none: the next attempt asks again
	 */
	async #askForRelay(): Promise<void> {
		const {server, chat} = this.#options;
		const answer = await server.request({type: 'renewRelay', chat});
		if (isForgotten(answer)) this.#forgotten();
		if (!('relay' in answer)) throw new Error('The server gives no relay now.');
		this.#relayToken.renew(answer.relay);
	}
}

/** Whether the server says that it does not know the chat. */
function isForgotten(answer: object): boolean {
	return 'refusal' in answer && answer.refusal === 'noPrivateChat';
}
