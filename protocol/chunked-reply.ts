/** A reply that is too long for one frame: its lists go ahead in parts, and are put together again before anybody reads them. */
import type {z} from 'zod';
import {asRead, MAX_ACCOUNTS, readItems} from './bounds.ts';
import {encodeReply, FRAME_CAP, type Part} from './frames.ts';
import {isRefusal, type Refusal} from './refusals.ts';

/** Most characters of a frame that is not parted; each is at most three bytes, so it stays below the client's cap. */
const WHOLE = 320 * 1024;
/** Characters of the lists in one part, about. */
const PART = 256 * 1024;
/** Maximum characters of all parts of one reply that a client takes. */
const MAX_PARTS_LENGTH = 32 * FRAME_CAP.server;
/** Maximum items of all lists of one reply together. */
const MAX_PARTS_ITEMS = 4 * MAX_ACCOUNTS;

/** The frames of an answer, in order: mostly one, however many people there are. What one element of a list takes is small. */
export function encodeAnswer(re: number, answer: object | Refusal): string[] {
	const whole = encodeReply(re, answer);
	if (whole.length <= WHOLE || isRefusal(answer)) return [whole];
	const parts = [...partsOf(answer)].map(part => JSON.stringify({re, part}) + '\n');
	const rest = new Map<string, unknown>(Object.entries(answer));
	for (const [field, value] of rest) if (Array.isArray(value)) rest.set(field, []);
	return [...parts, encodeReply(re, Object.fromEntries(rest))];
}

function* partsOf(answer: object): Generator<Part> {
	let part: Part = {};
	let size = 0;
	for (const [field, value] of Object.entries(answer)) {
		if (!Array.isArray(value)) continue;
		for (const element of value as unknown[]) {
			const length = JSON.stringify(element).length + 1;
			if (size > 0 && size + length > PART) {
				yield part;
				part = {};
				size = 0;
			}

			(part[field] ??= []).push(element);
			size += length;
		}
	}

	yield part;
}

/** The parts of one reply that have come so far. */
export class ReplyAssembler {
	private readonly lists = new Map<string, unknown[]>();
	private readonly schemas: ReadonlyMap<string, z.ZodType>;
	private size = 0;
	private items = 0;

	/** @param schemas of the items of each list, by field: what comes is read at once. A field without one stays as it came. */
	constructor(schemas: ReadonlyMap<string, z.ZodType> = new Map()) {
		this.schemas = schemas;
	}

	/** @param size of the frame, in characters. False: they are more than any honest server sends, or not valid. */
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

	/** The reply that the last frame completes; what it holds is for the reply's schema to judge. */
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
