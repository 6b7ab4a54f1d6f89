/** Offers, fetches, lists and shares files for a program, over the exchanges of the peer layer. */
import path from 'node:path';
import type {Clock} from '../../lib/clock.ts';
import type {UserName} from '../../protocol/names.ts';
import {cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import {safeName} from '../peer/files/safe-name.ts';
import {notSharedSentence} from '../peer/files/sentences.ts';
import {findPlainFile} from '../peer/files/walk-shared.ts';
import type {Peers} from '../peer/peers.ts';
import type {ExchangeEvent, PeerAsk, Transfer} from '../state/model/exchange.ts';
import type {Direct} from '../state/model/peer.ts';
import type {SharedFile} from './api.ts';
import {ChatError} from './chat-error.ts';
import type {EventStream} from './event-stream.ts';
import {pause} from '../../lib/pause.ts';
import {Questions} from './questions.ts';
import {TransferRun} from './transfer-run.ts';

/** Milliseconds in which a friend must accept a file. */
const ACCEPT_TIMEOUT = 120_000;

type PeerFilesOptions = {
	readonly peers: () => Peers;
	readonly direct: Direct;
	readonly patience: Clock;
	readonly events: EventStream;
};

type SendOptions = {readonly waiting?: () => void; readonly signal?: AbortSignal};

export class PeerFiles {
	readonly #options: PeerFilesOptions;
	readonly #questions: Questions;
	/** By their numbers, which no two transfers of an account share. */
	readonly #running = new Map<number, TransferRun>();

	constructor(options: PeerFilesOptions) {
		this.#options = options;
		this.#questions = new Questions(options.patience);
	}

	/** Offers a file; resolves once the friend has it. @param file absolute @throws ChatError */
	async send(user: UserName, file: string, {waiting, signal}: SendOptions = {}): Promise<void> {
		const found = await findPlainFile(file);
		if ('fault' in found) throw new ChatError('file', notSharedSentence(found.fault, cleanLine(file)));
		const name = safeName(path.basename(found.file));
		const run = await this.#begin(user, 'out', async () => this.#ask(user, {type: 'offerFile', path: file}));
		const withdraw = (problem: SafeText): void => {
			run.giveUp(problem); // first: it is over for this reason
			this.#options.peers().asking.cancelTransfer({type: 'cancelTransfer', user, transfer: run.number});
		};
		const stop = () => withdraw(safeText`${name} was not sent.`);
		signal?.addEventListener('abort', stop);
		if (signal?.aborted) stop();
		else waiting?.();
		void pause(this.#options.patience, ACCEPT_TIMEOUT, run.accepted).then(() => {
			if (!run.accepted.aborted)
				withdraw(safeText`${user} has not accepted ${name} in 2 min; try again later.`);
		});
		await run.done.finally(() => signal?.removeEventListener('abort', stop));
	}

	/** Fetches a file. @returns its path. @throws ChatError */
	async get(user: UserName, {id, name, size}: SharedFile): Promise<string> {
		const file = {id, name: cleanLine(name), size};
		return (await this.#begin(user, 'in', async () => this.#ask(user, {type: 'getFile', file}))).done;
	}

	/** Lists what a friend shares. @throws ChatError */
	async list(user: UserName): Promise<SharedFile[]> {
		return this.#questions.ask(
			user,
			async () => this.#ask(user, {type: 'listFiles'}),
			event => (event.type === 'filesListed' ? [...event.files] : undefined),
		);
	}

	/** Shares a file or a folder. @param file absolute @throws ChatError */
	async share(file: string): Promise<void> {
		await this.#changeShared(async () => (await this.#options.peers().own())?.share(file));
	}

	/** Takes a file or a folder off the list. @throws ChatError */
	async unshare(name: string): Promise<void> {
		await this.#changeShared(async () => (await this.#options.peers().own())?.unshare(name));
	}

	take(event: ExchangeEvent): void {
		switch (event.type) {
			case 'transferMoved': {
				const run = this.#running.get(event.transfer.transfer);
				if (run) this.#moved(run, event.transfer);
				else this.#questions.take(event.user, event);
				break;
			}

			case 'fileOffered':
				this.#offered(event);
				break;
			case 'exchangeFailed': {
				const {user = '', problem} = event;
				if (!this.#questions.fail(user, problem))
					this.#options.events.emit({type: 'problem', reason: problem});
				break;
			}

			case 'filesListed':
				this.#questions.take(event.user, event);
				break;
			case 'sharedListed':
				this.#questions.take('', event);
				break;
			default: // of profiles and paths: no program asks for them
		}
	}

	/** Nothing more can be asked of others. Transfers go on while their channels do. */
	offline(reason: SafeText): void {
		this.#questions.failAll(reason);
	}

	#offered({user, offer}: Extract<ExchangeEvent, {type: 'fileOffered'}>): void {
		const answer = async (accept: boolean): Promise<void> => {
			this.#options.peers().asking.answerOffer({type: 'answerOffer', user, offer: offer.id, accept});
			return Promise.resolve();
		};
		this.#options.events.emit({
			type: 'fileOffered',
			from: user,
			name: offer.name,
			size: offer.size,
			accept: async () => (await this.#begin(user, 'in', async () => answer(true))).done,
			decline: async () => answer(false),
		});
	}

	/** Begins a transfer. @throws ChatError if it does not begin */
	async #begin(
		user: UserName,
		direction: Transfer['direction'],
		begin: () => Promise<void>,
	): Promise<TransferRun> {
		return this.#questions.ask(user, begin, event => {
			if (event.type !== 'transferMoved' || event.transfer.direction !== direction) return undefined;
			const run = new TransferRun(event.transfer);
			this.#running.set(run.number, run);
			this.#moved(run, event.transfer);
			return run;
		});
	}

	#moved(run: TransferRun, transfer: Transfer): void {
		run.moved(transfer);
		if (transfer.status === 'done' || transfer.status === 'ended') this.#running.delete(run.number);
	}

	async #ask(user: UserName, ask: PeerAsk): Promise<void> {
		await this.#options.peers().asking.ask({type: 'askPeer', user, ask, direct: this.#options.direct});
	}

	async #changeShared(change: () => Promise<void>): Promise<void> {
		await this.#questions.ask('', change, event => event.type === 'sharedListed' || undefined);
	}
}
