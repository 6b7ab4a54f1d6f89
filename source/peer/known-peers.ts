/** Keeps the fingerprints of the partners that this account has talked to in private: no other key is accepted from then on. */
import path from 'node:path';
import {z} from 'zod';
import {readJsonFile, writeJsonFile} from '../../lib/atomic-json-file.ts';
import {time} from '../../protocol/bounded.ts';
import {fingerprintSchema} from '../../protocol/identities.ts';
import {userNameSchema} from '../../protocol/name-schemas.ts';
import type {UserName} from '../../protocol/names.ts';
import type {KnownPeer} from '../state/model/peer.ts';

/** Maximum known peers; beyond it, the one that was met first and is not verified is forgotten. */
const MAX_PEERS = 10_000;

const peer = z.strictObject({
	user: userNameSchema,
	fingerprint: fingerprintSchema,
	verified: z.boolean(),
	/** Milliseconds since 1970. */
	since: time,
});

export const peersFile = z.strictObject({format: z.literal(1), peers: z.array(peer).max(MAX_PEERS)});

export class KnownPeers {
	readonly #file: string;
	readonly #peers: Map<UserName, KnownPeer>;
	/** Users whose keys were forgotten in this run. */
	readonly #forgotten = new Set<UserName>();
	/** Ends when what was changed last is on disk. */
	#written: Promise<void> = Promise.resolve();

	private constructor(file: string, peers: readonly KnownPeer[]) {
		this.#file = file;
		this.#peers = new Map(peers.map(known => [known.user, known]));
	}

	/** Reads the known peers in a folder. @throws ClientFileError if the file is damaged or cannot be read */
	static async open(folder: string): Promise<KnownPeers> {
		const file = path.join(folder, 'peers.json');
		const content = await readJsonFile(file, peersFile);
		return new KnownPeers(file, content?.peers ?? []);
	}

	/** @returns the fingerprint of the key that is known to be the user's, if any */
	fingerprintOf(user: UserName): string | undefined {
		return this.#peers.get(user)?.fingerprint;
	}

	all(): KnownPeer[] {
		return [...this.#peers.values()];
	}

	/** Adds a peer, or replaces what is kept of that user; durable when it resolves. @throws ClientFileError */
	async keep(known: KnownPeer): Promise<void> {
		this.#peers.delete(known.user);
		this.#forgotten.delete(known.user);
		if (this.#peers.size >= MAX_PEERS) this.#peers.delete(this.#leastNeeded());
		this.#peers.set(known.user, known);
		await this.#write();
	}

	/** Forgets a peer; durable when it resolves. @throws ClientFileError */
	async forget(user: UserName): Promise<void> {
		if (!this.#peers.delete(user)) return;
		this.#forgotten.add(user);
		await this.#write();
	}

	/** Resolves when nothing is being written any more, whether or not the disk has taken it. */
	async settled(): Promise<void> {
		await this.#written.catch(() => undefined); // whoever asked for that write was told
	}

	#leastNeeded(): UserName {
		const peers = this.all().sort(
			(one, other) => Number(one.verified) - Number(other.verified) || one.since - other.since,
		);
		return (peers[0] as KnownPeer).user; // it is asked when there are many
	}

	/** Takes over the keys that a script of the user has met meanwhile. */
	async #adopt(): Promise<void> {
		const {peers = []} = (await readJsonFile(this.#file, peersFile)) ?? {};
		for (const peer of peers) {
			const isNews = !this.#peers.has(peer.user) && !this.#forgotten.has(peer.user);
			if (isNews && this.#peers.size < MAX_PEERS) this.#peers.set(peer.user, peer);
		}
	}

	/** Writes one after the other, so that the newest stands there at last. */
	async #write(): Promise<void> {
		const writing = this.#written
			.catch(() => undefined) // whoever asked for that write was told
			.then(async () => {
				await this.#adopt();
				await writeJsonFile(this.#file, {peers: this.all()});
			});
		this.#written = writing;
		await writing;
	}
}
