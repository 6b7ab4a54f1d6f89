/** Holds the identity, the known keys and the private chats of the account that is signed in. */
import {X509Certificate} from 'node:crypto';
import type {Clock} from '../../lib/clock.ts';
import {isLoopback, type Address} from '../../protocol/address.ts';
import {identityProof} from '../../protocol/identities.ts';
import type {UserName} from '../../protocol/names.ts';
import {isRefusal, sentence} from '../../protocol/refusals.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {ExchangeEvent} from '../state/model/exchange.ts';
import type {KnownPeer, PeerEffect, PeerEvent, PeerMessage} from '../state/model/peer.ts';
import {openIdentity, type Identity} from './identity.ts';
import {OwnExchange} from './own-exchange.ts';
import {partnerCertificate} from './partner.ts';
import {PeerChat} from './peer-chat.ts';
import {safetyNumber} from './safety-number.ts';
import {PeerServices} from './peer-services.ts';
import type {ServerPort} from './server-port.ts';
import {openStores, type Stores} from './stores.ts';

type EffectOf<T extends PeerEffect['type']> = Extract<PeerEffect, {readonly type: T}>;
type PeersOptions = {
	/** Names the folder in which an account keeps its identity and its known keys. */
	readonly folderOf: (address: Address, user: UserName) => string;
	/** Folders whose content is never shared. */
	readonly privateFolders: readonly string[];
	/** The folder for received files, unless the user chooses another one. */
	readonly downloads: string;
	readonly server: ServerPort;
	readonly clock: Clock;
	readonly dispatch: (
		event: PeerEvent | ExchangeEvent | {readonly type: 'failed'; readonly problem: SafeText},
	) => void;
};
type Account = {
	readonly user: UserName;
	readonly address: Address;
	readonly identity: Identity;
	readonly stores: Stores;
	readonly own: OwnExchange;
};

export class Peers {
	readonly #options: PeersOptions;
	/** Undefined unless signed in. */
	#account: Promise<Account> | undefined;
	#folder: string | undefined;
	readonly #chats = new Map<string, PeerChat>();
	#friends: ReadonlySet<UserName> = new Set();
	#downloads: string | undefined;

	constructor(options: PeersOptions) {
		this.#options = options;
	}

	/**
	 * Opens the identity and the known keys of an account, and registers the identity unless the server has it.
	 * @throws ClientFileError
	 */
	async open({user, address, store, registered}: EffectOf<'openPeers'>): Promise<void> {
		const folder = this.#options.folderOf(address, user);
		if (folder !== this.#folder) {
			this.close();
			this.#folder = folder;
			this.#account = this.#openAccount(user, address, folder);
		}

		const account = this.#account;
		if (!account) return;
		const {identity, stores} = await account;
		if (registered !== identity.fingerprint) await this.#register(identity, user, store);
		if (account !== this.#account) return; // signed out meanwhile
		this.#options.dispatch({
			type: 'peersLoaded',
			fingerprint: identity.fingerprint,
			peers: stores.known.all(),
		});
	}

	/** Forgets the account. Its chats were closed. */
	close(): void {
		for (const chat of this.#chats.values()) chat.close('signedOut');
		this.#chats.clear();
		this.#account = undefined;
		this.#folder = undefined;
	}

	/** Connects to a partner whom the server has introduced. */
	async openChannel(effect: EffectOf<'openChannel'>): Promise<void> {
		const account = await this.#account;
		if (!account) return;
		const {chat, user, introduction} = effect;
		const certificate = partnerCertificate(introduction.certificate, introduction.fingerprint);
		if (!certificate) {
			this.#options.dispatch({type: 'channelEnded', chat, user, why: 'notThePeer'});
			return;
		}

		const peerChat = this.#chatWith(account, certificate, effect);
		this.#chats.set(chat, peerChat);
		peerChat.open();
	}

	/** Dials the addresses on which the partner of a chat listens. */
	dial({chat, addresses, seen}: EffectOf<'dialPeer'>): void {
		this.#chats.get(chat)?.dial(addresses, seen);
	}

	renewRelay({chat, relay}: EffectOf<'renewChannelRelay'>): void {
		this.#chats.get(chat)?.renewRelay(relay);
	}

	tell(chat: string, message: PeerMessage): void {
		this.#chats.get(chat)?.tell(message);
	}

	closeChannel({chat, why}: EffectOf<'closeChannel'>): void {
		this.#chats.get(chat)?.close(why);
		this.#chats.delete(chat);
	}

	/** @returns what changes and shows the user's own files and profile; undefined unless signed in. @throws ClientFileError */
	async own(): Promise<OwnExchange | undefined> {
		return (await this.#account)?.own;
	}

	/** Chooses the folder for received files. @param folder absolute; undefined: the usual one */
	setDownloads(folder: string | undefined): void {
		this.#downloads = folder;
	}

	/** Writes a known key. @throws ClientFileError */
	async keep(peer: KnownPeer): Promise<void> {
		await (await this.#account)?.stores.known.keep(peer);
	}

	/** Forgets a known key. @throws ClientFileError */
	async forget(user: UserName): Promise<void> {
		await (await this.#account)?.stores.known.forget(user);
	}

	#chatWith(
		{user: me, address, identity, stores}: Account,
		certificate: X509Certificate,
		{chat, user, isInviter, introduction, direct}: EffectOf<'openChannel'>,
	): PeerChat {
		const {server, clock, dispatch} = this.#options;
		return new PeerChat({
			chat,
			me,
			partner: user,
			isInviter,
			identity,
			certificate,
			relay: introduction.relay,
			direct,
			isServerLocal: isLoopback(address.host),
			server,
			clock,
			dispatch,
			services: port =>
				new PeerServices({
					me,
					user,
					fingerprint: introduction.fingerprint,
					stores,
					isFriend: other => this.#friends.has(other),
					downloads: () => this.#downloads ?? this.#options.downloads,
					clock,
					port,
					dispatch,
				}),
			opened: way =>
				dispatch({
					type: 'channelOpened',
					chat,
					user,
					way,
					fingerprint: introduction.fingerprint,
					safetyNumber: safetyNumber(new X509Certificate(identity.certificate), certificate),
				}),
			ended: why => {
				this.#chats.delete(chat);
				dispatch({type: 'channelEnded', chat, user, why});
			},
		});
	}

	/** Proves to the server that this client holds the key. A refusal is reported. */
	async #register(identity: Identity, user: UserName, store: string): Promise<void> {
		const {server, dispatch} = this.#options;
		const challenge = await server.request({type: 'identityNonce'});
		if (!('nonce' in challenge)) return; // the link is down: the next sign-in registers it
		const signature = identity.sign(identityProof(store, user, challenge.nonce));
		const answer = await server.request({
			type: 'registerIdentity',
			certificate: identity.certificate,
			signature,
		});
		if (isRefusal(answer)) dispatch({type: 'failed', problem: sentence(answer)});
	}

	async #openAccount(user: UserName, address: Address, folder: string): Promise<Account> {
		const {privateFolders, downloads, clock} = this.#options;
		const identity = await openIdentity(folder);
		const place = {folder, privateFolders, downloads};
		const stores = await openStores(user, identity, place, clock);
		const own = new OwnExchange(stores, user, this.#options.dispatch);
		return {user, address, identity, stores, own};
	}
}
