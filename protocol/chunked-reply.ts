/** Splits a reply that is too long for one frame into chunks of its lists, and joins them again. */
import type {z} from 'zod';
import {asRead, readItems} from './bounded.ts';
import {MAX_ACCOUNTS} from './bounds.ts';
import {encodeReply, FRAME_CAP, type Part} from './frames.ts';
import {isRefusal, type Refusal} from './refusals.ts';

/** Maximum characters of a reply in one frame; each is at most three bytes, so it stays below the client's cap. */
const WHOLE = 320 * 1024;
/** Maximum items of the lists of a reply that is encoded whole to find out whether it is too long. */
const MAX_WHOLE_ITEMS = 1000;
/** Approximate characters of the lists in one chunk. */
const PART = 128 * 1024;
/** Maximum characters of all chunks of one reply that a client accepts. */
const MAX_PARTS_LENGTH = 32 * FRAME_CAP.server;
/** Maximum items of all lists of one reply together. */
const MAX_PARTS_ITEMS = 4 * MAX_ACCOUNTS;

/**
 * Encodes an answer as one frame, or as several, in order, if its lists are long. Those are made as they are asked for, each in about a
 * millisecond.
 */
export function encodeAnswer(re: number, answer: object | Refusal): string[] | Generator<string> {
	if (isRefusal(answer)) return [encodeReply(re, answer)];
	if (itemsOf(answer) > MAX_WHOLE_ITEMS) return framesOf(re, answer);
	const whole = encodeReply(re, answer);
	return whole.length <= WHOLE ? [whole] : framesOf(re, answer);
}

/** Counts the items of the lists. */
function itemsOf(answer: object): number {
	let count = 0;
	for (const value of Object.values(answer) as unknown[]) if (Array.isArray(value)) count += value.length;
	return count;
}

/** Encodes the lists in chunks, and then the rest. */
function* framesOf(re: number, answer: object): Generator<string> {
	const rest = new Map<string, unknown>(Object.entries(answer));
	let part: Record<string, string[]> = {};
	let size = 0;
	for (const [field, value] of rest) {
		if (!Array.isArray(value)) continue;
		rest.set(field, []);
		for (const element of value as unknown[]) {
			const json = JSON.stringify(element);
			if (size > 0 && size + json.length + 1 > PART) {
				yield encodePart(re, part);
				part = {};
				size = 0;
			}

			(part[field] ??= []).push(json);
			size += json.length + 1;
		}
	}

	yield encodePart(re, part);
	yield encodeReply(re, Object.fromEntries(rest));
}

/** @param part lists of items that are encoded already, by field */
function encodePart(re: number, part: Readonly<Record<string, readonly string[]>>): string {
	const lists = Object.entries(part).map(([field, items]) => `${JSON.stringify(field)}:[${items.join(',')}]`);
	return `{"re":${re},"part":{${lists.join(',')}}}\n`;
}

/** Joins the chunks of one reply. */
export class ReplyAssembler {
	private readonly lists = new Map<string, unknown[]>();
	private readonly schemas: ReadonlyMap<string, z.ZodType>;
	private size = 0;
	private items = 0;

	/** @param schemas of the items of each list, by field; items of a field without a schema are not checked here */
	constructor(schemas: ReadonlyMap<string, z.ZodType> = new Map()) {
		this.schemas = schemas;
	}

	/**
	 * Adds a chunk.
	 * @param size characters of the frame
	 * @returns false if the chunks exceed what an honest server sends, or are not valid
	 */
	add(part: Part, size: number): boolean {
		this.size += size;
		for (const [field, elements] of Object.entries(part)) {
			const before = this.lists.get(field) ?? [];
			this.lists.set(field, before);
			this.items += elements.length;
			if (this.items > MAX_PARTS_ITEMS) return false;
			const schema = this.schemas.get(field);
			const read = schema ? readItems(schema, elements) : elements;
			if (!read) return false;
			for (const element of read) before.push(element);
		}

		return this.size <= MAX_PARTS_LENGTH;
	}

	/** Returns the whole reply, given its last frame; the caller checks it by the reply's schema. */
	complete(ok: unknown): unknown {
		if (this.lists.size === 0 || typeof ok !== 'object' || ok === null) return ok;
		const last = new Map<string, unknown>(Object.entries(ok));
		for (const [field, list] of this.lists) {
			const end = last.get(field);
			const schema = this.schemas.get(field);
			if (Array.isArray(end) && end.length > 0) last.set(field, [...list, ...(end as unknown[])]);
			else last.set(field, schema ? asRead(list, schema) : list);
		}

		return Object.fromEntries(last);
	}
}
