/** Drafts between the screens of one person: told after a pause, taken in where nothing else is being written. */
import {expect, test} from 'vitest';
import {textOf} from '../../terminal/editor.ts';
import type {Action} from '../../source/state/model/action.ts';
import {SHARE_PAUSE_MS} from '../../source/state/chats/shared-drafts.ts';
import {between, Client, summary} from '../harness/client.ts';

const withBob = between('alice', 'bob');

const letter = (key: string): Action => ({choose: key});

/** Alice in her conversation with bob, on a server that allows so many screens. */
function alice(screens = 2): Client {
	return new Client()
		.signsIn('alice', {screens, conversations: [summary('alice', 'bob', {last: 0})]})
		.says('/msg bob');
}

/** What the other screens were told meanwhile. */
const told = (client: Client) =>
	client.taken('request').flatMap(({request}) => (request.type === 'setDraft' ? [request.text] : []));

const rests = (client: Client) => client.clock.advance(SHARE_PAUSE_MS);
const hear = (client: Client, text: string, conversation = withBob) =>
	client.announced({type: 'draftSet', conversation, text});

test('is told once the keys rest, and again when it is sent', () => {
	const client = alice().types('dear ');
	client.clock.advance(SHARE_PAUSE_MS - 1);
	client.types('bob');
	expect(told(client)).toEqual([]);
	rests(client);
	expect(told(client)).toEqual(['dear bob']);
	client.presses('submit');
	rests(client);
	expect(told(client)).toEqual(['']);
	rests(client);
	expect(told(client)).toEqual([]);
});

test('stays here where it is longer than any message', () => {
	const client = alice().hears({type: 'pasted', text: 'x'.repeat(16 * 1024 + 1)});
	rests(client);
	expect([client.bar.length, told(client)]).toEqual([16 * 1024 + 1, []]);
});

test('is told at once where one leaves the conversation', () => {
	const client = alice().types('dear bob');
	client.presses('conversationNext');
	expect(client.state.open).not.toBe(withBob);
	expect(told(client)).toEqual(['dear bob']);
});

test('goes nowhere on a server that allows one screen, and that of a private chat never does', () => {
	const client = new Client().signsIn('alice').says('/msg bob').types('dear bob');
	rests(client);
	expect(told(client)).toEqual([]);
	const private_ = alice().types('/private bob a secret');
	rests(private_);
	expect(told(private_).join('')).not.toContain('secret');
});

test('from another screen comes into the empty bar, and follows what is written there', () => {
	const client = hear(alice(), 'dear');
	expect(client.bar).toBe('dear');
	expect(hear(client, 'dear bob').bar).toBe('dear bob');
	expect(hear(client, '').bar).toBe('');
	rests(client);
	expect(told(client)).toEqual([]);
});

test('from another screen never takes the place of what is written here, which is told in turn', () => {
	const client = hear(alice().types('my own'), 'theirs');
	expect(client.bar).toBe('my own');
	rests(client);
	expect(told(client)).toEqual(['my own']);
	expect(hear(client, 'theirs, later').bar).toBe('theirs, later');
});

test('waits in a conversation that is not open', () => {
	const client = alice().says('/msg carol');
	expect(hear(client, 'dear bob').bar).toBe('');
	expect(textOf(client.conversation('bob').draft)).toBe('dear bob');
});

test('stays under an edit of a message', () => {
	const client = alice();
	client.hears({
		type: 'announced',
		announcement: {
			type: 'message',
			conversation: withBob,
			sequence: 1,
			id: 'device00.s.1',
			from: 'alice' as never,
			at: 1,
			text: 'typo',
		},
	});
	client.presses('failedPrevious', letter('e'));
	expect(client.state.composing?.type).toBe('edit');
	hear(client, 'dear bob');
	expect(client.bar).toBe('typo');
	client.presses('cancel');
	expect(client.bar).toBe('dear bob');
});

test('that was sent on another screen while the link was down is gone when it is back', () => {
	const client = alice().types('dear bob');
	rests(client);
	client.signsIn('alice', {screens: 2, drafts: []});
	expect(client.bar).toBe('');
});

test('is told anew to a server that has started again, and knows of none', () => {
	const client = alice().types('dear bob');
	rests(client);
	told(client);
	client.signsIn('alice', {screens: 2});
	expect(client.bar).toBe('dear bob');
	expect(told(client)).toEqual(['dear bob']);
});
