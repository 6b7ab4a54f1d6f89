/** A reply that is too long for one frame: its lists go ahead in parts, and are put together again before anybody reads them. */
import {encodeReply, FRAME_CAP, type Part} from './frames.ts';
import {isRefusal, type Refusal} from './refusals.ts';

/** Most characters of a frame that is not parted; each is at most three bytes, so it stays below the client's cap. */
const WHOLE = 320 * 1024;
/** Characters of the lists in one part, about. */
const PART = 256 * 1024;
/** Most characters of all parts of one reply that a client takes. */
const MOST = 16 * FRAME_CAP.server;

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
export class Parts {
	private readonly lists = new Map<string, unknown[]>();
	private size = 0;

	/** @param size of the frame, in characters. False: they are more than any server has to say. */
	add(part: Part, size: number): boolean {
		this.size += size;
		for (const [field, elements] of Object.entries(part)) {
			const before = this.lists.get(field) ?? [];
			this.lists.set(field, before);
			for (const element of elements) before.push(element);
		}

		return this.size <= MOST;
	}

	/** The reply that the last frame completes; what it holds is for the reply's schema to judge. */
	complete(ok: unknown): unknown {
		if (this.lists.size === 0 || typeof ok !== 'object' || ok === null) return ok;
		const last = new Map<string, unknown>(Object.entries(ok));
		for (const [field, list] of this.lists) {
			const end = last.get(field);
			last.set(field, Array.isArray(end) ? [...list, ...(end as unknown[])] : list);
		}

		return Object.fromEntries(last);
	}
}
