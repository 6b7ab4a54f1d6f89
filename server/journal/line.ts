/** Encodes an entry of the journal as a line of JSON with a CRC-32 at its end, and decodes it. */
import {crc32} from 'node:zlib';
import {z} from 'zod';
import {toJson} from '../../protocol/json.ts';
import type {JournaledEvent} from '../chat/event.ts';
import {messageSentJson} from '../chat/messages/json.ts';
import {MAX_STORED, MAX_STORED_WORD, storedList, storedWord} from '../chat/stored-bounds.ts';
import type {Entry, Position} from './journal.ts';

/** What follows the JSON of position and events: `,"crc":"00000000"}`. */
const TAIL = /^,"crc":"([0-9a-f]{8})"\}$/;
const TAIL_LENGTH = ',"crc":"00000000"}'.length;

/** Schema of a line; the CRC vouches for the shape of its events. */
export const written = z.strictObject({
	position: z.int().min(1),
	durable: z.int().min(0),
	events: storedList(z.looseObject({type: storedWord})),
});

type Written = Entry & {durable: Position};

function eventJson(event: JournaledEvent): string {
	return event.type === 'messageSent' ? messageSentJson(event) : toJson(event);
}

const HEX = Array.from({length: 256}, (_, byte) => byte.toString(16).padStart(2, '0'));
const hex = (byte: number) => HEX[byte & 255] ?? '';

/** Writes the CRC-32 in hexadecimal: `toString(16)` takes longer than the checksum itself. */
function checksum(body: Uint8Array | string): string {
	const crc = crc32(body);
	return hex(crc >>> 24) + hex(crc >>> 16) + hex(crc >>> 8) + hex(crc);
}

/** Encodes an entry without the end of its line. @param durable what is known to be durable: by it a reader tells damage from an interrupted write */
export function bodyOf(position: Position, durable: Position, events: readonly JournaledEvent[]): string {
	const [event] = events;
	const json = event && events.length === 1 ? eventJson(event) : events.map(eventJson).join(',');
	return `{"position":${position},"durable":${durable},"events":[${json}]`;
}

/** Returns the end of the line, with the checksum of its body. */
export function tailOf(body: Uint8Array): string {
	return `,"crc":"${checksum(body)}"}\n`;
}

/** Decodes a line without its line feed. @returns undefined when it is damaged */
export function readLine(line: Buffer): Written | undefined {
	const end = Math.max(0, line.length - TAIL_LENGTH);
	const crc = TAIL.exec(line.toString('latin1', end))?.[1];
	if (crc === undefined || crc !== checksum(line.subarray(0, end))) return undefined;
	const {crc: _crc, ...head} = JSON.parse(line.toString()) as Record<string, unknown>; // the CRC vouches that a body was written
	return isPlain(head) ? head : (written.parse(head) as unknown as Written); // likewise
}

/** Tells of an entry fast that it is valid, which the schema would find as well. */
export function isPlain(head: Readonly<Record<string, unknown>>): head is Written {
	const {position, durable, events} = head;
	return (
		Object.keys(head).length === 3 &&
		isCount(position, 1) &&
		isCount(durable, 0) &&
		Array.isArray(events) &&
		events.length <= MAX_STORED &&
		events.every(isEvent)
	);
}

function isCount(value: unknown, least: number): boolean {
	return Number.isSafeInteger(value) && (value as number) >= least;
}

function isEvent(event: unknown): boolean {
	if (typeof event !== 'object' || event === null || Array.isArray(event)) return false;
	const {type} = event as {type?: unknown};
	return typeof type === 'string' && type.length <= MAX_STORED_WORD;
}
