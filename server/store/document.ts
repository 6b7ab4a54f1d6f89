/**
 * Encodes the document of a file as JSON with a checksum, and decodes it, in time slices. Each item of a list has a line of its
 * own, and the last field is the CRC-32 of all bytes before it.
 */
import {crc32} from 'node:zlib';
import {toJson} from '../../protocol/json.ts';
import type {Position} from '../journal/journal.ts';
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';

/** Content of a file: `data` holds all events up to `position` of the journal. */
export type Document<T> = {format: number; position: Position; data: T};

/** Minimum UTF-16 units that are written at once. */
const CHUNK = 64 * 1024;
/** Maximum items of a list that is encoded in one go. */
const MAX_SHORT_LIST = 100;
/** Maximum bytes whose checksum is computed in one go. */
const MAX_STRETCH = 1024 * 1024;
/** What stands between two items of a list. */
export const LINE_END = ',\n';
const LINE_FEED = '\n'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);

const TAIL = /,"crc":"([0-9a-f]{8})"\}\s*$/;
const MAX_TAIL_BYTES = 64;
/** First line of a document whose data is a list; a line for each item follows, and one that ends the list. */
const LIST_HEAD = /^\{"format":\d+,"position":\d+,"data":\[$/;

const hex = (crc: number) => crc.toString(16).padStart(8, '0');

/** A list whose items are JSON already: lines of bytes, each with {@link LINE_END} at its end; at least one. */
export class Lines {
	readonly bytes: readonly Buffer[];

	constructor(bytes: readonly Buffer[]) {
		this.bytes = bytes;
	}
}

/** Encodes a document in groups of pieces. @throws the signal's reason when it is aborted meanwhile */
export async function* encode(
	document: Document<unknown>,
	signal?: AbortSignal,
): AsyncGenerator<readonly Uint8Array[]> {
	const {data} = document;
	if (data instanceof Lines) yield* passedOn({...document, data}, signal);
	else yield* checksummed([pieces(document)], signal);
}

/** Encodes a document by passing the lines of its list on, in the memory in which they are. */
async function* passedOn(
	{data, ...document}: Document<Lines>,
	signal: AbortSignal | undefined,
): AsyncGenerator<readonly Uint8Array[]> {
	const begin = Buffer.from(head(document));
	let crc = crc32(begin);
	let group: Buffer[] = [begin];
	let size = 0;
	for (const [at, bytes] of data.bytes.entries()) {
		const piece = at === data.bytes.length - 1 ? bytes.subarray(0, -LINE_END.length) : bytes;
		crc = crc32(piece, crc);
		group.push(piece);
		size += bytes.length;
		if (size < CHUNK) continue;
		if (isSliceOver()) await nextSlice();
		signal?.throwIfAborted();
		yield group;
		[group, size] = [[], 0];
	}

	signal?.throwIfAborted();
	const end = '\n]';
	yield [...group, Buffer.from(end + tail(crc32(end, crc)))];
}

function head({format, position}: Omit<Document<unknown>, 'data'>): string {
	return `{"format":${format},"position":${position},"data":[\n`;
}

function tail(crc: number): string {
	return `,"crc":"${hex(crc)}"}\n`;
}

/**
 * Encodes pieces of text, and ends them with the last field of an object: their checksum.
 * @throws the signal's reason when it is aborted meanwhile
 */
export async function* checksummed(
	groups: Iterable<Iterable<string>> | AsyncIterable<Iterable<string>>,
	signal?: AbortSignal,
): AsyncGenerator<readonly Uint8Array[]> {
	let crc = 0;
	let text = '';
	for await (const group of groups) {
		for (const piece of group) {
			text += piece;
			if (isSliceOver()) await nextSlice();
			if (text.length < CHUNK) continue;
			signal?.throwIfAborted();
			const bytes = Buffer.from(text);
			crc = crc32(bytes, crc);
			text = '';
			yield [bytes];
		}
	}

	signal?.throwIfAborted();
	yield [Buffer.from(text + tail(crc32(text, crc)))];
}

function* pieces({format, position, data}: Document<unknown>): Generator<string> {
	yield `{"format":${format},"position":${position},"data":`;
	if (isList(data)) yield* lines(data);
	else yield* fields(data, lines);
}

function* lines(list: Iterable<unknown>): Generator<string> {
	let before = '[\n';
	for (const item of list) {
		yield before;
		yield* short(item);
		before = LINE_END;
	}

	yield before === '[\n' ? '[]' : '\n]';
}

/** Encodes the data of a document without line feeds, in short pieces. */
export function dataInLine(data: unknown): Generator<string> {
	return isList(data) ? short(data) : fields(data, short);
}

/** Encodes a value without line feeds, in short pieces. */
function* short(value: unknown): Generator<string> {
	if (isList(value) && isLong(value)) {
		let before = '[';
		for (const item of value) {
			yield before;
			yield* short(item);
			before = ',';
		}

		yield ']';
	} else if (typeof value === 'object' && value !== null && Object.values(value).some(isLong)) {
		yield* fields(value, short);
	} else {
		yield toJson(value);
	}
}

function* fields(data: unknown, list: (items: Iterable<unknown>) => Generator<string>): Generator<string> {
	const present = Object.entries(data ?? {}).filter(([, value]: [string, unknown]) => value !== undefined);
	let before = '{';
	for (const [name, value] of present as Array<[string, unknown]>) {
		yield `${before}${toJson(name)}:`;
		if (isList(value)) yield* list(value);
		else yield* short(value);
		before = ',';
	}

	yield before === '{' ? '{}' : '}';
}

/** Whether the value is a list as JSON, as a set of the state is. */
function isList(value: unknown): value is readonly unknown[] | ReadonlySet<unknown> {
	return Array.isArray(value) || value instanceof Set;
}

function isLong(value: unknown): boolean {
	return (Array.isArray(value) ? value.length : value instanceof Set ? value.size : 0) > MAX_SHORT_LIST;
}

/** Decoded file: whether its checksum is right, if it has one, and its content, unless that is damaged. */
type Decoded = {checksum: 'right' | 'wrong' | 'none'; content?: unknown};

/** Decodes a file. Older files have no checksum, nor have those that an operator edited by hand. */
export async function decode(bytes: Uint8Array): Promise<Decoded> {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
	const [tail = '', crc] = TAIL.exec(buffer.subarray(-MAX_TAIL_BYTES).toString()) ?? [];
	const body = buffer.subarray(0, buffer.length - tail.length);
	if (crc === undefined) return {checksum: 'none', content: parse(body)};
	if (crc !== hex(await checksumOf(body))) return {checksum: 'wrong'};
	return {checksum: 'right', content: (await parseLines(body)) ?? parse(body, '}')};
}

async function checksumOf(bytes: Uint8Array): Promise<number> {
	let crc = 0;
	for (let at = 0; at < bytes.length; at += MAX_STRETCH) {
		if (isSliceOver()) await nextSlice();
		crc = crc32(bytes.subarray(at, at + MAX_STRETCH), crc);
	}

	return crc;
}

function parse(body: Buffer, end = ''): unknown {
	try {
		return JSON.parse(body.toString() + end);
	} catch {
		return undefined; // what is no JSON fails the schema, which names the file
	}
}

/** Parses a document whose data is a list, an item at a time. @param body as {@link encode} made it, which its checksum shows */
async function parseLines(body: Buffer): Promise<unknown> {
	const first = body.indexOf(LINE_FEED);
	const head = body.subarray(0, Math.max(0, first)).toString();
	if (!LIST_HEAD.test(head)) return undefined;
	const data: unknown[] = [];
	for (let start = first + 1, end = 0; start < body.length - 1; start = end + 1) {
		if (isSliceOver()) await nextSlice();
		end = body.indexOf(LINE_FEED, start);
		if (end < 0) return undefined;
		data.push(parse(body.subarray(start, body[end - 1] === COMMA ? end - 1 : end)));
	}

	return {...(JSON.parse(`${head}]}`) as object), data};
}
