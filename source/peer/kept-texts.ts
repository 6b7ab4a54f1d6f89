/** Keeps the texts of private chats on this machine, for their owner alone: a file for each partner, a text a line. */
import path from 'node:path';
import {z} from 'zod';
import {ClientFileError} from '../../lib/client-file-error.ts';
import {JsonLinesFile} from '../../lib/json-lines-file.ts';
import {fingerprintSchema} from '../../protocol/identities.ts';
import {userNameSchema} from '../../protocol/name-schemas.ts';
import type {UserName} from '../../protocol/names.ts';
import {SerialQueue} from '../link/serial-queue.ts';
import type {KeptText} from '../state/model/peer.ts';
import {privateText} from './messages.ts';

/** Maximum bytes of a file, which are read in a fraction of a second; beyond it, the older half is dropped. */
const MAX_FILE = 4 * 1024 * 1024;
/** Maximum texts that are written at once: they fit into half a file. */
const MAX_BATCH = 20;
/** Maximum texts of a partner that wait for a slow disk. */
const MAX_WAITING = 1000;
/** Maximum texts that are read: the newest. */
const MAX_READ = 200;

const keptLine = z.strictObject({...privateText, from: userNameSchema, key: fingerprintSchema});

type Kept = {readonly file: JsonLinesFile<KeptText>; waiting: KeptText[]};

export class KeptTexts {
	/** The folder of the files; it is made with the first text. */
	readonly folder: string;
	readonly #work = new SerialQueue();
	readonly #partners = new Map<UserName, Kept>();

	/** @param folder of the account's identity */
	constructor(folder: string) {
		this.folder = path.join(folder, 'private');
	}

	/**
	 * Appends a text; durable when it resolves.
	 * @throws ClientFileError if the file is damaged, which leaves it as it is, or the disk refuses
	 */
	async keep(user: UserName, text: KeptText): Promise<void> {
		const kept = this.#keptOf(user);
		if (kept.waiting.length >= MAX_WAITING)
			throw new ClientFileError(`The disk is too slow: some private texts with ${user} are not kept.`);
		kept.waiting.push(text);
		await this.#work.write(async () => {
			const batch = kept.waiting.splice(0, MAX_BATCH);
			if (batch.length > 0) await kept.file.append(batch);
		});
	}

	/**
	 * Reads the newest texts, oldest first, once those that wait are written.
	 * @throws ClientFileError if the file is damaged or cannot be read
	 */
	async read(user: UserName): Promise<readonly KeptText[]> {
		return this.#work.write(async () => (await this.#keptOf(user).file.read()).slice(-MAX_READ));
	}

	/** Resolves when nothing is being written any more. */
	async settled(): Promise<void> {
		return this.#work.settled();
	}

	#keptOf(user: UserName): Kept {
		const file = path.join(this.folder, `${user}.jsonl`);
		const kept = this.#partners.get(user) ?? {
			file: new JsonLinesFile(file, keptLine, MAX_FILE),
			waiting: [],
		};
		this.#partners.set(user, kept);
		return kept;
	}
}
