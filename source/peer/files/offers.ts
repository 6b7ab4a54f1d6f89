/** Offers files to the other user of a channel, and keeps those that this user is offered until they are answered. */
import {randomBytes} from 'node:crypto';
import path from 'node:path';
import type {SafeText} from '../../../protocol/text.ts';
import {TokenBucket} from '../../../lib/token-bucket.ts';
import type {WantedFile} from './downloads.ts';
import type {FilePeer} from './file-peer.ts';
import type {Said} from './messages.ts';
import type {Progress, WhyEnded} from './progress.ts';
import {safeName} from './safe-name.ts';
import {openAt, type OpenFile} from './shared-files.ts';
import {findPlainFile, type FileFault} from './walk-shared.ts';

/** Maximum offers of one user to another that wait for an answer. */
const MAX_OFFERS = 4;
/** Offers per second, and at once, that are shown to the user. */
const OFFER_RATE = 0.1;
const OFFER_BURST = 4;

/** A file that this user has offered, until it is sent, declined or withdrawn. */
type Offer = {
	readonly file: string;
	readonly name: SafeText;
	readonly size: number;
	readonly progress: Progress;
};

export class Offers {
	private readonly peer: FilePeer;
	private readonly made = new Map<string, Offer>();
	private readonly received = new Map<string, WantedFile>();
	private readonly arrivals: TokenBucket;

	constructor(peer: FilePeer) {
		this.peer = peer;
		this.arrivals = new TokenBucket(OFFER_RATE, OFFER_BURST, peer.clock.uptime());
	}

	/**
	 * Offers a file.
	 * @param given absolute path
	 * @returns the number of the transfer, or why the file cannot be offered
	 */
	async make(given: string): Promise<{transfer: number} | {fault: FileFault | 'tooManyOffers'}> {
		const found = await findPlainFile(given);
		if ('fault' in found) return found;
		const {file, size} = found;
		this.forgetEnded();
		if (this.made.size >= MAX_OFFERS) return {fault: 'tooManyOffers'};
		const id = randomBytes(32).toString('base64url');
		const name = safeName(path.basename(file));
		const progress = this.peer.progress({direction: 'out', name, bytes: 0, size, status: 'asked'});
		this.made.set(id, {file, name, size, progress});
		this.peer.tell({type: 'offerFile', id, name, size});
		return {transfer: progress.number};
	}

	/** Whether an offer of the other user waits for an answer. */
	get areWaiting(): boolean {
		return this.received.size > 0;
	}

	/** Opens an offered file. @returns undefined if this id was not offered, or the file is gone: the offer is over then */
	async open(id: string): Promise<(OpenFile & {progress: Progress}) | undefined> {
		const offer = this.made.get(id);
		const handle = offer && (await openAt(offer.file));
		if (!handle) this.end(id, 'cannotRead');
		return handle && {name: offer.name, handle, progress: offer.progress};
	}

	/** Whether this user has offered a file of this id, and it is not over. */
	has(id: string): boolean {
		this.forgetEnded();
		return this.made.has(id);
	}

	/** Withdraws an offer that was not accepted yet. @returns false if there is no such offer */
	withdraw(number: number): boolean {
		for (const [id, {progress}] of this.made) {
			if (progress.number !== number || progress.status !== 'asked') continue;
			this.peer.tell({type: 'withdrawOffer', id});
			this.end(id, 'cancelled');
			return true;
		}

		return false;
	}

	/** The other user does not want the file. */
	declined({id}: Said<'declineOffer'>): void {
		this.end(id, 'declined');
	}

	/** The other user offers a file. @returns the offer if it is to be shown */
	arrived({id, name, size}: Said<'offerFile'>): WantedFile | undefined {
		if (this.received.has(id)) return undefined; // told again after the channel was lost
		const isAllowed = this.received.size < MAX_OFFERS && this.arrivals.take(this.peer.clock.uptime());
		if (!isAllowed) {
			this.peer.tell({type: 'declineOffer', id});
			return undefined;
		}

		const offer = {id, name: safeName(name), size};
		this.received.set(id, offer);
		return offer;
	}

	/** Takes an offer that this user has answered, or the other one has withdrawn. */
	take(id: string): WantedFile | undefined {
		const offer = this.received.get(id);
		this.received.delete(id);
		return offer;
	}

	/** Tells the offers that wait for an answer again: the channel was lost. */
	reopened(): void {
		for (const [id, {name, size, progress}] of this.made)
			if (progress.status === 'asked') this.peer.tell({type: 'offerFile', id, name, size});
	}

	close(): void {
		for (const id of [...this.made.keys()]) this.end(id, 'channelEnded');
		this.received.clear();
	}

	private end(id: string, why: WhyEnded): void {
		this.made.get(id)?.progress.becomes({status: 'ended', why});
		this.made.delete(id);
	}

	private forgetEnded(): void {
		for (const [id, {progress}] of this.made)
			if (progress.status === 'done' || progress.status === 'ended') this.made.delete(id);
	}
}
