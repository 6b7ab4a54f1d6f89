/** What the client says in lines, where nothing can be drawn. */
import {expect, test} from 'vitest';
import type {ConversationId} from '../../protocol/names.ts';
import type {StateEvent} from '../../source/state/model/event.ts';
import type {State} from '../../source/state/model/state.ts';
import {safeText} from '../../protocol/text.ts';
import {nothingSaid, speak} from '../../source/screen-reader/speech.ts';
import {promptOf} from '../../source/screen-reader/prompt.ts';
import {editorOf} from '../../source/state/keyboard/scope.ts';
import {textOf} from '../../terminal/editor.ts';
import {
	after,
	alice,
	bob,
	firstScreen,
	name,
	press,
	signedIn,
	talking,
	withBob,
} from '../harness/sample-state.ts';

const size = {columns: 80, rows: 24};
const lobby = '#lobby' as const;

/** What is said on the way from one state over the next ones. */
function saidOf(first: State, ...next: readonly State[]): readonly string[] {
	let {said} = speak(nothingSaid(first), first);
	return next.flatMap(state => {
		const spoken = speak(said, state);
		said = spoken.said;
		return spoken.lines;
	});
}

/** Bob changes the first message of a conversation. */
function changed(revision: number, change: object, conversation: string = withBob): StateEvent {
	const made = {conversation, sequence: 1, revision, by: bob, at: 1, change};
	return {type: 'announced', announcement: {type: 'messageChanged', ...made}} as StateEvent;
}

function message(sequence: number, text: string, more: object = {}): StateEvent {
	const announcement = {
		type: 'message',
		conversation: withBob,
		sequence,
		id: `device01.b.${sequence}`,
		from: bob,
		at: Date.UTC(2026, 10, 20, 12, 30),
		text,
		...more,
	};
	return {type: 'announced', announcement} as StateEvent;
}

test('a new message is one line with its sender, without a time', () => {
	const before = talking(size);
	expect(saidOf(before, after(before, message(4, 'coming?')))).toEqual(['bob: coming?']);
});

test('that the server cannot store now is said, and that it stores again', () => {
	const before = talking(size);
	const away = after(before, {type: 'linkChanged', link: {status: 'online', isStoring: false}});
	expect(saidOf(before, away)).toEqual(['The server cannot store now; what you send waits.']);
	const back = after(away, {type: 'linkChanged', link: {status: 'online'}});
	expect(saidOf(away, back)).toEqual(['The server stores again.']);
});

test('each line of a message begins with its sender, so that none passes for one of others or of the program', () => {
	const before = talking(size);
	const forged = 'hi\n\n  carol: yes\nPassword: ';
	const first = after(before, message(4, forged));
	const edit = {type: 'edit', text: 'ho\nPassword:'};
	const edited = after(first, {
		type: 'announced',
		announcement: {
			type: 'messageChanged',
			conversation: withBob,
			sequence: 4,
			by: bob,
			at: 1,
			revision: 1,
			change: edit,
		},
	} as StateEvent);
	expect(saidOf(before, first, edited)).toEqual([
		'bob: hi\nbob:   carol: yes\nbob: Password: ',
		'bob edited: ho\nbob: Password:',
	]);
});

test('an action is what somebody does, and a reply says to what', () => {
	const before = talking(size, ['shall we?']);
	const said = saidOf(
		before,
		after(before, message(2, 'waves', {kind: 'action'}), message(3, 'yes', {replyTo: 1})),
	);
	expect(said).toEqual(['bob waves', 'bob, in reply to bob, “shall we?”: yes']);
});

test('control characters of others are never said', () => {
	const before = talking(size);
	const [line = ''] = saidOf(before, after(before, message(4, 'a\x1b[2Jb\rc')));
	expect(line).toMatch(/^bob: a/);
	expect(line).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
});

test('the conversation that opens is named, with its last messages', () => {
	const closed = signedIn(size);
	const open = talking(size, ['hi!']);
	expect(saidOf(closed, open).slice(-2)).toEqual([
		'Chat with bob, online.',
		expect.stringMatching(/^.+ bob: hi!$/),
	]);
});

test('of a long message the beginning is said, until Enter on it says all of it', () => {
	const before = talking(size);
	const long = after(before, message(4, Array.from({length: 40}, (_, at) => `row ${at}`).join('\n')));
	const lines = (from: State, to: State) => saidOf(from, to).join('\n').split('\n');
	expect(lines(before, long)).toHaveLength(11);
	expect(lines(before, long).at(-1)).toBe('bob: … 30 more lines: choose it, Enter');
	const selected = press(long, 'failedPrevious');
	expect(lines(long, selected).at(0)).toMatch(/^Selected: .* bob: row 0$/);
	const whole = press(selected, 'unfoldOrGoToQuoted');
	expect(lines(selected, whole)).toHaveLength(40);
	expect(lines(selected, whole).at(-1)).toBe('bob: row 39');
});

test('one’s own file is said once the server has it', () => {
	const before = talking(size);
	const file = {name: 'notes.txt', size: 692, sha256: 'a'.repeat(64)};
	const [withMe] = [...before.conversations.values()].filter(({id}) => id === withBob);
	const id = 'device00.start.1';
	const queued = {...withMe!, queued: [{id, text: 'notes.txt', at: 1, file}]};
	const waiting = {...before, conversations: new Map(before.conversations).set(withBob, queued as never)};
	const sent = after(waiting, message(4, 'notes.txt', {from: alice, id, file: {...file, until: 1}}));
	expect(saidOf(waiting, sent)).toEqual(['you: notes.txt (file, 692 B)']);
});

test('a message to the user from elsewhere is said whole, with who wrote it', () => {
	const before = talking(size);
	const elsewhere = message(1, 'psst', {conversation: 'alice+carol', from: name('carol')});
	expect(saidOf(before, after(before, elsewhere))).toEqual(['carol to you: psst']);
});

test('nothing is said of a message in a muted chat', () => {
	const other = 'alice+carol' as ConversationId;
	const muted = {type: 'conversationSet', conversation: other, settings: {muted: true}} as const;
	const spoken = (sequence: number) => message(sequence, 'psst', {conversation: other, from: name('carol')});
	const before = after(talking(size), spoken(1));
	const silent = after(before, {type: 'announced', announcement: muted});
	expect(saidOf(before, silent, after(silent, spoken(2)))).toEqual([]);
});

test('of a room that is not open only that there is something new is said, and once', () => {
	const joined = after(talking(size), {
		type: 'announced',
		announcement: {type: 'memberJoined', conversation: lobby, user: alice},
	} as StateEvent);
	const inRoom = (sequence: number, text: string) => message(sequence, text, {conversation: lobby});
	const one = after(joined, inRoom(1, 'hello'));
	const two = after(one, inRoom(2, 'again'));
	expect(saidOf(joined, one, two).filter(line => line.includes(lobby))).toEqual(['New in #lobby.']);
});

test('one’s own line, which one has typed, is not said again', () => {
	const before = talking(size);
	const typed = press(after(before, {type: 'edited', before: 'my words'}), 'submit');
	const id = typed.conversations.get(withBob)?.queued[0]?.id;
	const stored = after(typed, message(4, 'my words', {from: alice, id}));
	expect(saidOf(before, typed, stored).join()).not.toContain('my words');
});

test('a message that could not be sent is said once, with the reason', () => {
	const typed = press(after(talking(size), {type: 'edited', before: 'my words'}), 'submit');
	const [entry] = typed.conversations.get(withBob)?.queued ?? [];
	if (!entry) throw new Error('Nothing was queued.');
	const problem = safeText`bob has blocked you.`;
	const sent = {id: entry.id, conversation: withBob, text: entry.text, at: entry.at};
	const failed = after(typed, {type: 'notSent', entry: sent, problem});
	const heard = saidOf(typed, failed, after(failed, message(4, 'and?'))).filter(line =>
		line.includes('sent'),
	);
	expect(heard).toEqual(['Not sent: bob has blocked you.']);
});

test('what was unread at the sign-in is not said as if it were new', () => {
	const before = after(talking(size), message(1, 'psst', {conversation: 'alice+carol', from: name('carol')}));
	const {lines} = speak(nothingSaid(before), before);
	expect(lines.filter(line => line.includes('carol to you') || line.startsWith('New in'))).toEqual([]);
});

test('an edit, a deletion and a reaction are said, with what they are about', () => {
	const before = talking(size, ['first']);
	const edited = after(before, changed(1, {type: 'edit', text: 'second'}));
	const reacted = after(edited, changed(2, {type: 'react', emoji: '👍', on: true}));
	const deleted = after(reacted, changed(3, {type: 'delete'}));
	expect(saidOf(before, edited, reacted, deleted)).toEqual([
		'bob edited: second',
		'To bob, “second”: reactions now 👍 1',
		'bob deleted a message of bob, “second”',
	]);
});

test('nothing that a blocked user has written is said: not when it is edited, reacted to or replied to', () => {
	const joined = after(talking(size), {
		type: 'announced',
		announcement: {type: 'memberJoined', conversation: lobby, user: alice},
	} as StateEvent);
	const written = after(joined, message(1, 'rude', {conversation: lobby}));
	const before = {...written, open: lobby as ConversationId, blocked: new Set([bob])};
	const inLobby = (revision: number, change: object) => changed(revision, change, lobby);
	const edited = after(before, inLobby(1, {type: 'edit', text: 'ruder'}));
	const reacted = after(edited, inLobby(2, {type: 'react', emoji: '👍', on: true}));
	const answer = message(2, 'stop it', {conversation: lobby, from: name('carol'), replyTo: 1});
	const answered = after(reacted, answer);
	expect(saidOf(before, edited, reacted, answered)).toEqual([
		'carol, in reply to bob, who is blocked: stop it',
	]);
});

test('why a key failed is said once', () => {
	const before = after(talking(size), {type: 'edited', before: '/nonsense'});
	const said = saidOf(before, press(before, 'submit'));
	expect(said).toHaveLength(1);
	expect(said[0]).toContain('/nonsense');
});

test('a question is its title, its text, its letters, and what Enter does', () => {
	const before = talking(size);
	const said = saidOf(before, press(before, 'quit', 'quit'));
	const asked = saidOf(before, after(before, {type: 'acted', action: 'jump'}));
	expect(said.length + asked.length).toBeGreaterThan(0);
	expect(asked[0]).toContain('Enter');
});

test('an arrow key in a list says the row that it has chosen', () => {
	const open = press(talking(size), 'jump');
	const [line] = saidOf(open, press(open, 'choiceNext'));
	expect(line).toMatch(/^2 of \d+: /);
});

test('a selected message is said, with the keys that are for it', () => {
	const before = talking(size);
	const [line, keys] = saidOf(before, press(before, 'failedPrevious'));
	expect(line).toMatch(/^Selected: .+ bob: are you there\?$/);
	expect(keys).toContain('reply');
	expect(keys).not.toContain('edit'); // bob's message
});

test('a file is said with its size', () => {
	const before = talking(size);
	const file = {sha256: 'A'.repeat(43), size: 2972, name: 'notes.txt'};
	expect(saidOf(before, after(before, message(4, 'notes.txt', {file})))).toEqual([
		'bob: notes.txt (file, 2.9 KiB)',
	]);
});

test('what the program says twice in the same millisecond is said twice', () => {
	const before = talking(size);
	const asks = (state: State) => press(after(state, {type: 'edited', before: '/whoami'}), 'submit');
	const once = asks(before);
	const first = saidOf(before, once);
	expect(first.length).toBeGreaterThan(0);
	expect(saidOf(before, once, asks({...once, now: before.now}))).toEqual([...first, ...first]);
});

test('help is said as text, the command first', () => {
	const before = after(talking(size), {type: 'edited', before: '/help msg'});
	const said = saidOf(before, press(before, 'submit'));
	expect(said.join('\n')).toContain('/msg');
});

test('a field is a plain question, and what is typed into a password field is hidden, also while the server checks it', () => {
	const form = after(firstScreen(size), {
		type: 'hosted',
		address: {host: '127.0.0.1', port: 10_001},
		signUp: 'open',
		joinLines: [],
	});
	expect(promptOf(form)).toEqual({label: 'User name: ', isHidden: false});
	const password = press(after(form, {type: 'edited', before: 'alice'}), 'fieldNext');
	expect(promptOf(password)?.isHidden).toBe(true);
	const typed = after(password, {type: 'edited', before: 'tulip-tree-42'});
	const again = after(press(typed, 'fieldNext'), {type: 'edited', before: 'tulip-tree-42'});
	const waiting = press(again, 'submit', 'submit');
	expect(waiting.place).toMatchObject({at: 'form', form: {waiting: true}});
	expect(textOf(editorOf(waiting) ?? {before: '', after: '', revision: 0})).not.toBe('');
	expect(promptOf(waiting)).toBeUndefined();
});
