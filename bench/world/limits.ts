/** The limits that a benchmark raises: one machine plays a thousand people, each of whom talks without a pause. */
import {LIMITS, type Limits} from '../../server/limits.ts';

const MANY = 1e9;

export const raised = {
	requestRate: MANY,
	requestBurst: MANY,
	strangersPerAddress: MANY,
	acceptRate: MANY,
	acceptBurst: MANY,
} as const satisfies Partial<Limits>;

export const raisedLimits: Limits = {...LIMITS, ...raised};
