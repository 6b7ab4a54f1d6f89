/** Does what happened stand, whatever becomes of the words for it? */
import {expect, test} from 'vitest';
import {directConversation, userName} from '../../protocol/names.ts';
import type {ChatEvent} from '../../server/chat/event.ts';
import {Hub} from '../../server/hub.ts';
import {Lane} from '../../server/lane.ts';
import {Store} from '../../server/store/store.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';

test('an answer that cannot be given takes nothing back: what was decided is kept, and the next comes behind it', async () => {
	const alice = userName('alice')!;
	const conversation = directConversation(alice, alice);
	const [disk, clock] = [new MemoryDisk(), manualClock()];
	const store = await Store.open({folder: '/data', clock, disk});
	const lane = new Lane({store, hub: new Hub(), clock, witness: () => undefined, fatal: () => undefined});
	const sent = (sequence: number): ChatEvent => ({
		type: 'messageSent',
		conversation,
		sequence,
		id: `device00.s.${sequence}`,
		from: alice,
		at: clock.now(),
		text: 'x',
		hash: 'x',
	});
	const speechless = () => {
		throw new Error('no words');
	};
	expect(() => lane.happen([sent(1)], 1, speechless)).toThrow('no words');
	lane.happen([sent(2)]);
	await lane.settle();
	const again = await Store.open({folder: '/data', clock, disk: disk.afterPowerLoss(() => 0)});
	expect(again.state.conversations.byId.get(conversation)?.last).toBe(2);
	const range = {before: 3, limit: 9, end: 'newest'} as const;
	expect((await again.logs.read(conversation, range)).map(({sequence}) => sequence)).toEqual([1, 2]);
});
