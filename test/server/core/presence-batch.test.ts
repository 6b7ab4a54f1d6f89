/** Changes of presence are told once a second: does a block change when anybody hears of them? */
import {expect, test} from 'vitest';
import {userName, type UserName} from '../../../protocol/names.ts';
import {PresenceBatch} from '../../../server/core/presence-batch.ts';
import {manualClock} from '../../harness/manual-clock.ts';

const [alice, bob, carol] = ['alice', 'bob', 'carol'].map(name => userName(name)) as [
	UserName,
	UserName,
	UserName,
];

function batching() {
	const clock = manualClock();
	const told: UserName[][] = [];
	return {clock, told, batch: new PresenceBatch(clock, users => told.push(users))};
}

test('a change is told at once, and those within the next second together when it is over', () => {
	const {clock, told, batch} = batching();
	batch.add(alice);
	clock.advance(0);
	expect(told).toEqual([[alice]]);
	batch.add(bob);
	batch.add(carol);
	batch.add(bob);
	clock.advance(999);
	expect(told).toHaveLength(1);
	clock.advance(1);
	expect(told).toEqual([[alice], [bob, carol]]);
});

test('a newcomer is told at once, with what waits', () => {
	const {clock, told, batch} = batching();
	batch.add(alice);
	clock.advance(0);
	batch.add(bob);
	batch.addNewcomer(carol);
	clock.advance(0);
	expect(told).toEqual([[alice], [bob, carol]]);
	clock.advance(5000);
	expect(told).toHaveLength(2);
});

test('a batch that is taken apart for a blocked user tells the same at the same time as the common one', () => {
	const {clock, told, batch} = batching();
	batch.add(alice);
	clock.advance(300);
	batch.add(bob);
	const apart: UserName[][] = [];
	const forked = batch.fork(users => apart.push(users));
	for (const each of [batch, forked]) each.add(carol);
	clock.advance(699);
	expect([told, apart]).toEqual([[[alice]], []]);
	clock.advance(1);
	expect([told.slice(1), apart]).toEqual([[[bob, carol]], [[bob, carol]]]);
});
