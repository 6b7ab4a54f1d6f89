/** Rate limiter: counts requests and quotas of accounts and networks; it outlives their connections. */
import {refuse, type Refusal, type RefusalCode} from '../../protocol/refusals.ts';
import type {RequestType} from '../../protocol/index.ts';
import type {TokenBucket} from '../../lib/token-bucket.ts';
import {TokenBuckets} from '../../lib/token-buckets.ts';
import type {Clock} from '../../lib/clock.ts';
import {WEIGHTS, type Limits, type QuotaName} from './limits.ts';

/** Refusals for used-up quotas. */
const REFUSALS = {
	signUps: 'tooManySignUps',
	signIns: 'tooManySignIns',
	passwordChanges: 'tooManyPasswordChanges',
	messages: 'tooManyMessages',
	text: 'tooMuchText',
	textOfNetwork: 'tooMuchText',
	messageChanges: 'tooManyMessageChanges',
	broadcasts: 'tooManyBroadcasts',
	rooms: 'tooManyRooms',
	friendRequests: 'tooManyFriendRequests',
	invitations: 'tooManyInvitations',
	chats: 'tooManyChats',
	identities: 'tooManyChanges',
	privateInvitations: 'tooManyInvitations',
	exchanges: 'tooManyExchanges',
	privateOffers: 'tooManyChanges',
	drafts: 'tooManyChanges',
	relayed: 'tooMuchRelayed',
	fileTransfers: 'tooManyFileTransfers',
	fileBytes: 'tooMuchTransferred',
	administration: 'tooManyActions',
	changes: 'tooManyChanges',
} as const satisfies Record<QuotaName, RefusalCode>;

/** The account and the address whose quotas a request is charged to. */
export type Payer = {user: string | undefined; address: string};

export type Cost = {quota: QuotaName; amount: number};

export class RateLimiter {
	/** Is told what was charged, if anybody needs it. */
	onSpent: ((quota: QuotaName, whose: string, amount: number) => void) | undefined;
	private readonly clock: Clock;
	private readonly quotas: Limits['quotas'];
	private readonly used: Readonly<Record<QuotaName, TokenBuckets>>;
	private readonly requests: TokenBuckets;

	constructor(clock: Clock, {quotas, requestRate, requestBurst}: Limits) {
		this.clock = clock;
		this.quotas = quotas;
		const names = Object.keys(quotas) as QuotaName[]; // by its type
		this.used = Object.fromEntries(
			names.map(name => {
				const {burst, refill, per} = quotas[name];
				return [name, new TokenBuckets((1000 * refill) / per, burst)];
			}),
		) as Record<QuotaName, TokenBuckets>; // all names
		this.requests = new TokenBuckets(requestRate, requestBurst);
	}

	/** Charges all costs, or none. @returns a refusal if a quota is used up, with the seconds until there is room */
	take(payer: Payer, costs: readonly Cost[]): Refusal | undefined {
		const now = this.clock.uptime();
		const bills: Array<{bucket: TokenBucket; whose: string} & Cost> = [];
		for (const {quota, amount} of costs) {
			const whose = this.quotas[quota].of === 'account' ? payer.user : payer.address;
			if (whose === undefined) continue;
			const bucket = this.used[quota].of(whose, now);
			const wait = bucket.wait(now, amount);
			if (wait > 0) return refuse(REFUSALS[quota], {seconds: Math.ceil(wait / 1000)});
			bills.push({bucket, whose, quota, amount});
		}

		for (const {bucket, whose, quota, amount} of bills) {
			bucket.charge(now, amount);
			this.onSpent?.(quota, whose, amount);
		}

		return undefined;
	}

	/** Charges what was allowed elsewhere: a debt is paid before there is room again. */
	charge(quota: QuotaName, whose: string, amount: number): void {
		this.used[quota].charge(whose, this.clock.uptime(), amount);
	}

	/** Counts a request. @returns the milliseconds for which the account is not to be read */
	request(user: string, type: RequestType): number {
		return this.requests.spend(user, this.clock.uptime(), WEIGHTS[type] ?? 1);
	}

	/** Forgets full buckets; to be called every second or so. */
	sweep(): void {
		const now = this.clock.uptime();
		this.requests.sweep(now);
		for (const buckets of Object.values(this.used)) buckets.sweep(now);
	}
}
