/** Long answers: do they go in frames that a client takes, and come together as they were? */
import {expect, test} from 'vitest';
import {encodeReply, FRAME_CAP, parseServerFrame} from '../../protocol/frames.ts';
import {encodeAnswer, ReplyAssembler} from '../../protocol/chunked-reply.ts';
import {refuse} from '../../protocol/refusals.ts';

/** As a client reads it: the reply, and the bytes of the longest frame. */
function read(lines: readonly string[]): {reply: unknown; longest: number} {
	const parts = new ReplyAssembler();
	let reply: unknown;
	for (const line of lines) {
		const frame = parseServerFrame(line.trimEnd());
		if (frame.kind === 'part') expect(parts.add(frame.part, line.length)).toBe(true);
		else if (frame.kind === 'reply') reply = parts.complete(frame.ok);
		else throw new Error(`no part of a reply: ${frame.kind}`);
	}

	return {reply, longest: Math.max(...lines.map(line => Buffer.byteLength(line)))};
}

test.each([
	['letters', 'x'],
	['what JSON writes longer', '\u0001'],
	['letters of three bytes', '漢'],
	['letters of four bytes', '😀'],
])('an answer with lists of any length comes whole, though no frame is too long: %s', (_what, letter) => {
	const people = Array.from({length: 9000}, (_, at) => ({user: `user${at}`, remark: letter.repeat(80)}));
	const answer = {user: 'alice', now: 5, people, friends: ['bob'], blocked: [], last: {list: [1, 2]}};
	const {reply, longest} = read([...encodeAnswer(7, answer)]);
	expect(reply).toEqual(answer);
	expect(longest).toBeLessThan(FRAME_CAP.server);
});

test('a short answer, and every refusal, is one frame', () => {
	const answer = {people: [{user: 'bob'}]};
	expect(encodeAnswer(7, answer)).toEqual([encodeReply(7, answer)]);
	const refusal = refuse('nameTaken', {user: 'x'.repeat(1e6)});
	expect(encodeAnswer(7, refusal)).toEqual([encodeReply(7, refusal)]);
});

test.each([undefined, null, 'text', [1], {people: 'nobody'}, {}])(
	'parts that are completed by something else leave it to the schema of the reply: %j',
	ok => {
		const parts = new ReplyAssembler();
		expect(parts.complete(ok)).toBe(ok);
		parts.add(JSON.parse('{"people":[1],"__proto__":[2]}') as never, 10);
		expect(() => parts.complete(ok)).not.toThrow();
		expect(([] as unknown as Record<string, unknown>)['people']).toBeUndefined();
	},
);
