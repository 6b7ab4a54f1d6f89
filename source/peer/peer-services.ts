/** Serves one partner with files and profiles, and asks for theirs, over one channel. */
import {ClientFileError} from '../../lib/client-file-error.ts';
import type {Clock} from '../../lib/clock.ts';
import type {UserName} from '../../protocol/names.ts';
import {cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import type {ExchangeEvent, PeerAsk, Transfer} from '../state/model/exchange.ts';
import {MAX_FILE_BYTES, type FileMessage, type PeerPort} from './files/messages.ts';
import type {MovedTransfer} from './files/progress.ts';
import {endedSentence, listRefusedSentence, notSharedSentence} from './files/sentences.ts';
import {Transfers, type FileEvent} from './files/transfers.ts';
import type {ProfileMessage} from './profiles/messages.ts';
import {shownProfile} from './profiles/profile.ts';
import {Profiles, type ProfileEvent} from './profiles/profiles.ts';
import {noProfileSentence} from './profiles/sentences.ts';
import type {Stores} from './stores.ts';

/** What files and profiles need of a channel. */
export type ServicePort = Omit<PeerPort, 'tell'> & {
	readonly tell: (message: FileMessage | ProfileMessage) => void;
};

type PeerServicesOptions = {
	readonly me: UserName;
	/** The partner, and the fingerprint of the partner's key. */
	readonly user: UserName;
	readonly fingerprint: string;
	readonly stores: Stores;
	readonly isFriend: (user: UserName) => boolean;
	/** Returns the folder for received files. */
	readonly downloads: () => string;
	/** Returns the next number of a transfer: no two of an account have the same. */
	readonly nextTransfer: () => number;
	readonly clock: Clock;
	readonly port: ServicePort;
	readonly dispatch: (event: ExchangeEvent) => void;
};

export class PeerServices {
	readonly #options: PeerServicesOptions;
	readonly #transfers: Transfers;
	readonly #profiles: Profiles;
	/** Transfers that are not over. */
	readonly #running = new Set<number>();

	constructor(options: PeerServicesOptions) {
		const {me, user, fingerprint, stores, isFriend, downloads, nextTransfer, clock, port} = options;
		this.#options = options;
		this.#transfers = new Transfers({
			port,
			fingerprint,
			downloads,
			nextTransfer,
			maxSize: MAX_FILE_BYTES,
			clock,
			user,
			isFriend,
			shared: stores.shared,
			tell: event => this.#tellOfFile(event),
		});
		this.#profiles = new Profiles({
			me,
			user,
			own: stores.profile,
			friends: stores.friendProfiles,
			isFriend,
			fingerprintOf: of => stores.known.fingerprintOf(of),
			clock,
			send: message => port.tell(message),
			tell: event => this.#tellOfProfile(event),
		});
	}

	/** Whether a transfer is not over, or an offer of the partner waits for an answer. */
	get isBusy(): boolean {
		return this.#running.size > 0 || this.#transfers.hasOffers;
	}

	/** Asks the partner's client. What comes of it is dispatched. @throws ClientFileError */
	async ask(ask: PeerAsk): Promise<void> {
		switch (ask.type) {
			case 'listFiles':
				this.#transfers.list();
				break;
			case 'getFile':
				this.#transfers.get(ask.file);
				break;
			case 'offerFile': {
				const made = await this.#transfers.offer(ask.path);
				if ('fault' in made) this.#fail(notSharedSentence(made.fault, cleanLine(ask.path)));
				break;
			}

			case 'getProfile':
				await this.#profiles.ask(ask.of);
				break;
			default:
				ask satisfies never;
		}
	}

	/** Accepts or declines an offer. @returns false if the partner does not offer it on this channel any more */
	answerOffer(id: string, accept: boolean): boolean {
		return accept ? this.#transfers.accept(id) !== undefined : this.#transfers.decline(id);
	}

	/** Ends a transfer of either direction. @returns false if there is no such transfer */
	cancel(transfer: number): boolean {
		return this.#transfers.cancel(transfer);
	}

	/** Takes a message of the partner. */
	handle(message: FileMessage | ProfileMessage): void {
		if (message.type === 'getProfile' || message.type === 'profile' || message.type === 'noProfile')
			void this.#profiles.handle(message);
		else this.#transfers.handle(message);
	}

	/** Takes data of the partner. @param bytes must not be changed afterwards */
	data(transfer: number, bytes: Buffer): void {
		this.#transfers.data(transfer, bytes);
	}

	lost(): void {
		this.#transfers.lost();
	}

	async reopened(): Promise<void> {
		await this.#transfers.reopened();
	}

	/** Ends all transfers. Resolves when no file is open any more. */
	async close(): Promise<void> {
		await this.#transfers.close();
	}

	#tellOfFile(event: FileEvent): void {
		const {user, dispatch} = this.#options;
		switch (event.type) {
			case 'transferMoved':
				this.#count(event.transfer);
				dispatch({type: 'transferMoved', user, transfer: shownTransfer(event.transfer, user)});
				break;
			case 'filesListed':
				dispatch({type: 'filesListed', user, files: event.files});
				break;
			case 'listRefused':
				this.#fail(listRefusedSentence(event.why, user));
				break;
			case 'fileOffered':
				dispatch({type: 'fileOffered', user, offer: event.offer});
				break;
			case 'offerWithdrawn':
				dispatch({type: 'offerWithdrawn', user, offer: event.id});
				break;
			default:
				event satisfies never;
		}
	}

	#count({transfer, status}: MovedTransfer): void {
		if (status === 'done' || status === 'ended') this.#running.delete(transfer);
		else this.#running.add(transfer);
	}

	#tellOfProfile(event: ProfileEvent): void {
		const {user, dispatch, clock} = this.#options;
		if (event.type === 'noProfile') {
			const {of, why} = event;
			// Where the owner says that the copy is not older, it is as good as the owner's.
			const isCurrent = why === 'unchanged' && of === user;
			if (!isCurrent) this.#fail(noProfileSentence(why, {of, from: user}));
			void this.#showCopy(of, isCurrent ? 'owner' : 'copy');
			return;
		}

		const source = event.profile.user === user ? 'owner' : 'copy';
		dispatch({type: 'profileShown', profile: event.profile, source, receivedAt: clock.now()});
	}

	/** Shows the copy on this machine, if there is one. */
	async #showCopy(of: UserName, source: 'owner' | 'copy'): Promise<void> {
		const copy = await this.#options.stores.friendProfiles.read(of).catch((error: unknown) => {
			if (!(error instanceof ClientFileError)) throw error;
			this.#fail(safeText`${error.message}`);
			return undefined;
		});
		if (copy)
			this.#options.dispatch({
				type: 'profileShown',
				profile: shownProfile(copy.signed.profile),
				source,
				receivedAt: copy.receivedAt,
			});
	}

	#fail(problem: SafeText): void {
		const {user, dispatch} = this.#options;
		dispatch({type: 'exchangeFailed', user, problem});
	}
}

function shownTransfer({why, file, ...moved}: MovedTransfer, user: UserName): Transfer {
	return {
		...moved,
		...(why !== undefined && {problem: endedSentence(why, moved.direction, {user, name: moved.name})}),
		...(file !== undefined && {file: cleanLine(file)}),
	};
}
