/** Reads refusals from the wire. */
import {z} from 'zod';
import {refusals, refuse, type Refusal} from './refusals.ts';

type Detail = string | number;
/** Maximum UTF-16 units of a detail; the client cuts a longer one. */
const MAX_DETAIL = 200;

/** Reads a refusal from the wire: a code and flat details. A code newer than this client reads as `internal`. */
export const refusalSchema = z.looseObject({refusal: z.string().max(40)}).transform((wire): Refusal => {
	if (!Object.hasOwn(refusals, wire.refusal)) return refuse('internal');
	const details = Object.entries(wire).filter((entry): entry is [string, Detail] =>
		['string', 'number'].includes(typeof entry[1]),
	);
	const short = details.map(([key, detail]) => [
		key,
		typeof detail === 'string' ? detail.slice(0, MAX_DETAIL) : detail,
	]);
	return Object.fromEntries(short) as Refusal; // sentence() tolerates a missing detail: it is drawn as empty
});
