/** Keeps one exchange with a friend: from its invitation until nothing has gone over its channel for a minute. */
import type {Clock} from '../../lib/clock.ts';
import type {UserName} from '../../protocol/names.ts';
import {INVITATION_SECONDS} from '../../protocol/bounds.ts';
import type {PeerAddress} from '../../protocol/private-chats.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {PeerChat} from './peer-chat.ts';

/** Milliseconds without use after which an exchange is closed, and between two looks whether a file is on its way. */
const IDLE = 60_000;
const LOOK = 10_000;
/** Milliseconds after which an invitation counts as over, though the server has not said so. */
const LAPSE = INVITATION_SECONDS * 1000 + 5000;

/** A channel to a user's client, or why there is none. */
export type ChannelOr = {readonly channel: PeerChat} | {readonly problem: SafeText};

type ExchangeOptions = {
	readonly user: UserName;
	/** Id at the server; undefined until the server has replied to the invitation. */
	readonly chat?: string;
	/** Whether the partner is a script, which serves nothing. */
	readonly isScript: boolean;
	readonly clock: Clock;
	/** Called when nothing has used the exchange for a minute. */
	readonly idle: () => void;
	/** Called when the invitation was not answered. */
	readonly lapsed: () => void;
};

export class Exchange {
	readonly user: UserName;
	readonly isScript: boolean;
	chat: string | undefined;
	/** Whether the server says that the partner has signed out. */
	hasSignedOut = false;
	/** Uptime in milliseconds. */
	usedAt: number;
	readonly #options: ExchangeOptions;
	#channel: PeerChat | undefined;
	#isOpen = false;
	#cancelTimer: () => void;
	/** What has come for the channel before there was one. */
	#dials: ReadonlyArray<readonly [readonly PeerAddress[], string]> = [];
	#waiting: ReadonlyArray<(found: ChannelOr) => void> = [];

	constructor(options: ExchangeOptions) {
		const {user, chat, isScript, clock, lapsed} = options;
		this.#options = options;
		this.user = user;
		this.chat = chat;
		this.isScript = isScript;
		this.usedAt = clock.uptime();
		this.#cancelTimer = clock.after(LAPSE, lapsed);
	}

	/** The channel, once the partner was introduced. */
	get channel(): PeerChat | undefined {
		return this.#channel;
	}

	/** Whether a connection stands. */
	get isOpen(): boolean {
		return this.#isOpen;
	}

	/** Whether something goes on or waits that needs the channel. */
	get isBusy(): boolean {
		return this.#waiting.length > 0 || this.#channel?.services.isBusy === true;
	}

	/** Waits for the channel; this counts as a use. */
	async ready(): Promise<ChannelOr> {
		this.used();
		const channel = this.#channel;
		if (channel && this.#isOpen) return {channel};
		return new Promise(resolve => (this.#waiting = [...this.#waiting, resolve]));
	}

	/** Takes the channel to a partner who was introduced. */
	connect(channel: PeerChat): void {
		this.#channel = channel;
		this.#cancelTimer();
		channel.open();
		for (const [addresses, seen] of this.#dials) channel.dial(addresses, seen);
		this.#dials = [];
	}

	dial(addresses: readonly PeerAddress[], seen: string): void {
		if (this.#channel) this.#channel.dial(addresses, seen);
		else this.#dials = [[addresses, seen]];
	}

	opened(): void {
		const channel = this.#channel;
		if (!channel) return;
		this.#isOpen = true;
		this.used();
		this.#tell({channel});
	}

	/** The connection is lost; the channel tries to come back. */
	lost(): void {
		this.#isOpen = false;
	}

	/** Notes a use: the minute begins again. */
	used(): void {
		this.usedAt = this.#options.clock.uptime();
		if (this.#channel) this.#watch();
	}

	/** Ends it here; the partner hears why over the channel. @param problem for those who wait for the channel */
	close(why: 'ended' | 'signedOut', problem: SafeText): void {
		this.#cancelTimer();
		this.#isOpen = false;
		this.#channel?.close(why);
		this.#tell({problem});
	}

	#watch(): void {
		const {clock, idle} = this.#options;
		this.#cancelTimer();
		this.#cancelTimer = clock.after(LOOK, () => {
			if (this.isBusy) this.usedAt = clock.uptime();
			if (clock.uptime() - this.usedAt >= IDLE) idle();
			else this.#watch();
		});
	}

	#tell(found: ChannelOr): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resolve of waiting) resolve(found);
	}
}
