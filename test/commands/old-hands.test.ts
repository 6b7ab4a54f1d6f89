/** What hands from other chat programs type and press: each row says what happens here. */
import {describe, expect, test} from 'vitest';
import {commands} from '../../source/commands/index.ts';
import {actionOf} from '../../source/state/keyboard/chords.ts';
import {labelOf} from '../../source/state/chats/contacts.ts';
import {between, Client, message, summary} from '../harness/client.ts';
import {effectsOf, problemOf, run} from '../harness/command-line.ts';
import type {Action} from '../../source/state/model/action.ts';

const chatting = () =>
	new Client()
		.signsIn('alice', {people: ['bob', 'carol', 'dave'], online: ['bob']})
		.says('/msg carol')
		.says('/msg bob');
const opened = (client: Client) => labelOf(client.state, client.state.open ?? between('alice', 'alice'));

describe('a key of another program does here what it does there', () => {
	test.each<[keys: string, action: Action]>([
		['ctrl+n alt+down alt+right', 'conversationNext'],
		['ctrl+p alt+up alt+left', 'conversationPrevious'],
		['alt+1', {conversation: 1}],
		['alt+9', {conversation: 9}],
		['alt+a shift+right', 'conversationUnread'],
		['ctrl+g', 'jump'],
		['ctrl+k', 'deleteToEnd'], // on an empty line it goes to a chat
		['alt+/', 'conversationLast'],
		['pageup', 'pageUp'],
		['pagedown', 'pageDown'],
		['alt+home', 'scrollTop'],
		['alt+end', 'scrollEnd'],
		['home', 'startOrTop'],
		['end', 'endOrNewest'],
		['alt+u', 'firstUnread'],
		['alt+p', 'mentionPrevious'],
		['alt+n', 'mentionNext'],
		['f4', 'catchUp'],
		['ctrl+f ctrl+s', 'search'],
		['ctrl+r', 'historySearch'],
		['up', 'historyPrevious'],
		['shift+enter alt+enter ctrl+j', 'newline'],
		['f7 ctrl+b', 'toggleList'],
		['f8', 'members'],
		['alt+l', 'bareView'],
		['f1', 'help'],
		['ctrl+c', 'interrupt'],
		['ctrl+q', 'quit'],
		['ctrl+l', 'redraw'],
		['ctrl+z', 'suspend'],
		['f6 tab', 'paneNext'], // Tab on a line with text completes
	])('%s', (keys, action) => {
		for (const chord of keys.split(' '))
			expect(actionOf(chord, 'bar'), chord).toEqual(chord === 'tab' ? 'complete' : action);
	});
});

describe('a command of another program is one of this', () => {
	test.each([
		['/q', '/quit'],
		['/exit', '/quit'],
		[':q', '/quit'],
		[':wq', '/quit'],
		[':q!', '/quit'],
		['cd #build', '/join #build'],
		['cd @bob', '/msg bob'],
		['/m bob hi  there', '/msg bob hi  there'],
		['/dm bob hi', '/msg bob hi'],
		['/pm bob hi', '/msg bob hi'],
		['/query bob hi', '/msg bob hi'],
		['=bob hi  there', '/msg bob hi  there'],
		['/part', '/leave'],
		['/users', '/who'],
		['/list', '/rooms'],
		['/buffer 2', '/goto 2'],
		['/b bob', '/goto bob'],
		['/win 2', '/goto 2'],
		['/window 2', '/goto 2'],
		['/switch bob', '/goto bob'],
		['/2', '/goto 2'],
		['/seen bob', '/whois bob'],
		['/lastlog tea', '/search tea'],
		['/grep tea', '/search tea'],
		['/find tea', '/search tea'],
		['/color mono', '/set theme mono'],
		['/theme light', '/set theme light'],
		['/timestamp 12h', '/set times 12h'],
		['/notify off', '/set notifications off'],
		['/bell off', '/set notifications off'],
		['/bell on', '/set notifications bell'],
		['/bell mentions', '/set notify-of mentions'],
		['/bell all', '/set notify-of all'],
		['/notify all', '/set notify-of all'],
		['/connect', '/reconnect'],
		['/url', '/open'],
		['/sendfile bob x.txt', '/send-file bob x.txt'],
	])('%s is %s', (typed, ours) => {
		const client = chatting();
		expect(run(typed, client)).toEqual(run(ours, client));
	});

	test('/ignore is /block, and says so', () => {
		const client = chatting();
		const [request] = effectsOf('/ignore bob', client);
		expect(request).toMatchObject({type: 'request', request: {type: 'block', user: 'bob'}});
		expect(client.says('/ignore bob').rows.join('\n')).toContain('/ignore is called /block here.');
		expect(effectsOf('/unignore bob', client)).toMatchObject([{request: {type: 'unblock', user: 'bob'}}]);
	});

	test('a line for one person never goes to the open chat: neither a long one, nor one with a mistyped name', () => {
		const long = 'secret '.repeat(100);
		expect(effectsOf(`=carol ${long}`, chatting())).toMatchObject([
			{type: 'send', entry: {conversation: between('alice', 'carol')}},
		]);
		const client = chatting().says('=crol secret');
		expect(client.taken('send')).toEqual([]);
		expect([client.bar, client.state.statusMessage]).toEqual([
			'=crol secret',
			expect.stringContaining('no user called crol'),
		]);
	});

	test.each(['= 5', '=SUM(A1) is 3', 'cd ..', 'cd src', ':quiet', ':-)', ':w', 'q', 'see :q'])(
		'%s is a text',
		typed => {
			expect(chatting().says(typed).taken('send')).toMatchObject([{entry: {text: typed}}]);
		},
	);

	test('a pasted line of another program is a text', () => {
		const client = chatting().hears({type: 'pasted', text: ':q'}).presses('submit');
		expect(client.taken('send')).toMatchObject([{entry: {text: ':q'}}]);
	});

	test.each([
		['/nick bob', /^Names are fixed here/],
		['/bind x', /^Keys are fixed here; \/keys/],
		['/alias x y', /^Commands are fixed/],
		['/script load x', /library/],
		['/server add x', /one server at a time; \/logout/],
	])('%s says why there is none', (typed, said) => {
		expect(problemOf(typed)).toMatch(said);
	});
});

test('no command is proposed that ends, leaves or sends, for any verb of another program', () => {
	const grave = new Set(
		commands
			.filter(({consequence}) => consequence !== undefined)
			.flatMap(({name: own, aliases}) => [own, ...aliases]),
	);
	const verbs =
		'server connect part query msg me nick notice ctcp oper mode op deop voice kick ban unban knockout invite clear buffer window set fset alias bind key script plugin theme quit upload screenshot mute unmute pin unpin reply redact react edit download tag roomnick toggle rainbow logout accept reject roster sub wins correct receipts presence slashguard omemo silence slap focus quiet rename motd allowlist tz users bell unreads dms spaces sav save ignor sing';
	for (const verb of verbs.split(' ')) {
		const [, proposed] = /did you mean \/(\S+?)\?/.exec(problemOf(`/${verb} x`)) ?? [];
		expect(grave, verb).not.toContain(proposed);
	}
});

describe('going about', () => {
	test('/goto takes a place in the list, a name, or a part of a name that is in no other one', () => {
		expect(opened(chatting().says('/goto car'))).toBe('carol');
		expect(opened(chatting().says('/goto dave'))).toBe('dave');
		expect(problemOf('/goto 99', chatting())).toBe('The list has 4 chats; type a number from 1 on.');
		expect(problemOf('/goto a', chatting())).toContain('no user called a');
		const third = chatting().presses({conversation: 3}).state.open;
		expect(chatting().says('/3').state.open).toBe(third);
		expect(chatting().says('/goto').state.dialogs).toMatchObject([{type: 'jump'}]);
	});

	test('/last goes back and forth', () => {
		const client = chatting().says('/last');
		expect(opened(client)).toBe('carol');
		expect(opened(client.says('/last'))).toBe('bob');
		expect(problemOf('/last', new Client().signsIn('alice').says('/msg bob'))).toContain('No other chat');
	});

	test('Home and End scroll where the line is empty, and move the cursor where it is not', () => {
		const client = chatting();
		for (let at = 1; at <= 60; at++) client.announced(message('bob', 'alice', at, 'a line'));
		client.presses('startOrTop');
		expect(client.conversation('bob').anchor).not.toBe('end');
		client.presses('endOrNewest');
		expect(client.conversation('bob').anchor).toBe('end');
		client.types('text').presses('startOrTop').types('the ');
		expect(client.bar).toBe('the text');
	});

	test('F7 hides the list and shows it again', () => {
		const client = chatting().presses('toggleList');
		expect(client.state.isListHidden).toBe(true);
		expect(client.presses('paneNext').state.pane).toBe('transcript');
		expect(client.presses('toggleList').state.isListHidden).toBe(false);
		const narrow = new Client({columns: 40, rows: 10}).signsIn('alice').presses('toggleList');
		expect(narrow.state.statusMessage).toContain('too narrow');
	});

	test('the messages stand alone on the screen to be selected', () => {
		const client = chatting().announced(message('bob', 'alice', 1, 'make -j4\ndone'));
		const [dialog] = client.presses('bareView').state.dialogs;
		const lines = dialog?.type === 'copyView' ? dialog.view.lines : [];
		expect(lines).toEqual([expect.stringMatching(/^\d\d:\d\d bob: make -j4$/), 'done']);
		expect(client.presses({choose: 'x'}).state.dialogs).toEqual([]);
		expect(client.bar).toBe('x');
	});
});

describe('a ? on the empty line', () => {
	test('opens help, and Esc closes it', () => {
		const client = chatting().types('?');
		expect([client.bar, client.state.help]).toMatchObject(['', {row: 0}]);
		expect(client.presses('cancel').state.help).toBeUndefined();
	});

	test('is the beginning of a text for whoever types on, and nothing of it is lost', () => {
		const client = chatting().types('??!');
		expect([client.bar, client.state.help]).toEqual(['??!', undefined]);
		expect(client.presses('submit').taken('send')).toMatchObject([{entry: {text: '??!'}}]);
	});

	test('is sent by two Enters', () => {
		const client = chatting().types('?').presses('submit');
		expect([client.bar, client.state.help]).toEqual(['?', undefined]);
		expect(client.presses('submit').taken('send')).toMatchObject([{entry: {text: '?'}}]);
	});

	test('behind other text is a letter', () => {
		expect(chatting().types('why?').bar).toBe('why?');
	});
});

describe('Enter behind a backslash', () => {
	test('begins a new line, and sends the message without the backslash', () => {
		const client = chatting().types('one\\').presses('submit');
		expect(client.bar).toBe('one\n');
		client.types('two').presses('submit');
		expect(client.taken('send')).toMatchObject([{entry: {text: 'one\ntwo'}}]);
	});

	test('that was pasted is sent as it is', () => {
		const client = chatting().hears({type: 'pasted', text: 'C:\\'}).presses('submit');
		expect(client.taken('send')).toMatchObject([{entry: {text: 'C:\\'}}]);
		client.hears({type: 'pasted', text: 'C:'}).types('\\').presses('submit');
		expect(client.bar).toBe('C:\n');
	});

	test('sends two of them as they are, and leaves a path of Windows alone', () => {
		expect(chatting().says('C:\\\\').taken('send')).toMatchObject([{entry: {text: 'C:\\\\'}}]);
		expect(chatting().says('/set downloads C:\\').bar).toBe('');
	});
});

describe('what is unread', () => {
	const unread = () => {
		const client = new Client().signsIn('alice', {
			people: ['bob', 'carol', 'dave'],
			conversations: [
				summary('alice', 'bob', {last: 3, read: 1}),
				summary('alice', 'carol', {last: 2, read: 0}),
			],
		});
		return client;
	};

	test('is gone through by one key, which says how much there is and when all is read', () => {
		const client = unread().presses('catchUp');
		expect(client.state.statusMessage).toMatch(/^(bob|carol): 2 unread; 2 more elsewhere$/);
	});

	test('/catchup goes on, and /unread goes to the first one', () => {
		expect(unread().says('/catchup').state.open).toBeDefined();
		const client = unread().says('/msg bob');
		expect(client.says('/unread').conversation('bob').goTo).toBe(2);
		const read = new Client().signsIn('alice').says('/unread');
		expect(read.state.statusMessage).toBe('All is read.');
	});

	test('the chat with the newest mention comes first', () => {
		const room = (id: string, lastAt: number) => ({
			...summary('alice', 'bob', {last: 5, read: 1}),
			conversation: id as ReturnType<typeof between>,
			lastAt,
			mentions: 1,
			mentionedAt: [3],
		});
		const client = new Client().signsIn('alice', {
			conversations: [room('#aaa', 1000), room('#bbb', 2000)],
		});
		expect(client.presses('catchUp').state.open).toBe('#bbb');
	});
});

test('mentions of the user in a chat are gone through, beyond those on the screen', () => {
	const client = chatting();
	for (let at = 1; at <= 100; at++)
		client.announced(message('bob', 'alice', at, at === 20 || at === 50 ? 'alice, look' : `line ${at}`));
	client.presses('mentionPrevious');
	expect(client.rows.join('\n')).toContain('alice, look');
	const first = client.rows;
	client.presses('mentionPrevious');
	expect(client.rows).not.toEqual(first);
	client.presses('mentionPrevious');
	expect(client.state.statusMessage).toContain('No earlier mention');
	client.presses('mentionNext');
	expect(client.rows).toEqual(first);
	expect(client.says('/mentions').state.dialogs).toMatchObject([{type: 'search', everywhere: true}]);
});

test('/open opens the newest link, /open 2 the one before, without the punctuation around it', () => {
	const client = chatting().announced(
		message('bob', 'alice', 1, 'see https://a.example/x_(y), or (https://b.example/z).'),
		message('bob', 'alice', 2, 'https://c.example/?q=1&r=2!'),
	);
	const link = (line: string) => effectsOf(line, client);
	expect(link('/open')).toEqual([{type: 'openLink', link: 'https://c.example/?q=1&r=2'}]);
	expect(link('/open 2')).toEqual([{type: 'openLink', link: 'https://a.example/x_(y)'}]);
	expect(link('/url 3')).toEqual([{type: 'openLink', link: 'https://b.example/z'}]);
	expect(problemOf('/open 4', client)).toBe('Only 3 links are in the messages loaded here.');
	client.hears({type: 'linkNotOpened', link: 'https://c.example'});
	expect(client.taken('copy')).toEqual([{type: 'copy', text: 'https://c.example'}]);
});

test('/shrug and /tableflip send their sign behind a text', () => {
	const client = chatting().says('/shrug').says('/tableflip no more');
	expect(client.taken('send')).toMatchObject([
		{entry: {text: '¯\\_(ツ)_/¯'}},
		{entry: {text: 'no more (╯°□°)╯︵ ┻━┻'}},
	]);
});

test('/clear takes the lines of the program away and leaves the messages', () => {
	const client = chatting()
		.announced(message('bob', 'alice', 1, 'hello'))
		.says('/last')
		.says('/last');
	client.says('/whoelse');
	expect(client.rows.join('\n')).toContain('bob is online');
	const rows = client.says('/clear').rows.join('\n');
	expect(rows).toContain('hello');
	expect(rows).not.toContain('bob is online');
});

test('/seen without a name says who has read the last message, and /keys shows the keys', () => {
	const client = chatting();
	expect(problemOf('/seen', client)).toBe('You have not sent a message here yet.');
	expect(client.says('/keys').state.help).toMatchObject({row: 0});
});

test('/export writes the open chat to a file that is called after it, or to the one named', () => {
	const client = chatting();
	expect(effectsOf('/export', client)).toEqual([
		{type: 'exportChat', conversation: between('alice', 'bob'), file: '/alice+bob.txt'},
	]);
	expect(effectsOf('/export ~/talk.txt', client)).toMatchObject([{file: '/talk.txt'}]);
	const conversation = between('alice', 'bob');
	client.hears({type: 'exported', conversation, file: '/talk.txt', result: {count: 2}});
	expect(client.rows.join('\n')).toContain('2 messages of bob are in');
	expect(problemOf('/export')).toContain('No conversation is open');
});
