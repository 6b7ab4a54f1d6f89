/** Reads a text of any length from a pipe, in bounded memory. */
import type {Readable} from 'node:stream';
import {refuse, sentence} from '../../protocol/refusals.ts';
import type {LongText} from '../library/shortened.ts';
import {ScriptFailure} from './script.ts';

/** Bytes that are kept of the beginning of a text, and of its end: more than all messages hold. */
const KEPT = 1024 * 1024;
const LINE_FEED = 0x0a;

/** Reads all of stdin without the line feed at its end, in bounded memory. @throws ScriptFailure if it is not text */
export async function readText(stdin: Readable): Promise<LongText> {
	const [beginning, end] = [new Chunks(), new Chunks()];
	let [lines, isCut] = [0, false];
	for await (const part of stdin as AsyncIterable<Buffer | string>) {
		const bytes = Buffer.from(part as string);
		lines += bytes.reduce((count, byte) => (byte === LINE_FEED ? count + 1 : count), 0);
		if (beginning.size < KEPT) beginning.add(bytes);
		else {
			end.add(bytes);
			isCut = end.dropBeyond(KEPT) || isCut;
		}
	}

	const [first, last] = [beginning.bytes(), end.bytes()];
	if (!isCut) return {beginning: decoded(Buffer.concat([first, last])).replace(/\r?\n$/, ''), lines};
	return {
		beginning: decoded(first.subarray(0, first.lastIndexOf(LINE_FEED) + 1 || wholeCharacters(first))),
		end: decoded(last.subarray(last.indexOf(LINE_FEED) + 1 || firstCharacter(last))),
		lines,
	};
}

class Chunks {
	#chunks: Buffer[] = [];
	size = 0;

	add(chunk: Buffer): void {
		this.#chunks.push(chunk);
		this.size += chunk.length;
	}

	/** Drops the oldest chunks that are not needed for so many bytes. @returns whether there were any */
	dropBeyond(bytes: number): boolean {
		const before = this.size;
		for (let [oldest] = this.#chunks; oldest && this.size - oldest.length >= bytes; [oldest] = this.#chunks) {
			this.#chunks.shift();
			this.size -= oldest.length;
		}

		return this.size < before;
	}

	bytes(): Buffer {
		return Buffer.concat(this.#chunks);
	}
}

/** Returns the length of the bytes without a character that is cut off at their end. */
function wholeCharacters(bytes: Buffer): number {
	let end = bytes.length - 1;
	while (end > 0 && isInside(bytes[end])) end--;
	return end;
}

/** Returns where the first whole character begins. */
function firstCharacter(bytes: Buffer): number {
	return bytes.findIndex(byte => !isInside(byte));
}

/** Whether the byte is inside a character of UTF-8, not at its beginning. */
function isInside(byte = 0): boolean {
	return (byte & 0xc0) === 0x80;
}

/** @throws ScriptFailure */
function decoded(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch {
		throw new ScriptFailure(sentence(refuse('textMalformed'))); // the decoder's TypeError says no more
	}
}
