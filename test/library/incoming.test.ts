/** Messages that arrive while older ones are being fetched: is each handed on once, and in order? */
import {expect, test} from 'vitest';
import type {Message} from '../../protocol/messages.ts';
import type {ConversationId} from '../../protocol/names.ts';
import type {Connection} from '../../source/library/connection.ts';
import {Incoming} from '../../source/library/incoming.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {alice} from '../harness/sample-state.ts';
import {until} from '../harness/until.ts';

const ROOM = '#build' as ConversationId;
const OWN = ['other.a.4', 'other.a.6'];
const message = (sequence: number): Message => ({
	sequence,
	id: `other.a.${sequence}`,
	from: alice,
	at: 0,
	text: '',
});

test('what is announced meanwhile waits for what is fetched', async () => {
	const handedOn: number[] = [];
	const asked: Array<{after?: number; answer: (messages: readonly Message[]) => void}> = [];
	/** Answers when the test says so; nothing else of a connection is used. */
	const connection = {
		request: async ({after}: {after?: number}) =>
			new Promise(resolve =>
				asked.push({...(after !== undefined && {after}), answer: messages => resolve({messages})}),
			),
	} as unknown as Connection;
	const incoming = new Incoming({
		connection,
		clock: manualClock(),
		isOwn: id => OWN.includes(id),
		handOn: (_room, {sequence}) => handedOn.push(sequence),
	});
	incoming.announced({conversation: ROOM, ...message(1)});
	incoming.announced({conversation: ROOM, ...message(3)}); // the second one is missing
	incoming.announced({conversation: ROOM, ...message(5)});
	incoming.stored(ROOM, 6); // sent by this program; and so was the fourth
	expect(handedOn).toEqual([1]);
	expect(asked.map(({after}) => after)).toEqual([1]);
	asked[0]!.answer([message(2), message(3)]);
	await until(() => asked.length === 2);
	expect(asked[1]!.after).toBe(3);
	asked[1]!.answer([message(4), message(5), message(6)]);
	await until(() => handedOn.length === 4);
	incoming.announced({conversation: ROOM, ...message(5)}); // once more
	incoming.announced({conversation: ROOM, ...message(7)});
	expect(handedOn).toEqual([1, 2, 3, 5, 7]);
	expect(asked).toHaveLength(2);
});
