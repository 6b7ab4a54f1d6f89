/** All relays: pairs the two sides of each private chat, within the limits of their accounts. */
import type {Socket} from 'node:net';
import type {Clock} from '../../lib/clock.ts';
import type {Log} from '../log/log-entry.ts';
import type {Limits} from './limits.ts';
import type {RateLimiter} from './rate-limiter.ts';
import {PAID_AHEAD, Relay} from './relay.ts';
import type {RelaySide} from './session.ts';

/** Maximum relays of an account. */
export const MAX_RELAYS = 2;

type RelaysOptions = {
	clock: Clock;
	limits: Limits;
	limiter: Pick<RateLimiter, 'take'>;
	log: Log;
};

export class Relays {
	private readonly options: RelaysOptions;
	private readonly byChat = new Map<string, Relay>();
	private hasStopped = false;

	constructor(options: RelaysOptions) {
		this.options = options;
	}

	/** Tells whether the account has no room for a relay of this chat. A relay that it has for the chat already makes room. */
	isFull({chat, user}: RelaySide): boolean {
		const others = [...this.byChat].filter(([each, relay]) => each !== chat && relay.has(user));
		return others.length >= MAX_RELAYS;
	}

	/** Makes a connection one side of the relay of its chat. A side that comes back replaces the relay that it has lost. */
	join(socket: Socket | undefined, address: string, side: RelaySide): void {
		if (!socket) return;
		if (this.hasStopped || this.isFull(side)) {
			socket.on('error', () => socket.destroy());
			socket.destroy();
			return;
		}

		const {chat, user} = side;
		const known = this.byChat.get(chat);
		if (known && !known.waitsFor(user)) known.end('replaced');
		const relay = this.byChat.get(chat) ?? this.open(chat);
		relay.join({user, address, socket});
	}

	/**
	 * Ends the relay of a chat that is over, or that is to have a new one: a side that its client has given up must not be taken for the
	 * partner of the next.
	 */
	end(chat: string, why: 'ended' | 'replaced'): void {
		this.byChat.get(chat)?.end(why);
	}

	/** Ends relays that wait or idle too long; to be called every second or so. @param now uptime in milliseconds */
	check(now: number): void {
		for (const relay of this.byChat.values()) relay.check(now);
	}

	/** Ends all relays, and those to come. */
	stop(): void {
		this.hasStopped = true;
		for (const relay of this.byChat.values()) relay.end('stopping');
	}

	private open(chat: string): Relay {
		const {clock, limits, limiter, log} = this.options;
		const relay = new Relay({
			clock,
			limits,
			log,
			pay: payer => limiter.take(payer, [{quota: 'relayed', amount: PAID_AHEAD}]) === undefined,
			onEnd: () => this.byChat.delete(chat),
		});
		this.byChat.set(chat, relay);
		return relay;
	}
}
