/** Keys and rendering: the next key waits for the field that it goes to. */
import {expect, test} from 'vitest';
import {Handshake} from '../../terminal/handshake.ts';

function setUp() {
	const timers: Array<() => void> = [];
	const focus: {field: object | undefined} = {field: undefined};
	const handshake = new Handshake<object>(
		() => focus.field,
		(_, action) => {
			timers.push(action);
			return () => undefined;
		},
	);
	return {focus, handshake, timers};
}

/** Whether a promise is fulfilled by the end of this turn. */
async function isDone(promise: Promise<void> | undefined): Promise<boolean> {
	let done = false;
	void promise?.then(() => (done = true));
	await new Promise(resolve => setImmediate(resolve));
	return promise === undefined || done;
}

test('where nothing is edited, nothing waits', () => {
	expect(setUp().handshake.settled()).toBeUndefined();
});

test('a key waits until the field shows what the key before did', async () => {
	const {focus, handshake} = setUp();
	const [before, after] = [{}, {}];
	focus.field = before;
	const leave = handshake.ready(before);
	expect(handshake.settled()).toBeUndefined();
	focus.field = after;
	const next = handshake.settled();
	expect(await isDone(next)).toBe(false);
	leave();
	handshake.ready(after);
	expect(await isDone(next)).toBe(true);
});

test('a field that shows something older does not let the key go', async () => {
	const {focus, handshake} = setUp();
	focus.field = {};
	const next = handshake.settled();
	handshake.ready({});
	expect(await isDone(next)).toBe(false);
});

test('a field that is gone is not waited for', async () => {
	const {focus, handshake} = setUp();
	const field = {};
	focus.field = field;
	const leave = handshake.ready(field);
	focus.field = {};
	const next = handshake.settled();
	focus.field = undefined;
	leave();
	expect(await isDone(next)).toBe(true);
});

test('two fields that come and go with the same value do not undo each other', () => {
	const {focus, handshake} = setUp();
	const shared = {};
	focus.field = shared;
	const leave = handshake.ready(shared);
	handshake.ready(shared);
	leave();
	expect(handshake.settled()).toBeUndefined();
});

test('a field that never renders does not take the keyboard away for ever', async () => {
	const {focus, handshake, timers} = setUp();
	focus.field = {};
	const next = handshake.settled();
	expect(await isDone(next)).toBe(false);
	timers[0]?.();
	expect(await isDone(next)).toBe(true);
});
