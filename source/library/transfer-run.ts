/** Follows one transfer of a file to its end. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Transfer} from '../state/model/exchange.ts';
import {ChatError} from './chat-error.ts';

export class TransferRun {
	readonly number: number;
	/** Resolves with the path of a received file, when the receiver has all of it. */
	readonly done: Promise<string>;
	/** Aborted once the receiver has accepted the file, or the transfer is over. */
	readonly #accepted = new AbortController();
	#resolve: (file: string) => void = () => undefined;
	#reject: (error: ChatError) => void = () => undefined;

	constructor(transfer: Transfer) {
		this.number = transfer.transfer;
		this.done = new Promise((resolve, reject) => {
			this.#resolve = resolve;
			this.#reject = reject;
		});
		this.done.catch(() => undefined); // whoever waits for it is told
		this.moved(transfer);
	}

	get accepted(): AbortSignal {
		return this.#accepted.signal;
	}

	moved({name, status, problem, file}: Transfer): void {
		if (status !== 'asked') this.#accepted.abort();
		if (status === 'done') this.#resolve(file ?? '');
		if (status === 'ended') this.giveUp(problem ?? safeText`${name} was not transferred.`);
	}

	giveUp(problem: SafeText): void {
		this.#accepted.abort();
		this.#reject(new ChatError('file', problem));
	}
}
