/** Frames: what is taken, what is refused, and that both sides read what the other wrote. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	encodeAnnouncement,
	encodeReply,
	encodeRequest,
	isPlain,
	parseReply,
	parseRequest,
	parseServerFrame,
	requestSchema,
} from '../../protocol/frames.ts';
import {fieldOf, isFinal, refusals, refuse, sentence, type Refusal} from '../../protocol/refusals.ts';
import {LOBBY, type UserName} from '../../protocol/names.ts';
import {clean} from '../../protocol/text.ts';

const send = {type: 'send', conversation: 'alice+bob', messageId: 'device00.start.1', text: 'hi'};

describe('the server', () => {
	test('reads what the client wrote', () => {
		expect(parseRequest(encodeRequest(7, {type: 'ping'}).trimEnd())).toEqual({id: 7, type: 'ping'});
	});

	test.each([
		['no JSON', '{"id":1', undefined],
		['no object', '[1]', undefined],
		['no id', '{"type":"ping"}', undefined],
		['an id that is no whole number', '{"id":1.5,"type":"ping"}', undefined],
		['an unknown type', '{"id":1,"type":"explode"}', 1],
		['a type of the language', '{"id":1,"type":"constructor"}', 1],
		['an unknown field', '{"id":1,"type":"ping","extra":true}', 1],
		['a field called __proto__', '{"id":1,"type":"ping","__proto__":{}}', 1],
		['a conversation out of order', JSON.stringify({id: 1, ...send, conversation: 'bob+alice'}), 1],
		['a conversation that is a path', JSON.stringify({id: 1, ...send, conversation: '../../etc'}), 1],
		['a message id of another shape', JSON.stringify({id: 1, ...send, messageId: '../x'}), 1],
		['a number where text belongs', JSON.stringify({...send, text: 5, id: 1}), 1],
	])('refuses a frame with %s', (_what, line, id) => {
		expect(parseRequest(line)).toEqual({bad: true, id});
	});

	test('refuses eight thousand levels of nesting without falling over', () => {
		expect(parseRequest(`{"id":1,"type":"ping","x":${'['.repeat(8000)}${']'.repeat(8000)}}`)).toEqual({
			bad: true,
			id: 1,
		});
	});
});

describe('the client', () => {
	test('reads replies, refusals and announcements', () => {
		expect(parseServerFrame(encodeReply(7, {}).trimEnd())).toEqual({kind: 'reply', re: 7, ok: {}});
		const refusal = refuse('nameTaken', {user: 'alice'});
		expect(parseServerFrame(encodeReply(8, refusal).trimEnd())).toMatchObject({
			kind: 'refusal',
			re: 8,
			refusal,
		});
		const announcement = {type: 'typing', conversation: 'alice+bob', user: 'bob'} as never;
		expect(parseServerFrame(encodeAnnouncement(announcement).trimEnd())).toEqual({
			kind: 'announcement',
			announcement,
		});
	});

	test('ignores fields and announcements that are newer than it', () => {
		expect(parseServerFrame('{"type":"fireworks"}')).toEqual({kind: 'unknown'});
		const newer = '{"type":"typing","conversation":"alice+bob","user":"bob","mood":"good"}';
		expect(parseServerFrame(newer)).toMatchObject({announcement: {type: 'typing', user: 'bob'}});
		expect(parseReply('send', {sequence: 1, at: 5, waitsFor: [], mood: 'good'})).toEqual({
			sequence: 1,
			at: 5,
			waitsFor: [],
		});
	});

	test('takes no reply for another', () => {
		expect(parseReply('send', {messages: []})).toBeUndefined();
	});

	test('has a sentence for a refusal that is newer than it', () => {
		const frame = parseServerFrame('{"re":1,"refusal":"outOfCheese"}');
		expect(frame).toMatchObject({kind: 'refusal', refusal: {refusal: 'internal'}});
	});

	test('draws nothing dangerous out of the details of a refusal', () => {
		const frame = parseServerFrame(JSON.stringify({re: 1, refusal: 'nameTaken', user: '\x1b[2Jalice\u202e'}));
		if (frame.kind !== 'refusal') throw new Error('no refusal');
		expect(sentence(frame.refusal)).toBe('The name �alice� is taken; choose another.');
	});
});

test.each(Object.keys(refusals) as Array<keyof typeof refusals>)(
	'the refusal %s is one clean sentence',
	code => {
		const details = {
			user: 'bob',
			other: 'rob',
			seconds: 5,
			oldest: 1,
			since: 0,
			address: '127.0.0.1',
			most: 4,
		};
		const refusal = {refusal: code, ...details} as unknown as Refusal;
		const text = sentence(refusal);
		expect(text).toMatch(/^[A-Z0-9b].+\.$/);
		expect(text).not.toContain('undefined');
		expect(clean(text)).toBe(text);
		expect(typeof isFinal(refusal)).toBe('boolean');
		expect([undefined, 'user', 'password', 'phone', 'code', 'text']).toContain(fieldOf(refusal));
	},
);

test('a search that names a conversation twice is not a valid request', () => {
	const search = (...conversations: string[]) => {
		const places = conversations.map(conversation => ({conversation, before: 9}));
		return parseRequest(JSON.stringify({id: 1, type: 'search', text: 'x', places}));
	};
	expect(search('alice+bob', '#build')).toMatchObject({type: 'search'});
	expect(search('alice+bob', '#build', 'alice+bob')).toEqual({bad: true, id: 1});
});

describe('a frequent request that is found valid fast', () => {
	const mark = {type: 'mark', conversation: 'alice+bob', delivered: 4, read: 3};
	const odd = fc.oneof(
		fc.constantFrom(
			'alice+bob',
			'bob+alice',
			'#room',
			'#Room',
			'!alice',
			'root+alice',
			'alice+alice',
			'',
			'__proto__',
		),
		fc.constantFrom(
			'device00.start.1',
			'device00.start',
			'x'.repeat(81),
			'x'.repeat(70_000),
			'\ud800',
			'ünï',
		),
		fc.constantFrom(0, -0, -1, 1.5, 2 ** 53, null, true, [], {}),
		fc.string(),
		fc.integer(),
	);
	const frames = fc
		.tuple(
			fc.constantFrom<Record<string, unknown>>({id: 1, ...send}, {id: 1, ...mark}),
			fc.dictionary(
				fc.constantFrom(
					'id',
					'conversation',
					'messageId',
					'text',
					'delivered',
					'read',
					'more',
					'constructor',
				),
				fc.option(odd, {nil: undefined}),
				{maxKeys: 3},
			),
		)
		.map(([frame, changes]) => JSON.parse(JSON.stringify({...frame, ...changes})) as Record<string, unknown>);

	test('is what its schema accepts, and what it makes of it', () => {
		const verdicts = {plain: 0, other: 0};
		fc.assert(
			fc.property(frames, frame => {
				const isFound = isPlain(frame);
				verdicts[isFound ? 'plain' : 'other']++;
				if (isFound) expect(requestSchema(frame.type)?.parse(frame)).toEqual(frame);
			}),
			{numRuns: 3000},
		);
		expect(Math.min(verdicts.plain, verdicts.other)).toBeGreaterThan(100);
	});

	test.each([[{id: 1, ...send}], [{id: 1, ...mark}]])('is %o', frame => {
		expect(isPlain(frame)).toBe(true);
	});
});

test('a message is announced as JSON.stringify would write it, whatever its text', () => {
	const text = fc.string({unit: 'binary', maxLength: 30});
	const message = fc.record(
		{sequence: fc.nat(), at: fc.nat(), id: text, text, chat: fc.nat(), folded: fc.boolean()},
		{requiredKeys: ['sequence', 'at', 'id', 'text']},
	);
	fc.assert(
		fc.property(message, ({sequence, at, id, text, ...more}) => {
			const whole = {
				type: 'message' as const,
				conversation: LOBBY,
				sequence,
				id,
				from: 'alice' as UserName,
				at,
				text,
				...more,
			};
			expect(encodeAnnouncement(whole)).toBe(`${JSON.stringify(whole)}\n`);
		}),
	);
});
