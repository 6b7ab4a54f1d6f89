/** Sends files that the other user of a channel asks for. */
import {ClientFileError} from '../../../lib/client-file-error.ts';
import {TokenBucket} from '../../../lib/token-bucket.ts';
import type {FilePeer} from './file-peer.ts';
import type {Said, WhyRefused} from './messages.ts';
import type {Progress, MovedTransfer, WhyEnded} from './progress.ts';
import {Sending} from './sending.ts';
import type {OpenFile} from './shared-files.ts';

/** Maximum files that are sent at a time to one user. */
const MAX_UPLOADS = 4;
/** Requests for files per second, and at once. */
const REQUEST_RATE = 1;
const REQUEST_BURST = 10;
/** Maximum interrupted transfers that keep their number for the screen. */
const MAX_INTERRUPTED = 100;

/** Opens a file for the other user, or says why not. `progress`: of the offer that the user accepts with it. */
type OpensFile = (id: string) => Promise<(OpenFile & {progress?: Progress | undefined}) | {why: WhyRefused}>;

type Upload = {
	readonly asked: Said<'getFile'>;
	progress?: Progress;
	sending?: Sending;
	/** Why it was ended from outside; `interrupted` when the channel was lost. */
	end?: WhyEnded | 'interrupted';
};

export class Uploads {
	private readonly peer: FilePeer;
	private readonly open: OpensFile;
	private readonly requests: TokenBucket;
	/** By the number that the receiver has chosen. */
	private readonly uploads = new Map<number, Upload>();
	/** Transfers that go on when the file is asked for again, by its id. */
	private readonly interrupted = new Map<string, Upload>();
	private readonly running = new Set<Promise<void>>();

	constructor(peer: FilePeer, open: OpensFile) {
		this.peer = peer;
		this.open = open;
		this.requests = new TokenBucket(REQUEST_RATE, REQUEST_BURST, peer.clock.uptime());
	}

	asked(asked: Said<'getFile'>): void {
		const isAllowed = this.requests.take(this.peer.clock.uptime());
		if (!isAllowed || this.uploads.size >= MAX_UPLOADS || this.uploads.has(asked.transfer)) {
			this.refuse(asked.transfer, 'busy');
			return;
		}

		const upload: Upload = {asked};
		this.uploads.set(asked.transfer, upload);
		const run = this.run(upload).finally(() => this.running.delete(run));
		this.running.add(run);
	}

	acknowledged(transfer: number, bytes: number): void {
		const upload = this.uploads.get(transfer);
		if (upload?.sending?.acknowledge(bytes) === false) this.stop(upload, 'misbehaved');
	}

	/** The receiver wants no more of it. */
	cancelled({transfer}: Said<'cancelFile'>): void {
		const upload = this.uploads.get(transfer);
		if (upload) this.stop(upload, 'stopped');
	}

	/** The receiver has the whole file. */
	kept({transfer}: Said<'fileKept'>): void {
		const interrupted = [...this.interrupted.values()].find(({asked}) => asked.transfer === transfer);
		const upload = this.uploads.get(transfer) ?? interrupted;
		if (!upload?.sending?.isDone) return;
		this.uploads.delete(transfer);
		if (upload === interrupted) this.interrupted.delete(upload.asked.id);
		upload.progress?.becomes({status: 'done', bytes: upload.progress.size});
	}

	/** Ends a transfer. @returns false if there is no such transfer */
	cancel(number: number): boolean {
		for (const upload of [...this.uploads.values(), ...this.interrupted.values()]) {
			if (upload.progress?.number !== number) continue;
			this.stop(upload, 'cancelled');
			return true;
		}

		return false;
	}

	/** The channel is lost: the receiver asks again when it is open. */
	lost(): void {
		for (const upload of this.uploads.values()) this.stop(upload, 'interrupted');
	}

	/** Ends all transfers. Resolves when no file is open any more. */
	async close(): Promise<void> {
		for (const upload of [...this.uploads.values(), ...this.interrupted.values()])
			this.stop(upload, 'channelEnded');
		await Promise.all(this.running);
	}

	private stop(upload: Upload, end: WhyEnded | 'interrupted'): void {
		const {asked, sending} = upload;
		upload.end = end;
		sending?.stop();
		this.uploads.delete(asked.transfer);
		this.interrupted.delete(asked.id);
		this.over(upload, end);
	}

	private async run(upload: Upload): Promise<void> {
		let file: OpenFile | undefined;
		try {
			const opened = await this.open(upload.asked.id);
			if ('why' in opened) {
				this.refuseUpload(upload, opened.why);
				return;
			}

			file = opened;
			if (!upload.end) await this.send(upload, file, opened.progress);
		} catch (error) {
			if (!(error instanceof Error && ('code' in error || error instanceof ClientFileError))) throw error;
			this.refuseUpload(upload, 'cannotRead');
		} finally {
			await file?.handle.close();
		}
	}

	private async send(upload: Upload, {name, handle}: OpenFile, offered: Progress | undefined): Promise<void> {
		const {asked} = upload;
		const {size} = await handle.stat();
		const progress = this.progressOf(asked.id, offered, {
			direction: 'out',
			name,
			bytes: 0,
			size,
			status: 'running',
		});
		upload.progress = progress;
		upload.sending = new Sending({
			port: this.peer.port,
			handle,
			asked,
			moved: bytes => progress.moved(bytes),
		});
		if (upload.end) {
			this.over(upload, upload.end);
			return;
		}

		if ((await upload.sending.run()) === 'changed') this.refuseUpload(upload, 'changed');
	}

	private progressOf(
		id: string,
		offered: Progress | undefined,
		first: Omit<MovedTransfer, 'transfer'>,
	): Progress {
		const known = this.interrupted.get(id)?.progress ?? offered;
		this.interrupted.delete(id);
		if (!known) return this.peer.progress(first);
		known.becomes({status: 'running', size: first.size});
		return known;
	}

	private refuseUpload(upload: Upload, why: WhyRefused): void {
		const {transfer} = upload.asked;
		if (this.uploads.get(transfer) !== upload) return;
		this.uploads.delete(transfer);
		this.refuse(transfer, why);
		upload.progress?.becomes({status: 'ended', why});
	}

	private over(upload: Upload, end: WhyEnded | 'interrupted'): void {
		const {asked, progress} = upload;
		if (end === 'interrupted') {
			progress?.becomes({status: 'interrupted'});
			if (progress && this.interrupted.size < MAX_INTERRUPTED) this.interrupted.set(asked.id, upload);
			return;
		}

		progress?.becomes({status: 'ended', why: end});
		if (end === 'cancelled' || end === 'misbehaved') this.refuse(asked.transfer, 'stopped');
	}

	private refuse(transfer: number, why: WhyRefused): void {
		this.peer.tell({type: 'fileRefused', transfer, why});
	}
}
