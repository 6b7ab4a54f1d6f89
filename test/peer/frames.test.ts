/** The frames of a channel: does every cut of the stream yield the same frames, and is everything else refused before it costs memory? */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {BadFrame, controlFrame, dataHeader, FrameDecoder, type Frame} from '../../source/peer/frames.ts';
import {controlMessage, parseControl} from '../../source/peer/messages.ts';

function decode(chunks: readonly Buffer[]): Frame[] {
	const decoder = new FrameDecoder();
	return chunks.flatMap(chunk => {
		decoder.push(chunk);
		const frames: Frame[] = [];
		for (let frame = decoder.next(); frame; frame = decoder.next()) frames.push(frame);
		return frames;
	});
}

const encode = (frame: Frame): Buffer =>
	frame.kind === 'control'
		? controlFrame(frame.json.toString())
		: Buffer.concat([dataHeader(frame.transfer, frame.bytes.length), frame.bytes]);

const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
	fc.string().map(text => ({kind: 'control' as const, json: Buffer.from(text)})),
	fc.record({
		kind: fc.constant('data' as const),
		transfer: fc.nat(2 ** 32 - 1),
		bytes: fc.uint8Array({minLength: 1, maxLength: 300}).map(bytes => Buffer.from(bytes)),
	}),
);

test('however a stream is cut into chunks, the same frames come out', () => {
	fc.assert(
		fc.property(
			fc.array(anyFrame, {maxLength: 8}),
			fc.array(fc.nat(40), {maxLength: 60}),
			(frames, sizes) => {
				let rest = Buffer.concat(frames.map(encode));
				const chunks = sizes.map(size => {
					const chunk = rest.subarray(0, size);
					rest = rest.subarray(size);
					return chunk;
				});
				expect(decode([...chunks, rest])).toEqual(frames);
			},
		),
	);
});

test('however a long piece of a file is cut into chunks, the same bytes come out, and none is copied', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({min: 1, max: 20_000}), {maxLength: 20}), sizes => {
			const piece = Buffer.from(Array.from({length: 64 * 1024}, (_, at) => at % 251));
			const sent = Buffer.concat([encode({kind: 'data', transfer: 7, bytes: piece}), controlFrame('{}')]);
			const ends = [
				...sizes.map((_, at) => sizes.slice(0, at + 1).reduce((sum, size) => sum + size, 0)),
				Infinity,
			];
			const chunks = ends.map((end, at) => sent.subarray(at === 0 ? 0 : ends[at - 1], end));
			const frames = decode(chunks);
			expect(frames.pop()).toEqual({kind: 'control', json: Buffer.from('{}')});
			const parts = frames.flatMap(frame =>
				frame.kind === 'data' && frame.transfer === 7 ? [frame.bytes] : [],
			);
			expect(parts.length).toBe(frames.length);
			expect(Buffer.concat(parts).equals(piece)).toBe(true);
			expect(parts.every(part => part.buffer === sent.buffer)).toBe(true);
		}),
		{numRuns: 50},
	);
});

test('a frame that lies in one chunk is not copied', () => {
	const chunk = Buffer.concat([dataHeader(7, 1000), Buffer.alloc(1000, 1)]);
	const [frame] = decode([chunk]);
	expect(frame?.kind === 'data' && frame.bytes.buffer === chunk.buffer).toBe(true);
});

describe('a frame is refused at its header', () => {
	const header = (length: number, kind: number) => {
		const bytes = Buffer.alloc(5);
		bytes.writeUInt32BE(length);
		bytes.writeUInt8(kind, 4);
		return bytes;
	};

	test.each([
		['with a control message of 4 GiB', 2 ** 32 - 1, 0],
		['with a control message of a byte too many', 128 * 1024 + 1, 0],
		['with a byte too many of a file', 64 * 1024 + 5, 1],
		['of a file without a byte of it', 4, 1],
		['of a file without a transfer', 3, 1],
		['of an unknown kind', 1, 2],
		['of an unknown kind and without a payload', 0, 255],
	])('%s', (_, length, kind) => {
		expect(() => decode([header(length, kind)])).toThrow(BadFrame);
	});

	test('with the longest allowed payload it is not', () => {
		expect(decode([header(128 * 1024, 0), header(64 * 1024 + 4, 1)])).toEqual([]);
	});
});

describe('a control message is refused', () => {
	const CHAT = 'c'.repeat(43);
	const hello = {type: 'hello', chat: CHAT, from: 'alice', to: 'bob', received: 0};
	const text = {type: 'text', n: 1, id: 'a.b.1', text: 'hi', at: 5};

	test.each<[string, unknown]>([
		['without a type', {n: 1}],
		['of an unknown type', {type: 'exec'}],
		['that is a list', [text]],
		['that is null', null],
		['with another field', {...text, from: 'eve'}],
		['without its number', {...text, n: undefined}],
		['with number 0', {...text, n: 0}],
		['with half a number', {...text, n: 1.5}],
		['with a number as text', {...text, n: '1'}],
		['with an id that is too long', {...text, id: 'a'.repeat(81)}],
		['with an empty id', {...text, id: ''}],
		['with a text of a byte too many', {...text, text: 'a'.repeat(16 * 1024 + 1)}],
		['with a text of few characters and too many bytes', {...text, text: '€'.repeat(16 * 1024 - 1)}],
		['with a time that no date can hold', {...text, at: 1e300}],
		['with a name that is not one', {...hello, from: 'Ali ce'}],
		['with a chat that is not one', {...hello, chat: '../x'}],
		['with fewer than no messages received', {...hello, received: -1}],
		['with a reason of its own', {type: 'bye', why: 'because'}],
	])('%s', (_, message) => {
		expect(parseControl(Buffer.from(JSON.stringify(message)))).toBeUndefined();
	});

	test.each([
		['that is not JSON', '{"type":'],
		['that is empty', ''],
		['with an inherited name', '{"type":"typing","__proto__":{}}'],
		['that is very deep', '['.repeat(60_000)],
		['that is very deep and whole', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
		['with a number beyond all numbers', '{"type":"ack","n":1e999}'],
	])('%s', (_, json) => {
		expect(parseControl(Buffer.from(json))).toBeUndefined();
	});

	test('that is not UTF-8', () => {
		const json = Buffer.from(JSON.stringify({...text, text: 'ab'}));
		json[json.indexOf('ab')] = 0xff;
		expect(parseControl(json)).toBeUndefined();
	});

	test('but the right ones are not', () => {
		for (const message of [hello, text, {type: 'typing'}, {type: 'ack', n: 3}, {type: 'bye', why: 'ended'}])
			expect(parseControl(Buffer.from(JSON.stringify(message)))).toEqual(message);
	});
});

test('the longest text fits into a frame, even if every character must be escaped', () => {
	const message = {
		type: 'text',
		n: Number.MAX_SAFE_INTEGER,
		id: '\u0001'.repeat(80),
		text: '\u0001'.repeat(16 * 1024),
		at: 5,
	};
	expect(controlMessage.safeParse(message).success).toBe(true);
	expect(() => controlFrame(JSON.stringify(message))).not.toThrow();
});
