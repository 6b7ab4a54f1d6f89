/** The command bar: drafts, the lines sent before, and the ways out. Is nothing that was typed ever lost? */
import {expect, test} from 'vitest';
import {Client} from '../harness/client.ts';

test('each conversation keeps its own draft, and the list shows where one waits', () => {
	const alice = new Client().signsIn('alice').says('/msg bob').types('for bob');
	alice.presses('conversationNext').types('for carol');
	expect(alice.bar).toBe('for carol');
	alice.presses('conversationLast');
	expect(alice.bar).toBe('for bob');
});

test('Up brings back what was sent before, Down what was being typed', () => {
	const alice = new Client().signsIn('alice').says('/msg bob').says('one').says('two').types('thr');
	expect(alice.presses('historyPrevious').bar).toBe('two');
	expect(alice.presses('historyPrevious').bar).toBe('one');
	expect(alice.presses('historyNext').bar).toBe('two');
	expect(alice.presses('historyNext').bar).toBe('thr');
	expect(alice.presses('historyNext').bar).toBe('thr');
});

test('a recalled line that is changed is a line of its own; the one sent before stays as it was', () => {
	const alice = new Client()
		.signsIn('alice')
		.says('/msg bob')
		.says('one')
		.presses('historyPrevious')
		.types('s');
	expect(alice.bar).toBe('ones');
	alice.presses('submit', 'historyPrevious', 'historyPrevious');
	expect(alice.bar).toBe('one');
});

test('Ctrl-R finds the newest line sent that holds what was typed, then older ones', () => {
	const alice = new Client().signsIn('alice').says('/msg bob');
	alice.says('deploy at nine').says('lunch?').says('deploy done').types('deploy');
	expect(alice.presses('historySearch').bar).toBe('deploy done');
	expect(alice.presses('historySearch').bar).toBe('deploy at nine');
	expect(alice.presses('historySearch').bar).toBe('deploy at nine');
	expect(alice.presses('historyNext', 'historyNext', 'historyNext').bar).toBe('deploy');
});

test('Ctrl-C clears the line; on an empty one it says that once more quits, and then does', () => {
	const alice = new Client().signsIn('alice').types('text').presses('interrupt');
	expect(alice.bar).toBe('');
	expect(alice.taken('quit')).toEqual([]);
	alice.presses('interrupt');
	expect(alice.state.statusMessage).toBe('Ctrl-C once more quits.');
	expect(alice.presses('interrupt').taken('quit')).toHaveLength(1);
});

test('another key between two Ctrl-C is a change of mind', () => {
	const alice = new Client().signsIn('alice').presses('interrupt', 'lineUp', 'interrupt');
	expect(alice.taken('quit')).toEqual([]);
});

test('what is typed while the list has the focus goes to the bar', () => {
	const alice = new Client().signsIn('alice').presses('paneNext').types('x');
	expect(alice.state.pane).toBe('bar');
	expect(alice.bar).toBe('x');
});

test('the partner is told that one types, at most every three seconds, and not of commands', () => {
	const alice = new Client().signsIn('alice').says('/msg bob');
	const told = () => alice.taken('request').filter(({request}) => request.type === 'typing').length;
	alice.types('/who');
	expect(told()).toBe(0);
	alice.presses('interrupt').types('hello');
	expect(told()).toBe(1);
	alice.clock.advance(3000);
	alice.types(' there');
	expect(told()).toBe(1);
});

test.each([
	['s/teh/the/', 0],
	['s/a\\/b/c/g', 0],
	['+:heart:', 0],
	['3+👍', 0],
	['12', 0],
	['12 o’clock', 1],
	['so', 1],
	['s/a/b/ and more', 1],
	['+1', 1],
	['+👍 from me', 1],
])('the partner is told that one types only once it can no longer be a shorthand: %s', (line, times) => {
	const alice = new Client().signsIn('alice').says('/msg bob');
	for (const letter of line) alice.types(letter);
	expect(alice.taken('request').filter(({request}) => request.type === 'typing')).toHaveLength(times);
});

test('a recalled line is a copy: after Up, an edit and Down the draft is there again, and the edit on the way back up', () => {
	const alice = new Client().signsIn('alice').says('/msg bob').says('one').types('half');
	expect(alice.presses('historyPrevious').types('!').bar).toBe('one!');
	expect(alice.presses('historyNext').bar).toBe('half');
	expect(alice.presses('historyPrevious').bar).toBe('one!');
	expect(alice.presses('submit').bar).toBe('half');
	expect(alice.presses('historyPrevious', 'historyPrevious').bar).toBe('one');
});

test('a recalled line that was not changed is left behind by whoever goes to another chat, and the draft is kept', () => {
	const alice = new Client().signsIn('alice').says('/msg bob').says('one').types('half');
	alice.presses('historyPrevious', 'conversationNext', 'conversationLast');
	expect(alice.bar).toBe('half');
});

test('Ctrl-C on a text says that Ctrl-Y brings it back, and Ctrl-Y does', () => {
	const alice = new Client().signsIn('alice').types('an hour of work').presses('interrupt');
	expect([alice.bar, alice.state.statusMessage]).toEqual(['', 'Ctrl-Y brings it back.']);
	expect(alice.presses('bringBack').bar).toBe('an hour of work');
});

test('Ctrl-Y brings back what Ctrl-U, Ctrl-K and Ctrl-W have cleared in a row, together', () => {
	const alice = new Client()
		.signsIn('alice')
		.types('one two three')
		.presses('deleteWordBack', 'deleteWordBack');
	expect(alice.bar).toBe('one ');
	expect(alice.presses('bringBack').bar).toBe('one two three');
	alice.presses('deleteToStart');
	expect(alice.presses('bringBack').bar).toBe('one two three');
	alice.presses('cursorStart', 'deleteToEnd');
	expect([alice.bar, alice.presses('bringBack').bar]).toEqual(['', 'one two three']);
});
