/** Rate-limits failed sign-ins by network, and logs attempts and refusals. */
import type {RequestFrame} from '../../protocol/frames.ts';
import {fieldOf, refuse, type Refusal} from '../../protocol/refusals.ts';
import {TokenBuckets} from '../../lib/token-buckets.ts';
import type {Asker} from '../chat/rule.ts';
import type {Clock} from '../../lib/clock.ts';
import type {Log} from '../log/log.ts';

/** Tokens per second of one network in the long run, and at once. */
export type FailureLimits = {failureRate: number; failureBurst: number};

export class LoginThrottle {
	private readonly log: Log;
	private readonly clock: Clock;
	/** Names, passwords and invitation codes that were wrong; those that were right count nothing. */
	private readonly failures: TokenBuckets;

	constructor(log: Log, clock: Clock, {failureRate, failureBurst}: FailureLimits) {
		this.log = log;
		this.clock = clock;
		this.failures = new TokenBuckets(failureRate, failureBurst);
	}

	/** Why nobody at this address may try now, whatever the account: said before it costs a hash. A token may always be shown. */
	refusal({address}: Asker, {type}: RequestFrame): Refusal | undefined {
		if (type !== 'signIn' && type !== 'signUp' && type !== 'changePassword') return undefined;
		const wait = this.failures.wait(address, this.clock.uptime());
		return wait > 0 ? refuse('tooManyFailures', {seconds: Math.ceil(wait / 1000)}) : undefined;
	}

	/** To be called every second or so. */
	sweep(): void {
		this.failures.sweep(this.clock.uptime());
	}

	/** Somebody shows a password or a token. */
	attempted({address}: Asker, frame: RequestFrame): void {
		const entrance = entranceOf(frame);
		if (entrance) this.log({type: 'attempt', ...entrance, address});
	}

	/** Somebody did not wait for the answer: hanging up must not be cheaper than being wrong. */
	abandoned({address}: Asker, frame: RequestFrame): void {
		if ((entranceOf(frame) && frame.type !== 'resume') || frame.type === 'changePassword')
			this.failures.charge(address, this.clock.uptime());
	}

	refused({address, session}: Asker, frame: RequestFrame, refusal: Refusal): void {
		const {refusal: why} = refusal;
		const entrance = entranceOf(frame);
		if (isFailure(frame, refusal)) this.failures.charge(address, this.clock.uptime());
		if (session) {
			this.log({type: 'refused', user: session.user, what: frame.type, why});
			return;
		}

		if (!entrance) return;
		const user = 'user' in entrance && why !== 'tooManyFailures' ? {user: entrance.user} : {}; // one line a minute, whatever the names
		this.log({type: 'denied', ...user, address, why});
	}
}

/**
 * Whether what was typed was wrong. A token is not typed, and those of a whole class may be unknown at once, after a backup
 * was restored.
 */
function isFailure(frame: RequestFrame, refusal: Refusal): boolean {
	const why = refusal.refusal;
	if (frame.type === 'changePassword') return why === 'wrongPassword' || why === 'signInBlocked';
	return entranceOf(frame) !== undefined && (fieldOf(refusal) !== undefined || why === 'signUpClosed');
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
