/** The commands of messages, as values: the step of each line, or the problem. */
import {describe, expect, test} from 'vitest';
import {switchTo} from '../../source/state/chats/opening.ts';
import {say} from '../../source/state/chats/saying.ts';
import {broadcast, send} from '../../source/state/chats/sending.ts';
import {step} from '../../source/state/model/step.ts';
import {safeText} from '../../protocol/text.ts';
import {between, Client, message, summary} from '../harness/client.ts';
import {effectsOf, problemOf, run} from '../harness/command-line.ts';

const withBob = between('alice', 'bob');
const withAlice = between('alice', 'alice');
const signedIn = () => new Client().signsIn('alice');

describe('/msg', () => {
	test('/msg sends a text with its spaces, and opens the conversation where none is open', () => {
		const alice = signedIn();
		expect(run('/msg bob  hi  there ', alice)).toEqual(
			send(switchTo(alice.state, withBob), withBob, ' hi  there '),
		);
	});

	test('/msg leaves open what is open, and says to whom the text went', () => {
		const alice = signedIn().says('/msg alice');
		const said = say(alice.state, [safeText`To bob: hi there`]);
		expect(run('/msg bob hi\n there', alice)).toEqual(send(said, withBob, 'hi\n there'));
		expect(run('/msg alice hi', alice)).toEqual(send(alice.state, withAlice, 'hi'));
		alice.says('/msg bob hi');
		expect(alice.state.open).toBe(withAlice);
		alice.says('/msg bob');
		expect(alice.state.open).toBe(withBob);
	});

	test('/msg sends a text of several lines', () => {
		expect(effectsOf('/msg bob one\n two')).toMatchObject([{type: 'send', entry: {text: 'one\n two'}}]);
	});

	test('/msg opens the conversation where there is no text', () => {
		const alice = signedIn();
		const opened = step(switchTo(alice.state, withBob));
		expect(run('/msg bob', alice)).toEqual(opened);
		expect(run('/msg bob   ', alice)).toEqual(opened);
	});

	test('/msg sends a note to oneself, too, by the names that other programs use and in any case', () => {
		const alice = signedIn();
		expect(run('/m Alice note', alice)).toEqual(send(switchTo(alice.state, withAlice), withAlice, 'note'));
		for (const alias of ['message', 'send', 'M', 'MSG'])
			expect(run(`/${alias} @bob hi`, alice)).toEqual(run('/msg bob hi', alice));
	});

	test('/msg says at once that a user is unknown, and who may be meant', () => {
		expect(run('/msg bbo hi')).toEqual({problem: 'There is no user called bbo; /who shows who is online.'});
		expect(problemOf('/msg bob1 hi')).toContain('Did you mean bob?');
	});

	test('/msg says at once that a text is too long', () => {
		expect(problemOf(`/msg bob ${'x'.repeat(4001)}`)).toContain('too long');
	});

	test('/msg says how it is used where nobody is named', () => {
		expect(run('/msg')).toEqual({problem: 'Usage: /msg <user|#room> [text]'});
	});
});

describe('/history', () => {
	const reading = () =>
		new Client().signsIn('alice', {conversations: [summary('alice', 'bob', {last: 300})]}).says('/msg bob');

	test('/history goes so many messages back, in this conversation or another', () => {
		const alice = reading();
		expect(run('/history 50', alice)).toEqual(step(switchTo(alice.state, withBob, 251)));
		expect(problemOf('/history bob 500', alice)).toContain(
			'500 is not a valid number; type one from 1 to 200',
		);
		expect(run('/history carol', alice)).toEqual(step(switchTo(alice.state, between('alice', 'carol'))));
	});

	test('/history understands the names that other systems gave to a conversation', () => {
		const alice = reading();
		expect(run('/history_req alice-bob 10', alice)).toEqual(step(switchTo(alice.state, withBob, 291)));
		expect(run('/history_req bob-alice', alice)).toEqual(step(switchTo(alice.state, withBob)));
	});

	test('/history says what is missing where no conversation is open', () => {
		expect(problemOf('/history')).toContain('No conversation is open');
		expect(problemOf('/history #nowhere')).toContain('not in a room called #nowhere');
	});
});

describe('/copy', () => {
	const text = 'two\nlines';
	const talk = () =>
		signedIn()
			.says('/msg bob')
			.announced(message('bob', 'alice', 1, 'one'), message('bob', 'alice', 2, text));

	test('/copy copies the last message as it was written, and says so', () => {
		const alice = talk();
		const said = say(alice.state, [safeText`Copied, if your terminal allows it.`]);
		expect(run('/copy', alice)).toEqual(step(said, {type: 'copy', text}));
	});

	test('/copy copies several with who said each and when, one a line', () => {
		expect(effectsOf('/copy 5', talk())).toEqual([
			{
				type: 'copy',
				text: expect.stringMatching(/^\d\d:\d\d bob: one\n\d\d:\d\d bob: two lines$/) as string,
			},
		]);
	});

	test('/copy says so where there is nothing to copy', () => {
		expect(run('/copy')).toEqual({problem: 'There is no message to copy here.'});
	});
});

test('/broadcast sends its text to everyone, unless it is too long', () => {
	const alice = signedIn();
	expect(run('/broadcast lunch  is ready', alice)).toEqual(broadcast(alice.state, 'lunch  is ready'));
	expect(problemOf(`/broadcast ${'x'.repeat(4001)}`, alice)).toContain('too long');
});

test('/receipts asks about the last message of one’s own here, if there is one', () => {
	expect(run('/receipts')).toEqual({problem: 'You have not sent a message here yet.'});
	const alice = signedIn()
		.says('/msg bob')
		.announced(message('alice', 'bob', 1, 'hi'), message('bob', 'alice', 2, 'ho'));
	expect(run('/receipts', alice)).toEqual(
		step(alice.state, {
			type: 'request',
			request: {type: 'receipts', conversation: withBob, sequence: 1},
			shownIn: withBob,
		}),
	);
});
