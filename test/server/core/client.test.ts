/** Are the requests of one client handled in order, also where a decision waits for its turn? */
import {expect, test} from 'vitest';
import type {RequestFrame} from '../../../protocol/frames.ts';
import {Client} from '../../../server/core/client.ts';
import type {Session} from '../../../server/net/session.ts';

/** A client whose requests of type `mark` need a turn, and `ping` none; turns come when the test says so. */
function clientOfTurns() {
	const handled: number[] = [];
	const turns: Array<() => void> = [];
	let pauses = 0;
	const session = {pause: () => pauses++, resume: () => undefined} as unknown as Session; // nothing else is called
	const client: Client = new Client(session, (own, request) => {
		const note = () => handled.push(request.id);
		if (request.type === 'mark') own.inTurn(work => turns.push(work), note);
		else if (own.isDeciding) own.hold(request);
		else note();
	});
	const receives = (type: 'mark' | 'ping', ...ids: number[]) => {
		for (const id of ids) client.receive({type, id} as RequestFrame); // no other field is read
	};
	const turn = () => turns.splice(0).forEach(work => work());
	return {handled, receives, turn, pauses: () => pauses};
}

test('a query waits for what the client asked for before it, and what comes behind the query waits too', () => {
	const {handled, receives, turn} = clientOfTurns();
	receives('mark', 1, 2);
	receives('ping', 3, 4);
	receives('mark', 5);
	expect(handled).toEqual([]);
	turn();
	expect(handled).toEqual([1, 2, 3, 4]);
	turn();
	expect(handled).toEqual([1, 2, 3, 4, 5]);
});

test('a query of a client that waits for nothing is answered without a turn', () => {
	const {handled, receives} = clientOfTurns();
	receives('ping', 1);
	expect(handled).toEqual([1]);
});

test('a client that asks much while it waits for its turn is not read any more, and nothing is lost', () => {
	const {handled, receives, turn, pauses} = clientOfTurns();
	const ids = Array.from({length: 200}, (_, id) => id);
	receives('mark', ...ids);
	expect(pauses()).toBeGreaterThan(0);
	turn();
	turn();
	expect(handled).toEqual(ids);
});
