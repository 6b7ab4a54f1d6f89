/** Encodes and parses frames, one a line: a request, a reply, a refusal or an announcement. */
import {z} from 'zod';
import {listOf} from './bounded.ts';
import type {RequestDefinition} from './definition.ts';
import {fromJson} from './json.ts';
import {messageJson} from './messages.ts';
import {
	announcements,
	type Announcement,
	type AnnouncementType,
	requests,
	type ReplyOf,
	type Request,
	type RequestType,
} from './index.ts';
import {isRefusal, type Refusal} from './refusals.ts';
import {refusalSchema} from './refusal-schema.ts';

/** Maximum bytes of a line that the server accepts before sign-in and after it, and that the client accepts. */
export const FRAME_CAP = {stranger: 2 * 1024, client: 128 * 1024, server: 1024 * 1024} as const;

export type RequestFrame = {id: number} & Request;
const id = z.int().min(0);

const requestSchemas = new Map<string, z.ZodType<RequestFrame>>();

/** Returns the schema of the frame of a request, which is made when it is first used: a client needs none. */
export function requestSchema(type: string): z.ZodType<RequestFrame> | undefined {
	if (!Object.hasOwn(requests, type)) return undefined;
	const made = requestSchemas.get(type);
	if (made) return made;
	const {fields} = requests[type as RequestType];
	const schema = z.strictObject({...fields, id, type: z.literal(type)}) as unknown as z.ZodType<RequestFrame>;
	requestSchemas.set(type, schema);
	return schema;
}

const plain = new Map(
	Object.entries<RequestDefinition>(requests).flatMap(([type, {isPlain}]) =>
		isPlain ? [[type, isPlain] as const] : [],
	),
);
const announcementSchemas = new Map<string, z.ZodType>(Object.entries(announcements));
/** Maximum UTF-16 units of the name of a request, an announcement or a field. */
const MAX_NAME = 40;
/** Maximum fields of a frame, and maximum lists in a chunk of a reply. */
const MAX_FIELDS = 40;

export const head = z.object({id, type: z.string().max(MAX_NAME)});
const fieldName = z.string().max(MAX_NAME);
/** A chunk: lists of a long reply, by field, ahead of its last frame. */
const part = z
	.record(fieldName, z.array(z.unknown()).max(FRAME_CAP.server / 2))
	.refine(lists => hasFewFields(lists));
export type Part = z.infer<typeof part>;

/** `re` is the id of the answered request. */
export const serverHead = z.looseObject({
	re: id.optional(),
	type: fieldName.optional(),
	ok: z.unknown().optional(),
	part: part.optional(),
});

/** A line that is not a valid request. `id` is present if it could be read, so that a refusal can name it. */
type BadFrame = {bad: true; id: number | undefined};

/** Parses a line from a client. Strict: unknown types and fields make a bad frame. */
export function parseRequest(line: string): RequestFrame | BadFrame {
	const json = fromJson(line);
	if (isPlain(json)) return json;
	const known = head.safeParse(json);
	if (!known.success) return {bad: true, id: undefined};
	const frame = requestSchema(known.data.type)?.safeParse(json);
	return frame?.success ? frame.data : {bad: true, id: known.data.id};
}

/** Tells of a frequent request fast that it is valid, which the schema would find as well. */
export function isPlain(json: unknown): json is RequestFrame {
	if (typeof json !== 'object' || json === null) return false;
	const frame = json as Readonly<Record<string, unknown>>;
	const {id, type} = frame;
	if (!Number.isSafeInteger(id) || (id as number) < 0) return false;
	return typeof type === 'string' && (plain.get(type)?.(frame) ?? false);
}

type ServerFrame =
	| {kind: 'reply'; re: number; ok: unknown}
	| {kind: 'part'; re: number; part: Part}
	| {kind: 'refusal'; re: number; refusal: Refusal}
	| {kind: 'announcement'; announcement: Announcement}
	| {kind: 'unknown'};

/** Parses a line from the server. Lenient: a frame newer than this client is `unknown`. */
export function parseServerFrame(line: string): ServerFrame {
	const json = fromJson(line);
	if (!hasFewFields(json)) return {kind: 'unknown'};
	const frame = serverHead.safeParse(json);
	if (!frame.success) return {kind: 'unknown'};
	const {re, type, ok, part, ...rest} = frame.data;
	if (re !== undefined) {
		if (ok !== undefined) return {kind: 'reply', re, ok};
		if (part !== undefined) return {kind: 'part', re, part};
		const refusal = refusalSchema.safeParse(rest);
		return refusal.success ? {kind: 'refusal', re, refusal: refusal.data} : {kind: 'unknown'};
	}

	const announcement = type === undefined ? undefined : announcementSchemas.get(type)?.safeParse(json);
	if (!announcement?.success) return {kind: 'unknown'};
	return {
		kind: 'announcement',
		announcement: {type: type as AnnouncementType, ...(announcement.data as object)} as Announcement,
	};
}

/**
 * Checks a reply by the schema of its request.
 * @returns undefined if the reply is not valid
 */
export function parseReply<T extends RequestType>(type: T, ok: unknown): ReplyOf<T> | undefined {
	const reply = requests[type].reply.safeParse(ok);
	return reply.success ? (reply.data as ReplyOf<T>) : undefined;
}

/** Returns the schemas of the items of the lists in the reply to a request, by field. */
export function listItems(type: RequestType): ReadonlyMap<string, z.ZodType> {
	const {reply} = requests[type];
	const fields = Object.entries<z.ZodType>(reply.shape);
	return new Map(
		fields.flatMap(([field, schema]) => {
			const item = listOf(withValue(schema))?.item;
			return item ? [[field, item]] : [];
		}),
	);
}

/** Unwraps the schema of an optional field. */
function withValue(schema: z.ZodType): z.ZodType {
	return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
		? withValue(schema.unwrap() as z.ZodType)
		: schema;
}

export function encodeRequest(id: number, request: Request): string {
	return JSON.stringify({id, ...request}) + '\n';
}

export function encodeReply(re: number, answer: object | Refusal): string {
	return JSON.stringify(isRefusal(answer) ? {re, ...answer} : {re, ok: answer}) + '\n';
}

export function encodeAnnouncement(announcement: Announcement): string {
	return (announcement.type === 'message' ? messageJson(announcement) : JSON.stringify(announcement)) + '\n';
}

/** Bounds the fields before a schema visits them all. */
function hasFewFields(json: unknown): boolean {
	return typeof json === 'object' && json !== null && Object.keys(json).length <= MAX_FIELDS;
}
