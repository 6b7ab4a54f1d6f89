/** Writing a message: what is undone, what is asked before it goes out, what Tab makes of names. */
import {describe, expect, test} from 'vitest';
import {LOBBY} from '../../protocol/names.ts';
import {editInEditor} from '../../source/state/command-bar/external-editor.ts';
import {dialogView} from '../../source/state/dialogs/dialogs.ts';
import {commandUsage} from '../../source/state/view/status.ts';
import {between, Client, message, summary} from '../harness/client.ts';
import {peersLoaded, talksPrivately} from '../harness/private-chat.ts';
import {name} from '../harness/sample-state.ts';

const chatting = () => new Client().signsIn('alice', {people: ['bob', 'bobby', 'carol']}).says('/msg bob');
const inLobby = () => {
	const lobby = {...summary('alice', 'bob', {last: 0}), conversation: LOBBY};
	return new Client()
		.signsIn('alice', {people: ['bob', 'bobby', 'carol'], conversations: [lobby]})
		.says('/goto #lobby');
};

describe('Ctrl-_', () => {
	test('undoes what was typed word by word, then says that nothing is left', () => {
		const alice = chatting().types('one two');
		expect(alice.presses('undo').bar).toBe('one');
		expect(alice.presses('undo').bar).toBe('');
		expect(alice.presses('undo').state.statusMessage).toBe('Nothing is left to undo in this line.');
	});

	test('undoes a paste, a deletion and a completion, with the cursor where it was', () => {
		const alice = chatting().types('see ').hears({type: 'pasted', text: 'a\tlong\npaste'});
		expect(alice.presses('undo').bar).toBe('see ');
		alice.types('car').presses('complete', 'undo');
		expect(alice.bar).toBe('see car');
		alice.presses('cursorStart', 'deleteToEnd', 'undo').types('I ');
		expect(alice.bar).toBe('I see car');
	});

	test('is undone by Ctrl-Y: no text is lost', () => {
		const alice = chatting().types('an hour of work');
		for (let steps = 0; steps < 10; steps++) alice.presses('undo');
		expect([alice.bar, alice.presses('bringBack').bar]).toEqual(['', 'an hour of work']);
	});

	test('undoes nothing of another chat, and nothing that was sent', () => {
		const alice = chatting().types('for bob').says('').presses('conversationNext');
		expect(alice.presses('undo').bar).toBe('');
		expect(alice.presses('conversationLast').bar).toBe('');
		expect(alice.types('half').presses('conversationNext', 'conversationLast', 'undo').bar).toBe('half');
	});

	test('goes back a hundred steps at most', () => {
		const alice = chatting().types('x '.repeat(250));
		for (let steps = 0; steps < 300; steps++) alice.presses('undo');
		expect(alice.bar.length).toBeGreaterThan(0);
	});
});

describe('blanks before a slash', () => {
	test('are asked about before the line goes out', () => {
		const alice = chatting().says('  /msg carol secret');
		expect([alice.taken('send'), alice.bar]).toEqual([[], '  /msg carol secret']);
		expect(alice.state.statusMessage).toContain('Enter again sends the line as text');
		expect(alice.presses('submit').taken('send')).toMatchObject([{entry: {text: '  /msg carol secret'}}]);
	});

	test.each([' /etc/passwd', ' // no', 'a /msg b'])('are not, where %s is no command', text => {
		expect(chatting().says(text).taken('send')).toMatchObject([{entry: {text}}]);
	});

	test('are not, where they were pasted', () => {
		const alice = chatting().hears({type: 'pasted', text: '  /quit'}).presses('submit');
		expect(alice.taken('send')).toMatchObject([{entry: {text: '  /quit'}}]);
	});
});

describe('what is pasted is sent as it was pasted', () => {
	test.each([
		'\tif (x)\n\t\treturn;  ',
		'//comment',
		'/etc/hosts',
		'/quit',
		':q',
		'=bob hi',
		'  indented  ',
		'ends in \\',
	])('%j', text => {
		const alice = chatting().hears({type: 'pasted', text}).presses('submit');
		expect(alice.taken('send')).toMatchObject([{entry: {text, conversation: between('alice', 'bob')}}]);
	});

	test('with the line ends of Windows as they are', () => {
		const alice = chatting().hears({type: 'pasted', text: 'a\r\nb\r\n'}).presses('submit');
		expect(alice.taken('send')).toMatchObject([{entry: {text: 'a\r\nb\r\n'}}]);
	});
});

test.each(['\n', '\r\n'])('the end of the last line, %j, makes no line more of a paste', end => {
	const lines = (count: number) => 'x\n'.repeat(count).slice(0, -1) + end;
	expect(chatting().hears({type: 'pasted', text: lines(20)}).state.dialogs).toEqual([]);
	const asked = chatting().hears({type: 'pasted', text: lines(21)});
	expect(dialogView(asked.state)?.lines[0]).toBe('You pasted 21 lines, which begin with:');
});

describe('a paste of more than 20 lines', () => {
	const long = Array.from({length: 21}, (_, at) => `line ${at}`).join('\n');
	const pasting = () => chatting().types('see: ').hears({type: 'pasted', text: long});

	test('asks, and sends nothing by itself', () => {
		const alice = pasting();
		expect(alice.state.dialogs).toMatchObject([{type: 'longPaste'}]);
		expect(alice.presses('accept').bar).toBe(`see: ${long}`);
		expect(alice.taken('send')).toEqual([]);
	});

	test('comes as code in a fence that the code does not hold', () => {
		expect(pasting().presses({choose: 'd'}).bar).toBe(`see: \`\`\`\n${long}\n\`\`\``);
		const fenced = chatting().hears({type: 'pasted', text: `${long}\n\`\`\`\n`});
		expect(fenced.presses({choose: 'd'}).bar).toMatch(/^````\n[^]*\n````$/);
	});

	test('goes to the server as a file, and can be brought back if the server does not take it', () => {
		const alice = pasting().presses({choose: 'f'});
		expect(alice.taken('upload')).toMatchObject([
			{conversation: between('alice', 'bob'), from: {name: 'pasted.txt', text: long}},
		]);
		expect(alice.bar).toBe('see: ');
		expect(alice.presses('bringBack').bar).toBe(`see: ${long}`);
	});

	test('is no file in a private chat, and is kept', () => {
		const alice = talksPrivately(peersLoaded(chatting()))
			.hears({type: 'pasted', text: long})
			.presses({choose: 'f'});
		expect([alice.taken('upload'), alice.bar]).toEqual([[], '']);
		expect(alice.state.statusMessage).toContain('/send-file sends the file directly. Ctrl-Y brings it back.');
	});

	test('that is too long for a message says so before one is chosen', () => {
		const lines = (alice: Client) => dialogView(alice.state)?.lines.join(' ');
		expect(lines(pasting())).not.toContain('too long');
		expect(lines(chatting().hears({type: 'pasted', text: `${long}\n`.repeat(40)}))).toContain(
			'too long for a message',
		);
	});

	test('is kept where it is not wanted', () => {
		const alice = pasting().presses('cancel');
		expect([alice.bar, alice.state.statusMessage]).toEqual(['see: ', 'Ctrl-Y brings it back.']);
		expect(alice.presses('bringBack').bar).toBe(`see: ${long}`);
	});

	test('is not one of 20', () => {
		const short = long.split('\n').slice(1).join('\n');
		expect(chatting().hears({type: 'pasted', text: short}).bar).toBe(short);
	});
});

describe('a path that is dropped into the empty line', () => {
	const dropped = (text: string) => chatting().hears({type: 'pasted', text}).state.statusMessage;

	const film = '/home/alice/a film.mp4';

	test.each([
		[film, film],
		[`'${film}'`, film],
		['/home/alice/a\\ film.mp4 ', film],
		['~/notes.txt', '/notes.txt'], // the home folder here is the root
	])('%s is text, and the line says how to send the file itself', (text, sent) => {
		expect(dropped(text)).toContain('/upload before it sends the file itself');
		const alice = chatting().hears({type: 'pasted', text}).presses('cursorStart').types('/upload ');
		expect(alice.presses('submit').taken('upload')).toMatchObject([{from: {path: sent}}]);
	});

	test.each(['/shrug', '//etc', 'see /etc/hosts', '/etc/hosts\n/etc/passwd', '/'])('%j is none', text => {
		expect(dropped(text)).toBeUndefined();
	});
});

test('near the limit of a message its length is counted, and beyond it how much is too much', () => {
	const usage = (length: number, letter = 'x') =>
		commandUsage(chatting().hears({type: 'pasted', text: letter.repeat(length)}).state);
	expect(usage(3599)).toBeUndefined();
	expect(usage(3600)).toBe('3600 of 4000 characters');
	expect(usage(4000, '\u{1f600}')).toBe('4000 of 4000 characters');
	expect(usage(4003)).toBe('3 characters too many');
});

describe('Tab behind a part of a name', () => {
	test('puts a colon behind a name at the start of a line in a room, and nowhere else', () => {
		expect(inLobby().types('car').presses('complete').bar).toBe('carol: ');
		expect(inLobby().types('ask car').presses('complete').bar).toBe('ask carol ');
		expect(inLobby().types('@car').presses('complete').bar).toBe('@carol ');
		expect(chatting().types('car').presses('complete').bar).toBe('carol ');
	});

	test('takes who spoke last first, then cycles on', () => {
		const said = {...message('bobby', 'alice', 1, 'hi'), conversation: LOBBY, from: name('bobby')};
		const alice = inLobby().announced(said).types('bo').presses('complete');
		expect(alice.bar).toBe('bobby: ');
		expect(alice.presses('complete').bar).toBe('bob: ');
		expect(alice.presses('complete').bar).toBe('bobby: ');
	});

	test('completes in the middle of a line without a second blank, and rooms by their #', () => {
		const alice = chatting()
			.types('ask car about it')
			.presses('cursorWordLeft', 'cursorWordLeft', 'cursorLeft');
		expect(alice.presses('complete').bar).toBe('ask carol about it');
		expect(inLobby().types('in #lo').presses('complete').bar).toBe('in #lobby ');
		expect(chatting().types('=car').presses('complete').bar).toBe('=carol ');
	});
});

describe('the editor of the user', () => {
	test('is opened by Ctrl-O, by Ctrl-X Ctrl-E and by /editor; Ctrl-E alone goes to the end of the line', () => {
		const asked = (client: Client) => client.taken('editText').map(({text}) => text);
		expect(asked(chatting().types('a').presses('editText'))).toEqual(['a']);
		expect(asked(chatting().types('b').presses('prefix', 'cursorEnd'))).toEqual(['b']);
		expect(asked(chatting().types('c').presses('prefix', 'cursorLeft', 'cursorEnd'))).toEqual([]);
		expect(asked(chatting().says('/editor'))).toEqual(['']);
	});

	test('gives the text back to the chat that it was for; in another one Ctrl-Y brings it back', () => {
		const edited = {
			type: 'textEdited',
			conversation: between('alice', 'bob'),
			before: 'helo',
			text: 'hello',
		} as const;
		expect(chatting().types('helo').hears(edited).bar).toBe('hello');
		const moved = chatting().types('helo').presses('conversationNext').hears(edited);
		expect(moved.bar).toBe('');
		expect(moved.presses('bringBack').bar).toBe('hello');
	});

	test('sees nothing of a private chat', () => {
		const edited = chatting();
		const state = {...edited.state, open: '~bob' as never};
		const [after, effects] = editInEditor(state);
		expect([after.statusMessage, effects]).toEqual([expect.stringContaining('private chat'), []]);
	});
});

describe('Tab', () => {
	test('makes an emoji of a name that is begun, the exact one first, then the others in turn', () => {
		const alice = chatting().types('great :+1').presses('complete');
		expect(alice.bar).toBe('great 👍 ');
		const hearts = chatting().types(':hear').presses('complete');
		expect(hearts.state.completion?.candidates.length).toBeGreaterThan(5);
		expect(hearts.presses('complete').bar).not.toBe(chatting().types(':hear').presses('complete').bar);
		expect(chatting().types('a:b').presses('complete').bar).toBe('a:b');
		expect(chatting().types(':tada:').presses('complete').bar).toBe('🎉 ');
	});

	test('behind /join asks the server for rooms, and completes to those that it names', () => {
		const alice = inLobby().types('/join #bu').presses('complete');
		expect(alice.taken('request').map(({request}) => request)).toContainEqual({type: 'rooms', name: 'bu'});
		const rooms = ['#build', '#bulk'].map(room => ({room: room as never, members: 3, joined: false}));
		alice.hears({type: 'answered', request: {type: 'rooms', name: 'bu'}, reply: {rooms}});
		expect(alice.bar).toBe('/join #build ');
		expect(alice.presses('complete').bar).toBe('/join #bulk ');
	});

	test('behind /join takes nothing for a word that was changed before the server has answered', () => {
		const alice = inLobby().types('/join #bu').presses('complete').types('x');
		const rooms = [{room: '#build' as never, members: 3, joined: false}];
		alice.hears({type: 'answered', request: {type: 'rooms', name: 'bu'}, reply: {rooms}});
		expect(alice.bar).toBe('/join #bux');
	});
});
