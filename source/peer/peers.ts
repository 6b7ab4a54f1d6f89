/** Holds the identity, the known keys, the private chats and the exchanges of the account that is signed in. */
import type {Clock} from '../../lib/clock.ts';
import type {Address} from '../../protocol/address.ts';
import type {UserName} from '../../protocol/names.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {ExchangeEvent} from '../state/model/exchange.ts';
import type {Direct, KeptText, KnownPeer, PeerEffect, PeerEvent} from '../state/model/peer.ts';
import type {ChannelOr} from './exchange.ts';
import {Exchanges} from './exchanges.ts';
import {openAccount, registerIdentity, type Account} from './account.ts';
import {Asking} from './asking.ts';
import {FileReports} from './file-reports.ts';
import type {OwnExchange} from './own-exchange.ts';
import {makeChannel, type MakeChannel} from './make-channel.ts';
import type {PeerChat} from './peer-chat.ts';
import {PrivateChannels} from './private-channels.ts';
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
	/** The channels of private chats. */
	readonly chats: PrivateChannels;
	readonly #options: PeersOptions;
	/** Undefined unless signed in. */
	#account: Promise<Account> | undefined;
	#folder: string | undefined;
	/** Whether a file of the account could not be read. */
	#hasFailed = false;
	/** The account, once it is opened. */
	#opened: Account | undefined;
	readonly #exchanges: Exchanges;
	readonly #reports = new FileReports();
	#friends: ReadonlySet<UserName> = new Set();
	#downloads: string | undefined;
	/** Ends when the known keys and kept texts of former accounts are on disk. */
	#written: Promise<unknown> = Promise.resolve();
	#transfers = 0;

	constructor(options: PeersOptions) {
		this.#options = options;
		this.asking = new Asking(this, options.dispatch);
		const {server, clock, dispatch} = options;
		const channel = this.#channel;
		this.chats = new PrivateChannels({channel, dispatch});
		this.#exchanges = new Exchanges({
			server,
			clock,
			isFriend: user => this.#friends.has(user),
			fingerprintOf: user => this.#opened?.stores.known.fingerprintOf(user),
			channel,
			met: (user, fingerprint) => dispatch({type: 'peerMet', user, fingerprint}),
		});
	}

	/**
	 * Opens the identity and the known keys of an account, and registers the identity unless the server has it. After a failure the
	 * files are read again: the user may have mended them.
	 * @throws ClientFileError once for each problem
	 */
	async open(effect: EffectOf<'openPeers'>): Promise<void> {
		const {user, address} = effect;
		const folder = this.#options.folderOf(address, user);
		if (folder !== this.#folder) void this.close();
		if (this.#hasFailed) this.#account = undefined;
		this.#account ??= openAccount(user, address, {...this.#options, folder});
		this.#folder = folder;
		await this.#reports.once('the account', async () => this.#begin(effect));
	}

	/** Tells the state of the account, once it is opened, and the channels that the link is back. @throws ClientFileError */
	async #begin({store, registered}: EffectOf<'openPeers'>): Promise<void> {
		const opened = await this.#ready();
		if (!opened) return;
		const {identity, stores} = opened;
		if (registered !== identity.fingerprint) await this.#register(opened, store);
		if (opened !== this.#opened) return; // signed out meanwhile
		for (const chat of [...this.chats.all(), ...this.#exchanges.channels()]) chat.linkIsBack();
		this.#options.dispatch({
			type: 'peersLoaded',
			fingerprint: identity.fingerprint,
			peers: stores.known.all(),
			keptIn: stores.kept.folder,
		});
	}

	/** Closes all chats, and forgets the account. Resolves when its known keys and kept texts are on disk. */
	async close(): Promise<void> {
		this.chats.closeAll();
		this.#exchanges.close();
		this.#reports.clear();
		this.#friends = new Set();
		this.#written = Promise.all([this.#written, this.#opened && settled(this.#opened.stores)]);
		this.#opened = undefined;
		this.#account = undefined;
		this.#folder = undefined;
		await this.#written;
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
		const [chat] = this.chats.with(user);
		if (chat) return {channel: chat};
		if (await this.#ready()) return this.#exchanges.channelFor(user, direct);
		return {problem: safeText`You are not signed in; sign in first.`};
	}

	/** Lists the open channels with a user: that of the private chat first, then those of exchanges, of scripts as well. */
	channelsWith(user: UserName): readonly PeerChat[] {
		return [...this.chats.with(user), ...this.#exchanges.channelsWith(user)];
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

	/** Keeps a text of the private chat with a user. @throws ClientFileError once for each problem */
	async keepText(user: UserName, message: KeptText): Promise<void> {
		await this.#reports.once(user, async () => this.#opened?.stores.kept.keep(user, message));
	}

	/** Reads the kept texts of the private chat with a user. @throws ClientFileError once for each problem */
	async readKept(user: UserName): Promise<void> {
		const opened = this.#opened;
		const messages = await this.#reports.once(user, async () => opened?.stores.kept.read(user));
		if (messages && opened === this.#opened) this.#options.dispatch({type: 'keptTextsRead', user, messages});
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
		this.#hasFailed = false;
		const opened = await account?.catch((error: unknown) => {
			this.#hasFailed = account === this.#account;
			throw error;
		});
		if (account !== this.#account) return undefined;
		this.#opened = opened;
		return opened;
	}

	readonly #channel: MakeChannel = (introduced, listener) => {
		const account = this.#opened;
		const {server, clock, dispatch} = this.#options;
		return (
			account &&
			makeChannel(introduced, listener, {
				account,
				server,
				clock,
				isFriend: user => this.#friends.has(user),
				downloads: () => this.#downloads ?? this.#options.downloads,
				nextTransfer: () => ++this.#transfers,
				dispatch,
			})
		);
	};
}
