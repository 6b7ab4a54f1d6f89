/** Fetches files from the other user of a channel, and goes on where it stopped when the channel is open again. */
import type {SafeText} from '../../../protocol/text.ts';
import type {FilePeer} from './file-peer.ts';
import type {Said} from './messages.ts';
import {PartFile} from './part-file.ts';
import type {Progress, WhyEnded} from './progress.ts';
import {Receiving, whyNotWritten, type ReceivingEnd} from './receiving.ts';

/** Maximum files that are fetched at a time from one user. */
const MAX_DOWNLOADS = 4;

/**
 * A file that the user wants: its id at the other user, and its name and size on the list or in the offer. `part`: what its part on
 * the disk is found by instead of the id, which is another one at the next offer.
 */
export type WantedFile = {
	readonly id: string;
	readonly name: SafeText;
	readonly size: number;
	readonly part?: string;
};

type Download = {
	readonly wanted: WantedFile;
	readonly progress: Progress;
	/** While the file is asked for or on its way. */
	receiving?: Receiving;
	isCancelled?: true;
	/** Called when it has ended without the whole file. */
	readonly failed?: () => void;
};

export class Downloads {
	private readonly peer: FilePeer;
	private readonly downloads = new Map<number, Download>();
	/** By the number that this client has told the sender; each attempt has a new one. */
	private readonly receiving = new Map<number, Receiving>();
	private readonly attempts = new Set<Promise<void>>();
	/** Transfers of the newest whole files: the sender hears of them again after the channel was lost. */
	private kept: readonly number[] = [];
	private numbers = 0;
	private isOpen = true;
	private hasEnded = false;
	/** Counts how often the channel was lost, opened again, or ended. */
	private turns = 0;

	constructor(peer: FilePeer) {
		this.peer = peer;
	}

	/**
	 * Fetches a file.
	 * @param failed called when the transfer has ended without the whole file
	 * @returns the number of the transfer
	 */
	get(wanted: WantedFile, failed?: () => void): number {
		const fault = this.faultOf(wanted);
		const download: Download = {
			wanted: this.withOwnPart(wanted),
			progress: this.progressOf(wanted),
			...(failed && {failed}),
		};
		const {number} = download.progress;
		if (fault) {
			download.progress.becomes({status: 'ended', why: fault});
			failed?.();
			return number;
		}

		this.downloads.set(number, download);
		if (this.isOpen) this.attempt(download);
		else download.progress.becomes({status: 'interrupted'});
		return number;
	}

	/** Ends a transfer and removes what has arrived. @returns false if there is no such transfer */
	cancel(number: number): boolean {
		const download = this.downloads.get(number);
		if (!download) return false;
		download.isCancelled = true;
		if (download.receiving) download.receiving.end('cancelled');
		else if (download.progress.status === 'interrupted') this.attempt(download); // removes what has arrived
		return true;
	}

	starts({transfer, size, offset}: Said<'fileStarts'>): void {
		const receiving = this.receiving.get(transfer);
		if (receiving) receiving.start(size, offset);
		else this.tellCancelled(transfer); // of an attempt that is over
	}

	data(transfer: number, bytes: Buffer): void {
		this.receiving.get(transfer)?.take(bytes);
	}

	ends({transfer, sha256}: Said<'fileEnds'>): void {
		this.receiving.get(transfer)?.finish(sha256);
	}

	refused({transfer, why}: Said<'fileRefused'>): void {
		this.receiving.get(transfer)?.end(why);
	}

	/** The channel is lost: nothing arrives until it is open again. */
	lost(): void {
		this.isOpen = false;
		this.turns++;
		for (const {receiving} of this.downloads.values()) receiving?.end('interrupted');
	}

	/** Asks again for what is missing. */
	async reopened(): Promise<void> {
		const turn = ++this.turns;
		await Promise.all(this.attempts); // a part is opened again once it is closed
		if (turn !== this.turns) return;
		this.isOpen = true;
		for (const transfer of this.kept) this.peer.tell({type: 'fileKept', transfer});
		for (const download of this.downloads.values()) if (!download.isCancelled) this.attempt(download);
	}

	/** Ends all transfers; what has arrived stays. Resolves when no file is open any more. */
	async close(): Promise<void> {
		this.isOpen = false;
		this.hasEnded = true;
		this.turns++;
		for (const download of this.downloads.values()) {
			if (download.receiving) download.receiving.end('channelEnded');
			else this.over(download, {why: 'channelEnded'});
		}

		await Promise.all(this.attempts);
	}

	private faultOf({id, size}: WantedFile): WhyEnded | undefined {
		if ([...this.downloads.values()].some(({wanted}) => wanted.id === id)) return 'alreadyFetched';
		if (this.downloads.size >= MAX_DOWNLOADS) return 'tooMany';
		return size > this.peer.maxSize ? 'tooLarge' : undefined;
	}

	/** Two files of one name that arrive at the same time do not share a part. */
	private withOwnPart({part, ...wanted}: WantedFile): WantedFile {
		const isTaken = [...this.downloads.values()].some(download => download.wanted.part === part);
		return part === undefined || isTaken ? wanted : {...wanted, part};
	}

	private progressOf({name, size}: WantedFile): Progress {
		return this.peer.progress({direction: 'in', name, bytes: 0, size, status: 'asked'});
	}

	private attempt(download: Download): void {
		const attempt = this.fetch(download).finally(() => this.attempts.delete(attempt));
		this.attempts.add(attempt);
	}

	/** Asks for the file once, and waits for the end of the transfer. */
	private async fetch(download: Download): Promise<void> {
		const {wanted, progress} = download;
		const transfer = ++this.numbers;
		try {
			const part = await PartFile.open(this.peer.downloads(), wanted.name, {
				fingerprint: this.peer.fingerprint,
				id: wanted.part ?? wanted.id,
			});
			const moved = (bytes: number, size: number) => {
				if (progress.size === size && progress.status === 'running') progress.moved(bytes);
				else progress.becomes({status: 'running', bytes, size});
			};
			const receiving = new Receiving({
				port: this.peer.port,
				transfer,
				part,
				maxSize: this.peer.maxSize,
				moved,
			});
			this.begin(download, transfer, receiving, part);
			const end = await receiving.ended;
			this.receiving.delete(transfer);
			delete download.receiving;
			this.answer(transfer, end);
			this.over(download, end);
		} catch (error) {
			this.over(download, {why: whyNotWritten(error)});
		}
	}

	private begin(download: Download, transfer: number, receiving: Receiving, part: PartFile): void {
		download.receiving = receiving;
		this.receiving.set(transfer, receiving);
		if (download.isCancelled) receiving.end('cancelled');
		else if (this.isOpen) this.ask(download.wanted.id, transfer, part);
		else receiving.end('interrupted');
	}

	private ask(id: string, transfer: number, part: PartFile): void {
		const prefix = part.length > 0 && {prefixHash: part.prefixHash};
		this.peer.tell({type: 'getFile', transfer, id, offset: part.length, ...prefix});
	}

	private answer(transfer: number, end: ReceivingEnd): void {
		if (end.file !== undefined) {
			this.kept = [...this.kept, transfer].slice(-MAX_DOWNLOADS);
			if (this.isOpen) this.peer.tell({type: 'fileKept', transfer});
		} else if (this.isOpen) this.tellCancelled(transfer);
	}

	private over(download: Download, end: ReceivingEnd): void {
		const {progress} = download;
		if (end.why === 'interrupted') {
			if (this.hasEnded) {
				this.over(download, {why: 'channelEnded'}); // the channel was lost and ended at once
				return;
			}

			progress.becomes({status: 'interrupted'});
			if (download.isCancelled) this.attempt(download);
			return;
		}

		this.downloads.delete(progress.number);
		if (end.file === undefined) {
			progress.becomes({status: 'ended', why: end.why});
			download.failed?.();
		} else progress.becomes({status: 'done', bytes: progress.size, file: end.file});
	}

	private tellCancelled(transfer: number): void {
		this.peer.tell({type: 'cancelFile', transfer});
	}
}
