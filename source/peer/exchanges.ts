/** Opens exchanges with the clients of friends on demand, and answers those of friends, without asking the user. */
import type {Clock} from '../../lib/clock.ts';
import type {AnnouncementOf} from '../../protocol/index.ts';
import type {UserName} from '../../protocol/names.ts';
import {MAX_PRIVATE_CHATS} from '../../protocol/bounds.ts';
import {isRefusal, sentence} from '../../protocol/refusals.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Direct, ExchangeAnnouncement} from '../state/model/peer.ts';
import {changedKey, endedChannel, endedExchange, otherKeyThere} from './exchange-sentences.ts';
import {Exchange, type ChannelOr} from './exchange.ts';
import type {Introduced, MakeChannel} from './make-channel.ts';
import type {PeerChat} from './peer-chat.ts';
import type {ServerPort} from './server-port.ts';

type ExchangesOptions = {
	readonly server: ServerPort;
	readonly clock: Clock;
	readonly isFriend: (user: UserName) => boolean;
	/** Returns the fingerprint of the key that is known to be the user's, if any. */
	readonly fingerprintOf: (user: UserName) => string | undefined;
	readonly channel: MakeChannel;
	/** Called when a channel to the holder of this key has opened. */
	readonly met: (user: UserName, fingerprint: string) => void;
};

export class Exchanges {
	readonly #options: ExchangesOptions;
	readonly #all = new Set<Exchange>();

	constructor(options: ExchangesOptions) {
		this.#options = options;
	}

	/** Lists the open channels with a user, also those of the user's scripts. */
	channelsWith(user: UserName): PeerChat[] {
		return [...this.#all].flatMap(each => (each.user === user && each.isOpen && each.channel) || []);
	}

	/** Lists the channels of all exchanges, those that are lost included. */
	channels(): PeerChat[] {
		return [...this.#all].flatMap(each => each.channel ?? []);
	}

	/** Opens an exchange with a user, or uses the one that there is. */
	async channelFor(user: UserName, direct: Direct): Promise<ChannelOr> {
		const known = [...this.#all].find(each => each.user === user && !each.isScript);
		if (known) return known.ready();
		if (!this.#makesRoom()) return {problem: safeText`Too many files are on their way; wait for one.`};
		const exchange = this.#begin({user, isScript: false});
		const ready = exchange.ready();
		await this.#invite(exchange, direct);
		return ready;
	}

	/** Takes an announcement of a chat that is not a private chat of the user. */
	async announced(announcement: ExchangeAnnouncement, direct: Direct): Promise<void> {
		if (announcement.type === 'privateInvited') {
			await this.#answer(announcement, direct);
			return;
		}

		if (announcement.type === 'privateAccepted') {
			this.#accepted(announcement, direct);
			return;
		}

		const exchange = this.#by(announcement.chat);
		if (!exchange) return;
		if (announcement.type === 'addressesOffered') exchange.dial(announcement.addresses, announcement.seen);
		else if (announcement.type === 'relayRenewed') exchange.channel?.renewRelay(announcement.relay);
		// The server may only have lost the partner's link: an open channel goes on while it can.
		else if (exchange.isOpen && announcement.why === 'signedOut') exchange.hasSignedOut = true;
		else if (announcement.otherKey) this.#end(exchange, otherKeyThere(exchange.user));
		else this.#end(exchange, endedExchange(announcement.why, exchange.user));
	}

	/** Ends the exchanges with a user. */
	endWith(user: UserName): void {
		for (const exchange of this.#all)
			if (exchange.user === user) this.#end(exchange, endedChannel('ended', user));
	}

	/** Closes all exchanges: the user signs out. */
	close(): void {
		for (const exchange of this.#all) exchange.close('signedOut', safeText`You have signed out.`);
		this.#all.clear();
	}

	#by(chat: string): Exchange | undefined {
		return [...this.#all].find(each => each.chat === chat);
	}

	async #invite(exchange: Exchange, direct: Direct): Promise<void> {
		const {user} = exchange;
		const answer = await this.#options.server.request({type: 'invitePrivate', user, purpose: 'exchange'});
		if ('linkDown' in answer) this.#end(exchange, answer.linkDown);
		else if (isRefusal(answer)) this.#end(exchange, sentence(answer));
		else if (!this.#all.has(exchange))
			this.#tellEnd(answer.chat); // given up meanwhile
		else {
			exchange.chat = answer.chat;
			// With an introduction, the friend's client had invited this one: that was the yes to it.
			const {introduction} = answer;
			if (introduction) this.#connect(exchange, {isInviter: false, introduction, direct});
		}
	}

	/** The announcement may come before the reply to the invitation is taken. */
	#accepted({chat, user, introduction}: AnnouncementOf<'privateAccepted'>, direct: Direct): void {
		const isAsked = (each: Exchange) =>
			each.user === user && !each.channel && (each.chat ?? chat) === chat && !each.isScript;
		const exchange = [...this.#all].find(isAsked);
		if (!exchange) {
			this.#tellEnd(chat);
			return;
		}

		exchange.chat = chat;
		this.#connect(exchange, {isInviter: true, introduction, direct});
	}

	/** Accepts the exchange of a friend, unless the key is another one than before. */
	async #answer(invitation: AnnouncementOf<'privateInvited'>, direct: Direct): Promise<void> {
		const {chat, from: user, fingerprint, script: isScript = false} = invitation;
		const crosses = [...this.#all].some(each => each.user === user && each.chat === undefined);
		if (crosses && !isScript) return; // the own invitation, which is on its way, accepts it
		const {server, isFriend} = this.#options;
		const why = isFriend(user) && this.#isOtherKey(user, fingerprint) ? 'otherKey' : undefined;
		if (!isFriend(user) || why || !this.#makesRoom()) {
			await server.request({type: 'answerPrivate', chat, accept: false, ...(why && {why})});
			return;
		}

		const exchange = this.#begin({user, chat, isScript});
		const answer = await server.request({type: 'answerPrivate', chat, accept: true});
		const introduction = 'introduction' in answer ? answer.introduction : undefined;
		if (introduction && this.#all.has(exchange))
			this.#connect(exchange, {isInviter: false, introduction, direct});
		else this.#end(exchange, endedExchange('withdrawn', user));
	}

	#isOtherKey(user: UserName, fingerprint: string): boolean {
		return (this.#options.fingerprintOf(user) ?? fingerprint) !== fingerprint;
	}

	#begin(what: {user: UserName; chat?: string; isScript: boolean}): Exchange {
		const {user} = what;
		const exchange: Exchange = new Exchange({
			...what,
			clock: this.#options.clock,
			idle: () => this.#end(exchange, endedChannel('ended', user)),
			lapsed: () => this.#end(exchange, endedExchange('expired', user)),
		});
		this.#all.add(exchange);
		return exchange;
	}

	#connect(
		exchange: Exchange,
		{introduction, ...how}: Pick<Introduced, 'isInviter' | 'introduction' | 'direct'>,
	): void {
		const {user, chat = ''} = exchange;
		const {channel: make, met} = this.#options;
		const {fingerprint} = introduction;
		const isOther = () => this.#isOtherKey(user, fingerprint);
		if (isOther()) {
			this.#end(exchange, changedKey(user), 'otherKey');
			return;
		}

		const channel = make(
			{chat, user, introduction, ...how},
			{
				opened: () => {
					if (isOther()) {
						this.#end(exchange, changedKey(user), 'otherKey');
						return;
					}

					met(user, fingerprint);
					exchange.opened();
				},
				dispatch: ({type}) => {
					if (type === 'channelLost') this.#lost(exchange); // there is nothing else to show of it
				},
				used: () => exchange.used(),
				ended: why => this.#end(exchange, endedChannel(why, user)),
			},
		);
		if (channel) exchange.connect(channel);
		else this.#end(exchange, endedChannel('notThePeer', user));
	}

	/** The goodbye of a partner who has signed out may be lost with the connection. */
	#lost(exchange: Exchange): void {
		exchange.lost();
		if (exchange.hasSignedOut) this.#end(exchange, endedExchange('signedOut', exchange.user));
	}

	/** Ends an exchange here, at the partner and at the server. */
	#end(exchange: Exchange, problem: SafeText, why?: 'otherKey'): void {
		if (!this.#all.delete(exchange)) return;
		exchange.close('ended', problem);
		if (exchange.chat !== undefined) this.#tellEnd(exchange.chat, why);
	}

	/** The server may know already, or be away: what it answers changes nothing. */
	#tellEnd(chat: string, why?: 'otherKey'): void {
		void this.#options.server.request({type: 'endPrivate', chat, ...(why && {why})});
	}

	/** Closes the exchange that was not used for the longest time where there are too many. @returns false if all are in use */
	#makesRoom(): boolean {
		if (this.#all.size < MAX_PRIVATE_CHATS) return true;
		const free = [...this.#all].filter(each => each.channel && !each.isBusy);
		const [longest] = free.sort((one, other) => one.usedAt - other.usedAt);
		if (longest) this.#end(longest, endedChannel('ended', longest.user));
		return longest !== undefined;
	}
}
