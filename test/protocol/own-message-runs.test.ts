/** Does anybody ever have to read what they wrote, and is everything else counted? */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	countAfter,
	MAX_RUNS,
	skipOwn,
	runsAfter,
	withOwn,
	type Runs,
} from '../../protocol/own-message-runs.ts';

/** Somebody's view of a conversation, by the runs and as a beginner would keep it. */
class Reader {
	read = 0;
	own: Runs = [];
	readonly isOwn: boolean[] = [];

	hears(isOwn: boolean): void {
		const sequence = this.isOwn.push(isOwn);
		if (isOwn) this.own = withOwn(this.own, sequence);
		this.reads(0);
	}

	reads(upTo: number): void {
		this.read = skipOwn(this.own, Math.max(this.read, upTo));
		this.own = runsAfter(this.own, this.read);
	}

	get unread(): number {
		return this.isOwn.length - this.read - countAfter(this.own, this.read);
	}

	get othersLeft(): number {
		return this.isOwn.filter((isOwn, at) => at + 1 > this.read && !isOwn).length;
	}
}

const own = fc.record({what: fc.constant('hears' as const), isOwn: fc.boolean()});
const reading = fc.record({
	what: fc.constant('reads' as const),
	share: fc.double({min: 0, max: 1, noNaN: true}),
});
const steps = fc.array(fc.oneof({weight: 6, arbitrary: own}, {weight: 1, arbitrary: reading}), {
	maxLength: 60,
});

test('what others wrote is unread until it was read, and what one wrote oneself never is', () => {
	const property = fc.property(steps, all => {
		const reader = new Reader();
		for (const step of all) {
			if (step.what === 'hears') reader.hears(step.isOwn);
			else reader.reads(Math.round(step.share * reader.isOwn.length));
			expect(reader.unread).toBe(reader.othersLeft);
			expect(reader.isOwn[reader.read]).not.toBe(true); // what comes next is another's, or nothing
		}
	});
	fc.assert(property, {numRuns: 1000});
});

test('messages of one’s own that become known in any order, and more than once, count once', () => {
	const property = fc.property(fc.array(fc.integer({min: 1, max: 40}), {maxLength: 60}), sequences => {
		const runs = sequences.reduce<Runs>(withOwn, []);
		expect(countAfter(runs, 0)).toBe(new Set(sequences).size);
		for (const from of [10, 20, 30])
			expect(countAfter(runs, from)).toBe(new Set(sequences.filter(sequence => sequence > from)).size);
	});
	fc.assert(property, {numRuns: 1000});
});

test('however often one writes among others and reads nothing, little is kept and every count is right', () => {
	const reader = new Reader();
	for (let count = 0; count < 1000; count++) {
		reader.hears(false);
		reader.hears(true);
		expect(reader.own.length).toBeLessThanOrEqual(MAX_RUNS);
		expect(reader.unread).toBe(count + 1);
	}

	for (const upTo of [1, 600, 1799]) {
		reader.reads(upTo);
		expect(reader.unread).toBeLessThanOrEqual(reader.othersLeft);
		expect(reader.isOwn.slice(upTo, reader.read)).not.toContain(false); // nothing of others is passed over
	}

	for (const upTo of [2000 - 2 * MAX_RUNS + 5, 1980, 1999]) {
		reader.reads(upTo);
		expect(reader.unread).toBe(reader.othersLeft);
	}

	expect(reader.read).toBe(2000);
});
