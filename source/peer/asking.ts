/** Asks the clients of other users for files and profiles, and answers their offers, over whichever channel there is. */
import type {UserName} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import type {ExchangeEffect, ExchangeEvent} from '../state/model/exchange.ts';
import type {Direct} from '../state/model/peer.ts';
import type {ChannelOr} from './exchange.ts';
import type {OwnExchange} from './own-exchange.ts';
import type {PeerChat} from './peer-chat.ts';

type EffectOf<T extends ExchangeEffect['type']> = Extract<ExchangeEffect, {readonly type: T}>;

/** Where the channels and the stores are. */
type Channels = {
	channelFor(user: UserName, direct: Direct): Promise<ChannelOr>;
	channelsWith(user: UserName): readonly PeerChat[];
	/** @returns undefined unless signed in */
	own(): Promise<OwnExchange | undefined>;
};

export class Asking {
	readonly #channels: Channels;
	readonly #dispatch: (event: ExchangeEvent) => void;

	constructor(channels: Channels, dispatch: (event: ExchangeEvent) => void) {
		this.#channels = channels;
		this.#dispatch = dispatch;
	}

	/** Asks a user's client. Where it cannot be asked for a profile, the copy on this machine is shown. @throws ClientFileError */
	async ask({user, ask, direct}: EffectOf<'askPeer'>): Promise<void> {
		const found = await this.#channels.channelFor(user, direct);
		if ('channel' in found) {
			await found.channel.services.ask(ask);
			return;
		}

		this.#dispatch({type: 'exchangeFailed', user, problem: found.problem});
		if (ask.type === 'getProfile') await (await this.#channels.own())?.readProfile(ask.of);
	}

	answerOffer({user, offer, accept}: EffectOf<'answerOffer'>): void {
		const isAnswered = this.#channels
			.channelsWith(user)
			.some(channel => channel.services.answerOffer(offer, accept));
		if (isAnswered || !accept) return;
		this.#dispatch({
			type: 'exchangeFailed',
			user,
			problem: safeText`${user} does not offer that file any more.`,
		});
	}

	cancelTransfer({user, transfer}: EffectOf<'cancelTransfer'>): void {
		this.#channels.channelsWith(user).some(channel => channel.services.cancel(transfer));
	}
}
