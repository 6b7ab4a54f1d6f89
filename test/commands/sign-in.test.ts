/** The commands of the sign-in, the account and the program, as values. */
import {describe, expect, test} from 'vitest';
import {safeText} from '../../protocol/text.ts';
import {dialogView, openDialog} from '../../source/state/dialogs/dialogs.ts';
import {step} from '../../source/state/model/step.ts';
import {passwordFields} from '../../source/state/sign-in/forms.ts';
import {signOut} from '../../source/state/sign-in/signing-out.ts';
import {openHelp} from '../../source/state/panes/help-pane.ts';
import {between, Client, message} from '../harness/client.ts';
import {problemOf, run, stepOf} from '../harness/command-line.ts';
import {peersLoaded, talksPrivately} from '../harness/private-chat.ts';
import {name} from '../harness/sample-state.ts';

const running = {transfer: 1, name: safeText`a`, bytes: 0, size: 9, status: 'running'} as const;
const signedIn = () => new Client().signsIn('alice');

test('/whoami says who, where and since when, and how others join', () => {
	const alice = signedIn();
	const [state, effects] = stepOf('/whoami', alice);
	const [line, clear] = state.notices.map(({text}) => text as string);
	expect([state.dialogs, effects]).toEqual([[], []]);
	expect(line).toContain('You are alice at 127.0.0.1:10001, signed in since ');
	expect(clear).toBe('The server has no key: your messages reach it unencrypted.');
	const me = {...alice.state.me!, fingerprint: 'abc', joinLines: [safeText`x:1#abc.d`]};
	const hosting = {...alice.state, me};
	const [shown] = stepOf('/whoami', {state: hosting});
	expect(shown.notices.slice(1).map(({text}) => text)).toEqual(["The server's key is SHA256:abc"]);
	expect(shown.dialogs).toEqual(
		openDialog(hosting, {type: 'hosting', joinLines: [safeText`x:1#abc.d`]}).dialogs,
	);
});

describe('whom a join line lets in', () => {
	const above = (client: Client) => {
		const [dialog] = client.says('/join-line').state.dialogs;
		return dialog?.type === 'copyView' ? (dialog.view.above as string) : '';
	};

	test.each([
		['invite', 'A newcomer also needs an invite code; ask whoever runs this chat'],
		['open', 'Anybody joins'],
		['closed', 'newcomers are not let in'],
	] as const)('is said above it where signing up is %s', (signUp, said) => {
		expect(above(new Client().signsIn('alice', {signUp}))).toContain(said);
	});

	test('is said with how to make a code, to who may', () => {
		expect(above(new Client().signsIn('alice', {mayInvite: true}))).toContain(
			'/invite-code makes a line with one',
		);
	});

	test('is not doubted on the machine of the server, whose line has a code', () => {
		const alice = signedIn();
		const me = {...alice.state.me!, joinLines: [safeText`10.0.0.7:1#abc.d`]};
		const [state] = stepOf('/join-line', {state: {...alice.state, me}});
		expect(state.dialogs).toMatchObject([
			{type: 'copyView', view: {above: 'Send others this line, or let them scan it:'}},
		]);
	});

	test('is only this machine where the server listens there alone, and it is said how to open it', () => {
		const lines = (line: string) =>
			dialogView(openDialog(signedIn().state, {type: 'hosting', joinLines: [safeText`${line}`]}))?.lines.join(
				' ',
			);
		const fingerprint = 'x'.repeat(43);
		expect(lines(`127.0.0.1:1#${fingerprint}.d`)).toMatch(/^From this machine only.*“This network”/);
		expect(lines(`10.0.0.7:1#${fingerprint}.d`)).toMatch(/^Others join it with/);
	});
});

test('/password asks in a dialog, so that no password stands in the bar', () => {
	const alice = signedIn();
	const asked = openDialog(alice.state, {type: 'password', form: passwordFields()});
	expect(run('/password', alice)).toEqual(step(asked));
	expect(problemOf('/password secret', alice)).toBe('Too many arguments. Usage: /password');
});

describe('/logout', () => {
	test('/logout signs out and returns to the sign-in form', () => {
		const alice = signedIn();
		for (const line of ['/logout', '/signout', '/disconnect'])
			expect(run(line, alice)).toEqual(signOut(alice.state, alice.state.me!));
		const [state, effects] = stepOf('/logout', alice);
		expect([state.place.at, state.me, state.people.size]).toEqual(['form', undefined, 0]);
		expect(effects).toEqual([{type: 'closePeers'}, {type: 'signOut'}]);
	});

	test('/logout asks first, as /quit does, while messages or files have not arrived', () => {
		const alice = talksPrivately(peersLoaded(signedIn()), '', 'relayed').says('secret');
		alice.says('/msg carol hi').hears({
			type: 'transferMoved',
			user: name('bob'),
			transfer: {...running, direction: 'out'},
		});
		alice.effects = [];
		alice.says('/logout');
		expect(alice.state.dialogs).toMatchObject([{type: 'signOut', unsent: 1, unreceived: 1, transfers: 1}]);
		const asked = dialogView(alice.state);
		expect(alice.presses('accept').taken('signOut')).toEqual([]);
		expect(alice.state.me?.user).toBe('alice');
		alice.presses('quit');
		expect(dialogView(alice.state)?.lines).toEqual(asked?.lines);
		alice.presses('cancel').says('/logout').presses({choose: 'y'});
		expect([alice.taken('signOut').length, alice.taken('quit').length]).toEqual([1, 0]);
		expect([alice.state.me, alice.state.dialogs]).toEqual([undefined, []]);
	});

	test('/logout keeps the lines sent and tells the read cursors before the goodbye', () => {
		const alice = signedIn()
			.says('/msg bob')
			.announced(message('bob', 'alice', 1, 'hi'));
		alice.effects = [];
		alice.says('/logout');
		expect(
			alice.effects.map(effect => (effect.type === 'request' ? effect.request : effect)).slice(-4),
		).toMatchObject([
			{type: 'keepDrafts', changed: {sent: ['/msg bob', '/logout']}},
			{type: 'mark', conversation: between('alice', 'bob'), read: 1},
			{type: 'closePeers'},
			{type: 'signOut'},
		]);
	});
});

test('/quit leaves, and asks first while something has not reached the server', () => {
	const alice = signedIn();
	for (const line of ['/quit', '/exit', '/q'])
		expect(run(line, alice)).toEqual(step(alice.state, {type: 'quit'}));
	alice.says('/msg bob hi');
	expect(run('/quit', alice)).toEqual(step(openDialog(alice.state, {type: 'quit', unsent: 1})));
});

test('/help shows everything, or one command by any of its names, or what some words are about', () => {
	const alice = signedIn();
	expect(run('/help', alice)).toEqual(step(openHelp(alice.state, {})));
	expect(run('/? /m', alice)).toEqual(step(openHelp(alice.state, {topic: 'msg'})));
	expect(run('/help next chat', alice)).toEqual(step(openHelp(alice.state, {words: 'next chat'})));
});
