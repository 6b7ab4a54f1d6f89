/** Runs a client's transfers of files with the server: its own code, without a screen. */
import {readdir, rm} from 'node:fs/promises';
import path from 'node:path';
import {systemClock} from '../../lib/clock.ts';
import {parseAddress} from '../../protocol/address.ts';
import type {ReplyOf, RequestOf, RequestType} from '../../protocol/index.ts';
import type {SentFile} from '../../protocol/uploads.ts';
import {openStream} from '../../source/link/stream.ts';
import {fetchFile} from '../../source/uploads/fetching.ts';
import {openSource, sendFile} from '../../source/uploads/sending.ts';
import type {ServerOfFiles} from '../../source/uploads/server.ts';
import {pairOf} from './people.ts';
import {Peer} from './peer.ts';
import {scratchFolder} from './scratch.ts';
import type {Server} from './server.ts';

const {signal} = new AbortController();
const ignore = () => undefined;

export class UploadClient {
	readonly #peer: Peer;
	readonly #server: ServerOfFiles;
	readonly #downloads: string;
	readonly #conversation;
	#file: Omit<SentFile, 'until'> | undefined;

	/** Signs the `at`-th user in. */
	static async start(server: Server, at: number): Promise<UploadClient> {
		return new UploadClient(server, at, await Peer.start(server, at), await scratchFolder());
	}

	private constructor({joinLine}: Server, at: number, peer: Peer, home: string) {
		const address = parseAddress(joinLine);
		if (!address) throw new Error(`This is no join line: ${joinLine}`);
		this.#peer = peer;
		this.#downloads = path.join(home, 'downloads');
		this.#conversation = pairOf(at);
		this.#server = {
			request: async <T extends RequestType>(request: RequestOf<T>) =>
				peer.ask(request) as Promise<ReplyOf<T>>,
			openTransfer: async (ticket, offset, signal) =>
				openStream(
					address,
					{type: 'openTransfer', ticket, ...(offset > 0 && {offset})},
					{home},
					{clock: systemClock, signal},
				),
		};
	}

	/** Sends a file to the server, which has it durably then. @param file its path */
	async up(file: string): Promise<void> {
		const source = await openSource({path: file});
		this.#file = await sendFile(this.#server, source, this.#conversation, signal, ignore);
		await source.close();
	}

	/** Sends the message of the file that was sent last. @returns its sequence */
	async send(): Promise<number> {
		const {name: text = '', sha256: file} = this.#file ?? {};
		const message = {
			type: 'send',
			conversation: this.#conversation,
			messageId: 'device00.upload.1',
			text,
			file,
		};
		return Number((await this.#peer.ask(message))['sequence']);
	}

	/** Fetches the file of a message, and removes it. */
	async down(sequence: number): Promise<void> {
		if (!this.#file) throw new Error('No file was sent.');
		const at = {conversation: this.#conversation, sequence, file: {...this.#file, until: 0}};
		await fetchFile(this.#server, at, this.#downloads, signal, ignore);
		for (const name of await readdir(this.#downloads)) await rm(path.join(this.#downloads, name));
	}

	stop(): void {
		this.#peer.stop();
	}
}
