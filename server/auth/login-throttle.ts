/** Rate-limits failed sign-ins by network, and logs attempts and refusals. */
import type {RequestFrame} from '../../protocol/frames.ts';
import {fieldOf, refuse, type Refusal} from '../../protocol/refusals.ts';
import {TokenBuckets} from '../../lib/token-buckets.ts';
import type {Asker} from '../chat/rule.ts';
import type {Clock} from '../../lib/clock.ts';
import type {Log} from '../log/log-entry.ts';

/** Tokens per second of one network in the long run, and at once. */
type FailureLimits = {failureRate: number; failureBurst: number};

export class LoginThrottle {
	private readonly log: Log;
	private readonly clock: Clock;
	/** Wrong names, passwords and invite codes, by network. */
	private readonly failures: TokenBuckets;

	constructor(log: Log, clock: Clock, {failureRate, failureBurst}: FailureLimits) {
		this.log = log;
		this.clock = clock;
		this.failures = new TokenBuckets(failureRate, failureBurst);
	}

	/** Refuses passwords from a network with too many failures, before they cost a hash. Tokens are never refused here. */
	refusal({address}: Asker, {type}: RequestFrame): Refusal | undefined {
		if (type !== 'signIn' && type !== 'signUp' && type !== 'changePassword') return undefined;
		const wait = this.failures.wait(address, this.clock.uptime());
		return wait > 0 ? refuse('tooManyFailures', {seconds: Math.ceil(wait / 1000)}) : undefined;
	}

	/** Forgets networks without recent failures; to be called every second or so. */
	sweep(): void {
		this.failures.sweep(this.clock.uptime());
	}

	/** Logs an attempt to sign in, sign up or resume. */
	attempted({address}: Asker, frame: RequestFrame): void {
		const entrance = entranceOf(frame);
		if (entrance) this.log({type: 'attempt', ...entrance, address});
	}

	/** Counts a client that did not wait for the answer: hanging up must not be cheaper than being wrong. */
	abandoned({address}: Asker, frame: RequestFrame): void {
		if ((entranceOf(frame) && frame.type !== 'resume') || frame.type === 'changePassword')
			this.failures.charge(address, this.clock.uptime());
	}

	/** Counts and logs a refusal. */
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
 * Whether the refusal is for a wrong name, password or code. Tokens do not count: after a backup was restored, those of a whole
 * class may be unknown at once.
 */
function isFailure(frame: RequestFrame, refusal: Refusal): boolean {
	const why = refusal.refusal;
	if (frame.type === 'changePassword') return why === 'wrongPassword' || why === 'signInBlocked';
	return entranceOf(frame) !== undefined && (fieldOf(refusal) !== undefined || why === 'signUpClosed');
}

/** @returns undefined for other requests; a token does not tell its `user` */
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
