/** Defines what two clients say to each other on a channel, besides the bytes of files. */
import {z} from 'zod';
import {count, shaped, time} from '../../protocol/bounded.ts';
import {MAX_MESSAGE_ID} from '../../protocol/bounds.ts';
import {userNameSchema} from '../../protocol/name-schemas.ts';
import {MAX_TEXT_BYTES} from '../../protocol/text.ts';
import {fileMessages} from './files/messages.ts';
import {profileMessages} from './profiles/messages.ts';

/** Number of a message in its direction of a channel, from 1. */
const n = z.int().min(1);
const id = z.string().min(1).max(MAX_MESSAGE_ID);
const text = z
	.string()
	.max(MAX_TEXT_BYTES)
	.refine(given => Buffer.byteLength(given) <= MAX_TEXT_BYTES);

/** A message of a private chat: its id, its text, and when it was written. */
export const privateText = {id, text, at: time} as const;

/** Messages that arrive once and in order, also when the channel was lost in between. */
export const numberedMessage = z.discriminatedUnion('type', [
	z.strictObject({type: z.literal('text'), n, ...privateText}),
	/** The sender has read the recipient's messages up to this one. */
	z.strictObject({type: z.literal('read'), n, id}),
]);

/** Messages that get lost when the channel is; those about files and profiles are said again then. */
export const passingMessage = z.discriminatedUnion('type', [
	z.strictObject({type: z.literal('typing')}),
	...fileMessages,
	...profileMessages,
]);

/** What the two ends of a channel tell each other for themselves. */
const channelMessage = z.discriminatedUnion('type', [
	/** The first frame of both. `chat`: of the server. `received`: the number of the last message that has come. */
	z.strictObject({
		type: z.literal('hello'),
		chat: shaped(/^[\w-]{43}$/, 43),
		from: userNameSchema,
		to: userNameSchema,
		received: count,
	}),
	/** The inviter uses this stream, and no other. */
	z.strictObject({type: z.literal('chosen')}),
	/** All messages up to number `n` have come. */
	z.strictObject({type: z.literal('ack'), n}),
	/** So many bytes of files have come on this stream. */
	z.strictObject({type: z.literal('got'), bytes: z.int().min(1)}),
	/** Each side sends it from time to time, so that the other one knows that the stream is alive. */
	z.strictObject({type: z.literal('ping')}),
	/** The channel is over. */
	z.strictObject({type: z.literal('bye'), why: z.enum(['ended', 'signedOut', 'badFrame'])}),
]);

export const controlMessage = z.discriminatedUnion('type', [numberedMessage, passingMessage, channelMessage]);

export type NumberedMessage = z.infer<typeof numberedMessage>;
export type PassingMessage = z.infer<typeof passingMessage>;
export type ControlMessage = z.infer<typeof controlMessage>;
type WithoutNumber<M> = M extends unknown ? Omit<M, 'n'> : never;
/** A numbered message before the channel has numbered it. */
export type UnnumberedMessage = WithoutNumber<NumberedMessage>;

const NUMBERED = new Set<string>(numberedMessage.options.map(({shape}) => shape.type.value));

export function isNumbered(message: ControlMessage): message is NumberedMessage {
	return NUMBERED.has(message.type);
}

const PASSING = new Set<string>(passingMessage.options.map(({shape}) => shape.type.value));

export function isPassing(message: ControlMessage): message is PassingMessage {
	return PASSING.has(message.type);
}

const utf8 = new TextDecoder('utf-8', {fatal: true});

/** Parses a control message. @returns undefined if it is not a valid one */
export function parseControl(json: Uint8Array): ControlMessage | undefined {
	try {
		return controlMessage.safeParse(JSON.parse(utf8.decode(json))).data;
	} catch {
		return undefined; // it is not UTF-8, or not JSON
	}
}
