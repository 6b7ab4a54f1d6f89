/** The slices of the state: what a file holds of one is enough to make it again, and an event touches no file unannounced. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {LOBBY, type UserName} from '../../protocol/names.ts';
import type {ChatEvent, JournaledEvent} from '../../server/chat/event.ts';
import {applyTo, type Slice} from '../../server/chat/slice.ts';
import {apply, emptyState, slices, type SliceName, type State} from '../../server/chat/state.ts';
import {gathering, message} from '../harness/rules.ts';
import {Stage} from './model/stage.ts';
import {story} from './model/steps.ts';

const names = Object.keys(slices) as SliceName[];
const sliceOf = (name: SliceName) => slices[name] as Slice<unknown>; // each slice meets only its own state

/** A journal of whatever people did. */
async function journalOf(steps: Parameters<Stage['play']>[0][]): Promise<JournaledEvent[]> {
	const stage = await Stage.open();
	for (const step of steps) await stage.play(step);
	return stage.rules.journal;
}

/** All keys under which the events leave something in a slice. */
function keysOf(name: SliceName, events: readonly ChatEvent[]): string[] {
	return [...new Set(events.flatMap(event => sliceOf(name).keys(event)))];
}

/** Each part as it would stand in its file. */
function partsOf(state: State, name: SliceName, keys: readonly string[]): Map<string, string | undefined> {
	const {dump} = sliceOf(name);
	return new Map(keys.map(key => [key, JSON.stringify(dump(state[name], key))]));
}

/** A server that starts counts the durations that it goes on with by its own uptime: no file holds that. */
const STARTED: ChatEvent = {type: 'started', at: Date.UTC(2026, 0, 1), uptime: 0};

/** Writes and reads every slice of the state that the journal makes. */
function wantsTheSameFromFiles(journal: readonly JournaledEvent[]): void {
	const state = emptyState();
	for (const event of journal) apply(state, event);
	for (const name of names) {
		const {empty, load, schema, apply} = sliceOf(name);
		const again = empty();
		for (const [key, json] of partsOf(state, name, keysOf(name, journal))) {
			if (json !== undefined) load(again, key, schema.parse(JSON.parse(json)));
		}

		for (const slice of [again, state[name]]) applyTo(apply, slice, STARTED);
		expect(again, name).toEqual(state[name]);
	}
}

test('every slice is the same after it was written to its files and read again', async () => {
	const property = fc.asyncProperty(story, async steps => wantsTheSameFromFiles(await journalOf(steps)));
	await fc.assert(property, {numRuns: 20});
});

test('so it is when somebody has left every room, and when a room has nobody left', async () => {
	const {rules, alice} = await gathering('alice');
	await alice.ask({type: 'leave', room: LOBBY});
	wantsTheSameFromFiles(rules.journal);
});

test('so it is when an admin has banned somebody, reset a password, and the operator has deleted an account', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob', 'carol', 'eve');
	const names = ['alice', 'bob', 'carol', 'eve'] as UserName[];
	const [me, other, third, gone] = names as [UserName, UserName, UserName, UserName];
	await rules.operator.ask({type: 'appointAdmin', user: me});
	await bob.ask({type: 'befriend', user: gone});
	await bob.ask(message('bob', 'eve', 'hi'));
	await alice.ask({type: 'ban', user: other, reason: 'noise', milliseconds: 60_000});
	await alice.ask({type: 'resetPassword', user: third}, {newPassword: 'hash', oneTimePassword: 'once'});
	await rules.operator.ask({type: 'deleteUser', user: gone});
	wantsTheSameFromFiles(rules.journal);
	const {administration} = rules.state;
	expect([administration.admins.size, administration.bans.size, administration.oneTime.size]).toEqual([
		1, 1, 1,
	]);
	expect([...administration.deleted.keys()]).toEqual([gone]);
});

test('so it is when the operator has deleted a room, and somebody has made it anew', async () => {
	const {rules, alice} = await gathering('alice', 'bob');
	const room = '#build' as typeof LOBBY;
	await alice.ask({type: 'join', room});
	await alice.ask({type: 'setTopic', room, topic: 'red'});
	await alice.ask({...message('alice', 'alice', 'one'), conversation: room});
	await alice.ask({type: 'invite', room, user: 'bob' as UserName});
	await rules.operator.ask({type: 'deleteRoom', room});
	wantsTheSameFromFiles(rules.journal);
	await alice.ask({type: 'join', room});
	wantsTheSameFromFiles(rules.journal);
});

test('so it is when a device has sent more than is kept of it, and the oldest of what is kept are still known', async () => {
	const {rules, alice} = await gathering('alice', 'bob');
	const requests = Array.from({length: 200}, () => message('alice', 'bob', 'hi'));
	for (const request of requests) await alice.ask(request);
	wantsTheSameFromFiles(rules.journal);
});

test('what was taken of the relationships for their file stays as it was, whatever happens while it is written', async () => {
	const {rules, alice, bob} = await gathering('alice', 'bob', 'carol', 'eve');
	const [me, carol, eve] = ['alice', 'carol', 'eve'] as [UserName, UserName, UserName];
	await alice.ask({type: 'block', user: eve});
	await bob.ask({type: 'befriend', user: me});
	await alice.ask({type: 'befriend', user: 'bob' as UserName});
	const taken = sliceOf('relationships').dump(rules.state.relationships, 'relationships');
	const before = JSON.stringify(taken);
	await alice.ask({type: 'block', user: carol});
	await alice.ask({type: 'unfriend', user: 'bob' as UserName});
	await alice.ask({type: 'unblock', user: eve});
	expect(JSON.stringify(taken)).toBe(before);
	expect([...(rules.state.relationships.blocked.get(me) ?? [])]).toEqual([carol]);
});

/** A slice from files each of which was written at its own moment, and from what the journal tells after that. */
function fromOldFiles(
	name: SliceName,
	journal: readonly JournaledEvent[],
	momentOf: (key: string) => number,
): unknown {
	const {empty, apply, keys, dump, load} = sliceOf(name);
	const before = empty();
	const again = empty();
	const parts = keysOf(name, journal);
	for (let moment = 0; moment <= journal.length; moment++) {
		for (const key of parts.filter(each => momentOf(each) === moment)) {
			const part = structuredClone(dump(before, key));
			if (part !== undefined) load(again, key, part);
		}

		const event = journal[moment];
		if (event) applyTo(apply, before, event);
	}

	for (const [at, event] of journal.entries()) {
		if (keys(event).some(key => at >= momentOf(key))) applyTo(apply, again, event);
	}

	return again;
}

test('so it is when each file is of another moment, and the journal tells the rest', async () => {
	const moments = fc.array(fc.nat(), {minLength: 7, maxLength: 50});
	const property = fc.asyncProperty(story, moments, async (steps, numbers) => {
		const journal = await journalOf(steps);
		const state = emptyState();
		for (const event of journal) apply(state, event);
		for (const name of names) {
			const keys = keysOf(name, journal);
			const momentOf = (key: string) => numbers[keys.indexOf(key) % numbers.length]! % (journal.length + 1);
			const again = fromOldFiles(name, journal, momentOf);
			for (const slice of [again, state[name]]) applyTo(sliceOf(name).apply, slice, STARTED);
			expect(again, name).toEqual(state[name]);
		}
	});
	await fc.assert(property, {numRuns: 20});
});

/** Marks stand in the journal a little later than they were made, after what happened meanwhile, and the newest alone. */
function withLateMarks(
	journal: readonly JournaledEvent[],
	isLater: (at: number) => boolean,
): JournaledEvent[] {
	const marks = new Map<string, JournaledEvent>();
	const flushed = () => {
		const all = [...marks.values()];
		marks.clear();
		return all;
	};
	const late = journal.flatMap((event, at) => {
		const due = isLater(at) ? [] : flushed();
		if (event.type !== 'marked') return [...due, event];
		marks.set(`${event.conversation} ${event.user}`, event);
		return due;
	});
	return [...late, ...flushed()];
}

test('it does not matter how late it is written down what somebody has received and read', async () => {
	const property = fc.asyncProperty(story, fc.infiniteStream(fc.boolean()), async (steps, chances) => {
		const journal = await journalOf(steps);
		const [state, again] = [emptyState(), emptyState()];
		for (const event of journal) apply(state, event);
		for (const event of withLateMarks(journal, () => chances.next().value as boolean)) apply(again, event);
		expect(again.conversations).toEqual(state.conversations);
	});
	await fc.assert(property, {numRuns: 40});
});

test('an event changes only those parts of a slice that it names', async () => {
	const property = fc.asyncProperty(story, async steps => {
		const journal = await journalOf(steps);
		const all = new Map(names.map(name => [name, keysOf(name, journal)]));
		const state = emptyState();
		const parts = () => new Map(names.map(name => [name, partsOf(state, name, all.get(name) ?? [])]));
		let before = parts();
		for (const event of journal) {
			apply(state, event);
			const after = parts();
			for (const name of names) {
				const changed = (all.get(name) ?? []).filter(
					key => after.get(name)?.get(key) !== before.get(name)?.get(key),
				);
				expect(sliceOf(name).keys(event), `${event.type} in ${name}`).toEqual(
					expect.arrayContaining(changed),
				);
			}

			before = after;
		}
	});
	await fc.assert(property, {numRuns: 5});
});
