/** Encodes an entry of the journal as a line of JSON with a CRC-32 at its end, and decodes it. */
import {crc32} from 'node:zlib';
import {z} from 'zod';
import {toJson} from '../../protocol/json.ts';
import type {JournaledEvent} from '../chat/event.ts';
import {messageSentJson} from '../chat/messages/json.ts';
import {storedList, storedWord} from '../chat/stored-bounds.ts';
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
export function readLine(line: string): Written | undefined {
	const body = line.slice(0, -TAIL_LENGTH);
	const crc = TAIL.exec(line.slice(-TAIL_LENGTH))?.[1];
	if (crc === undefined || crc !== checksum(body)) return undefined;
	const {events, ...head} = written.parse(JSON.parse(`${body}}`));
	return {...head, events: events as unknown as JournaledEvent[]};
}
