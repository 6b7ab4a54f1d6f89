/** The slash commands, as values: what each line wants, and what is said to a line that cannot be. */
import {describe, expect, test} from 'vitest';
import {commands} from '../../source/commands/index.ts';
import {run as runLine, usage} from '../../source/commands/line.ts';
import type {State} from '../../source/state/model/state.ts';
import {between, Client, summary} from '../harness/client.ts';

const withBob = between('alice', 'bob');

function run(line: string, {state} = new Client().signsIn('alice')) {
	return runLine(line, {state, me: state.me!, commands});
}

describe('/msg', () => {
	test('sends a text, with its spaces, and shows where it stands', () => {
		expect(run('/msg bob  hi  there ')).toEqual({
			open: withBob,
			send: {conversation: withBob, text: ' hi  there '},
		});
	});

	test('with a text leaves open what is open, and says to whom it went', () => {
		const alice = new Client().signsIn('alice').says('/msg alice');
		const withSelf = between('alice', 'alice');
		expect(run('/msg bob hi\n there', alice)).toEqual({
			show: ['To bob: hi there'],
			send: {conversation: withBob, text: 'hi\n there'},
		});
		expect(run('/msg alice hi', alice)).toEqual({send: {conversation: withSelf, text: 'hi'}});
		alice.says('/msg bob hi');
		expect(alice.state.open).toBe(withSelf);
		alice.says('/msg bob');
		expect(alice.state.open).toBe(withBob);
	});

	test('sends a text of several lines', () => {
		expect(run('/msg bob one\n two')).toMatchObject({send: {text: 'one\n two'}});
	});

	test('opens the conversation where there is no text', () => {
		expect(run('/msg bob')).toEqual({open: withBob});
		expect(run('/msg bob   ')).toEqual({open: withBob});
	});

	test('goes to oneself, too, by the names people bring and in any case', () => {
		expect(run('/m Alice note')).toMatchObject({
			send: {conversation: between('alice', 'alice'), text: 'note'},
		});
		for (const alias of ['message', 'send', 'M', 'MSG'])
			expect(run(`/${alias} @bob hi`)).toMatchObject({open: withBob});
	});

	test('says at once that a user is unknown, and who may be meant', () => {
		expect(run('/msg bbo hi')).toEqual({problem: 'There is no user called bbo; /who shows who is on.'});
		expect(run('/msg bob1 hi').problem).toContain('Did you mean bob?');
	});

	test('says at once that a text is too long', () => {
		expect(run(`/msg bob ${'x'.repeat(4001)}`).problem).toContain('too long');
	});

	test('says how it is used where nobody is named', () => {
		expect(run('/msg')).toEqual({problem: 'It is used like this: /msg <user|#room> [text]'});
	});
});

describe('/history', () => {
	const reading = () =>
		new Client().signsIn('alice', {conversations: [summary('alice', 'bob', {last: 300})]}).says('/msg bob');

	test('goes so many messages back, in this conversation or another', () => {
		expect(run('/history 50', reading())).toEqual({open: withBob, goTo: 251});
		expect(run('/history bob 500', reading()).problem).toContain('500 is no number from 1 to 200');
		expect(run('/history carol', reading())).toEqual({open: between('alice', 'carol')});
	});

	test('understands the names that other systems gave to a conversation', () => {
		expect(run('/history_req alice-bob 10', reading())).toEqual({open: withBob, goTo: 291});
		expect(run('/history_req bob-alice', reading())).toEqual({open: withBob});
	});

	test('says what is missing where no conversation is open', () => {
		expect(run('/history').problem).toContain('No conversation is open');
		expect(run('/history #nowhere').problem).toContain('no room called #nowhere');
	});
});

test('/who asks the server, and its answer is shown where one asked', () => {
	for (const line of ['/who', '/whoison', '/online'])
		expect(run(line)).toEqual({effects: [{type: 'request', request: {type: 'who'}}]});
	const alice = new Client().signsIn('alice').says('/msg bob').says('/who');
	const [asked] = alice.taken('request').filter(({request}) => request.type === 'who');
	const person = {presence: 'online', since: 0} as const;
	const people = [
		{...person, user: alice.state.me!.user, idle: 5000},
		{...person, presence: 'away', user: [...alice.state.people.keys()][1]!, idle: 2.5 * 3_600_000} as const,
	];
	alice
		.says('/msg carol')
		.hears({type: 'answered', request: {type: 'who'}, reply: {people}, shownIn: asked!.shownIn!});
	expect(alice.says('/msg bob').rows.slice(-2)).toEqual(['alice is online', 'bob is away, idle for 2h']);
});

test('/whoami says who, where and since when, and how others join', () => {
	const [line, clear] = run('/whoami').show ?? [];
	expect(line).toContain('You are alice at 127.0.0.1:10001, signed in since ');
	expect(clear).toBe('It has no key: what you say goes there in the clear.');
	const client = new Client().signsIn('alice');
	const me = {
		...client.state.me!,
		fingerprint: 'abc',
		joinLines: ['x:1#abc.d'] as never,
	};
	const state: State = {...client.state, me};
	const {show, ask} = runLine('/whoami', {state, me, commands});
	expect(show?.slice(1)).toEqual(["The server's key is SHA256:abc"]);
	expect(ask).toEqual({type: 'hosting', joinLines: ['x:1#abc.d']});
});

test('/password asks in a dialog, so that no password stands in the bar', () => {
	expect(run('/password').ask?.type).toBe('password');
	expect(run('/password secret').problem).toContain('too much');
});

test('/logout leaves for the sign-in form', () => {
	for (const line of ['/logout', '/signout', '/disconnect'])
		expect(run(line)).toEqual({leave: true, effects: [{type: 'signOut'}]});
});

test('/quit leaves, and asks first while something has not reached the server', () => {
	for (const line of ['/quit', '/exit', '/q']) expect(run(line)).toEqual({effects: [{type: 'quit'}]});
	const alice = new Client().signsIn('alice').says('/msg bob hi');
	expect(run('/quit', alice)).toEqual({ask: {type: 'quit', unsent: 1}});
});

test('/help shows everything, or one command by any of its names', () => {
	expect(run('/help')).toEqual({help: {}});
	expect(run('/? /m')).toEqual({help: {topic: 'msg'}});
	expect(run('/help next chat')).toEqual({help: {words: 'next chat'}});
});

test('an unknown command is answered with the nearest one', () => {
	expect(run('/hlep').problem).toBe(
		'There is no command /hlep; did you mean /help? To send it as text, type //hlep.',
	);
	expect(run('/').problem).toContain('There is no command /');
});

test('what ends, leaves or sends is never proposed, however near it is to what was typed', () => {
	const grave = commands.filter(({consequence}) => consequence !== undefined);
	const names = grave.flatMap(({name, aliases}) => [name, ...aliases]);
	expect(names).toEqual(
		expect.arrayContaining([
			'logout',
			'signout',
			'quit',
			'q',
			'leave',
			'part',
			'end',
			'msg',
			'send',
			'broadcast',
		]),
	);
	const typed = names.flatMap(name => [
		`${name}x`,
		`x${name}`,
		name.slice(0, -1),
		name.slice(1),
		`${name}${name}`,
	]);
	for (const word of ['ignore', 'sing', 'x', ...typed]) {
		const [, proposed] = /did you mean \/(\S+)\?/.exec(run(`/${word} bob`).problem ?? '') ?? [];
		expect(names, word).not.toContain(proposed);
	}
});

test('what is called otherwise elsewhere is named, and what is like nothing leads to the list of all', () => {
	expect(run('/ignore bob').problem).toContain('/block');
	expect(run('/xyzzy').problem).toBe(
		'There is no command /xyzzy; /help lists them all. To send it as text, type //xyzzy.',
	);
});

test('no two commands share a name, and each says what it does', () => {
	const names = commands.flatMap(({name, aliases}) => [name, ...aliases]);
	expect(new Set(names).size).toBe(names.length);
	for (const command of commands) {
		expect(command.summary).not.toBe('');
		expect(usage(command)).toMatch(new RegExp(`^/${command.name}( [<[].+)?$`));
	}
});

describe('/set and /mouse', () => {
	test('change one setting, and say so', () => {
		expect(run('/set presence off')).toEqual({
			set: {presence: false},
			show: ['It is no longer told who comes and goes.'],
		});
		for (const line of ['/mouse on', '/set mouse on'])
			expect(run(line)).toMatchObject({set: {mouse: true}, effects: [{type: 'setMouse', on: true}]});
	});

	test('say which words they know', () => {
		expect(run('/set colour on').problem).toContain('say presence or mouse');
		expect(run('/mouse maybe').problem).toContain('say on or off');
	});
});

describe('/copy', () => {
	const text = 'two\nlines';
	const talk = () => {
		const client = new Client()
			.signsIn('alice', {conversations: [summary('alice', 'bob', {last: 0})]})
			.says('/msg bob');
		const message = (sequence: number, text: string) =>
			({
				type: 'message',
				conversation: withBob,
				sequence,
				id: `b.${sequence}`,
				from: 'bob',
				at: 0,
				text,
			}) as never;
		return client.announced(message(1, 'one'), message(2, text));
	};

	test('copies the last message as it was written', () => {
		expect(run('/copy', talk())).toMatchObject({effects: [{type: 'copy', text}]});
	});

	test('copies several with who said each and when, one a line', () => {
		const [effect] = run('/copy 5', talk()).effects ?? [];
		expect(effect).toMatchObject({
			text: expect.stringMatching(/^\d\d:\d\d bob: one\n\d\d:\d\d bob: two lines$/) as string,
		});
	});

	test('says so where there is nothing to copy', () => {
		expect(run('/copy').problem).toBe('There is no message here to copy.');
	});
});

test('/whois of somebody offline says since when, and promises nothing of messages', () => {
	const client = new Client().signsIn('alice').says('/whois carol');
	const [request] = client.taken('request').flatMap(({request: one}) => (one.type === 'whois' ? [one] : []));
	const {user} = request!;
	const reply = {user, presence: 'offline', since: client.clock.now(), seen: 0, friend: false} as const;
	client.hears({type: 'answered', request: request!, reply});
	const said = client.state.notices.map(({text}) => text as string);
	expect(said.filter(text => /carol|message/.test(text))).toEqual([expect.stringMatching(/^carol/)]);
});
