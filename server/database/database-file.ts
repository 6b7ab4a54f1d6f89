/** Defines the one file of a whole database: a header, one record a line, and a checksum; valid JSON, written and read as a stream. */
import {z} from 'zod';
import {storedWord} from '../chat/stored-bounds.ts';
import type {SliceName} from '../chat/state.ts';
import {checksummed, dataInLine} from '../store/document.ts';
import {stored, type Stored} from '../store/stored.ts';
import {conversationSchema} from '../../protocol/name-schemas.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {fromJson, toJson} from '../../protocol/json.ts';

const CONTENT = 'chat-tui database';
/** Maximum UTF-16 units of a key and a certificate in PEM. */
const MAX_PEM = 64 * 1024;

export const headerSchema = z.strictObject({
	content: z.literal(CONTENT),
	/** That of the files in the data folder: a part holds what its file there would. */
	format: z.int().min(1),
	store: storedWord,
	exportedAt: storedWord,
});
export type Header = Omit<z.infer<typeof headerSchema>, 'content'>;

/** The messages of a conversation follow its part, in order. */
export const recordSchema = z.union([
	z.strictObject({part: storedWord, key: storedWord, data: z.unknown()}),
	z.strictObject({conversation: conversationSchema, message: stored}),
	z.strictObject({privateKey: z.string().max(MAX_PEM), certificate: z.string().max(MAX_PEM)}),
]);
export type DatabaseRecord =
	{part: SliceName; key: string; data: unknown} | {conversation: ConversationId; message: Stored} | KeyRecord;
export type KeyRecord = {privateKey: string; certificate: string};

/** Encodes a database. @throws the signal's reason when it is aborted meanwhile */
export function encodeDatabase(
	header: Header,
	records: AsyncIterable<DatabaseRecord>,
	signal?: AbortSignal,
): AsyncGenerator<readonly Uint8Array[]> {
	return checksummed(groupsOf(header, records), signal);
}

async function* groupsOf(header: Header, records: AsyncIterable<DatabaseRecord>) {
	yield [toJson({content: CONTENT, ...header}).slice(0, -1), ',"records":[\n'];
	let before: readonly string[] = [];
	for await (const record of records) {
		yield before;
		yield piecesOf(record);
		before = [',\n'];
	}

	yield ['\n]'];
}

function* piecesOf(record: DatabaseRecord): Generator<string> {
	if ('part' in record) {
		const {part, key, data} = record;
		yield `{"part":${toJson(part)},"key":${toJson(key)},"data":`;
		yield* dataInLine(data);
		yield '}';
	} else {
		yield toJson(record);
	}
}

/** Ends of the header's line and of the last line. */
const HEAD_END = ',"records":[';
const LAST_LINE = /^\](?:,"crc":"(?<crc>[0-9a-f]{8})")?\}$/;

/** @returns undefined if the line is not the first one of a database */
export function decodeHeader(line: string): Header | undefined {
	if (!line.endsWith(HEAD_END)) return undefined;
	const {data} = headerSchema.safeParse(fromJson(`${line.slice(0, -HEAD_END.length)}}`));
	return data;
}

/** @returns undefined if the line is not a record */
export function decodeRecord(line: string): z.infer<typeof recordSchema> | undefined {
	return recordSchema.safeParse(fromJson(line.endsWith(',') ? line.slice(0, -1) : line)).data;
}

/** @returns the checksum that the last line states, if any; undefined if it is not the last line */
export function decodeEnd(line: string): {crc: string | undefined} | undefined {
	const end = LAST_LINE.exec(line);
	return end ? {crc: end.groups?.['crc']} : undefined;
}
