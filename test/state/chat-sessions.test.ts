/** Chat sessions in the client: where they are shown, and that nobody's next line goes to somebody else. */
import {expect, test} from 'vitest';
import {headingOf, statusOf} from '../../source/state/view/status.ts';
import {between, Client, message, summary} from '../harness/client.ts';
import {name} from '../harness/sample-state.ts';

const chat = {number: 7, conversation: between('alice', 'bob'), user: name('bob'), since: 5};

test('a session that another begins opens where nothing is open, and never under a line for somebody else', () => {
	const idle = new Client().signsIn('alice').announced({type: 'chatStarted', ...chat});
	expect(idle.state.open).toBe(chat.conversation);
	expect(headingOf(idle.state)).toBe('bob ● online · chat #7');
	const busy = new Client().signsIn('alice').says('/msg carol').types('only for you');
	busy.announced({type: 'chatStarted', ...chat});
	expect(busy.state.open).toBe(between('alice', 'carol'));
	const told = 'chat #7 with bob started; /chat bob or Ctrl-G goes there';
	expect(busy.types('!').rows.join(' ').replace(/ +/g, ' ')).toContain(told);
	expect(statusOf(busy.state).message).toBeUndefined();
});

test.each([
	['ended', 'chat #7 with bob ended by bob'],
	['signedOut', 'chat #7 with bob ended: bob signed out'],
	['vanished', 'chat #7 with bob ended: bob lost the connection'],
] as const)('a session that is over because somebody %s says so, once', (why, text) => {
	const alice = new Client().signsIn('alice', {chats: [chat]}).says('/msg bob');
	const ended = {
		type: 'chatEnded',
		number: 7,
		conversation: chat.conversation,
		user: chat.user,
		why,
		at: 9,
	} as const;
	alice.announced(ended, ended);
	expect(alice.rows.filter(row => row === text)).toHaveLength(1);
	expect(headingOf(alice.state)).toBe('bob ● online');
});

test('a session that ended while the link was down is told when it is back', () => {
	const alice = new Client()
		.signsIn('alice', {chats: [chat]})
		.says('/msg bob')
		.signsIn('alice');
	expect(alice.rows).toContain('chat #7 with bob has ended');
});

test('the lines of sessions stand at their places again after the client was started anew', () => {
	const texts = ['one', 'two', 'three', 'four'];
	const conversations = [summary('alice', 'bob', {last: 4})];
	const alice = new Client().signsIn('alice', {conversations}).says('/msg bob');
	const request = {type: 'history', conversation: chat.conversation, limit: 200} as const;
	const messages = texts.map((text, at) => message('bob', 'alice', at + 1, text));
	const chats = [
		{number: 5, since: 1, after: 1, upTo: 3},
		{number: 6, since: 2, after: 3, upTo: 3},
		{number: 7, since: 3, after: 3},
	];
	const shown = () =>
		alice.rows.map(row => row.replace(/^[0-9:]+ (?:bob)? +/, '')).filter(row => !row.includes('─'));
	alice.hears({type: 'answered', request, reply: {messages, last: 4, chats}});
	const lines = [
		'one',
		'chat #5 with bob started',
		'two',
		'three',
		'chat #5 with bob has ended',
		'chat #6 with bob started',
		'chat #6 with bob has ended',
		'chat #7 with bob started',
		'four',
	];
	expect(shown()).toEqual(lines);
	const {conversation, user} = chat;
	alice.says('/blocked').clock.advance(1000);
	alice.announced({type: 'chatStarted', number: 8, conversation, user, since: 4});
	alice.announced({type: 'chatEnded', number: 8, conversation, user, why: 'ended', at: 5});
	const known = [{number: 8, since: 4, after: 4, upTo: 4}];
	alice.hears({type: 'answered', request, reply: {messages, last: 4, chats: known}});
	const after = ['You have blocked nobody.', 'chat #8 with bob started', 'chat #8 with bob ended by bob'];
	expect(shown()).toEqual([...lines, ...after]);
});

test('a session that is ended from another conversation says so where /end was typed, and in its own', () => {
	const alice = new Client()
		.signsIn('alice', {chats: [chat]})
		.says('/msg carol')
		.says('/end 7');
	const asked = alice.taken('request').find(({request}) => request.type === 'endChat')!;
	const reply = {number: 7, conversation: chat.conversation};
	alice.hears({...asked, type: 'answered', request: asked.request as never, reply});
	expect(alice.rows).toContain('chat #7 with bob ended by alice');
	alice.says('/msg bob');
	expect(alice.rows.filter(row => row === 'chat #7 with bob ended by alice')).toHaveLength(1);
});

test('/end means the session that is open here, else the only one', () => {
	const ended = (client: Client) =>
		client
			.says('/end')
			.taken('request')
			.flatMap(({request}) => (request.type === 'endChat' ? [request.number] : []));
	const other = {...chat, number: 8, conversation: between('alice', 'carol'), user: name('carol')};
	expect(ended(new Client().signsIn('alice', {chats: [chat]}))).toEqual([7]);
	expect(ended(new Client().signsIn('alice', {chats: [chat, other]}).says('/msg carol'))).toEqual([8]);
	const unclear = new Client().signsIn('alice', {chats: [chat, other]});
	expect(ended(unclear)).toEqual([]);
	expect(unclear.state.statusMessage).toContain('No chat session is open here');
});
