/** Holds the channels of the user's private chats, by the ids of the chats. */
import type {UserName} from '../../protocol/names.ts';
import type {PeerEffect, PeerEvent, PeerMessage} from '../state/model/peer.ts';
import type {MakeChannel} from './make-channel.ts';
import type {PeerChat} from './peer-chat.ts';

type EffectOf<T extends PeerEffect['type']> = Extract<PeerEffect, {readonly type: T}>;

type PrivateChannelsOptions = {
	readonly channel: MakeChannel;
	readonly dispatch: (event: PeerEvent) => void;
};

export class PrivateChannels {
	readonly #options: PrivateChannelsOptions;
	readonly #all = new Map<string, PeerChat>();

	constructor(options: PrivateChannelsOptions) {
		this.#options = options;
	}

	/** Lists all channels, those that are lost included. */
	all(): PeerChat[] {
		return [...this.#all.values()];
	}

	/** Lists the open channels with a user. */
	with(user: UserName): PeerChat[] {
		return this.all().filter(chat => chat.partner === user && chat.isOpen);
	}

	/** Connects to a partner whom the server has introduced. The id of a chat that is there already connects to nobody else. */
	open(effect: EffectOf<'openChannel'>): void {
		const {chat, user, introduction} = effect;
		const {channel: make, dispatch} = this.#options;
		if (this.#all.has(chat)) {
			dispatch({type: 'channelEnded', chat, user, why: 'unreachable'});
			return;
		}

		const {fingerprint} = introduction;
		const channel = make(effect, {
			dispatch,
			opened: (way, safetyNumber) =>
				dispatch({type: 'channelOpened', chat, user, way, fingerprint, safetyNumber}),
			ended: why => {
				this.#all.delete(chat);
				dispatch({type: 'channelEnded', chat, user, why});
			},
		});
		if (!channel) {
			dispatch({type: 'channelEnded', chat, user, why: 'notThePeer'});
			return;
		}

		this.#all.set(chat, channel);
		channel.open();
	}

	/** Dials the addresses on which the partner of a chat listens. */
	dial({chat, addresses, seen}: EffectOf<'dialPeer'>): void {
		this.#all.get(chat)?.dial(addresses, seen);
	}

	renewRelay({chat, relay}: EffectOf<'renewChannelRelay'>): void {
		this.#all.get(chat)?.renewRelay(relay);
	}

	tell(chat: string, message: PeerMessage): void {
		this.#all.get(chat)?.tell(message);
	}

	close({chat, why}: EffectOf<'closeChannel'>): void {
		this.#all.get(chat)?.close(why);
		this.#all.delete(chat);
	}

	/** Closes all channels: the user signs out. */
	closeAll(): void {
		for (const chat of this.all()) chat.close('signedOut');
		this.#all.clear();
	}
}
