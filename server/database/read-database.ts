/** Reads the file of a database as a stream, and checks that it is whole. */
import {createReadStream} from 'node:fs';
import {crc32} from 'node:zlib';
import type {z} from 'zod';
import {LineSplitter, LineTooLong, NotUtf8} from '../../protocol/lines.ts';
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';
import {FORMAT} from '../store/json-file.ts';
import {decodeEnd, decodeHeader, decodeRecord, type Header, type recordSchema} from './database-file.ts';

/** Maximum bytes of a line: the accounts, or the members of one room, stand in one. */
const MAX_LINE = 256 * 1024 * 1024;

/** UTF-16 units of a line of which each step has a time slice of its own: all accounts stand in one line. */
const LONG_LINE = 256 * 1024;

/** A record as the file has it, not yet compared with others. */
export type FoundRecord = z.infer<typeof recordSchema>;

/**
 * Yields the header, then the records with the number of their line. What it yields is only to be used once it has ended: at the
 * end it finds whether the file is whole.
 * @throws UnusableFile naming the file, and the line
 */
export async function* readDatabase(
	file: string,
): AsyncGenerator<{line: number; header: Header} | {line: number; record: FoundRecord}> {
	let line = 0;
	let crc = 0;
	let stage: 'header' | 'records' | 'over' = 'header';
	for await (const text of linesOf(file)) {
		line++;
		await pauseFor(text);
		const end = stage === 'records' ? decodeEnd(text) : undefined;
		if (stage === 'header') {
			yield {line, header: headerOf(file, text)};
			stage = 'records';
		} else if (end) {
			if (end.crc !== undefined && Number.parseInt(end.crc, 16) !== crc32(']', crc))
				throw wrongChecksum(file);
			stage = 'over';
		} else {
			const record = stage === 'records' ? decodeRecord(text) : undefined;
			if (!record) throw damagedAt(file, line);
			await pauseFor(text);
			yield {line, record};
		}

		await pauseFor(text);
		crc = crc32(`${text}\n`, crc);
	}

	if (stage !== 'over')
		throw new UnusableFile(
			`${file} ends too early: it was cut off, or is not of a database. Nothing was changed.`,
		);
}

/** Ends the time slice that is over, and before each step with a long line. */
async function pauseFor(text: string): Promise<void> {
	if (text.length > LONG_LINE || isSliceOver()) await nextSlice();
}

export function damagedAt(
	file: string,
	line: number,
	why = 'it is not a record that this version knows',
): UnusableFile {
	return new UnusableFile(`${file} is damaged at line ${line}: ${why}. Nothing was changed.`);
}

function wrongChecksum(file: string): UnusableFile {
	return new UnusableFile(
		`${file} is damaged: its checksum is wrong; take another copy, or if you edited it yourself, remove ,"crc":"…" at its end. Nothing was changed.`,
	);
}

function headerOf(file: string, text: string): Header {
	const header = decodeHeader(text);
	if (!header)
		throw new UnusableFile(
			`${file} is not a database that chat-tui export has written, or its lines were arranged anew: each record must keep its own line. Nothing was changed.`,
		);
	if (header.format > FORMAT)
		throw new UnusableFile(
			`${file} was written by a newer chat-tui; run that version, or npx chat-tui@latest.`,
		);
	return header;
}

async function* linesOf(file: string): AsyncGenerator<string> {
	const splitter = new LineSplitter(MAX_LINE);
	try {
		for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) yield* splitter.lines(chunk);
		if (splitter.partial) yield* splitter.lines(Buffer.from('\n')); // an editor may have removed the last line feed
	} catch (error) {
		if (error instanceof LineTooLong || error instanceof NotUtf8)
			throw new UnusableFile(`${file} is damaged, or not of a database. Nothing was changed.`);
		const {code} = error as NodeJS.ErrnoException;
		if (code === undefined) throw error;
		throw new UnusableFile(`${file} cannot be read (${code}); name another file.`, {cause: error});
	}
}
