/** Makes bounded schemas for lists, words, counts and times. */
import {z} from 'zod';

/** A count, or a sequence of a conversation; 0 before the first message. */
export const count = z.int().min(0);
/** Milliseconds since 1970, by the server's clock; no more than a `Date` can hold. */
export const time = z.int().min(0).max(8_640_000_000_000_000);

/**
 * Makes a schema for texts that match an expression.
 * @param max maximum UTF-16 units
 */
export function shaped(shape: RegExp, max: number) {
	return z.string().max(max).regex(shape);
}

/** The schema of the items of each list, and how many there may be, by its transform, which refinements keep. */
const lists = new WeakMap<z.ZodType, {readonly item: z.ZodType; readonly max: number}>();
/** Lists whose items are the output of this schema already. */
const readBy = new WeakMap<readonly unknown[], z.ZodType>();

/**
 * Makes a schema for a bounded list. It checks the length before any item and stops at the first item that is not valid, so a
 * million bad items cost no more than one. Items that {@link readItems} has read are not read again.
 * @param max maximum items
 */
export function list<T extends z.ZodType>(item: T, max: number) {
	const schema = z.unknown().transform((all, context): Array<z.output<T>> => {
		if (!Array.isArray(all) || all.length > max) {
			context.addIssue({code: 'custom', message: `not a list of at most ${max}`});
			return z.NEVER;
		}

		if (readBy.get(all) === item) return all as Array<z.output<T>>; // by this very schema
		const {list, issue} = read(item, all);
		if (issue) context.addIssue({code: 'custom', ...issue});
		return list;
	});
	lists.set(schema.out, {item, max});
	return schema;
}

/**
 * Reads items that arrive ahead of the rest of their list.
 * @returns undefined where an item is not valid
 */
export function readItems<T extends z.ZodType>(
	item: T,
	all: readonly unknown[],
): Array<z.output<T>> | undefined {
	const {list, issue} = read(item, all);
	return issue ? undefined : list;
}

/** Marks a list whose items {@link readItems} has read, and returns it. */
export function asRead<L extends readonly unknown[]>(list: L, item: z.ZodType): L {
	readBy.set(list, item);
	return list;
}

type Read<T> = {list: T[]; issue?: {path: PropertyKey[]; message: string}};

function read<T extends z.ZodType>(item: T, all: readonly unknown[]): Read<z.output<T>> {
	const list: Array<z.output<T>> = [];
	for (const each of all) {
		const {data, error} = item.safeParse(each);
		if (error) {
			const [{path, message} = {path: [], message: 'not valid'}] = error.issues;
			return {list, issue: {path: [list.length, ...path], message}};
		}

		list.push(data);
	}

	return {list};
}

/** @returns the schema of the items of a list made by {@link list}, and its maximum; undefined for any other schema */
export function listOf(schema: z.ZodType): {readonly item: z.ZodType; readonly max: number} | undefined {
	return schema instanceof z.ZodPipe ? lists.get(schema.out as z.ZodType) : undefined;
}
