/** Holds the identity, the known keys, the private chats and the exchanges of the account that is signed in. */
import {X509Certificate} from 'node:crypto';
import type {Clock} from '../../lib/clock.ts';
import {isLoopback, type Address} from '../../protocol/address.ts';
import type {UserName} from '../../protocol/names.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {ExchangeEvent} from '../state/model/exchange.ts';
import type {Direct, KeptText, KnownPeer, PeerEffect, PeerEvent, PeerMessage} from '../state/model/peer.ts';
import type {ChannelOr} from './exchange.ts';
import {Exchanges, type ChannelListener, type Introduced} from './exchanges.ts';
import {openAccount, registerIdentity, type Account} from './account.ts';
import {Asking} from './asking.ts';
import type {OwnExchange} from './own-exchange.ts';
import {partnerCertificate} from './partner.ts';
import {PeerChat} from './peer-chat.ts';
import {safetyNumber} from './safety-number.ts';
import {PeerServices} from './peer-services.ts';
import type {ServerPort} from './server-port.ts';
import {settled} from './stores.ts';

type EffectOf<T extends PeerEffect['type']> = Extract<PeerEffect, {readonly type: T}>;
/** What comes of private chats and exchanges, and a sentence for what has failed. */
export type PeersEvent = PeerEvent | ExchangeEvent | {readonly type: 'failed'; readonly problem: SafeText};
type PeersOptions = {
	/** Names the folder in which an account keeps its identity and its known keys. */
	readonly folderOf: (address: Address, user: UserName) => string;
	/** Folders whose content is never shared. */
	readonly privateFolders: readonly string[];
	/** The folder for received files, unless the user chooses another one. */
	readonly downloads: string;
	readonly server: ServerPort;
	readonly clock: Clock;
	readonly dispatch: (event: PeersEvent) => void;
};
export class Peers {
	readonly asking: Asking;
	readonly #options: PeersOptions;
	/** Undefined unless signed in. */
	#account: Promise<Account> | undefined;
	#folder: string | undefined;
	/** The account, once it is opened. */
	#opened: Account | undefined;
	readonly #exchanges: Exchanges;
	readonly #chats = new Map<string, PeerChat>();
	#friends: ReadonlySet<UserName> = new Set();
	#downloads: string | undefined;
	/** Ends when the known keys and kept texts of former accounts are on disk. */
	#written: Promise<unknown> = Promise.resolve();
	#transfers = 0;

	constructor(options: PeersOptions) {
		this.#options = options;
		this.asking = new Asking(this, options.dispatch);
		const {server, clock, dispatch} = options;
		this.#exchanges = new Exchanges({
			server,
			clock,
			isFriend: user => this.#friends.has(user),
			fingerprintOf: user => this.#opened?.stores.known.fingerprintOf(user),
			channel: (introduced, listener) => this.#channel(introduced, listener),
			met: (user, fingerprint) => dispatch({type: 'peerMet', user, fingerprint}),
		});
	}

	/**
	 * Opens the identity and the known keys of an account, and registers the identity unless the server has it.
	 * @throws ClientFileError
	 */
	async open({user, address, store, registered}: EffectOf<'openPeers'>): Promise<void> {
		const folder = this.#options.folderOf(address, user);
		if (folder !== this.#folder) {
			void this.close();
			this.#folder = folder;
			this.#account = openAccount(user, address, {...this.#options, folder});
		}

		const opened = await this.#ready();
		if (!opened) return;
		const {identity, stores} = opened;
		if (registered !== identity.fingerprint) await this.#register(opened, store);
		if (opened !== this.#opened) return; // signed out meanwhile
		for (const chat of [...this.#chats.values(), ...this.#exchanges.channels()]) chat.linkIsBack();
		this.#options.dispatch({
			type: 'peersLoaded',
			fingerprint: identity.fingerprint,
			peers: stores.known.all(),
			keptIn: stores.kept.folder,
		});
	}

	/** Closes all chats, and forgets the account. Resolves when its known keys and kept texts are on disk. */
	async close(): Promise<void> {
		for (const chat of this.#chats.values()) chat.close('signedOut');
		this.#chats.clear();
		this.#exchanges.close();
		this.#friends = new Set();
		this.#written = Promise.all([this.#written, this.#opened && settled(this.#opened.stores)]);
		this.#opened = undefined;
		this.#account = undefined;
		this.#folder = undefined;
		await this.#written;
	}

	/** Connects to a partner whom the server has introduced. The id of a chat that is there already connects to nobody else. */
	openChannel(effect: EffectOf<'openChannel'>): void {
		const {chat, user, introduction} = effect;
		const {dispatch} = this.#options;
		if (this.#chats.has(chat)) {
			dispatch({type: 'channelEnded', chat, user, why: 'unreachable'});
			return;
		}

		const peerChat = this.#channel(effect, {
			dispatch,
			opened: (way, safetyNumber) =>
				dispatch({
					type: 'channelOpened',
					chat,
					user,
					way,
					fingerprint: introduction.fingerprint,
					safetyNumber,
				}),
			ended: why => {
				this.#chats.delete(chat);
				dispatch({type: 'channelEnded', chat, user, why});
			},
		});
		if (!peerChat) {
			dispatch({type: 'channelEnded', chat, user, why: 'notThePeer'});
			return;
		}

		this.#chats.set(chat, peerChat);
		peerChat.open();
	}

	/** Notes who the user's friends are now: they alone are served. */
	friendsAre(friends: readonly UserName[]): void {
		this.#friends = new Set(friends);
	}

	/** Takes an announcement of a chat that is not a private chat of the user. */
	async exchangeAnnounced({announcement, direct}: EffectOf<'exchangeAnnounced'>): Promise<void> {
		if (await this.#ready()) await this.#exchanges.announced(announcement, direct);
	}

	/**
	 * Finds an open channel to the client of a user: of their private chat, or of an exchange, which is opened where there is none
	 * and lasts until it is not used for a minute.
	 * @returns the problem as a sentence where there is none: they are not friends, away, not reached…
	 */
	async channelFor(user: UserName, direct: Direct): Promise<ChannelOr> {
		const [chat] = this.#chatsWith(user);
		if (chat) return {channel: chat};
		if (await this.#ready()) return this.#exchanges.channelFor(user, direct);
		return {problem: safeText`You are not signed in; sign in first.`};
	}

	/** Lists the open channels with a user: that of the private chat first, then those of exchanges, of scripts as well. */
	channelsWith(user: UserName): readonly PeerChat[] {
		return [...this.#chatsWith(user), ...this.#exchanges.channelsWith(user)];
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
		await this.#opened?.stores.known.keep(peer);
	}

	/** Forgets a known key, and ends the exchange with its holder. @throws ClientFileError */
	async forget(user: UserName): Promise<void> {
		this.#exchanges.endWith(user);
		await this.#opened?.stores.known.forget(user);
	}

	/** Keeps a text of the private chat with a user. @throws ClientFileError */
	async keepText(user: UserName, message: KeptText): Promise<void> {
		await this.#opened?.stores.kept.keep(user, message);
	}

	/** Reads the kept texts of the private chat with a user. @throws ClientFileError */
	async readKept(user: UserName): Promise<void> {
		const opened = this.#opened;
		const messages = await opened?.stores.kept.read(user);
		if (messages && opened === this.#opened) this.#options.dispatch({type: 'keptTextsRead', user, messages});
	}

	#chatsWith(user: UserName): PeerChat[] {
		return [...this.#chats.values()].filter(chat => chat.partner === user && chat.isOpen);
	}

	/** Registers the identity. A refusal is reported. */
	async #register(account: Account, store: string): Promise<void> {
		const {server, dispatch} = this.#options;
		const problem = await registerIdentity(account, store, server);
		if (problem !== undefined) dispatch({type: 'failed', problem});
	}

	/** Waits until the account is opened. @returns undefined if nobody is signed in any more */
	async #ready(): Promise<Account | undefined> {
		const account = this.#account;
		const opened = await account;
		if (account !== this.#account) return undefined;
		this.#opened = opened;
		return opened;
	}

	/** Makes the channel to a partner. @returns undefined if the certificate does not fit the fingerprint */
	#channel(
		{chat, user, isInviter, introduction, direct}: Introduced,
		listener: ChannelListener,
	): PeerChat | undefined {
		const certificate = partnerCertificate(introduction.certificate, introduction.fingerprint);
		if (!certificate || !this.#opened) return undefined;
		const {user: me, address, identity, stores} = this.#opened;
		const {server, clock, dispatch} = this.#options;
		return new PeerChat({
			...listener,
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
			services: port =>
				new PeerServices({
					me,
					user,
					fingerprint: introduction.fingerprint,
					stores,
					isFriend: other => this.#friends.has(other),
					downloads: () => this.#downloads ?? this.#options.downloads,
					nextTransfer: () => ++this.#transfers,
					clock,
					port,
					dispatch,
				}),
			opened: way =>
				listener.opened(way, safetyNumber(new X509Certificate(identity.certificate), certificate)),
		});
	}
}
