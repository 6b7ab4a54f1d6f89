/** The store: are events handled in order, effects carried out in order, and listeners told when they should be? */
import {expect, test} from 'vitest';
import type {StateEvent} from '../../source/state/model/event.ts';
import {initialState} from '../../source/state/model/initial.ts';
import {createStore, FLOODED_FRAME, FRAME} from '../../source/state/runtime/store.ts';
import {manualClock} from '../harness/manual-clock.ts';

const resized = (columns: number): StateEvent => ({type: 'resized', size: {columns, rows: 24}});
const key: StateEvent = {type: 'acted', action: 'quit'};

function storeWith(perform: Parameters<typeof createStore>[0]['perform'] = () => undefined) {
	const clock = manualClock();
	const state = initialState({columns: 80, rows: 24}, {device: 'a1b2c3d4', start: 'a', next: 1});
	const store = createStore({state, clock, perform});
	let told = 0;
	const stop = store.subscribe(() => told++);
	return {clock, store, stop, told: () => told};
}

test('the state has changed when dispatch returns', () => {
	const {store} = storeWith();
	store.dispatch(resized(100));
	expect(store.snapshot().size.columns).toBe(100);
});

test('what a key changes is told at once', () => {
	const {store, told} = storeWith();
	store.dispatch(key);
	expect(told()).toBe(1);
});

test('what else happens is told once in a frame, however much it is, and the last of it is', () => {
	const {store, clock, told} = storeWith();
	store.dispatch(key);
	for (let columns = 1; columns <= 100; columns++) store.dispatch(resized(columns));
	expect(told()).toBe(1);
	clock.advance(FRAME - 1);
	expect(told()).toBe(1);
	clock.advance(1);
	expect(told()).toBe(2);
	clock.advance(1000);
	expect(told()).toBe(2);
});

test('while more happens than can be read it is told less often, a key still at once, and as before when that is over', () => {
	const {store, clock, told} = storeWith();
	const happens = (times: number) => {
		for (let columns = 1; columns <= times; columns++) store.dispatch(resized(columns));
	};
	store.dispatch(key);
	happens(FRAME + 1);
	clock.advance(FRAME);
	expect(told()).toBe(2);
	happens(1);
	clock.advance(FLOODED_FRAME - 1);
	expect(told()).toBe(2);
	store.dispatch(key);
	expect(told()).toBe(3);
	happens(1);
	clock.advance(FRAME);
	expect(told()).toBe(4);
});

test('a key tells what else has happened with it, and not once more', () => {
	const {store, clock, told} = storeWith();
	store.dispatch(resized(90));
	store.dispatch(key);
	expect(told()).toBe(1);
	clock.advance(1000);
	expect(told()).toBe(1);
});

test('an event that comes while another is handled waits for its turn', () => {
	const seen: number[] = [];
	const {store} = storeWith((effect, dispatch) => {
		if (effect.type !== 'quit') return;
		dispatch(resized(100));
		seen.push(store.snapshot().size.columns);
	});
	store.dispatch(key);
	expect(seen).toEqual([80]);
	expect(store.snapshot().size.columns).toBe(100);
});

test('who no longer listens is no longer told', () => {
	const {store, stop, told} = storeWith();
	stop();
	store.dispatch(key);
	expect(told()).toBe(0);
});
