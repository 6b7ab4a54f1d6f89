/** Raises limits, since one machine simulates thousands of users, who send without a pause. */
import {LIMITS, QUOTAS, type Limits, type Quota, type QuotaName} from '../../server/net/limits.ts';

const MANY = 1e9;

const plenty = Object.fromEntries(
	Object.entries(QUOTAS).map(([name, quota]): [string, Quota] => [
		name,
		{...quota, burst: Math.max(quota.burst, MANY), refill: Math.max(quota.refill, MANY)},
	]),
) as Record<QuotaName, Quota>; // the same names

export const raised = {
	requestRate: MANY,
	requestBurst: MANY,
	strangersPerAddress: MANY,
	acceptRate: MANY,
	acceptBurst: MANY,
	connections: MANY,
	quotas: plenty,
} as const satisfies Partial<Limits>;

export const raisedLimits: Limits = {...LIMITS, ...raised};
