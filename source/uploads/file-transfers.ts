/** Runs the transfers of files with the server, and tells the state how far they are. */
import type {Clock} from '../../lib/clock.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {safeName} from '../peer/files/safe-name.ts';
import type {Transfer} from '../state/model/exchange.ts';
import type {FileAt, FileSource, UploadEvent} from '../state/model/upload.ts';
import {attempts, Broken} from './attempts.ts';
import {fetchFile, fetchText} from './fetching.ts';
import {openSource, sendFile} from './sending.ts';
import {Refused, type ServerOfFiles} from './server.ts';

/** Minimum milliseconds between two reports of a transfer that only moves on. */
const REPORT_EVERY = 100;

type Options = {
	readonly server: ServerOfFiles;
	readonly clock: Clock;
	/** Where received files go, unless the user has chosen another folder. */
	readonly downloads: string;
	readonly dispatch: (event: UploadEvent) => void;
};

export class FileTransfers {
	private readonly options: Options;
	/** Aborted when the session ends in which the transfers have begun. */
	private session = new AbortController();
	private readonly running = new Map<number, AbortController>();
	/** Contents that are being fetched. */
	private readonly fetching = new Set<string>();
	private downloads: string;
	private last = 0;

	constructor(options: Options) {
		this.options = options;
		this.downloads = options.downloads;
	}

	setDownloads(folder: string | undefined): void {
		this.downloads = folder ?? this.options.downloads;
	}

	async upload(conversation: ConversationId, from: FileSource): Promise<void> {
		const {server, dispatch} = this.options;
		const over = this.session.signal;
		const source = await openSource(from).catch((error: unknown) => this.failed(conversation, error, over));
		if (!source) return;
		const {name, size} = source;
		try {
			await this.run(conversation, {direction: 'out', name, size}, over, async (signal, moved) => {
				const file = await sendFile(server, source, conversation, signal, moved);
				over.throwIfAborted();
				dispatch({type: 'fileUploaded', conversation, file});
				return {};
			});
		} finally {
			await source.close();
		}
	}

	async download(at: FileAt): Promise<void> {
		const {server} = this.options;
		const {conversation, file} = at;
		const over = this.session.signal;
		const name = safeName(file.name);
		if (this.fetching.has(file.sha256)) {
			this.failed(conversation, new Refused(safeText`${name} is being fetched already.`), over);
			return;
		}

		this.fetching.add(file.sha256);
		const about = {direction: 'in', name, size: file.size} as const;
		await this.run(conversation, about, over, async (signal, moved) => ({
			file: safeText`${await fetchFile(server, at, this.downloads, signal, moved)}`,
		})).finally(() => this.fetching.delete(file.sha256));
	}

	async preview(at: FileAt): Promise<void> {
		const {server, dispatch} = this.options;
		const over = this.session.signal;
		try {
			const lines = await fetchText(server, at, over);
			if (!over.aborted) dispatch({type: 'filePreviewed', name: safeName(at.file.name), lines});
		} catch (error) {
			this.failed(at.conversation, error, over);
		}
	}

	cancel(transfer: number): void {
		this.running.get(transfer)?.abort();
	}

	/** Ends all that is on its way, at the end of a session: nothing more is told of it, since somebody else may sign in next. */
	close(): void {
		this.session.abort();
		this.session = new AbortController();
	}

	private async run(
		conversation: ConversationId,
		about: Pick<Transfer, 'direction' | 'name' | 'size'>,
		over: AbortSignal,
		work: (signal: AbortSignal, moved: (bytes: number) => void) => Promise<Pick<Transfer, 'file'>>,
	): Promise<void> {
		const {clock, dispatch} = this.options;
		const controller = new AbortController();
		const signal = AbortSignal.any([controller.signal, over]);
		let transfer: Transfer = {...about, transfer: ++this.last, bytes: 0, status: 'running'};
		let reportedAt = -Infinity;
		const tell = (change: Partial<Transfer>) => {
			transfer = {...transfer, ...change};
			reportedAt = clock.uptime();
			if (!over.aborted) dispatch({type: 'fileMoved', conversation, transfer});
		};
		const moved = (bytes: number) => {
			if (clock.uptime() - reportedAt >= REPORT_EVERY) tell({bytes, status: 'running'});
		};
		this.running.set(transfer.transfer, controller);
		tell({});
		try {
			const interrupted = () => tell({status: 'interrupted'});
			const done = await attempts(async () => work(signal, moved), clock, signal, interrupted);
			tell({...done, bytes: about.size, status: 'done'});
		} catch (error) {
			tell({status: 'ended', problem: problemOf(error, about.name, signal.aborted)});
		} finally {
			this.running.delete(transfer.transfer);
		}
	}

	private failed(conversation: ConversationId, error: unknown, over: AbortSignal): undefined {
		if (over.aborted) return;
		const problem = problemOf(error, safeText`The file`, false);
		this.options.dispatch({type: 'fileFailed', conversation, problem});
	}
}

function problemOf(error: unknown, name: SafeText, isCancelled: boolean): SafeText {
	if (isCancelled) return safeText`Transfer of ${name} cancelled.`;
	if (error instanceof Refused) return error.sentence;
	if (error instanceof Broken) return safeText`The connection broke before ${name} was complete; try again.`;
	throw error;
}
