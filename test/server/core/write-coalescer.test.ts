/** Lazy events wait a quarter of a second: is what matters of them recorded, and nothing else? */
import {expect, test} from 'vitest';
import {userName} from '../../../protocol/names.ts';
import type {JournaledEvent} from '../../../server/chat/event.ts';
import {WriteCoalescer} from '../../../server/core/write-coalescer.ts';
import {manualClock} from '../../harness/manual-clock.ts';

const seen = (user: string, at: number) => ({type: 'seen', user: userName(user)!, at}) as const;

function coalescer() {
	const clock = manualClock();
	const recorded: JournaledEvent[][] = [];
	const space = {mayRecord: true};
	const lazy = new WriteCoalescer(
		clock,
		events => recorded.push(events),
		() => space.mayRecord,
	);
	return {clock, recorded, space, lazy};
}

test('two users who are seen within a quarter of a second are both recorded, when each was seen last', () => {
	const {lazy, clock, recorded} = coalescer();
	lazy.add(seen('alice', 1));
	lazy.add(seen('bob', 2));
	lazy.add(seen('alice', 3));
	clock.advance(249);
	expect(recorded).toEqual([]);
	clock.advance(1);
	expect(recorded).toEqual([expect.arrayContaining([seen('alice', 3), seen('bob', 2)])]);
	expect(recorded[0]).toHaveLength(2);
});

test('what is recorded at once is not overtaken by what waits of the same user, and leaves what waits of others', () => {
	const {lazy, recorded} = coalescer();
	lazy.add(seen('alice', 1));
	lazy.add(seen('bob', 2));
	lazy.supersede(seen('alice', 3));
	lazy.flush();
	lazy.flush();
	expect(recorded).toEqual([[seen('bob', 2)]]);
});

test('what waits while the disk is full is recorded once there is room, and once', () => {
	const {lazy, clock, recorded, space} = coalescer();
	space.mayRecord = false;
	lazy.hold([seen('carol', 1)]);
	lazy.add(seen('alice', 2));
	clock.advance(1000);
	expect([recorded, lazy.isHolding]).toEqual([[], true]);
	space.mayRecord = true;
	clock.advance(250);
	expect([recorded, lazy.isHolding]).toEqual([[[seen('carol', 1), seen('alice', 2)]], false]);
	clock.advance(1000);
	expect(recorded).toHaveLength(1);
});
