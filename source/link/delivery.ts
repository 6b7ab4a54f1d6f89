/** Sends the outbox in order, and again after each reconnect, until the server has answered each message. */
import {overQuota} from '../../protocol/over-quota.ts';
import {isFinal, isRefusal, sentence, type Refusal} from '../../protocol/refusals.ts';
import type {ReplyOf, RequestOf} from '../../protocol/index.ts';
import {safeText} from '../../protocol/text.ts';
import type {LinkDispatch, OutboxEntry} from '../state/model/link.ts';
import {backoff} from './backoff.ts';
import type {Answer, Calls} from './calls.ts';
import type {Clock} from '../../lib/clock.ts';
import {isLinkDown} from './failure.ts';
import type {Outbox} from './outbox.ts';
import {ClientFileError} from '../../lib/client-file-error.ts';

/** Maximum messages in flight; the server remembers twice as many answers of each device. */
const MAX_IN_FLIGHT = 64;
/** Maximum pause, in milliseconds, that a server may ask for. */
const MAX_ASKED = 60_000;

/** Refusals that may last so long that the sender is told. */
const LASTING: ReadonlySet<string> = new Set([...Object.keys(overQuota), 'diskFull']);

type Caller = Pick<Calls, 'call'>;

export class Delivery {
	private readonly outbox: Outbox;
	private readonly clock: Clock;
	private readonly dispatch: LinkDispatch;
	private readonly inFlight = new Set<string>();
	private calls: Caller | undefined;
	private isUnkept = false;
	private adding = Promise.resolve();
	private refusedInARow = 0;
	/** The server has put a message off: nothing is sent until it has answered all, and the pause is over. */
	private isPutOff = false;
	/** The sender was told why messages wait; until none does. */
	private isTold = false;
	private cancelPause: (() => void) | undefined;

	constructor(outbox: Outbox, clock: Clock, dispatch: LinkDispatch) {
		this.outbox = outbox;
		this.clock = clock;
		this.dispatch = dispatch;
	}

	/** Adds a message to the outbox; it is sent once it is on disk, or the disk has refused it, and there is a connection. */
	async add(entry: OutboxEntry): Promise<void> {
		this.adding = this.keep(entry);
		return this.adding;
	}

	/** Resolves when all messages that were added before are sent, unless the server has put messages off. */
	async allSent(): Promise<void> {
		await this.adding;
	}

	private async keep(entry: OutboxEntry): Promise<void> {
		try {
			await this.outbox.add(entry);
			this.isUnkept = false;
		} catch (error) {
			if (!(error instanceof ClientFileError)) throw error;
			this.tellUnkept(error);
		}

		this.pump();
	}

	/** Reports once all messages that the disk refuses in a row. */
	private tellUnkept(error: ClientFileError): void {
		if (this.isUnkept) return;
		this.isUnkept = true;
		const problem = safeText`What you send goes out, but is lost if the program ends before: ${error.message}`;
		this.dispatch({type: 'failed', problem});
	}

	/** Sends everything that was not acknowledged over these calls, from the beginning. */
	begin(calls: Caller): void {
		this.pause();
		this.calls = calls;
		this.pump();
	}

	/** Stops sending. A message in flight may have arrived or not; it stays in the outbox. */
	pause(): void {
		this.cancelPause?.();
		this.cancelPause = undefined;
		this.isPutOff = false;
		this.calls = undefined;
		this.inFlight.clear();
	}

	private pump(): void {
		if (this.calls === undefined || this.cancelPause !== undefined) return;
		if (this.isPutOff && this.inFlight.size > 0) return;
		this.isPutOff = false;
		for (const entry of this.outbox.entries()) {
			if (this.inFlight.size >= MAX_IN_FLIGHT) return;
			if (entry.problem === undefined && !this.inFlight.has(entry.id)) this.sendNow(entry, this.calls);
		}
	}

	private sendNow(entry: OutboxEntry, calls: Caller): void {
		this.inFlight.add(entry.id);
		const request = requestOf(entry);
		calls.call(request, (answer: Answer<'send' | 'change'>) => {
			if (calls === this.calls) this.settle(entry, answer);
		});
	}

	private settle(entry: OutboxEntry, answer: Answer<'send' | 'change'>): void {
		if (isLinkDown(answer)) return;
		this.inFlight.delete(entry.id);
		if (isRefusal(answer) && !isFinal(answer)) this.putOff(answer);
		else this.settled(entry, answer);
		this.pump();
	}

	private settled(entry: OutboxEntry, answer: ReplyOf<'send' | 'change'> | Refusal): void {
		if (isRefusal(answer)) {
			const problem = sentence(answer);
			this.outbox.refused(entry.id, problem);
			this.dispatch({type: 'notSent', entry, problem});
		} else {
			this.outbox.remove(entry.id);
			this.refusedInARow = 0;
			if (this.isTold) this.isTold = this.waits;
			const {id, conversation} = entry;
			if ('revision' in answer) this.dispatch({type: 'changeMade', id, conversation, ...answer});
			else this.dispatch({type: 'stored', id, conversation, ...answer});
		}
	}

	/** The server puts off the messages behind it as well; all of them are sent again together, so that their order stays. */
	private putOff(refusal: Refusal): void {
		if (this.isPutOff) return;
		this.isPutOff = true;
		this.tell(refusal);
		const asked = 'seconds' in refusal ? refusal.seconds * 1000 : 0;
		const least = asked > 0 ? Math.min(asked, MAX_ASKED) : 0; // the server may have said something that is not a number
		const pause = Math.max(least, backoff(++this.refusedInARow, this.clock.random()));
		this.cancelPause = this.clock.after(pause, () => {
			this.cancelPause = undefined;
			this.pump();
		});
	}

	private tell(refusal: Refusal): void {
		if (this.isTold || !LASTING.has(refusal.refusal)) return;
		this.isTold = true;
		this.dispatch({type: 'putOff', problem: sentence(refusal)});
	}

	/** Whether a message is still to be sent. */
	private get waits(): boolean {
		for (const {problem} of this.outbox.entries()) if (problem === undefined) return true;
		return false;
	}
}

function requestOf(entry: OutboxEntry): RequestOf<'send'> | RequestOf<'change'> {
	const {id, conversation, text, kind, replyTo, file, changes} = entry;
	if (changes) return {type: 'change', messageId: id, conversation, ...changes};
	const request: RequestOf<'send'> = {type: 'send', messageId: id, conversation, text};
	if (kind !== undefined) request.kind = kind;
	if (replyTo !== undefined) request.replyTo = replyTo;
	if (file !== undefined) request.file = file.sha256;
	return request;
}
