/** Shares what accounts and networks have used of their quotas with the other servers of a record, once a second. */
import {toJson} from '../../protocol/json.ts';
import type {Shared} from '../journal/journal.ts';
import type {QuotaName} from '../net/limits.ts';
import type {RateLimiter} from '../net/rate-limiter.ts';
import {MAX_SPENT, type Passed} from './passed.ts';

type Spent = Extract<Passed, {type: 'spent'}>;

export class QuotaSharing {
	private readonly limiter: RateLimiter;
	private readonly shared: Pick<Shared, 'pass'> | undefined;
	private spent = new Map<QuotaName, Map<string, number>>();

	/** @param shared undefined where no other server is: then nothing is counted */
	constructor(limiter: RateLimiter, shared: Pick<Shared, 'pass'> | undefined) {
		this.limiter = limiter;
		this.shared = shared;
		if (shared) limiter.onSpent = (quota, whose, amount) => this.add(quota, whose, amount);
	}

	/** Passes on what was used since the last call. */
	pass(): void {
		for (const [quota, amounts] of this.spent) {
			const all = [...amounts];
			for (let at = 0; at < all.length; at += MAX_SPENT)
				this.shared?.pass(toJson({type: 'spent', quota, amounts: all.slice(at, at + MAX_SPENT)}));
		}

		this.spent.clear();
	}

	/** Charges what was used at another server. */
	heard({quota, amounts}: Spent): void {
		for (const [whose, amount] of amounts) this.limiter.charge(quota, whose, amount);
	}

	private add(quota: QuotaName, whose: string, amount: number): void {
		const amounts = this.spent.get(quota) ?? new Map<string, number>();
		amounts.set(whose, (amounts.get(whose) ?? 0) + amount);
		this.spent.set(quota, amounts);
	}
}
