/** Events of the library: do they wait for who listens, and what becomes of a loop that is too slow, and of a listener that throws? */
import {once} from 'node:events';
import {expect, test} from 'vitest';
import {EventStream} from '../../source/library/event-stream.ts';

const typing = (user: string) => ({type: 'typing', conversation: '#build', user}) as const;

test('what came before the program could listen is heard first', () => {
	const events = new EventStream();
	events.emit(typing('alice'));
	const heard: string[] = [];
	events.on('typing', ({user}) => heard.push(user));
	events.open();
	events.emit(typing('bob'));
	expect(heard).toEqual(['alice', 'bob']);
});

test('a listener that is taken off hears nothing more', () => {
	const events = new EventStream();
	events.open();
	const heard: string[] = [];
	const stop = events.on('typing', ({user}) => heard.push(user));
	events.emit(typing('alice'));
	stop();
	events.emit(typing('bob'));
	expect(heard).toEqual(['alice']);
});

test('a loop takes all events in order and ends after the last one', async () => {
	const events = new EventStream();
	events.open();
	const loop = events.loop();
	const heard: string[] = [];
	for (const user of ['alice', 'bob']) events.emit(typing(user));
	events.emit({type: 'closed'});
	for await (const event of loop) heard.push(event.type);
	expect(heard).toEqual(['typing', 'typing', 'closed']);
	for await (const event of events.loop()) heard.push(`later ${event.type}`);
	expect(heard.at(-1)).toBe('later closed');
});

test('a loop that falls behind by more than 10,000 events ends with an error, after those that it has', async () => {
	const events = new EventStream();
	events.open();
	const loop = events.loop();
	for (let at = 0; at < 10_002; at++) events.emit(typing(`${at}`));
	let taken = 0;
	const all = (async () => {
		for await (const event of loop) if (event.type === 'typing') taken++;
	})();
	await expect(all).rejects.toMatchObject({code: 'fellBehind'});
	expect(taken).toBe(10_000);
});

test('a listener that throws is heard of as a bug, and harms no other', async () => {
	const events = new EventStream();
	events.open();
	const heard: string[] = [];
	const handlers = process.listeners('uncaughtException');
	process.removeAllListeners('uncaughtException');
	try {
		const thrown = once(process, 'uncaughtException');
		events.on('typing', () => {
			throw new Error('a bug');
		});
		events.on('typing', ({user}) => heard.push(user));
		events.emit(typing('alice'));
		expect(heard).toEqual(['alice']);
		expect(((await thrown) as [Error])[0].message).toBe('a bug');
	} finally {
		for (const handler of handlers) process.on('uncaughtException', handler);
	}
});
