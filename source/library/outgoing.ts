/** Sends messages and changes one after another: each is stored before the next leaves, and stored once, however often it is sent. */
import type {Clock} from '../../lib/clock.ts';
import type {RequestOf} from '../../protocol/index.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {isRefusal, refuse, sentence, waitOf, type Refusal} from '../../protocol/refusals.ts';
import {textFault} from '../../protocol/text.ts';
import type {Answer} from '../link/calls.ts';
import {isLinkDown, type LinkDown} from '../link/failure.ts';
import type {Change, ChatEvent, Sent} from './api.ts';
import {ChatError, errorOf, orThrow} from './chat-error.ts';
import type {Connection} from './connection.ts';
import {pause} from '../../lib/pause.ts';
import {shortened} from './shortened.ts';
import {asCode} from './split-text.ts';

/** Maximum milliseconds that one message waits for a server that refuses it for now. */
const MAX_WAIT = 15 * 60_000;

type Stored = Extract<Answer<'send'>, {readonly sequence: number}>;
/** Asks the server to store something under this id. */
type Ask<R> = (messageId: string) => Promise<R | Refusal | LinkDown>;

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
	async send(
		conversation: ConversationId,
		text: string,
		{code = false, replyTo}: {readonly code?: boolean; readonly replyTo?: number} = {},
	): Promise<Sent> {
		const {parts, leftOut} = shortened({beginning: text, lines: text.split('\n').length}, code);
		return {...(await this.sendAll(conversation, parts, code, replyTo)), leftOut};
	}

	/** Sends texts of which each fits into a message. @throws ChatError as {@link send} */
	async sendAll(
		conversation: ConversationId,
		texts: readonly string[],
		code: boolean,
		replyTo?: number,
	): Promise<Sent> {
		const messages = code ? texts.map(asCode) : texts;
		const fault = messages.length === 0 ? textFault('') : messages.map(textFault).find(Boolean);
		if (fault !== undefined) throw errorOf(refuse(fault));
		const stored: Stored[] = [];
		for (const [at, text] of messages.entries()) {
			const reply = at === 0 && replyTo !== undefined && {replyTo};
			try {
				const ask: Ask<Stored> = async messageId =>
					this.#ask({type: 'send', conversation, messageId, text, ...reply});
				stored.push(await this.#queue(ask));
			} catch (error) {
				if (!(error instanceof ChatError) || stored.length === 0) throw error;
				const before = `Of ${messages.length} messages ${stored.length} were sent, the next was not.`;
				throw new ChatError(error.code, `${before} ${error.message}`);
			}
		}

		const sequences = stored.map(({sequence}) => sequence);
		return {sequence: sequences.at(-1) ?? 0, sequences, at: new Date(stored.at(-1)?.at ?? 0), leftOut: 0};
	}

	/** Changes a message. @throws ChatError */
	async change(conversation: ConversationId, sequence: number, change: Change): Promise<void> {
		const fault = change.type === 'edit' ? textFault(change.text) : undefined;
		if (fault !== undefined) throw errorOf(refuse(fault));
		const {connection} = this.#options;
		await this.#queue(async messageId =>
			connection.request({type: 'change', conversation, messageId, target: sequence, change}),
		);
	}

	/** Whether a message of this id was sent here. */
	isOwn(id: string): boolean {
		return id.startsWith(`${this.#options.idPrefix}.`);
	}

	/** One after another: what the server puts off puts off what is behind it. @param ask under an id made here */
	async #queue<R extends object>(ask: Ask<R>): Promise<R> {
		const sent = this.#last.then(async () => this.#untilStored(ask));
		this.#last = sent.catch(() => {
			// Its sender was told; the next message is another matter.
		});
		return sent;
	}

	async #untilStored<R extends object>(ask: Ask<R>): Promise<R> {
		const {connection, idPrefix, clock, tell} = this.#options;
		const messageId = `${idPrefix}.${++this.#count}`;
		for (let waited = 0; ;) {
			await connection.online();
			const answer = await ask(messageId);
			if (isLinkDown(answer)) continue; // it comes back, or online() throws
			const wait = isRefusal(answer) ? waitOf(answer) : undefined;
			if (!isRefusal(answer) || wait === undefined || waited + wait > MAX_WAIT) return orThrow<R>(answer);
			tell({type: 'waiting', reason: sentence(answer), milliseconds: wait});
			await pause(clock, wait, connection.ended);
			waited += wait;
		}
	}

	async #ask(request: RequestOf<'send'>): Promise<Answer<'send'>> {
		const {connection, stored} = this.#options;
		return new Promise(resolve => {
			connection.call(request, answer => {
				if ('sequence' in answer) stored(request.conversation, answer.sequence);
				resolve(answer);
			});
		});
	}
}
