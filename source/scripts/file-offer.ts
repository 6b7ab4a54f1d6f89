/** Offers one file to a friend's client over an exchange, and follows it to its end. */
import type {Writable} from 'node:stream';
import {ClientFileError} from '../../lib/atomic-json-file.ts';
import type {Clock} from '../../lib/clock.ts';
import type {Announcement} from '../../protocol/index.ts';
import type {UserName} from '../../protocol/names.ts';
import type {SignedIn} from '../../protocol/sign-in.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Calls} from '../link/calls.ts';
import {changedKey} from '../peer/exchange-sentences.ts';
import {KnownPeers} from '../peer/known-peers.ts';
import {Peers, type PeersEvent} from '../peer/peers.ts';
import type {Transfer} from '../state/model/exchange.ts';
import type {Direct, ExchangeAnnouncement} from '../state/model/peer.ts';
import {print, ScriptFailure} from './script.ts';
import type {ScriptServer} from './sign-in.ts';

/** Milliseconds in which the friend must accept the file. */
const ACCEPT_TIMEOUT = 120_000;
/** Maximum milliseconds that the script takes to leave. */
const LEAVE_TIMEOUT = 1000;

/** A file for a user. `path`: absolute. */
export type FileFor = {readonly user: UserName; readonly path: string; readonly name: SafeText};

type FileOfferOptions = {
	readonly file: FileFor;
	readonly calls: Calls;
	readonly me: SignedIn;
	readonly server: ScriptServer;
	/** The folder of the account's key and of the known keys. */
	readonly folder: string;
	readonly direct: Direct;
	readonly clock: Clock;
	readonly stderr: Writable;
};

export class FileOffer {
	readonly #options: FileOfferOptions;
	readonly #peers: Peers;
	/** Resolves with why the friend does not have the file; with undefined if the friend has it. */
	readonly #ended: Promise<SafeText | undefined>;
	#end: (problem?: SafeText) => void = () => undefined;
	/** Number of the transfer, once the file is offered. */
	#transfer: number | undefined;
	#cancelTimeout: () => void = () => undefined;
	/** Resolves when the friend's key is noted. */
	#pinned: Promise<void> = Promise.resolve();

	constructor(options: FileOfferOptions) {
		const {calls, server, folder, clock} = options;
		this.#options = options;
		this.#ended = new Promise(resolve => (this.#end = resolve));
		this.#peers = new Peers({
			folderOf: () => folder,
			privateFolders: [folder],
			downloads: folder,
			server: {request: async request => calls.request(request), openRelay: server.openRelay},
			clock,
			dispatch: event => this.#take(event),
		});
	}

	/** Offers the file and waits for the end. @throws ScriptFailure, ClientFileError */
	async run(): Promise<void> {
		this.#options.calls.listen({
			announced: announcement => this.#announced(announcement),
			down: reason => this.#lost(reason),
		});
		const problem = await Promise.race([this.#ended, this.#offer().then(async () => this.#ended)]);
		await this.#pinned;
		if (problem !== undefined) throw new ScriptFailure(problem);
	}

	/** Gives up. */
	stop(): void {
		this.#end(safeText`${this.#options.file.name} was not sent.`);
	}

	/** Withdraws the offer if the file was not sent, and closes the channel. */
	async close(): Promise<void> {
		const {file, calls, clock} = this.#options;
		const {user} = file;
		const transfer = this.#transfer;
		this.#cancelTimeout();
		if (transfer !== undefined) this.#peers.asking.cancelTransfer({type: 'cancelTransfer', user, transfer});
		await this.#peers.close();
		await Promise.race([calls.request({type: 'ping'}), pause(clock, LEAVE_TIMEOUT)]); // meanwhile, the withdrawal leaves
	}

	/** Opens the account's key, and asks the friend's client. */
	async #offer(): Promise<void> {
		const {file, me, server, direct} = this.#options;
		const {user, identity} = me;
		const {address, store} = server;
		const registered = identity === undefined ? {} : {registered: identity};
		await this.#peers.open({type: 'openPeers', user, address, store, ...registered});
		const ask = {type: 'offerFile', path: file.path} as const;
		await this.#peers.asking.ask({type: 'askPeer', user: file.user, ask, direct});
	}

	/** The channel goes on without the server. */
	#lost(reason: SafeText): void {
		if (this.#transfer === undefined) this.#end(reason);
	}

	#announced(announcement: Announcement): void {
		if (!isOfExchange(announcement)) return;
		const {direct} = this.#options;
		const exchange = {type: 'exchangeAnnounced', announcement, direct} as const;
		void this.#peers.exchangeAnnounced(exchange);
	}

	#take(event: PeersEvent): void {
		switch (event.type) {
			case 'transferMoved':
				this.#moved(event.transfer);
				break;
			case 'exchangeFailed':
			case 'failed':
				this.#end(event.problem);
				break;
			case 'peerMet':
				this.#pinned = this.#pin(event.user, event.fingerprint);
				break;
			default: // of private chats, lists and profiles: a script has none
		}
	}

	#moved({transfer, status, problem}: Transfer): void {
		const {file, clock, stderr} = this.#options;
		const {user, name} = file;
		if (status !== 'asked') this.#cancelTimeout();
		if (status === 'done') this.#end();
		if (status === 'ended') this.#end(problem ?? safeText`${name} was not sent.`);
		if (status !== 'asked' || this.#transfer !== undefined) return;
		this.#transfer = transfer;
		this.#cancelTimeout = clock.after(ACCEPT_TIMEOUT, () =>
			this.#end(safeText`${user} has not accepted ${name} in 2 min; try again later.`),
		);
		void print(stderr, safeText`chat-tui: Waiting for ${user} to accept ${name}; Ctrl-C ends it.`);
	}

	/** Keeps the key of a friend who is met for the first time. The client of this user may have met the friend meanwhile. */
	async #pin(user: UserName, fingerprint: string): Promise<void> {
		const {folder, clock} = this.#options;
		try {
			const known = await KnownPeers.open(folder);
			const pinned = known.fingerprintOf(user);
			if (pinned === undefined) await known.keep({user, fingerprint, verified: false, since: clock.now()});
			else if (pinned !== fingerprint) this.#end(changedKey(user));
		} catch (error) {
			if (!(error instanceof ClientFileError)) throw error;
			this.#end(safeText`${error.message}`);
		}
	}
}

async function pause(clock: Clock, milliseconds: number): Promise<void> {
	await new Promise<void>(resolve => clock.after(milliseconds, resolve));
}

function isOfExchange(announcement: Announcement): announcement is ExchangeAnnouncement {
	switch (announcement.type) {
		case 'privateAccepted':
		case 'addressesOffered':
		case 'relayRenewed':
		case 'privateEnded':
			return true;
		default:
			return false;
	}
}
