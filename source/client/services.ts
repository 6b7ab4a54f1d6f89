/** Loads what the client speaks with, once the first frame is painted: the link, the peers, and the user's own server. */
import path from 'node:path';
import type {UserFolders} from '../../lib/user-folders.ts';
import type {Address} from '../../protocol/address.ts';
import {ownCertificate, peerFolder} from '../link/client-folder.ts';
import type {Link} from '../link/link.ts';
import type {Peers} from '../peer/peers.ts';
import type {FileTransfers} from '../uploads/file-transfers.ts';
import type {StateEvent} from '../state/model/event.ts';
import type {Hosted} from '../state/model/link.ts';
import type {Environment, HostedServer} from './perform.ts';

export type ServicesOptions = {
	/** Speaks plaintext with servers that do, if the user wants that. */
	readonly insecurePlaintext: boolean;
	/** The file of this program, to start a server with. */
	readonly program: string;
	readonly places: UserFolders;
};

export class Services {
	readonly link: Promise<Link>;
	readonly peers: Promise<Peers>;
	readonly files: Promise<FileTransfers>;
	readonly #options: ServicesOptions;
	readonly #dispatch: (event: StateEvent) => void;
	/** This user's own server, while it runs. */
	#own: HostedServer | undefined;

	constructor(options: ServicesOptions, dispatch: (event: StateEvent) => void) {
		this.#options = options;
		this.#dispatch = dispatch;
		this.link = untilPainted().then(() => this.#openLink());
		const later = this.link.then(async link => new Promise<Link>(resolve => setImmediate(resolve, link))); // first the link reads
		this.peers = later.then(async link => this.#openPeers(link));
		this.files = later.then(async link => this.#openFiles(link));
	}

	/** This user's own server, where it runs: known once the link is. */
	get own(): HostedServer | undefined {
		return this.#own;
	}

	/** Whether this user's own server, which ran before, runs still. */
	async isHosting(): Promise<boolean> {
		if (!this.#own) return false;
		const {askServer} = await import('./host.ts');
		return (await askServer(this.#options.places.data)) !== undefined;
	}

	/** Starts this user's own server in the background, unless it runs. */
	async host(network: boolean): ReturnType<Environment['host']> {
		const {hostServer} = await import('./host.ts');
		const {program, places} = this.#options;
		const hosted = await hostServer({network, program, folder: places.data});
		if (!('problem' in hosted)) this.#own = hosted;
		return hosted;
	}

	/** Signs out and closes every connection. The user's own server goes on. */
	async close(): Promise<void> {
		(await this.files).close();
		await Promise.all([
			this.peers.then(async peers => peers.close()),
			this.link.then(async link => link.close()),
		]);
	}

	async #openLink(): Promise<Link> {
		const [{Link}, {systemClock}, {findServer}] = await Promise.all([
			import('../link/link.ts'),
			import('../../lib/clock.ts'),
			import('./host.ts'),
		]);
		const {places, insecurePlaintext} = this.#options;
		this.#own = await findServer(places.data);
		return new Link({
			home: places.home,
			ownCertificate: ownCertificate(places.data),
			insecurePlaintext,
			clock: systemClock,
			dispatch: this.#dispatch,
			hosted: address => this.#hosted(address),
		});
	}

	async #openFiles(link: Link): Promise<FileTransfers> {
		const [{FileTransfers}, {systemClock}] = await Promise.all([
			import('../uploads/file-transfers.ts'),
			import('../../lib/clock.ts'),
		]);
		const downloads = path.join(this.#options.places.home, 'downloads');
		return new FileTransfers({server: link, clock: systemClock, downloads, dispatch: this.#dispatch});
	}

	async #openPeers(link: Link): Promise<Peers> {
		const [{Peers}, {systemClock}] = await Promise.all([
			import('../peer/peers.ts'),
			import('../../lib/clock.ts'),
		]);
		const {home, data} = this.#options.places;
		return new Peers({
			privateFolders: [home, data],
			downloads: path.join(home, 'downloads'),
			folderOf: (address, user) => peerFolder(home, address, user),
			server: link,
			clock: systemClock,
			dispatch: this.#dispatch,
		});
	}

	/** Whether the server at the address is the user's own. */
	#hosted({host, port}: Address): Hosted {
		const isOwn = this.#own?.addresses.some(own => own.host === host && own.port === port);
		return this.#own && isOwn ? this.#own : {joinLines: []};
	}
}

/** Resolves in the turn after the one that paints the first frame: heavy modules are loaded after that. */
function untilPainted(): Promise<void> {
	return new Promise(resolve => setImmediate(() => setImmediate(resolve)));
}
