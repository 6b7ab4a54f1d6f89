/** Those who try to get in, and those who are refused: what the operator hears of them. */
import type {RequestFrame} from '../protocol/frames.ts';
import type {Refusal} from '../protocol/refusals.ts';
import type {Asker} from './chat/rule.ts';
import type {Log} from './log.ts';

export class Callers {
	private readonly log: Log;

	constructor(log: Log) {
		this.log = log;
	}

	/** Somebody shows a password or a token. */
	tried({address}: Asker, frame: RequestFrame): void {
		const entrance = entranceOf(frame);
		if (entrance) this.log({type: 'attempt', ...entrance, address});
	}

	refused({address, session}: Asker, frame: RequestFrame, {refusal: why}: Refusal): void {
		if (session) {
			this.log({type: 'refused', user: session.user, what: frame.type, why});
			return;
		}

		const entrance = entranceOf(frame);
		if (!entrance) return;
		const {how: _how, ...user} = entrance;
		this.log({type: 'denied', ...user, address, why});
	}
}

/** `user` is unknown while a token is all that was shown. */
function entranceOf(
	frame: RequestFrame,
): {how: 'signIn' | 'signUp'; user: string} | {how: 'resume'} | undefined {
	switch (frame.type) {
		case 'signIn':
		case 'signUp':
			return {how: frame.type, user: frame.user};
		case 'resume':
			return {how: frame.type};
		default:
			return undefined;
	}
}
