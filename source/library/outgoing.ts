/** Sends messages one after another: each is stored before the next leaves, and stored once, however often it is sent. */
import type {Clock} from '../../lib/clock.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {isRefusal, refuse, sentence, waitOf} from '../../protocol/refusals.ts';
import {textFault} from '../../protocol/text.ts';
import type {Answer} from '../link/calls.ts';
import {isLinkDown} from '../link/failure.ts';
import type {ChatEvent, Sent} from './api.ts';
import {ChatError, errorOf, orThrow} from './chat-error.ts';
import type {Connection} from './connection.ts';
import {pause} from '../peer/pause.ts';
import {shortened} from './shortened.ts';
import {asCode} from './split-text.ts';

/** Maximum milliseconds that one message waits for a server that refuses it for now. */
const MAX_WAIT = 15 * 60_000;

type Stored = Extract<Answer<'send'>, {readonly sequence: number}>;

type OutgoingOptions = {
	readonly connection: Connection;
	/** Begins the ids of messages: `<device>.<start>`. */
	readonly idPrefix: string;
	readonly clock: Clock;
	/** Called with the sequence of each stored message, before the server tells anything that came after it. */
	readonly stored: (conversation: ConversationId, sequence: number) => void;
	readonly tell: (event: Extract<ChatEvent, {readonly type: 'waiting'}>) => void;
};

export class Outgoing {
	readonly #options: OutgoingOptions;
	#last: Promise<unknown> = Promise.resolve();
	#count = 0;

	constructor(options: OutgoingOptions) {
		this.#options = options;
	}

	/** Sends a text as one or more messages. @throws ChatError, which says how many were stored if not all were */
	async send(conversation: ConversationId, text: string, {code = false} = {}): Promise<Sent> {
		const {parts, leftOut} = shortened({beginning: text, lines: text.split('\n').length}, code);
		return {...(await this.sendAll(conversation, parts, code)), leftOut};
	}

	/** Sends texts of which each fits into a message. @throws ChatError as {@link send} */
	async sendAll(conversation: ConversationId, texts: readonly string[], code: boolean): Promise<Sent> {
		const messages = code ? texts.map(asCode) : texts;
		const fault = messages.length === 0 ? textFault('') : messages.map(textFault).find(Boolean);
		if (fault !== undefined) throw errorOf(refuse(fault));
		const stored: Stored[] = [];
		for (const message of messages) {
			try {
				stored.push(await this.#queue(conversation, message));
			} catch (error) {
				if (!(error instanceof ChatError) || stored.length === 0) throw error;
				const before = `Of ${messages.length} messages ${stored.length} were sent, the next was not.`;
				throw new ChatError(error.code, `${before} ${error.message}`);
			}
		}

		const sequences = stored.map(({sequence}) => sequence);
		return {sequence: sequences.at(-1) ?? 0, sequences, at: new Date(stored.at(-1)?.at ?? 0), leftOut: 0};
	}

	/** Whether a message of this id was sent here. */
	isOwn(id: string): boolean {
		return id.startsWith(`${this.#options.idPrefix}.`);
	}

	/** One after another: a message that the server puts off puts off those behind it. */
	async #queue(conversation: ConversationId, text: string): Promise<Stored> {
		const sent = this.#last.then(async () => this.#sendOne(conversation, text));
		this.#last = sent.catch(() => {
			// Its sender was told; the next message is another matter.
		});
		return sent;
	}

	async #sendOne(conversation: ConversationId, text: string): Promise<Stored> {
		const {connection, idPrefix, clock, tell} = this.#options;
		const messageId = `${idPrefix}.${++this.#count}`;
		for (let waited = 0; ;) {
			await connection.online();
			const answer = await this.#ask(conversation, messageId, text);
			if (isLinkDown(answer)) continue; // it comes back, or online() throws
			const wait = isRefusal(answer) ? waitOf(answer) : undefined;
			if (!isRefusal(answer) || wait === undefined || waited + wait > MAX_WAIT) return orThrow(answer);
			tell({type: 'waiting', reason: sentence(answer), milliseconds: wait});
			await pause(clock, wait, connection.ended);
			waited += wait;
		}
	}

	async #ask(conversation: ConversationId, messageId: string, text: string): Promise<Answer<'send'>> {
		const {connection, stored} = this.#options;
		return new Promise(resolve => {
			connection.call({type: 'send', conversation, messageId, text}, answer => {
				if ('sequence' in answer) stored(conversation, answer.sequence);
				resolve(answer);
			});
		});
	}
}
