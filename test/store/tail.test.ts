/** Messages that are in no file yet: are they given back as they were, by sequence, however many and long they are? */
import {expect, test} from 'vitest';
import {userName} from '../../protocol/names.ts';
import {decodedLines} from '../../server/store/message-lines.ts';
import {Tail} from '../../server/store/tail.ts';

const alice = userName('alice')!;
const message = (sequence: number, text: string) => ({
	sequence,
	id: `device00.a.${sequence}`,
	from: alice,
	at: 1,
	text,
});
/** Longer than a block, in characters of one, three and four bytes. */
const texts = ['hi', '', '\n', 'x'.repeat(300), '€'.repeat(4000), '😀'.repeat(4000), 'y'.repeat(20_000)];
const messages = Array.from({length: 70}, (_, at) => message(at + 11, texts[at % texts.length] ?? ''));

function tailOf(): Tail {
	const tail = new Tail(11);
	for (const each of messages) tail.add(each);
	return tail;
}

const textsIn = (tail: Tail | undefined, from = 0, to = 1000) =>
	tail?.slice(from, to).flatMap(part => {
		const read = decodedLines(part);
		expect([part.first, part.count]).toEqual([read[0]?.sequence ?? part.first, read.length]);
		return read;
	});
test('each message is given back as it was, whatever is asked for around it', () => {
	const tail = tailOf();
	expect([tail.first, tail.last]).toEqual([11, 80]);
	expect(textsIn(tail)).toEqual(messages);
	for (const [from, to] of [
		[11, 11],
		[80, 80],
		[17, 16],
		[1, 10],
		[81, 99],
		[13, 60],
		[79, 99],
	] as const)
		expect(textsIn(tail, from, to)).toEqual(
			messages.filter(({sequence}) => sequence >= from && sequence <= to),
		);
});

test('what is left after a save are the messages after it, and more may follow; after the last there is nothing', () => {
	const tail = tailOf();
	expect(textsIn(tail.after(3))).toEqual(messages);
	expect(tail.after(3)?.first).toBe(11);
	const rest = tail.after(79);
	expect([rest?.first, rest?.last]).toEqual([80, 80]);
	rest?.add(message(81, 'later'));
	expect(textsIn(rest)).toEqual([messages.at(-1), message(81, 'later')]);
	expect([tail.after(80), tail.after(81)]).toEqual([undefined, undefined]);
	expect(textsIn(tail)).toEqual(messages);
	tail.add(message(81, 'in a block with room'));
	const newest = tail.after(80);
	newest?.add(message(82, 'behind it'));
	expect(textsIn(newest)).toEqual([message(81, 'in a block with room'), message(82, 'behind it')]);
	expect(textsIn(tail, 81)).toEqual([message(81, 'in a block with room')]);
});

test('what was taken stays as it was when more follows', () => {
	const tail = tailOf();
	const taken = tail.slice(11, 80);
	tail.add(message(81, 'later'));
	expect(taken.flatMap(decodedLines)).toEqual(messages);
});
