/** Exchanges files with the other user of one channel: lists, fetches, sends and offers them. */
import type {ListedFile} from '../../state/model/exchange.ts';
import type {UserName} from '../../../protocol/names.ts';
import {Downloads, type WantedFile} from './downloads.ts';
import {FilePeer, type FilePeerOptions} from './file-peer.ts';
import {Listings} from './listings.ts';
import {ACKNOWLEDGEMENT, type FileMessage, type Said, type WhyRefused} from './messages.ts';
import type {WhyNotListed} from './sentences.ts';
import {Offers} from './offers.ts';
import type {Progress, MovedTransfer} from './progress.ts';
import type {OpenFile, SharedFiles} from './shared-files.ts';
import {Uploads} from './uploads.ts';

/** What happened to files of this channel. */
export type FileEvent =
	| {readonly type: 'transferMoved'; readonly transfer: MovedTransfer}
	| {readonly type: 'filesListed'; readonly files: readonly ListedFile[]}
	| {readonly type: 'listRefused'; readonly why: WhyNotListed}
	| {readonly type: 'fileOffered'; readonly offer: WantedFile}
	| {readonly type: 'offerWithdrawn'; readonly id: string};

type TransfersOptions = FilePeerOptions & {
	/** The other user. */
	readonly user: UserName;
	/** Whether a user is a friend now; only friends list and fetch shared files. */
	readonly isFriend: (user: UserName) => boolean;
	readonly shared: SharedFiles;
	readonly tell: (event: FileEvent) => void;
};

/** Bytes of an acknowledgement. */
const ACKNOWLEDGEMENT_BYTES = 8;

export class Transfers {
	private readonly options: TransfersOptions;
	private readonly downloads: Downloads;
	private readonly uploads: Uploads;
	private readonly offers: Offers;
	private readonly listings: Listings;

	constructor(options: TransfersOptions) {
		this.options = options;
		const peer = new FilePeer(options, transfer => options.tell({type: 'transferMoved', transfer}));
		this.downloads = new Downloads(peer);
		this.uploads = new Uploads(peer, async id => this.open(id));
		this.offers = new Offers(peer);
		this.listings = new Listings(peer, options.shared);
	}

	/** Asks for the list of the other user's files. */
	list(): void {
		this.listings.ask();
	}

	/** Fetches a file of that list. @returns the number of the transfer */
	get(wanted: WantedFile): number {
		return this.downloads.get(wanted);
	}

	/** Whether an offer of the other user waits for an answer. */
	get hasOffers(): boolean {
		return this.offers.areWaiting;
	}

	/**
	 * Offers a file.
	 * @param file absolute path
	 * @returns the number of the transfer, or why the file cannot be offered
	 */
	async offer(file: string): ReturnType<Offers['make']> {
		return this.offers.make(file);
	}

	/** Accepts an offer. @returns the number of the transfer; undefined if the offer was withdrawn */
	accept(id: string): number | undefined {
		const offer = this.offers.take(id);
		if (!offer) return undefined;
		const wanted = {...offer, part: `offered ${offer.name}`};
		return this.downloads.get(wanted, () => this.options.port.tell({type: 'declineOffer', id}));
	}

	/** Declines an offer. @returns false if there is no such offer */
	decline(id: string): boolean {
		const isThere = this.offers.take(id) !== undefined;
		if (isThere) this.options.port.tell({type: 'declineOffer', id});
		return isThere;
	}

	/** Ends a transfer of either direction. @returns false if there is no such transfer */
	cancel(transfer: number): boolean {
		return this.downloads.cancel(transfer) || this.uploads.cancel(transfer) || this.offers.withdraw(transfer);
	}

	/** Takes a message of the other user. */
	handle(message: FileMessage): void {
		const handler = this.handlers[message.type] as (message: FileMessage) => void; // of the message's own type
		handler(message);
	}

	/** Takes data of the other user. @param bytes must not be changed afterwards */
	data(transfer: number, bytes: Buffer): void {
		if (transfer < ACKNOWLEDGEMENT) this.downloads.data(transfer, bytes);
		else if (bytes.length === ACKNOWLEDGEMENT_BYTES)
			this.uploads.acknowledged(transfer - ACKNOWLEDGEMENT, Number(bytes.readBigUInt64BE()));
	}

	/** The channel is lost; transfers go on when it is open again. */
	lost(): void {
		this.downloads.lost();
		this.uploads.lost();
	}

	async reopened(): Promise<void> {
		this.offers.reopened();
		await this.downloads.reopened();
	}

	/** The channel has ended. Resolves when no file is open any more; parts of files stay. */
	async close(): Promise<void> {
		this.offers.close();
		await Promise.all([this.downloads.close(), this.uploads.close()]);
	}

	private readonly handlers: {readonly [T in FileMessage['type']]: (message: Said<T>) => void} = {
		listFiles: () => void this.listings.answer(this.isFriend()),
		files: message => {
			const files = this.listings.arrived(message);
			if (files === 'endless') this.options.tell({type: 'listRefused', why: 'endless'});
			else if (files) this.options.tell({type: 'filesListed', files});
		},
		listRefused: ({why}) => {
			if (this.listings.refused()) this.options.tell({type: 'listRefused', why});
		},
		getFile: message => this.uploads.asked(message),
		fileStarts: message => this.downloads.starts(message),
		fileEnds: message => this.downloads.ends(message),
		fileRefused: message => this.downloads.refused(message),
		fileKept: message => this.uploads.kept(message),
		cancelFile: message => this.uploads.cancelled(message),
		offerFile: message => {
			const offer = this.offers.arrived(message);
			if (offer) this.options.tell({type: 'fileOffered', offer});
		},
		declineOffer: message => this.offers.declined(message),
		withdrawOffer: ({id}) => {
			if (this.offers.take(id)) this.options.tell({type: 'offerWithdrawn', id});
		},
	};

	private isFriend(): boolean {
		return this.options.isFriend(this.options.user);
	}

	/** Opens an offered file for anyone, and a shared one for a friend. */
	private async open(id: string): Promise<(OpenFile & {progress?: Progress}) | {why: WhyRefused}> {
		if (this.offers.has(id)) return (await this.offers.open(id)) ?? {why: 'cannotRead'};
		if (!this.isFriend()) return {why: 'notFriends'};
		const file = await this.options.shared.open(id);
		return file ?? {why: this.listings.hasTold(id) ? 'noLongerShared' : 'noSuchFile'};
	}
}
