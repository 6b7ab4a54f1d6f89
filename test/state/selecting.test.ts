/** A selected message: how one is chosen, what each key does with it, and that no draft is lost by it. */
import {describe, expect, test} from 'vitest';
import type {Action} from '../../source/state/model/action.ts';
import {scopeOf} from '../../source/state/keyboard/scope.ts';
import {statusLine} from '../../source/state/view/status-line.ts';
import {statusOf} from '../../source/state/view/status.ts';
import {dialogView} from '../../source/state/dialogs/dialogs.ts';
import {pickerView} from '../../source/state/pickers/list-dialog.ts';
import type {Picker} from '../../source/state/model/dialog.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {between, Client, message} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const withBob = between('alice', 'bob');
const at = Date.UTC(2026, 10, 20, 9, 41);

function talking(): Client {
	return new Client()
		.signsIn('alice')
		.says('/msg bob')
		.announced(message('alice', 'bob', 1, 'helo'), message('bob', 'alice', 2, 'see https://example.org/a.'), {
			...message('bob', 'alice', 3, 'and?'),
			replyTo: 1,
		});
}

const letter = (key: string): Action => ({choose: key});
const selected = (client: Client) => client.state.selected?.sequence;
const sent = (client: Client) => client.taken('send').map(({entry}) => entry);

describe('a message is selected', () => {
	test('with Ctrl-Up from the newest on, and left with Down below it or Esc', () => {
		const alice = talking().presses('failedPrevious');
		expect([selected(alice), scopeOf(alice.state)]).toEqual([3, 'message']);
		expect(selected(alice.presses('selectPrevious', 'selectPrevious'))).toBe(1);
		expect(selected(alice.presses('selectPrevious'))).toBe(1);
		alice.presses('selectNext', 'selectNext', 'selectNext');
		expect([selected(alice), scopeOf(alice.state)]).toEqual([undefined, 'bar']);
		expect(selected(alice.presses('failedPrevious', 'cancel'))).toBeUndefined();
	});

	test('with Esc, then Up; Up alone recalls what was sent before', () => {
		expect(selected(talking().presses('cancel', 'historyPrevious'))).toBe(3);
		const alice = talking().presses('historyPrevious');
		expect([selected(alice), alice.bar]).toEqual([undefined, '/msg bob']);
	});

	test('with a click', () => {
		const alice = talking();
		const row = 24 - 1 - 3 - 1 - 1; // above the status line, the framed bar, and the frame of the transcript
		expect(selected(alice.hears({type: 'clicked', column: 30, row}))).toBe(3);
		expect(selected(alice.hears({type: 'clicked', column: 30, row: row - 2}))).toBe(2);
	});

	test('never where it is deleted or hidden, and not beyond what is loaded', () => {
		const alice = talking().announced({
			type: 'messageChanged',
			conversation: withBob,
			sequence: 2,
			by: name('bob'),
			at,
			revision: 1,
			change: {type: 'delete'},
		});
		expect(selected(alice.presses('failedPrevious', 'selectPrevious'))).toBe(1);
		const empty = new Client().signsIn('alice').says('/msg bob').presses('failedPrevious');
		expect(empty.state.statusMessage).toBe('There is no message to choose here.');
	});

	test('and its rows are marked and on the screen, also in a long conversation', () => {
		const alice = talking();
		for (let sequence = 4; sequence <= 60; sequence++)
			alice.announced(message('bob', 'alice', sequence, `line ${sequence}`));
		alice.presses('failedPrevious');
		for (let up = 0; up < 40; up++) alice.presses('selectPrevious');
		expect(selected(alice)).toBe(20);
		expect(alice.rows.join('\n')).toContain('line 20');
		for (let down = 0; down < 25; down++) alice.presses('selectNext');
		expect(alice.rows.join('\n')).toContain('line 45');
	});

	test('and is on the screen also where notices above and below it would fill that', () => {
		const lobby = '#lobby' as ConversationId;
		const room = {conversation: lobby, last: 2, lastAt: at, delivered: 2, read: 2, mentions: 0, others: []};
		const said = [1, 2].map(sequence => ({...message('bob', 'alice', sequence, `line ${sequence}`)}));
		const alice = new Client({columns: 40, rows: 10})
			.signsIn('alice', {conversations: [room]})
			.says('/join lobby');
		alice.announced(...said.map(each => ({...each, conversation: lobby})));
		for (let user = 0; user < 9; user++)
			alice.announced({type: 'memberJoined', conversation: lobby, user: name(`user${user}`), at});
		expect(alice.presses('failedPrevious').rows.join()).toContain('line 2');
		expect(alice.presses('selectPrevious').rows.join()).toContain('line 1');
		expect(alice.presses('selectNext').rows.join()).toContain('line 2');
	});

	test('until another conversation opens', () => {
		const alice = talking()
			.announced(message('carol', 'alice', 1, 'hi'))
			.presses('failedPrevious');
		alice.presses('conversationUnread');
		expect([selected(alice), scopeOf(alice.state)]).toEqual([undefined, 'bar']);
	});
});

describe('of the selected message', () => {
	test('r replies, the status line says to whom, and Esc replies to nobody', () => {
		const alice = talking().presses('failedPrevious', 'selectPrevious', letter('r'));
		expect(statusOf(alice.state).message).toMatch(/Replying to bob: “see https/);
		alice.says('thanks');
		expect(sent(alice)).toMatchObject([{text: 'thanks', replyTo: 2}]);
		expect(sent(alice.says('more'))).toMatchObject([{text: 'more'}]);
		alice.presses('failedPrevious', letter('r')).types('to nobody').presses('cancel', 'submit');
		expect(sent(alice)[0]).not.toHaveProperty('replyTo');
	});

	test('e edits the own one, and the draft comes back after Enter as after Esc', () => {
		const alice = talking()
			.types('half a thought')
			.presses('failedPrevious', 'selectPrevious', 'selectPrevious');
		expect(alice.presses(letter('e')).bar).toBe('helo');
		alice.types(' bob').presses('submit');
		expect(sent(alice)).toMatchObject([{changes: {target: 1, change: {type: 'edit', text: 'helo bob'}}}]);
		expect(alice.bar).toBe('half a thought');
		alice
			.presses('failedPrevious', 'selectPrevious', 'selectPrevious', letter('e'))
			.types('!')
			.presses('cancel');
		expect([alice.bar, sent(alice)]).toEqual(['half a thought', []]);
		expect(alice.presses('bringBack').bar).toContain('helo bob!');
	});

	test('e refuses that of another in a sentence', () => {
		const alice = talking().presses('failedPrevious', letter('e'));
		expect(alice.state.statusMessage).toBe('Only its sender, bob, can change that message.');
	});

	test('an edit that another conversation interrupts is kept as cleared text, and the draft stays', () => {
		const alice = talking()
			.types('half')
			.presses('failedPrevious', 'selectPrevious', 'selectPrevious', letter('e'));
		alice
			.announced(message('carol', 'alice', 1, 'hi'))
			.types(' edited')
			.presses('conversationUnread');
		expect(sent(alice).filter(({changes}) => changes)).toMatchObject([]);
		expect(alice.presses('conversationLast').bar).toBe('half');
	});

	test('d asks before it deletes', () => {
		const alice = talking().presses('failedPrevious', 'selectPrevious', 'selectPrevious', letter('d'));
		expect(dialogView(alice.state)?.lines.join(' ')).toContain('“helo” Delete it for everybody?');
		expect(sent(alice.presses('accept'))).toEqual([]);
		alice.presses(letter('d'), letter('d'));
		expect(sent(alice)).toMatchObject([{changes: {target: 1, change: {type: 'delete'}}}]);
	});

	test('d deletes that of another only for an operator of the room, and refuses it before it asks', () => {
		const build = '#build' as ConversationId;
		const room = {conversation: build, last: 1, lastAt: at, delivered: 1, read: 1, mentions: 0, others: []};
		const withRole = (role: {role?: 'operator'}) =>
			new Client()
				.signsIn('alice', {conversations: [{...room, ...role}]})
				.presses('conversationNext')
				.announced({...message('bob', 'alice', 1, 'spam'), conversation: build})
				.presses('failedPrevious');
		const [member, operator] = [withRole({}), withRole({role: 'operator'})];
		const footer = ({state}: Client) => statusLine(state).parts.find(part => part.name === 'keys')?.text;
		expect([footer(member), footer(operator)].map(keys => / d/.test(keys ?? ''))).toEqual([false, true]);
		expect(member.presses(letter('d')).state.statusMessage).toBe(
			'Only its sender, bob, can change that message.',
		);
		expect(dialogView(operator.presses(letter('d')).state)?.title).toBe('Delete a message');
		expect(talking().presses('failedPrevious', letter('d')).state.dialogs).toEqual([]);
	});

	test('+ finds an emoji by its name, offers the last ones first, and takes a reaction away that is there', () => {
		const alice = talking().presses('failedPrevious', letter('+'));
		alice.types('rocke');
		expect(rowsOf(alice)[0]).toContain('🚀');
		alice.presses('accept');
		expect(sent(alice)).toMatchObject([
			{changes: {target: 3, change: {type: 'react', emoji: '🚀', on: true}}},
		]);
		alice.announced({
			type: 'messageChanged',
			conversation: withBob,
			sequence: 3,
			by: name('alice'),
			at,
			revision: 1,
			change: {type: 'react', emoji: '🚀', on: true},
		});
		expect(rowsOf(alice.presses('failedPrevious', letter('+')))[0]).toContain('🚀');
		expect(sent(alice.presses('accept'))).toMatchObject([{changes: {change: {emoji: '🚀', on: false}}}]);
	});

	test('y copies, o opens the link, p pins, and Enter goes to what it replies to', () => {
		const alice = talking().presses('failedPrevious', 'selectPrevious', letter('o'));
		expect(alice.taken('openLink')).toEqual([{type: 'openLink', link: 'https://example.org/a'}]);
		alice.presses('failedPrevious', letter('y'));
		expect(alice.taken('copy')).toEqual([{type: 'copy', text: 'and?'}]);
		alice.presses('failedPrevious', letter('p'));
		expect(sent(alice)).toMatchObject([{changes: {target: 3, change: {type: 'pin', on: true}}}]);
		expect(selected(alice.presses('failedPrevious', 'unfoldOrGoToQuoted'))).toBe(1);
	});

	test('Enter saves the file of a message that replies to none', () => {
		const alice = talking();
		const file = {name: 'notes.txt', size: 10, sha256: 'a'.repeat(64), until: 1} as const;
		alice.announced({...message('bob', 'alice', 4, 'notes.txt'), file});
		alice.presses('failedPrevious', 'unfoldOrGoToQuoted');
		expect(alice.taken('download')).toMatchObject([{conversation: withBob, file}]);
	});

	test('i says who has read it, and when it was changed', () => {
		const alice = talking().announced({
			type: 'marked',
			conversation: withBob,
			user: name('bob'),
			delivered: 3,
			read: 1,
		});
		alice.presses('failedPrevious', 'selectPrevious', 'selectPrevious', letter('i'));
		expect(dialogView(alice.state)?.lines.join('\n')).toMatch(/Sent by alice.*\nRead by bob\n/);
	});

	test('a letter that is no key of it is typed into the command bar', () => {
		const alice = talking().presses('failedPrevious', letter('h'));
		expect([selected(alice), alice.bar]).toEqual([undefined, 'h']);
	});
});

function rowsOf({state}: Client): readonly string[] {
	return pickerView(state, state.dialogs.at(-1) as Picker).rows; // the test has opened one
}

test('Up recalls the last message, and Ctrl-E edits the original in place of sending it again', () => {
	const alice = talking().says('frist').types('draft');
	const [queued] = sent(alice);
	alice.presses('historyPrevious');
	expect([alice.bar, alice.state.statusMessage]).toEqual([
		'frist',
		expect.stringContaining('edits the original'),
	]);
	alice.presses('cursorEnd', 'submit');
	expect([alice.bar, sent(alice)]).toEqual(['draft', []]);
	alice.presses('historyPrevious', 'cursorEnd', 'deleteToStart').types('first').presses('submit');
	expect(sent(alice)).toMatchObject([{changes: {target: queued?.id, change: {type: 'edit', text: 'first'}}}]);
	expect(alice.bar).toBe('draft');
});

describe('/pins', () => {
	test('lists the pinned messages, newest first, fetches those that are not held, and goes to one', () => {
		const alice = talking();
		for (const [revision, sequence] of [
			[1, 1],
			[2, 2],
		] as const)
			alice.announced({
				type: 'messageChanged',
				conversation: withBob,
				sequence,
				by: name('bob'),
				at,
				revision,
				change: {type: 'pin', on: true},
			});
		alice.says('/pins');
		expect(rowsOf(alice).map(row => row.replace(/,.*?: /, ': '))).toEqual([
			'bob: see https://example.org/a.',
			'alice: helo',
		]);
		expect(rowsOf(alice.types('helo'))).toHaveLength(1);
		expect(alice.presses('accept').state.dialogs).toEqual([]);
	});

	test('says how to pin where nothing is pinned', () => {
		expect(talking().says('/pins').state.statusMessage).toContain('p pins it');
	});
});

describe('the status line of a selected message', () => {
	const withColumns = (columns: number, text: string, from = 'alice') =>
		new Client({columns, rows: 24})
			.signsIn('alice')
			.says('/msg bob')
			.announced(message(from, from === 'alice' ? 'bob' : 'alice', 1, text))
			.presses('failedPrevious');
	const keys = (client: Client) => statusLine(client.state).parts.find(({name}) => name === 'keys')?.text;

	test.each([40, 60, 80, 120])('names every key that does something with it, at %i columns', columns => {
		const named = keys(withColumns(columns, 'mine'))!;
		for (const key of ['r', '+', 'e', 'd', 'y', 'p', 'i'])
			expect(named).toMatch(new RegExp(`(^|\\s)\\${key === '+' ? '+' : `b${key}`}(\\s|$)`));
		expect(named).toMatch(/Esc back$/);
	});

	test('names every key of a message that has all of them, at 40 columns, too', () => {
		const file = {name: 'notes.txt', size: 10, sha256: 'a'.repeat(64)};
		const client = new Client({columns: 40, rows: 10})
			.signsIn('alice')
			.says('/msg bob')
			.announced(message('bob', 'alice', 1, 'first'))
			.announced({...message('alice', 'bob', 2, 'see https://example.org'), file, replyTo: 1} as never)
			.presses('failedPrevious');
		expect(keys(client)).toBe('↑ ↓ s v o r + e d y p i Enter Esc');
		client.announced(message('carol', 'alice', 1, 'psst'));
		expect(keys(client)).toBe('↑ ↓ s v o r + e d y p i Esc');
	});

	test('says what each key does where there is room', () => {
		expect(keys(withColumns(120, 'mine'))).toBe(
			'↑ ↓ choose  r reply  + react  e edit  d delete  y copy  p pin  i info  Esc back',
		);
	});

	test('names no key that would only be refused, and those of a link and a quoted message where there are some', () => {
		expect(keys(withColumns(120, 'see https://example.org', 'bob'))).toBe(
			'↑ ↓ choose  o open  r reply  + react  y copy  p pin  i info  Esc back',
		);
		expect(keys(talking().presses('failedPrevious'))).toContain('Enter');
	});
});
