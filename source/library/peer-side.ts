/** Joins the peer layer to a program: its identity, private chats and files. */
import {ClientFileError} from '../../lib/client-file-error.ts';
import type {Clock} from '../../lib/clock.ts';
import type {UserName} from '../../protocol/names.ts';
import type {SignedIn} from '../../protocol/sign-in.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {peerFolder} from '../link/client-folder.ts';
import {hasIdentity, openIdentity} from '../peer/identity.ts';
import {Peers, type PeersEvent} from '../peer/peers.ts';
import type {Direct, ExchangeAnnouncement} from '../state/model/peer.ts';
import {ChatError} from './chat-error.ts';
import type {Connection} from './connection.ts';
import type {EventStream} from './event-stream.ts';
import {PeerFiles} from './peer-files.ts';
import {PeerKeys} from './peer-keys.ts';
import {PrivateChats} from './private-chats.ts';

type PeerSideOptions = {
	readonly connection: Connection;
	readonly user: UserName;
	/** The client's own folder. */
	readonly home: string;
	readonly downloads: string;
	readonly direct: Direct;
	readonly clock: Clock;
	/** For the time that others may take. */
	readonly patience: Clock;
	readonly events: EventStream;
};

export class PeerSide {
	readonly chats: PrivateChats;
	readonly files: PeerFiles;
	readonly #options: PeerSideOptions;
	readonly #folder: string;
	readonly #peers: Peers;
	readonly #keys: PeerKeys;
	/** Resolves when the identity is open, and the server has it. */
	#opening: Promise<void> = Promise.resolve();
	/** What was announced before the own key and the known ones were read. */
	#early: ExchangeAnnouncement[] | undefined = [];

	constructor(options: PeerSideOptions) {
		const {connection, user, home, downloads, clock} = options;
		this.#options = options;
		this.#folder = peerFolder(home, connection.address, user);
		this.#peers = new Peers({
			folderOf: () => this.#folder,
			privateFolders: [home],
			downloads,
			server: connection,
			clock,
			dispatch: event => this.#take(event),
		});
		this.#keys = new PeerKeys({clock, keep: peer => this.#guard(this.#peers.keep(peer))});
		const parts = {...options, peers: () => this.#peers, channels: () => this.#peers.chats, keys: this.#keys};
		this.chats = new PrivateChats(parts);
		this.files = new PeerFiles(parts);
	}

	/** Opens the identity, and registers it with the server. Also after each reconnect. */
	signedIn({identity}: SignedIn, store: string): void {
		this.#opening = this.#open(identity, store);
		this.#guard(this.#opening);
	}

	/** Resolves when others can reach this client: the server has its key. @throws ClientFileError */
	async ready(): Promise<void> {
		await this.#opening;
	}

	/**
	 * Opens the identity of a script, which makes none and replaces none: friends would be warned of a changed key.
	 * @throws ChatError if this machine has no key of the user, or the user has the key of another one
	 */
	async openAsScript({user, identity}: SignedIn, store: string): Promise<void> {
		if (!(await hasIdentity(this.#folder)))
			throw new ChatError(
				'file',
				safeText`This machine has no key of ${user} for files; sign in here once with npx chat-tui, then try again.`,
			);
		if (identity !== undefined && identity !== (await openIdentity(this.#folder)).fingerprint)
			throw new ChatError(
				'file',
				safeText`${user} uses the key of another machine now; send the file from there, or sign in here once with npx chat-tui.`,
			);
		await this.#open(identity, store);
	}

	/** Takes an announcement, once the keys are read. */
	announced(announcement: ExchangeAnnouncement): void {
		if (this.#early) this.#early.push(announcement);
		else if (!this.chats.announced(announcement)) this.#toExchange(announcement);
	}

	friendsAre(friends: readonly UserName[]): void {
		this.#peers.friendsAre(friends);
	}

	offline(reason: SafeText): void {
		this.chats.offline(reason);
		this.files.offline(reason);
	}

	/** Ends all chats and transfers. */
	async close(): Promise<void> {
		this.chats.close();
		await this.#peers.close();
	}

	async #open(registered: string | undefined, store: string): Promise<void> {
		const {user, connection} = this.#options;
		const {address} = connection;
		const known = registered === undefined ? {} : {registered};
		await this.#peers.open({type: 'openPeers', user, address, store, ...known});
	}

	#take(event: PeersEvent): void {
		switch (event.type) {
			case 'peersLoaded': {
				this.#keys.load(event.peers);
				const early = this.#early ?? [];
				this.#early = undefined;
				for (const announcement of early) this.announced(announcement);
				break;
			}

			case 'peerMet':
				this.#keys.met(event.user, event.fingerprint);
				break;
			case 'failed':
				this.#options.events.emit({type: 'problem', reason: event.problem});
				break;
			case 'keptTextsRead':
				break;
			case 'channelOpened':
			case 'channelLost':
			case 'channelEnded':
			case 'peerSaid':
			case 'peerReceived':
			case 'peerRead':
			case 'peerTyping':
				this.chats.take(event);
				break;
			default:
				this.files.take(event);
		}
	}

	#toExchange(announcement: ExchangeAnnouncement): void {
		const {direct} = this.#options;
		this.#guard(this.#peers.exchangeAnnounced({type: 'exchangeAnnounced', announcement, direct}));
	}

	/** A file of this machine that cannot be read or written is reported; anything else is a bug. */
	#guard(work: Promise<void>): void {
		work.catch((error: unknown) => {
			if (!(error instanceof ClientFileError)) throw error;
			this.#options.events.emit({type: 'problem', reason: error.message});
		});
	}
}
