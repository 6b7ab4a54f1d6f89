/** Fetches the file of a message: into the folder for received files, or into memory, where it is a short text. */
import {createHash} from 'node:crypto';
import type {Socket} from 'node:net';
import {realDisk} from '../../lib/disk.ts';
import {clean, safeText, type SafeText} from '../../protocol/text.ts';
import {PartFile} from '../peer/files/part-file.ts';
import {whyNotWritten} from '../peer/files/receiving.ts';
import {safeName} from '../peer/files/safe-name.ts';
import type {FileAt} from '../state/model/upload.ts';
import {Broken} from './attempts.ts';
import {askFor, openTransfer, Refused, type ServerOfFiles} from './server.ts';

const WRITTEN_AT_ONCE = 256 * 1024;
/** Bytes that stay free on the disk. */
const RESERVE = 64 * 1024 * 1024;
/** Maximum bytes and lines of a text that is shown. */
const MAX_PREVIEW = 64 * 1024;
const MAX_LINES = 500;
/** What tells a part of a file from the server from one of a partner. */
const FINGERPRINT = 'server';

const damaged = (name: SafeText) =>
	new Refused(safeText`${name} arrived damaged, so it was not kept; fetch it again.`);

/** Asks for the file that the message has announced. @throws Refused, Broken */
async function ticketFor(server: ServerOfFiles, {conversation, sequence, file}: FileAt): Promise<string> {
	const offered = await askFor(server, {type: 'requestFile', conversation, sequence});
	if (offered.size === file.size && offered.sha256 === file.sha256) return offered.ticket;
	throw new Refused(
		safeText`The server offers another file than ${safeName(file.name)}, so it was not fetched; tell its operator.`,
	);
}

/** Fetches a file, from where an earlier attempt has stopped. @returns its path @throws Refused, Broken */
export async function fetchFile(
	server: ServerOfFiles,
	at: FileAt,
	folder: string,
	signal: AbortSignal,
	moved: (bytes: number) => void,
): Promise<string> {
	const {size, sha256} = at.file;
	const name = safeName(at.file.name);
	const ticket = await ticketFor(server, at);
	const part = await PartFile.open(folder, name, {fingerprint: FINGERPRINT, id: sha256}).catch(notWritten);
	let isOpen = true;
	try {
		if (part.length > size) await part.restart().catch(notWritten);
		if (size - part.length > realDisk.room(folder) - RESERVE)
			throw new Refused(safeText`The disk has no room for ${name}; make room, then fetch it again.`);
		const socket = await openTransfer(server, ticket, signal, part.length);
		await append(socket, part, size, moved);
		isOpen = false;
		if (part.prefixHash === Buffer.from(sha256, 'hex').toString('base64url'))
			return await part.finish().catch(notWritten);
		await part.discard().catch(notWritten);
		throw damaged(name);
	} finally {
		if (isOpen) await part.close().catch(notWritten);
	}
}

/** Appends what the server sends. @throws Broken if that ends too early */
async function append(
	socket: Socket,
	part: PartFile,
	size: number,
	moved: (bytes: number) => void,
): Promise<void> {
	let [pieces, bytes]: [Buffer[], number] = [[], 0];
	const flush = async () => {
		await part.append(pieces).catch(notWritten);
		[pieces, bytes] = [[], 0];
		moved(part.length);
	};
	await eachChunk(socket, size - part.length, async chunk => {
		pieces.push(chunk);
		bytes += chunk.length;
		if (bytes >= WRITTEN_AT_ONCE) await flush();
	}).finally(flush);
}

/** Hands on exactly so many bytes. @throws Broken if there are fewer */
async function eachChunk(
	socket: Socket,
	size: number,
	take: (chunk: Buffer) => Promise<void> | void,
): Promise<void> {
	let left = size;
	try {
		for await (const chunk of socket as AsyncIterable<Buffer>) {
			const wanted = chunk.subarray(0, left);
			left -= wanted.length;
			await take(wanted);
			if (left === 0) break;
		}
	} catch (error) {
		if (error instanceof Refused) throw error;
		throw new Broken('the connection broke');
	} finally {
		socket.destroy();
	}

	if (left > 0) throw new Broken('the connection ended early');
}

/** Fetches a short text. @returns its lines, safe to show @throws Refused, Broken */
export async function fetchText(
	server: ServerOfFiles,
	at: FileAt,
	signal: AbortSignal,
): Promise<readonly SafeText[]> {
	const {size, sha256} = at.file;
	const name = safeName(at.file.name);
	const ticket = await ticketFor(server, at);
	if (size > MAX_PREVIEW) throw new Refused(safeText`${name} is too large to show; s saves it.`);
	const socket = await openTransfer(server, ticket, signal);
	const pieces: Buffer[] = [];
	await eachChunk(socket, size, chunk => void pieces.push(chunk));
	const content = Buffer.concat(pieces);
	if (createHash('sha256').update(content).digest('hex') !== sha256) throw damaged(name);
	return linesOf(name, content);
}

function linesOf(name: SafeText, content: Buffer): readonly SafeText[] {
	const notText = new Refused(safeText`${name} is not a text; s saves it.`);
	if (content.includes(0)) throw notText;
	try {
		const lines = clean(new TextDecoder('utf8', {fatal: true}).decode(content)).split('\n') as SafeText[]; // of safe text
		const shown = lines.slice(0, MAX_LINES);
		return lines.length > MAX_LINES ? [...shown, safeText`… and more; s saves the file.`] : shown;
	} catch {
		throw notText;
	}
}

function notWritten(error: unknown): never {
	if (error instanceof Refused) throw error;
	throw new Refused(
		whyNotWritten(error) === 'diskFull'
			? safeText`The disk is full; make room and fetch the file again: it goes on where it stopped.`
			: safeText`The folder for received files cannot be written; choose another one with /set downloads.`,
	);
}
