/** Defines what servers on one record pass on to each other without recording it. */
import {z} from 'zod';
import {conversationSchema, userNameSchema} from '../../protocol/name-schemas.ts';
import {fromJson} from '../../protocol/json.ts';
import {list} from '../../protocol/bounded.ts';
import {MAX_WORD} from '../../protocol/bounds.ts';
import {QUOTAS, type QuotaName} from '../net/limits.ts';

/** Maximum accounts or networks in one text, so that a notification can hold it. */
export const MAX_SPENT = 64;

const connection = z.int();
export const passedSchema = z.discriminatedUnion('type', [
	z.strictObject({
		type: z.literal('typed'),
		conversation: conversationSchema,
		user: userNameSchema,
		connection,
	}),
	/** Asks the server of this connection whether its client is alive. */
	z.strictObject({type: z.literal('probe'), connection}),
	z.strictObject({type: z.literal('probed'), connection, alive: z.boolean()}),
	/** How much accounts or networks have used of a quota. */
	z.strictObject({
		type: z.literal('spent'),
		quota: z.enum(Object.keys(QUOTAS) as QuotaName[]),
		amounts: list(z.tuple([z.string().max(MAX_WORD), z.number().min(0)]), MAX_SPENT),
	}),
]);
export type Passed = z.infer<typeof passedSchema>;

/** Decodes what another server has passed on. @returns undefined for what this version does not know */
export function passedOf(text: string): Passed | undefined {
	return passedSchema.safeParse(fromJson(text)).data;
}
