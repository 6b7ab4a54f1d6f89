/** Sending: is every text sent once, or still in the bar, and does its mark tell the truth? */
import {expect, test} from 'vitest';
import {safeText} from '../../protocol/text.ts';
import type {Run} from '../../protocol/own-message-runs.ts';
import {markOf, unreadOf} from '../../source/state/chats/conversations.ts';
import {contactRows, ownText} from '../../source/state/chats/contacts.ts';
import {statusMessageLines} from '../../source/state/view/status-message.ts';
import {transcriptRows} from '../../source/state/transcript/transcript.ts';
import {NO_SAVED_INPUT} from '../../source/state/model/saved-input.ts';
import {between, Client, message, rowText, summary} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const withBob = between('alice', 'bob');
const at = Date.UTC(2026, 10, 20, 9, 41);

function aliceWithBob(): Client {
	return new Client().signsIn('alice').says('/msg bob');
}

function stored(id: string, sequence: number, waitsFor: string[] = []) {
	return {
		type: 'stored',
		id,
		conversation: withBob,
		sequence,
		at,
		waitsFor: waitsFor.map(user => name(user)),
	} as const;
}

test('a text goes to the open conversation and stands there at once, as queued', () => {
	const alice = aliceWithBob().says('hi bob');
	expect(alice.bar).toBe('');
	expect(alice.taken('send')).toEqual([
		{
			type: 'send',
			entry: {id: 'a1b2c3d4.kx7.1', conversation: withBob, text: 'hi bob', at: alice.clock.now()},
		},
	]);
	expect(alice.rows.at(-1)).toMatch(/alice {2}hi bob queued$/);
});

const PASTED = ['// TODO', '/quit', '/etc/passwd', '//', 'a\tb  \x1b[31mred\x1b[0m \ue0b0\n\u{e0067}'];

test.each(PASTED)('what is pasted is sent as it was, and is never a command: %j', text => {
	const alice = aliceWithBob().hears({type: 'pasted', text}).presses('submit');
	expect(alice.taken('send').map(({entry}) => entry.text)).toEqual([text]);
	expect(alice.taken('quit')).toEqual([]);
	const again = alice.presses('historyPrevious').presses('submit');
	expect(again.taken('send').map(({entry}) => entry.text)).toEqual([text]);
});

test('what is pasted behind what was typed belongs to it', () => {
	const alice = aliceWithBob().types('/msg bob ').hears({type: 'pasted', text: '// TODO'}).presses('submit');
	expect(alice.taken('send').map(({entry}) => entry.text)).toEqual(['// TODO']);
});

test('a command that is typed over a paste, once that is deleted, is a command', () => {
	const alice = aliceWithBob()
		.hears({type: 'pasted', text: '/x'})
		.presses('deleteToStart')
		.says('/msg carol');
	expect(alice.taken('send')).toEqual([]);
});

test('what cannot be drawn is sent and held as it is, and stands on the screen as one visible mark', () => {
	const alice = aliceWithBob().hears({type: 'pasted', text: 'a\x1b[31m\u202eb\0c'}).presses('submit');
	expect(alice.taken('send').map(({entry}) => entry.text)).toEqual(['a\x1b[31m\u202eb�c']);
	expect(alice.rows.at(-1)).toMatch(/a�b�c queued$/);
});

test('a line that begins with a path is text, and one slash in front of one word is not', () => {
	const alice = aliceWithBob().says('/etc/passwd is world readable');
	expect(alice.taken('send').map(({entry}) => entry.text)).toEqual(['/etc/passwd is world readable']);
	alice.says('/etc');
	expect(alice.taken('send')).toEqual([]);
	expect(alice.bar).toBe('/etc');
	expect(alice.state.statusMessage).toMatch(/type \/\/etc/);
});

test('a message id is never made twice', () => {
	const alice = aliceWithBob().says('one').says('two').says('one');
	const ids = alice.taken('send').map(({entry}) => entry.id);
	expect(new Set(ids).size).toBe(3);
});

test('once it is stored it stands at its place, and its mark follows those who receive and read it', () => {
	const alice = aliceWithBob().says('hi bob').hears(stored('a1b2c3d4.kx7.1', 1));
	expect(alice.conversation('bob').queued).toEqual([]);
	const marked = (delivered: number, read: number) => {
		alice.announced({type: 'marked', conversation: withBob, user: name('bob'), delivered, read});
		return markOf(alice.conversation('bob'), 1);
	};
	expect(markOf(alice.conversation('bob'), 1)).toBe('stored');
	expect(marked(1, 0)).toBe('delivered');
	expect(marked(1, 1)).toBe('read');
	expect(alice.rows.at(-1)).toMatch(/hi bob read$/);
});

test('a mark never goes back when announcements come late', () => {
	const alice = aliceWithBob().says('hi').hears(stored('a1b2c3d4.kx7.1', 1));
	const marked = (delivered: number, read: number) =>
		({type: 'marked', conversation: withBob, user: name('bob'), delivered, read}) as const;
	alice.announced(marked(1, 1), marked(1, 0));
	expect(markOf(alice.conversation('bob'), 1)).toBe('read');
});

test('a message to oneself is stored, and waits for nobody', () => {
	const alice = new Client().signsIn('alice').says('/msg alice buy milk');
	const notes = between('alice', 'alice');
	expect(alice.taken('send')[0]?.entry.conversation).toBe(notes);
	alice.hears({...stored('a1b2c3d4.kx7.1', 1), conversation: notes});
	expect(alice.rows.at(-1)).toMatch(/buy milk stored$/);
});

test('who is offline is said once, until they have been back', () => {
	const alice = new Client().signsIn('alice', {online: []}).says('/msg bob one');
	const told = () =>
		alice.rows.filter(row => row.startsWith('bob is offline; the message waits for the next'));
	alice.hears(stored('a1b2c3d4.kx7.1', 1, ['bob']));
	expect(told()).toHaveLength(1);
	alice.says('two').hears(stored('a1b2c3d4.kx7.2', 2, ['bob']));
	expect(told()).toHaveLength(1);
	const bob = (presence: 'online' | 'offline') => ({
		type: 'presence' as const,
		people: [{user: name('bob'), presence, since: at}],
	});
	alice.announced(bob('online'), bob('offline'));
	alice.says('three').hears(stored('a1b2c3d4.kx7.3', 3, ['bob']));
	expect(told()).toHaveLength(2);
});

test('text that begins with two slashes is sent with one', () => {
	const alice = aliceWithBob().says('//etc/passwd is a file');
	expect(alice.taken('send')[0]?.entry.text).toBe('/etc/passwd is a file');
});

test('an unknown command is never sent: the line stays, and it is said how to send it as text', () => {
	const alice = aliceWithBob().says('/mgs bob hi');
	expect(alice.taken('send')).toEqual([]);
	expect(alice.bar).toBe('/mgs bob hi');
	expect(alice.state.statusMessage).toContain('There is no command /mgs');
});

test('a text that is too long is said to be, and stays', () => {
	const alice = aliceWithBob();
	const long = 'x'.repeat(4001);
	alice.hears({type: 'edited', before: long}).presses('submit');
	expect(alice.taken('send')).toEqual([]);
	expect(alice.bar).toBe(long);
	expect(alice.state.statusMessage).toContain('too long');
});

test('a text with no conversation open stays, and a sentence says what to do', () => {
	const alice = new Client().signsIn('alice').says('hello?');
	expect(alice.taken('send')).toEqual([]);
	expect(alice.bar).toBe('hello?');
	expect(alice.state.statusMessage).toContain('No conversation is open');
});

test('lines pasted together go out as one message with its line breaks', () => {
	const alice = aliceWithBob().hears({type: 'pasted', text: 'one\r\ntwo\rthree'}).presses('submit');
	expect(alice.taken('send')[0]?.entry.text).toBe('one\r\ntwo\nthree');
	expect(alice.rows.slice(-3).map(row => row.trim())).toEqual([
		expect.stringMatching(/alice {2}one queued$/) as string,
		'two',
		'three',
	]);
});

test('while the link is down a message is queued, and stays in order with what follows', () => {
	const alice = aliceWithBob();
	alice.hears({
		type: 'linkChanged',
		link: {status: 'waiting', retryAt: 0, attempt: 1, reason: safeText`The connection broke.`},
	});
	alice.says('one').says('two');
	expect(alice.taken('send').map(({entry}) => entry.text)).toEqual(['one', 'two']);
	expect(alice.rows.slice(-2)).toEqual([
		expect.stringMatching(/one queued$/) as string,
		expect.stringMatching(/two queued$/) as string,
	]);
});

test('why messages wait is said, and they stay queued', () => {
	const alice = aliceWithBob().says('hi');
	alice.hears({type: 'putOff', problem: safeText`There is room again in 40 s.`});
	expect(alice.state.statusMessage).toBe('There is room again in 40 s. What you have sent waits until then.');
	expect(alice.rows.at(-1)).toMatch(/hi queued$/);
});

test('a message that the server refuses for good stays visible, with the reason', () => {
	const alice = aliceWithBob().says('hi');
	const [sent] = alice.taken('send');
	alice.hears({
		type: 'notSent',
		entry: sent!.entry,
		problem: safeText`You are not a member of that conversation.`,
	});
	expect(alice.rows.slice(-3)).toEqual([
		expect.stringMatching(/hi failed$/) as string,
		'not sent: You are not a member of that conversation.',
		'Esc takes this away.',
	]);
});

test('Esc takes away what was not sent, and nothing that is on its way', () => {
	const alice = aliceWithBob().says('no').says('yes');
	const [no] = alice.taken('send');
	alice.hears({type: 'notSent', entry: no!.entry, problem: safeText`It cannot be.`}).presses('cancel');
	expect(alice.rows.at(-1)).toMatch(/yes queued$/);
	expect(alice.rows.join()).not.toContain('not sent');
});

test('what an earlier run left unsent stands in its conversation', () => {
	const entry = {id: 'a1b2c3d4.old.7', conversation: withBob, text: 'from yesterday', at};
	const alice = new Client()
		.hears({type: 'outboxLoaded', entries: [entry]})
		.signsIn('alice')
		.says('/msg bob');
	expect(alice.rows.at(-1)).toMatch(/from yesterday queued$/);
	alice.hears(stored('a1b2c3d4.old.7', 1));
	expect(alice.rows.at(-1)).toMatch(/from yesterday stored$/);
});

test('a text of others is made safe before it is drawn', () => {
	const alice = aliceWithBob().announced(message('bob', 'alice', 1, '\u001B]0;owned\u0007hi\u202E'));
	expect(alice.rows.at(-1)).toMatch(/bob {4}�hi�$/);
});

test('what oneself wrote from elsewhere does not count as unread', () => {
	const alice = new Client().signsIn('alice', {conversations: [summary('alice', 'bob', {last: 3, read: 2})]});
	alice.announced(message('alice', 'bob', 4, 'from a script'));
	expect(unreadOf(alice.conversation('bob'))).toBe(1);
});

test('so it is when the server tells of it at sign-in, and when it is above what is held here', () => {
	const conversations = [
		{...summary('alice', 'bob', {last: 9, delivered: 2, read: 1}), own: [[4, 7, 4]] as [Run]},
	];
	const alice = new Client().signsIn('alice', {conversations});
	expect(unreadOf(alice.conversation('bob'))).toBe(4);
	expect(alice.state.notices.map(({text}) => text)).toContain(
		'4 messages from bob while you were away; Alt-A goes there',
	);
	const page = [1, 2, 3].map(at => message('bob', 'alice', at, `line ${at}`));
	const request = {type: 'history', conversation: withBob, after: 0, limit: 3} as const;
	alice.hears({type: 'answered', request, reply: {messages: page, last: 9}});
	alice.announced(message('alice', 'bob', 10, 'from a script'));
	expect(unreadOf(alice.conversation('bob'))).toBe(4);
	const marked = {type: 'marked', conversation: withBob, user: name('alice')} as const;
	alice.announced({...marked, delivered: 10, read: 3});
	expect(alice.conversation('bob').read).toBe(7);
	expect(unreadOf(alice.conversation('bob'))).toBe(2);
});

test('what one sends while something waits to be read does not count either, whatever is heard of it first', () => {
	const conversations = [summary('alice', 'bob', {last: 3, read: 2})];
	const alice = new Client().signsIn('alice', {conversations}).hears({type: 'focusChanged', focused: false});
	alice.says('/msg bob one').says('/msg bob two');
	const ids = alice.taken('send').map(({entry}) => entry.id);
	alice.announced(message('bob', 'alice', 6, 'three'));
	alice.hears(stored(ids[0]!, 4), stored(ids[1]!, 5), stored(ids[1]!, 5));
	expect(unreadOf(alice.conversation('bob'))).toBe(2);
});

test('only what others wrote stands below the `new` line', () => {
	const alice = aliceWithBob().hears({type: 'focusChanged', focused: false});
	alice.announced(message('bob', 'alice', 1, 'one'), message('alice', 'bob', 2, 'from a script'));
	alice.announced({type: 'marked', conversation: withBob, user: name('alice'), delivered: 1, read: 1});
	alice.announced(message('bob', 'alice', 3, 'three'));
	expect(alice.rows.findIndex(row => / new /.test(row))).toBe(
		alice.rows.findIndex(row => row.endsWith('three')) - 1,
	);
});

/** Alice, three of whose messages to bob could not be sent. */
function aliceRefused(): Client {
	const alice = new Client().signsIn('alice').says('/msg bob').says('one').says('two').says('three');
	const problem = safeText`It cannot be.`;
	for (const {entry} of alice.taken('send')) alice.hears({type: 'notSent', entry, problem});
	return alice;
}

const queuedTexts = (alice: Client) => alice.conversation('bob').queued.map(({text}) => text);

test('Esc removes one message that could not be sent, the chosen one, and Ctrl-Y brings its text back', () => {
	const alice = aliceRefused().presses('cancel');
	expect(queuedTexts(alice)).toEqual(['one', 'two']);
	alice.presses('failedPrevious', 'failedPrevious', 'cancel');
	expect(queuedTexts(alice)).toEqual(['two']);
	expect(alice.presses('bringBack').bar).toBe('one');
});

test('Enter sends the chosen one again, as a new message behind the others; any other key chooses none', () => {
	const alice = aliceRefused().presses('failedPrevious', 'failedPrevious', 'submit');
	expect(queuedTexts(alice)).toEqual(['one', 'three', 'two']);
	expect(alice.taken('send').map(({entry}) => entry.text)).toEqual(['two']);
	alice.presses('failedPrevious').types('x').presses('deleteBack', 'submit');
	expect(alice.taken('send')).toEqual([]);
});

test('one that is sent again, edited or removed is forgotten on disk too, once its text is kept elsewhere', () => {
	const types = (alice: Client) =>
		alice.effects.map(({type}) => type).filter(type => ['send', 'forget', 'keepDrafts'].includes(type));
	const alice = aliceRefused();
	alice.effects = [];
	expect(types(alice.presses('failedPrevious', 'submit')).slice(0, 2)).toEqual(['send', 'forget']);
	alice.effects = [];
	expect(types(alice.presses('failedPrevious', 'cursorEnd')).slice(0, 2)).toEqual(['keepDrafts', 'forget']);
	alice.presses('deleteToStart').effects = [];
	expect(types(alice.presses('cancel')).slice(0, 2)).toEqual(['keepDrafts', 'forget']);
	expect(alice.taken('forget')).toEqual([{type: 'forget', id: 'a1b2c3d4.kx7.1'}]);
});

test('the chosen one stands out in the transcript, all its rows, and is scrolled to where it is out of sight', () => {
	const alice = new Client({columns: 40, rows: 10}).signsIn('alice').says('/msg bob');
	for (let at = 1; at <= 9; at++) alice.says(`message ${at}, which is a little longer than one row here`);
	for (const {entry} of alice.taken('send'))
		alice.hears({type: 'notSent', entry, problem: safeText`It cannot be.`});
	const chosen = () =>
		transcriptRows(alice.state)
			.filter(row => 'chosen' in row && row.chosen)
			.map(rowText);
	expect(chosen()).toEqual([]);
	for (let at = 9; at >= 1; at--) {
		alice.presses('failedPrevious');
		expect(chosen().join(' ')).toContain(`message ${at},`);
		expect(chosen().length).toBeGreaterThan(1);
	}

	alice.presses('failedNext', 'failedNext');
	expect(chosen().join(' ')).toContain('message 3,');
	expect([alice.state.statusMessage, statusMessageLines(alice.state)]).toEqual([
		'Enter again, Ctrl-E edit, Esc remove',
		[],
	]);
	expect(alice.types('x').state.statusMessage).toBeUndefined();
	expect(chosen()).toEqual([]);
});

test('what an earlier run could not send stands in its chat, is told of, and is not sent by itself', () => {
	const problem = safeText`bob has blocked you.`;
	const entry = {id: 'a1b2c3d4.old.7', conversation: withBob, text: 'from yesterday', at, problem};
	const alice = new Client()
		.signsIn('alice')
		.hears({type: 'outboxLoaded', entries: [entry]}, {type: 'draftsLoaded', saved: NO_SAVED_INPUT});
	expect(alice.taken('send')).toEqual([]);
	expect(alice.state.notices.map(({text}) => text)).toContain(
		'A message was not sent: see the chats with ✗; Ctrl-↑ chooses one there.',
	);
	const row = () => contactRows(alice.state).find(({id}) => id === withBob)!;
	expect(ownText(row())).toBe('✗');
	alice.says('/msg bob');
	expect(alice.rows.join(' ')).toContain('not sent: bob has blocked you.');
	alice.presses('interrupt');
	expect(alice.state.statusMessage).toBe('Ctrl-C once more quits; what was not sent is kept.');
	alice.presses('failedPrevious', 'submit');
	expect(alice.taken('send').map(({entry}) => entry.text)).toEqual(['from yesterday']);
	expect(ownText(row())).toBe('');
});

test('Ctrl-E puts the chosen one back into an empty bar, and covers no draft', () => {
	const alice = aliceRefused().types('half').presses('failedPrevious', 'cursorEnd');
	expect([alice.bar, queuedTexts(alice)]).toEqual(['half', ['one', 'two', 'three']]);
	alice.presses('deleteToStart', 'failedPrevious', 'cursorEnd');
	expect([alice.bar, queuedTexts(alice)]).toEqual(['three', ['one', 'two']]);
});
