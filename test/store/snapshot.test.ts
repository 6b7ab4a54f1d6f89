/** The state of one moment, read while events go on. */
import {expect, test} from 'vitest';
import {slices, type SliceName} from '../../server/chat/state.ts';
import type {Slice} from '../../server/chat/slice.ts';
import {PART_FILES} from '../../server/store/part-files.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {alice, aliceAndBob, happen, openStore, sent} from './world.ts';

test('has no part that is made while it is read', async () => {
	const store = await openStore(new MemoryDisk());
	const snapshot = store.snapshot();
	const event = sent(store, alice, aliceAndBob, 'hello');
	store.beforeApply(event);
	await happen(store, event);
	const parts = [...snapshot.parts()].map(({name, key}) => `${name} ${key}`);
	const whole = Object.values(PART_FILES).filter(part => part.whole !== undefined);
	expect(parts).toHaveLength(whole.length);
});

test.each(Object.keys(slices) as SliceName[])('of what is not there nothing is stored: %s', name => {
	const {empty, dump} = slices[name] as Slice<unknown>;
	if (PART_FILES[name].whole === undefined) expect(dump(empty(), 'alice')).toBeUndefined();
	else expect(dump(empty(), PART_FILES[name].whole)).toBeDefined();
});
