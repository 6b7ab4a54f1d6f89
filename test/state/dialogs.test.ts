/** Modal dialogs: does each key have one owner, does the harmless answer come first, and does the bar keep its text? */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Action} from '../../source/state/model/action.ts';
import {BURST} from '../../source/state/sign-in/held-text.ts';
import {GLANCE, dialogView} from '../../source/state/dialogs/dialogs.ts';
import {textOf} from '../../terminal/editor.ts';
import {statusOf} from '../../source/state/view/status.ts';
import {shortcuts} from '../../source/state/keyboard/keys.ts';
import {between, Client} from '../harness/client.ts';
import {address, name} from '../harness/sample-state.ts';

const withBob = between('alice', 'bob');

/** Alice, half-way through a line, with a message that the server has not got, asked whether to quit. */
function aliceAsked(): Client {
	const alice = new Client().signsIn('alice').says('/msg bob hi').types('half a li');
	alice.presses('quit');
	alice.effects = [];
	return alice;
}

const changed = {type: 'serverProbed', address, found: 'changed', expected: 'AAA', got: 'BBB'} as const;

test('leaving with messages that the server has not got asks first, and staying is what Enter and Esc do', () => {
	for (const key of ['accept', 'cancel', 'interrupt', {choose: 'n'}] as const) {
		const alice = aliceAsked();
		expect(dialogView(alice.state)?.lines[0]).toBe('1 message has not reached the server yet.');
		alice.presses(key);
		expect(alice.state.dialogs).toEqual([]);
		expect(alice.effects).toEqual([]);
		expect(alice.bar).toBe('half a li');
	}
});

test('the other answer takes its letter, or an arrow and Enter', () => {
	for (const keys of [[{choose: 'y'}], ['choiceNext', 'accept'], ['choicePrevious', 'accept']] as const)
		expect(
			aliceAsked()
				.presses(...keys)
				.taken('quit'),
		).toHaveLength(1);
});

test('a letter that answers nothing leaves the dialog open', () => {
	expect(aliceAsked().presses({choose: 'x'}).state.dialogs).toHaveLength(1);
});

test('no key and no text reaches anything behind an open dialog', () => {
	const actions = [...new Set(shortcuts.map(({action}) => action))].filter(
		action => action !== 'suspend' && action !== 'redraw',
	);
	fc.assert(
		fc.property(fc.constantFrom<Action>(...actions), fc.string(), (action, text) => {
			const alice = aliceAsked();
			const {dialogs: _before, ...behind} = alice.state;
			alice.hears({type: 'edited', before: text}, {type: 'pasted', text});
			alice.hears({type: 'clicked', column: 3, row: 2}, {type: 'wheeled', column: 3, row: 2, rows: -3});
			alice.presses(action);
			const {dialogs, ...after} = alice.state;
			expect({...after, statusMessage: behind.statusMessage}).toEqual({...behind});
			expect(dialogs.length).toBeLessThanOrEqual(1);
		}),
	);
});

test('a key that a dialog took is not taken by the dialog behind it', () => {
	const alice = aliceAsked().hears(changed).pauses();
	expect(alice.state.dialogs.map(({type}) => type)).toEqual(['quit']);
	alice.presses('cancel', 'cancel');
	expect(alice.state.dialogs).toEqual([]);
	expect(alice.presses('answer').state.dialogs.map(({type}) => type)).toEqual(['changedServer']);
	alice.presses('cancel');
	expect(alice.state.dialogs).toEqual([]);
	expect(alice.bar).toBe('half a li');
});

test('a question that somebody else causes waits for an empty bar and two seconds without a key', () => {
	const alice = new Client().signsIn('alice').types('he').hears(changed).pauses();
	expect(alice.state.dialogs).toEqual([]);
	expect(statusOf(alice.state).message).toBe('A question waits · F2 answers');
	alice.presses('deleteToStart').clock.advance(1999);
	expect(alice.state.dialogs).toEqual([]);
	alice.clock.advance(1);
	expect(alice.state.dialogs.map(({type}) => type)).toEqual(['changedServer']);
});

test('a changed key is shown with both fingerprints, and the only answer does nothing', () => {
	const alice = new Client().hears(changed);
	expect(dialogView(alice.state)?.lines).toEqual(
		expect.arrayContaining([
			'Expected SHA256:AAA',
			'Got      SHA256:BBB',
			'chat-tui forget-server 127.0.0.1:10001',
		]),
	);
	alice.pauses().presses('accept');
	expect([alice.state.dialogs, alice.effects]).toEqual([[], []]);
});

test('an unknown server is trusted by a decided yes alone, and nothing is sent before', () => {
	const unknown = {type: 'serverProbed', address, found: 'unknown', fingerprint: 'AAA'} as const;
	for (const key of ['accept', 'cancel'] as const)
		expect(new Client().hears(unknown).pauses().presses(key).effects).toEqual([]);
	const alice = new Client().hears(unknown).pauses();
	expect(alice.effects).toEqual([]);
	alice.presses({choose: 'y'});
	expect(alice.effects).toEqual([{type: 'trust', address, fingerprint: 'AAA'}]);
});

test('a session elsewhere is taken over by a decided yes alone', () => {
	const since = Date.UTC(2026, 10, 20, 8);
	const credentials = {kind: 'signIn', address, user: 'alice', password: 'correct horse'} as const;
	const inUse = {
		type: 'signInFailed',
		credentials,
		problem: {refusal: 'alreadySignedIn', since, address: '10.0.0.7'},
	} as const;
	expect(new Client().hears(inUse).pauses().presses('accept').effects).toEqual([]);
	const alice = new Client().hears(inUse).pauses();
	expect(dialogView(alice.state)?.lines[0]).toContain('from 10.0.0.7');
	alice.presses({choose: 'y'});
	expect(alice.effects).toEqual([{type: 'signIn', credentials: {...credentials, takeOver: true}}]);
});

describe('a question that comes with an answer of the server, before one is in the chat,', () => {
	const unknown = {type: 'serverProbed', address, found: 'unknown', fingerprint: 'AAA'} as const;
	const credentials = {kind: 'resume', address, user: 'alice'} as const;
	const problem = {refusal: 'alreadySignedIn', since: 0, address: '10.0.0.7'} as const;
	const inUse = {type: 'signInFailed', credentials, problem} as const;

	test.each([unknown, inUse])(
		'is not answered by what is typed on: that is held, and shown nowhere',
		event => {
			const alice = new Client().types('hello e').hears(event).types('y').presses('submit', 'accept');
			alice.presses('choiceNext', 'submit').hears({type: 'pasted', text: 'yes'});
			expect(alice.effects).toEqual([]);
			expect(textOf(alice.state.welcome.address)).toBe('hello e');
			expect(dialogView(alice.state)?.lines.at(-1)).toBe('Typed for what comes next: 4 characters');
			expect(dialogView(alice.state)?.chosen).toBe(-1);
			for (let at = 0; at < 10; at++) {
				alice.clock.advance(BURST - 1);
				alice.types('y');
			}

			expect(alice.effects).toEqual([]);
			alice.clock.advance(BURST);
			expect(dialogView(alice.state)?.chosen).toBe(0);
			expect(alice.presses({choose: 'y'}).effects).toHaveLength(1);
		},
	);

	test('is answered by its letter, typed alone as soon as it was there, once the keys have rested', () => {
		const alice = new Client().hears(unknown).types('y');
		alice.clock.advance(BURST - 1);
		expect(alice.effects).toEqual([]);
		alice.clock.advance(1);
		expect(alice.effects).toMatchObject([{type: 'trust'}]);
		expect(alice.state.held).toEqual([]);
	});

	test.each(['yes', 'Yes', 'Yes, trust it'])('is answered by its word, too, typed alone: %s', word => {
		expect(new Client().hears(unknown).types(word).pauses().effects).toMatchObject([{type: 'trust'}]);
		expect(new Client().hears(unknown).types(word).presses('submit').pauses().effects).toMatchObject([
			{type: 'trust'},
		]);
	});

	test.each(['yesterday', 'y e s', 'yes\nno'])('is not answered by other words: %s', words => {
		const alice = new Client().hears(unknown).types(words).pauses();
		expect([alice.effects, alice.state.dialogs.length]).toEqual([[], 1]);
	});

	test('is not answered by the Enter that was pressed twice, nor does that leave out a field', () => {
		const alice = new Client().hears(unknown).presses('submit', 'submit').types('dave').pauses();
		expect([alice.state.dialogs.length, alice.state.held]).toEqual([1, ['dave']]);
	});

	test('takes what was typed over it along nowhere, where that may be the password once more', () => {
		for (const key of ['n', 'y']) {
			const alice = new Client().hears(inUse).types('my secret').pauses().presses({choose: key});
			expect(alice.state.held).toEqual([]);
		}
	});

	test('is taken by an arrow key once it can have been seen', () => {
		const alice = new Client().hears(unknown).presses('choiceNext');
		expect(dialogView(alice.state)?.chosen).toBe(-1);
		alice.clock.advance(GLANCE);
		alice.presses('choiceNext', 'accept');
		expect(alice.effects).toMatchObject([{type: 'trust'}]);
	});

	test.each([unknown, inUse])(
		'takes no key before it can have been seen, but for Esc, which is a no',
		event => {
			const alice = new Client().hears(event).types('y');
			expect([alice.effects, alice.state.dialogs.length]).toEqual([[], 1]);
			alice.presses('cancel');
			expect([alice.effects, alice.state.dialogs]).toEqual([[], []]);
		},
	);

	test('is answered by a click once it can have been seen', () => {
		const alice = new Client().hears(unknown).presses({pick: 1});
		expect(alice.effects).toEqual([]);
		alice.clock.advance(GLANCE);
		expect(alice.presses({pick: 1}).effects).toMatchObject([{type: 'trust'}]);
	});
});

test('a password is changed in a dialog with three fields; what is wrong stands at its field', () => {
	const alice = new Client().signsIn('alice').says('/password');
	const problems = () => {
		const dialog = alice.state.dialogs.at(-1);
		return dialog?.type === 'password' ? dialog.form.fields.map(({problem}) => problem) : [];
	};
	const asked = () => alice.taken('request').filter(({request}) => request.type !== 'active');
	alice.says('old secret').says('short').says('short');
	expect(problems()).toEqual([undefined, 'Choose a password of at least 8 characters.', undefined]);
	expect(asked()).toEqual([]);
	alice.types(' no longer').presses('submit').types(' no longer').presses('submit');
	const request = {type: 'changePassword', old: 'old secret', new: 'short no longer'} as const;
	expect(asked()).toEqual([{type: 'request', request}]);
	alice.hears({type: 'refused', request, refusal: {refusal: 'wrongPassword'}});
	expect(problems()).toEqual(['The user name or the password is wrong; try again.', undefined, undefined]);
	alice.hears({type: 'answered', request, reply: {}});
	expect(alice.state.dialogs).toEqual([]);
	expect(alice.rows.join(' ')).toContain('Your password is changed');
});

test('letters typed into a dialog with fields are text, and the bar never sees them', () => {
	const alice = new Client().signsIn('alice').says('/password').types('yes');
	expect(alice.editor.before).toBe('yes');
	expect(alice.presses('cancel').bar).toBe('');
	expect(alice.state.me?.user).toBe(name('alice'));
	expect(alice.state.conversations.has(withBob)).toBe(false);
});
