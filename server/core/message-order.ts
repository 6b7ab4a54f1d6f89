/** Keeps the messages of one session in order: behind a deferred message all are refused until it is sent again. */
import type {RequestFrame} from '../../protocol/frames.ts';
import {isFinal, isRefusal, type Refusal} from '../../protocol/refusals.ts';

type Ordered = Extract<RequestFrame, {type: 'send' | 'change'}>;

function isOrdered(frame: RequestFrame): frame is Ordered {
	return frame.type === 'send' || frame.type === 'change';
}

export class MessageOrder {
	private putOff: {readonly messageId: string; readonly why: Refusal} | undefined;

	/** @returns the refusal of the deferred message, for one behind it; undefined: the request may be decided */
	refusal(frame: RequestFrame): Refusal | undefined {
		const {putOff} = this;
		return putOff && isOrdered(frame) && frame.messageId !== putOff.messageId ? putOff.why : undefined;
	}

	/** Notes the decision on a request that was not refused here. */
	note(frame: RequestFrame, decision: object | Refusal): void {
		if (!isOrdered(frame)) return;
		const isPutOff = isRefusal(decision) && !isFinal(decision);
		this.putOff = isPutOff ? {messageId: frame.messageId, why: decision} : undefined;
	}
}
