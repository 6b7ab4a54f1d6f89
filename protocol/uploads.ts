/** Defines files that go by way of the server: offering, sending and fetching them over a connection of their own. */
import {z} from 'zod';
import {count, shaped, time} from './bounded.ts';
import {defineRequests} from './definition.ts';
import {conversationSchema} from './name-schemas.ts';

/** Maximum bytes of a file, and maximum UTF-16 units of its name. */
export const MAX_FILE = 2 * 1024 ** 3;
const MAX_FILE_NAME = 200;
/** Bytes of the SHA-256 that follows an uploaded file. */
export const DIGEST_BYTES = 32;
/** Maximum transfers of an account at the same time, those that were offered and not begun included. */
export const MAX_TRANSFERS = 4;
/** Seconds for which a ticket is valid. */
export const TICKET_SECONDS = 30;

const name = z.string().min(1).max(MAX_FILE_NAME);
const size = z.int().min(0).max(MAX_FILE);
/** In hexadecimal. */
export const sha256 = shaped(/^[0-9a-f]{64}$/, 64);
/** A one-time secret that opens a transfer. */
const ticket = shaped(/^[\w-]{43}$/, 43);

/** The file of a message. `name`: as its sender gave it, which each client makes safe. `until`: the server keeps it until then. */
export const file = z.object({name, size, sha256, until: time});
export type SentFile = z.infer<typeof file>;

export const uploadRequests = defineRequests({
	/** Asks to send a file into a conversation. */
	offerUpload: {fields: {conversation: conversationSchema, name, size}, reply: z.object({ticket})},
	/** Asks for the file of a message. */
	requestFile: {
		fields: {conversation: conversationSchema, sequence: z.int().min(1)},
		reply: z.object({ticket, size, sha256}),
	},
	/**
	 * Turns this connection into one transfer. Needs no `hello`. After the reply to a ticket of `requestFile` the server sends the file from
	 * `offset` on, and closes. After the one to a ticket of `offerUpload` the client sends as many bytes as it has offered, then the 32
	 * bytes of their SHA-256; once the file is on disk, the server sends a second frame with the same `re`, and closes. A `send` with the
	 * SHA-256 as its `file` then makes the message; a file that no message has is removed after an hour. Both sides read no faster than
	 * they write, and the server closes after 30 s without a byte.
	 */
	openTransfer: {open: true, fields: {ticket, offset: count.optional()}, reply: z.object({})},
});
