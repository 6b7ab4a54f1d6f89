/** Defines what two clients say to each other about files, and how the bytes of a file go over the channel. */
import {z} from 'zod';
import {list, shaped} from '../../../protocol/bounded.ts';

/** What files need of a channel. */
export interface PeerPort {
	/** Sends a message. It need not arrive when the channel is lost: files are asked for again then. */
	tell(message: FileMessage): void;
	/**
	 * Sends bytes after all that was sent before.
	 * @param transfer number of the transfer; of an acknowledgement, see {@link ACKNOWLEDGEMENT}
	 * @returns false if the sender should wait for {@link PeerPort.drained} before it sends more; the bytes are sent all the same
	 */
	sendData(transfer: number, bytes: Buffer): boolean;
	/** Resolves when there is room for more. */
	drained(): Promise<void>;
}

/** Maximum bytes of a file. */
export const MAX_FILE_BYTES = 2 * 1024 ** 3;
/** Maximum bytes of a file that are read and sent, or gathered and written, at a time. */
export const CHUNK_BYTES = 128 * 1024;
/** Maximum bytes that a sender sends beyond what the receiver has acknowledged: messages wait behind no more than these. */
export const WINDOW_BYTES = 512 * 1024;
/**
 * Added to the number of a transfer, this marks an acknowledgement: eight bytes, big-endian, the bytes of the file that the receiver
 * has written. It goes as data, since messages of a chat are rate-limited.
 */
export const ACKNOWLEDGEMENT = 2 ** 31;
/** Maximum files in one message of a list. */
export const MAX_LISTED_AT_ONCE = 500;
/** Maximum UTF-16 units of the name of a file, and of the name of its folder. */
const MAX_FILE_NAME = 255;

/** Number of a transfer, chosen by the receiver of the file. */
const transfer = z
	.int()
	.min(1)
	.max(ACKNOWLEDGEMENT - 1);
/** Opaque id of a shared or an offered file. */
const id = shaped(/^[\w-]{43}$/, 43);
/** Base64url SHA-256. */
const sha256 = shaped(/^[\w-]{43}$/, 43);
const bytes = z.int().min(0);
const name = z.string().max(MAX_FILE_NAME);

const listed = z.strictObject({id, name, size: bytes, folder: name.optional()});
export type FileEntry = z.infer<typeof listed>;

const whyRefused = z.enum([
	'noSuchFile',
	'noLongerShared',
	'notFriends',
	'changed',
	'cannotRead',
	'busy',
	'stopped',
]);
export type WhyRefused = z.infer<typeof whyRefused>;

/** Each message about files. */
export const fileMessages = [
	/** Asks for the list of shared files. Only friends are answered. */
	z.strictObject({type: z.literal('listFiles')}),
	/** A part of the list. */
	z.strictObject({type: z.literal('files'), entries: list(listed, MAX_LISTED_AT_ONCE), isLast: z.boolean()}),
	z.strictObject({type: z.literal('listRefused'), why: whyRefused}),
	/** Asks for a file from `offset` on. `prefixHash`: of the bytes before it, which the receiver has. */
	z.strictObject({type: z.literal('getFile'), transfer, id, offset: bytes, prefixHash: sha256.optional()}),
	/** Data follows, from `offset` on: the one asked for if the prefix is the same, else 0. */
	z.strictObject({type: z.literal('fileStarts'), transfer, size: bytes, offset: bytes}),
	/** All data was sent. `sha256`: of the whole file. */
	z.strictObject({type: z.literal('fileEnds'), transfer, sha256}),
	/** The sender does not send the file, or stops sending it. */
	z.strictObject({type: z.literal('fileRefused'), transfer, why: whyRefused}),
	/** The receiver has the whole file. */
	z.strictObject({type: z.literal('fileKept'), transfer}),
	/** The receiver wants no more of it. */
	z.strictObject({type: z.literal('cancelFile'), transfer}),
	/** Offers a file; the other user accepts with `getFile`. */
	z.strictObject({type: z.literal('offerFile'), id, name, size: bytes}),
	z.strictObject({type: z.literal('declineOffer'), id}),
	z.strictObject({type: z.literal('withdrawOffer'), id}),
] as const;

export type FileMessage = z.infer<(typeof fileMessages)[number]>;
/** A message of one type. */
export type Said<T extends FileMessage['type']> = Extract<FileMessage, {type: T}>;
