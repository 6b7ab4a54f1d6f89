/** Checks the data of a part by its schema in time slices: a list of ten thousand is one file, and would hold up everybody. */
import {z} from 'zod';
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';
import {MAX_STORED} from '../chat/stored-bounds.ts';

/** Maximum items of a list that is checked in one go. */
const MAX_SHORT_LIST = 100;

/** Checks what a schema of the data folder checks: a list, or an object whose fields may be lists. @returns undefined if it is not valid */
export async function parseInSlices<T>(schema: z.ZodType<T>, data: unknown): Promise<T | undefined> {
	if (schema instanceof z.ZodArray)
		return (await items(schema as z.ZodArray<z.ZodType>, data)) as T | undefined;
	if (!(schema instanceof z.ZodObject) || typeof data !== 'object' || data === null)
		return schema.safeParse(data).data;
	const [short, lists] = await apart(schema, data);
	const checked = lists && schema.safeParse(short).data;
	return checked && ({...checked, ...lists} as T); // the same fields
}

/** Checks the long lists of an object. @returns the object with empty lists in their place, and the lists; undefined if one is not valid */
async function apart(
	{shape}: z.ZodObject<Readonly<Record<string, z.ZodType>>>,
	data: object,
): Promise<[object, Record<string, unknown> | undefined]> {
	const short = new Map<string, unknown>(Object.entries(data));
	const lists: Record<string, unknown> = {};
	for (const [field, value] of short) {
		const schema = Object.hasOwn(shape, field) ? shape[field] : undefined;
		if (!(schema instanceof z.ZodArray) || !Array.isArray(value) || value.length <= MAX_SHORT_LIST) continue;
		const list = await items(schema as z.ZodArray<z.ZodType>, value);
		if (!list) return [data, undefined];
		lists[field] = list;
		short.set(field, []);
	}

	return [Object.fromEntries(short), lists];
}

async function items({element}: z.ZodArray<z.ZodType>, data: unknown): Promise<unknown[] | undefined> {
	if (!Array.isArray(data) || data.length > MAX_STORED) return undefined;
	const list: unknown[] = [];
	for (const each of data as unknown[]) {
		const item = element.safeParse(each);
		if (!item.success) return undefined;
		list.push(item.data);
		if (isSliceOver()) await nextSlice();
	}

	return list;
}
