/** Keeps the messages of one session in order: when one is put off, so are those behind it, until it comes again. */
import type {RequestFrame} from '../../protocol/frames.ts';
import {isFinal, isRefusal, type Refusal} from '../../protocol/refusals.ts';

export class MessageOrder {
	private putOff: {readonly messageId: string; readonly why: Refusal} | undefined;

	/** The decision on a request; on a message behind one that was put off it is the same as on that one. */
	decide<D extends object>(frame: RequestFrame, decide: () => D | Refusal): D | Refusal {
		if (frame.type !== 'send') return decide();
		const {messageId} = frame;
		if (this.putOff && this.putOff.messageId !== messageId) return this.putOff.why;
		const decision = decide();
		this.putOff = isRefusal(decision) && !isFinal(decision) ? {messageId, why: decision} : undefined;
		return decision;
	}
}
