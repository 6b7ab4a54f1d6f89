/** The state of the console: the log and its filter, the bar, and questions. */
import {expect, test} from 'vitest';
import {safeText} from '../../../protocol/text.ts';
import type {ConsoleAction, ConsoleEvent, ConsoleState, ConsoleStep} from '../../../server/console/model.ts';
import {hintsOf} from '../../../server/console/hints.ts';
import {logRows, MAX_LINES} from '../../../server/console/log-view.ts';
import {initialState, update} from '../../../server/console/update.ts';
import {commands} from '../../../server/operator/commands/index.ts';
import {contextOf} from '../../../server/operator/run.ts';
import type {OperatorHost} from '../../../server/operator/operated-server.ts';

const host: OperatorHost = {
	server: undefined,
	start: () => Promise.resolve(undefined),
	stop: () => Promise.resolve(),
	restart: () => Promise.resolve(undefined),
	quit: () => undefined,
};
const context = contextOf(host);
const size = {columns: 80, rows: 24};

const after = (state: ConsoleState, event: ConsoleEvent) => update(state, event, context);
const press = (state: ConsoleState, action: ConsoleAction): ConsoleStep =>
	after(state, {type: 'acted', action});
const type = (state: ConsoleState, before: string) => after(state, {type: 'edited', before})[0];
const log = (state: ConsoleState, ...lines: string[]) =>
	after(state, {type: 'logged', lines: lines.map(line => safeText`${line}`)})[0];
const shown = (state: ConsoleState, rows = 5) => logRows(state, 60, rows).map(({text}) => text);

const many = Array.from({length: 30}, (_, at) => `line ${at}`);

test('the newest lines are at the bottom; who has scrolled up keeps what is on the screen', () => {
	const full = log(initialState(size), ...many);
	expect(shown(full, 2)).toEqual(['line 28', 'line 29']);
	const [up] = press(full, 'pageUp');
	const before = shown(up);
	expect(before).not.toContain('line 29');
	expect(shown(log(up, 'one more', 'and another'))).toEqual(before);
	expect(shown(press(up, 'cancel')[0], 1)).toEqual(['line 29']);
});

test('a flood of lines is bounded, and so is a line', () => {
	let state = initialState(size);
	for (let times = 0; times < 10; times++)
		state = log(state, ...Array.from({length: 1000}, () => 'x'.repeat(5000)));
	expect(state.lines.length).toBe(MAX_LINES);
	expect(Math.max(...state.lines.map(({text}) => text.length))).toBeLessThanOrEqual(2000);
});

test('a filter shows what was said to the operator all the same', () => {
	const [asked] = press(type(log(initialState(size), 'alice comes', 'bob comes'), '/status'), 'submit');
	const reported = after(asked, {type: 'reported', lines: [safeText`Listening`]})[0];
	const [kept] = press(type(reported, 'BOB'), 'submit');
	expect(kept.bar.before).toBe('');
	expect(shown(kept)).toEqual(['bob comes', '› /status', 'Listening']);
	expect(shown(press(kept, 'cancel')[0])).toContain('alice comes');
});

test('a line with a slash is a command, is remembered, and comes back with the arrow', () => {
	const [state, ...effects] = press(type(initialState(size), '/users'), 'submit');
	expect(effects).toEqual([{type: 'run', line: '/users'}]);
	const [recalled] = press(type(state, '/st'), 'recallPrevious');
	expect(recalled.bar.before).toBe('/users');
	expect(press(recalled, 'recallNext')[0].bar.before).toBe('/st');
});

test('Tab goes through the commands that begin so', () => {
	const [first] = press(type(initialState(size), '/st'), 'complete');
	const [second] = press(first, 'complete');
	expect([first.bar.before, second.bar.before]).toEqual(['/status ', '/start ']);
	expect(press(second, 'completeBack')[0].bar.before).toBe('/status ');
});

test('a question is answered no unless yes is chosen', () => {
	const asked = after(initialState(size), {type: 'asked', question: safeText`Stop?`})[0];
	expect(press(asked, 'accept')[1]).toEqual({type: 'answer', yes: false});
	expect(press(asked, 'refuse')[1]).toEqual({type: 'answer', yes: false});
	expect(press(press(asked, 'choiceNext')[0], 'accept')[1]).toEqual({type: 'answer', yes: true});
	expect(press(asked, {press: 'y'})[1]).toEqual({type: 'answer', yes: true});
	expect(press(asked, {press: 'x'})).toEqual([asked]);
});

test('Ctrl-Z says why it does not stop the server', () => {
	const [state] = press(initialState(size), 'suspend');
	expect(hintsOf(state, {commands}).text).toBe(
		'Ctrl-Z would stop the server for everybody; use another terminal.',
	);
});

test('a paste of several lines is one line, and runs nothing', () => {
	const [state, ...effects] = after(initialState(size), {type: 'pasted', text: '/stop\n/quit\r\n'});
	expect(state.bar.before).toBe('/stop /quit ');
	expect(effects).toEqual([]);
});
