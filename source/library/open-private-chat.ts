/** Holds one open private chat: sends texts, and waits until the partner's client has each. */
import {randomUUID} from 'node:crypto';
import {refuse} from '../../protocol/refusals.ts';
import {textFault, type SafeText} from '../../protocol/text.ts';
import type {PeerMessage} from '../state/model/peer.ts';
import type {PrivateChat} from './api.ts';
import {errorOf, type ChatError} from './chat-error.ts';

type OpenPrivateChatOptions = {
	readonly user: string;
	readonly safetyNumber: SafeText;
	readonly tell: (message: PeerMessage) => void;
	readonly close: () => void;
};

type Waiting = {
	readonly id: string;
	readonly resolve: () => void;
	readonly reject: (error: ChatError) => void;
};

export class OpenPrivateChat implements PrivateChat {
	readonly user: string;
	readonly safetyNumber: string;
	readonly #options: OpenPrivateChatOptions;
	/** Texts that the partner's client does not have yet, oldest first. */
	#waiting: Waiting[] = [];
	#over: ChatError | undefined;

	constructor(options: OpenPrivateChatOptions) {
		this.user = options.user;
		this.safetyNumber = options.safetyNumber;
		this.#options = options;
	}

	async send(text: string): Promise<void> {
		const fault = textFault(text);
		if (fault !== undefined) throw errorOf(refuse(fault));
		if (this.#over) throw this.#over;
		const id = randomUUID();
		return new Promise((resolve, reject) => {
			this.#waiting.push({id, resolve, reject});
			this.#options.tell({type: 'text', id, text, at: Date.now()});
		});
	}

	async close(): Promise<void> {
		if (!this.#over) this.#options.close();
		return Promise.resolve();
	}

	/** The partner's client has the texts up to this one. */
	received(id: string): void {
		const at = this.#waiting.findIndex(waiting => waiting.id === id);
		for (const {resolve} of this.#waiting.splice(0, at + 1)) resolve();
	}

	/** The chat is over: what waits did not arrive. */
	end(error: ChatError): void {
		this.#over = error;
		for (const {reject} of this.#waiting.splice(0)) reject(error);
	}
}
