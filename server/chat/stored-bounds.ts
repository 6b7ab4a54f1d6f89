/** Defines the maxima of the files in the data folder, for their schemas. */
import {z} from 'zod';

/** Maximum items of a list in a file, and maximum UTF-16 units of a word there. */
export const MAX_STORED = 10_000_000;
export const MAX_STORED_WORD = 1024;

export const storedWord = z.string().max(MAX_STORED_WORD);

export function storedList<T extends z.ZodType>(item: T) {
	return z.array(item).max(MAX_STORED);
}
