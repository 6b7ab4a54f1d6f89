/** What the program asks the terminal, and how long it waits before it leaves. */
import {expect, onTestFinished, test, vi} from 'vitest';
import {Questions} from '../../terminal/questions.ts';

async function isPending(promise: Promise<void>): Promise<boolean> {
	const later = new Promise<boolean>(resolve => setImmediate(() => resolve(true)));
	return Promise.race([promise.then(() => false), later]);
}

function asking() {
	const asked: string[] = [];
	const questions = new Questions({write: text => asked.push(text)});
	return {questions, asked};
}

test('the background is asked for, and then what every terminal answers', () => {
	const {questions, asked} = asking();
	questions.ask();
	expect(asked).toEqual(['\x1b]11;?\x07\x1b[c']);
});

test('the program may leave once the last answer is here, each time it has asked', async () => {
	const {questions} = asking();
	expect(await isPending(questions.answers)).toBe(false);
	for (let times = 0; times < 2; times++) {
		questions.ask();
		expect(await isPending(questions.answers)).toBe(true);
		questions.answered();
		expect(await isPending(questions.answers)).toBe(false);
	}
});

test('a terminal that never answers is waited for a second, as an answer over a slow link may take, and no longer', async () => {
	vi.useFakeTimers({toFake: ['setTimeout']});
	onTestFinished(() => void vi.useRealTimers());
	const {questions} = asking();
	questions.ask();
	vi.advanceTimersByTime(999);
	expect(await isPending(questions.answers)).toBe(true);
	vi.advanceTimersByTime(1);
	expect(await isPending(questions.answers)).toBe(false);
});
