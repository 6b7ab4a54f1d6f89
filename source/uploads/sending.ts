/** Sends one file to the server, which checks its SHA-256 and keeps it. */
import {createHash} from 'node:crypto';
import {open} from 'node:fs/promises';
import path from 'node:path';
import type {Socket} from 'node:net';
import {parseServerFrame} from '../../protocol/frames.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {sentence} from '../../protocol/refusals.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {SentFile} from '../../protocol/uploads.ts';
import {firstLine} from '../link/stream.ts';
import {PLAIN} from '../peer/files/open-shared.ts';
import {safeName} from '../peer/files/safe-name.ts';
import type {FileSource} from '../state/model/upload.ts';
import {Broken} from './attempts.ts';
import {askFor, openTransfer, Refused, type ServerOfFiles} from './server.ts';

const READ_AT_ONCE = 256 * 1024;

/** What is open to be sent. */
type Source = {
	readonly name: SafeText;
	/** Bytes. */
	readonly size: number;
	/** Reads into the buffer from a place on. @returns how many bytes it had */
	readonly read: (buffer: Buffer, at: number) => Promise<number> | number;
	readonly close: () => Promise<void> | void;
};

/** Opens a file, or a text, to send it. @throws Refused */
export async function openSource(from: FileSource): Promise<Source> {
	return 'text' in from ? textSource(from.name, Buffer.from(from.text)) : fileSource(from.path);
}

function textSource(name: SafeText, bytes: Buffer): Source {
	return {name, size: bytes.length, read: (buffer, at) => bytes.copy(buffer, 0, at), close: () => undefined};
}

async function fileSource(file: string): Promise<Source> {
	const name = safeName(path.basename(file));
	const handle = await open(file, PLAIN).catch(() => undefined); // whatever the reason is, the sentence names the file
	if (!handle) throw new Refused(safeText`There is no file ${name}, or it cannot be read.`);
	const found = await handle.stat();
	if (found.isFile())
		return {
			name,
			size: found.size,
			read: async (buffer, at) => (await handle.read(buffer, 0, buffer.length, at)).bytesRead,
			close: async () => handle.close(),
		};
	await handle.close();
	throw new Refused(safeText`${name} is a folder or a device; one file goes at a time.`);
}

/** Sends a file. @param moved told how many bytes have gone @throws Refused, Broken */
export async function sendFile(
	server: ServerOfFiles,
	source: Source,
	conversation: ConversationId,
	signal: AbortSignal,
	moved: (bytes: number) => void,
): Promise<Omit<SentFile, 'until'>> {
	const {name, size} = source;
	const {ticket} = await askFor(server, {type: 'offerUpload', conversation, name, size});
	const socket = await openTransfer(server, ticket, signal);
	try {
		const answer = firstLine(socket);
		answer.catch(() => undefined); // awaited below, unless reading the file fails first
		const sha256 = await write(socket, source, answer, moved);
		const frame = parseServerFrame(await answer.catch(broken));
		if (frame.kind === 'refusal') throw new Refused(sentence(frame.refusal));
		if (frame.kind !== 'reply') throw new Broken('unreadable');
		return {name, size, sha256};
	} finally {
		socket.destroy();
	}
}

/** Writes the bytes and their SHA-256; stops early where the server has answered. */
async function write(
	socket: Socket,
	{name, size, read}: Source,
	answer: Promise<string>,
	moved: (bytes: number) => void,
): Promise<string> {
	const hash = createHash('sha256');
	const early = new AbortController(); // the server has answered, or closed
	const answered = answer.then(
		() => early.abort(),
		() => early.abort(),
	);
	for (let at = 0; at < size && !early.signal.aborted;) {
		const chunk = Buffer.allocUnsafe(Math.min(READ_AT_ONCE, size - at));
		const bytesRead = await Promise.resolve(read(chunk, at)).catch(() => 0); // the disk, or the share it is on, has gone
		if (bytesRead === 0)
			throw new Refused(safeText`${name} changed, or went, while it was sent; /upload it again.`);
		const next = chunk.subarray(0, bytesRead);
		hash.update(next);
		at += bytesRead;
		const hasRoom = socket.write(next);
		if (!hasRoom) await Promise.race([new Promise(resolve => socket.once('drain', resolve)), answered]);
		moved(at);
	}

	const digest = hash.digest();
	if (!early.signal.aborted) socket.write(digest);
	return digest.toString('hex');
}

function broken(error: unknown): never {
	throw new Broken(error instanceof Error ? error.message : 'broken');
}
