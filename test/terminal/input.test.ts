/** The keyboard: every event arrives, in order, one at a time, each after the one before has had its effect. */
import {EventEmitter} from 'node:events';
import {expect, test} from 'vitest';
import {chord, type TermEvent} from '../../terminal/event.ts';
import {Input} from '../../terminal/input.ts';

class FakeStdin extends EventEmitter {
	isRaw = false;
	isFlowing = false;
	encoding = '';

	setEncoding(encoding: string): void {
		this.encoding = encoding;
	}

	setRawMode(isRaw: boolean): void {
		this.isRaw = isRaw;
	}

	resume(): void {
		this.isFlowing = true;
	}

	pause(): void {
		this.isFlowing = false;
	}

	type(text: string): void {
		this.emit('data', text);
	}
}

function setUp() {
	const stdin = new FakeStdin();
	const timers: Array<{ms: number; action: () => void}> = [];
	const input = new Input(
		stdin,
		(ms, action) => {
			const timer = {ms, action};
			timers.push(timer);
			return () => timers.splice(timers.indexOf(timer), 1);
		},
		false,
	);
	input.start();
	return {stdin, input, timers};
}

function name(event: TermEvent): string {
	return event.type === 'text' ? event.text : event.type === 'key' ? `<${chord(event)}>` : event.type;
}

/** Hands what `input` says to a list, until `count` events have come. */
function collect(input: Input, count: number): Promise<string[]> {
	const seen: string[] = [];
	return new Promise(resolve => {
		input.onEvent = event => {
			seen.push(name(event));
			if (seen.length === count) resolve(seen);
		};
	});
}

function turn(): Promise<void> {
	return new Promise(resolve => {
		setImmediate(resolve);
	});
}

test('what is typed before anybody listens is kept', async () => {
	const {stdin, input} = setUp();
	stdin.type('ab\rc');
	stdin.type('d');
	expect(await collect(input, 4)).toEqual(['ab', '<enter>', 'c', 'd']);
});

test('a lone key is handed over at once', () => {
	const {stdin, input} = setUp();
	const seen: string[] = [];
	input.onEvent = event => void seen.push(name(event));
	stdin.type('a');
	expect(seen).toEqual(['a']);
});

test('of keys that come together, each is handed over in a turn of its own', async () => {
	const {stdin, input} = setUp();
	const turns: number[] = [];
	let now = 0;
	const done = new Promise<void>(resolve => {
		input.onEvent = () => {
			turns.push(now);
			if (turns.length === 3) resolve();
		};
	});
	const counting = setInterval(() => undefined, 1000);
	const count = () => {
		now++;
		if (turns.length < 3) setImmediate(count);
	};
	setImmediate(count);
	stdin.type('\r\r\r');
	await done;
	clearInterval(counting);
	expect(new Set(turns).size).toBe(3);
});

test('a key waits until the one before has had its effect', async () => {
	const {stdin, input} = setUp();
	const seen: string[] = [];
	let finish = () => {};
	input.onEvent = event => {
		seen.push(name(event));
		return new Promise(resolve => {
			finish = resolve;
		});
	};
	stdin.type('a\rb');
	for (let turns = 0; turns < 5; turns++) await turn();
	expect(seen).toEqual(['a']);
	finish();
	for (let turns = 0; turns < 5; turns++) await turn();
	expect(seen).toEqual(['a', '<enter>']);
	stdin.type('c');
	finish();
	for (let turns = 0; turns < 5; turns++) await turn();
	finish();
	await collect(input, 1);
	expect(seen).toEqual(['a', '<enter>', 'b']);
});

test('a lone ESC is the Escape key after 25 ms, unless the rest of a sequence lies there by then', async () => {
	const {stdin, input, timers} = setUp();
	const seen: string[] = [];
	input.onEvent = event => void seen.push(name(event));
	stdin.type('\x1b');
	expect(timers.map(({ms}) => ms)).toEqual([25]);
	timers.pop()?.action();
	stdin.type('[A'); // it was there all the time, and is read now that the program has time again
	await turn();
	await turn();
	expect(seen).toEqual(['<up>']);
	stdin.type('\x1b');
	timers.pop()?.action();
	await turn();
	await turn();
	expect(seen).toEqual(['<up>', '<escape>']);
});

test('while somebody else has the keyboard nothing is handed over, and nothing is lost', async () => {
	const {stdin, input} = setUp();
	const seen: string[] = [];
	input.onEvent = event => {
		seen.push(name(event));
		if (event.type === 'key') input.pause();
	};
	expect(stdin).toMatchObject({isRaw: true, isFlowing: true, encoding: 'utf8'});
	stdin.type('a\rb');
	for (let turns = 0; turns < 5; turns++) await turn();
	expect(seen).toEqual(['a', '<enter>']);
	expect(stdin).toMatchObject({isRaw: false, isFlowing: false});
	input.resume();
	for (let turns = 0; turns < 5; turns++) await turn();
	expect(seen).toEqual(['a', '<enter>', 'b']);
	expect(stdin).toMatchObject({isRaw: true, isFlowing: true});
});

test('a terminal that is gone is the end, whether it closes or fails', () => {
	for (const how of ['end', 'error']) {
		const {stdin, input} = setUp();
		let isOver = false;
		input.onEnd = () => (isOver = true);
		stdin.emit(how, new Error('EIO'));
		expect(isOver).toBe(true);
	}
});
